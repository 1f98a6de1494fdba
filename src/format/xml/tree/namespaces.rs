//! The namespaces of the names in a tree, each once.

use std::sync::Arc;

use crate::format::xml::names::{Namespaces, XML_NAMESPACE};

/// The place of a namespace in the list that a tree has of them.
pub(super) type NamespaceNumber = usize;

/// The number of no namespace.
pub(super) const NO_NAMESPACE: NamespaceNumber = 0;

/// The number of the namespace of the prefix `xml`.
const OF_XML: NamespaceNumber = 1;

/// The namespaces of a tree.
#[derive(Debug)]
pub(super) struct NamespaceList(Vec<Arc<str>>);

impl Default for NamespaceList {
    fn default() -> Self {
        Self(vec![Arc::from(""), Arc::from(XML_NAMESPACE)])
    }
}

impl NamespaceList {
    pub(super) fn get(&self, number: NamespaceNumber) -> &str {
        self.0.get(number).map_or("", |uri| uri)
    }

    fn number_of(&mut self, uri: &Arc<str>) -> NamespaceNumber {
        let known = self.0.iter().position(|known| Arc::ptr_eq(known, uri) || known == uri);
        known.unwrap_or_else(|| {
            self.0.push(Arc::clone(uri));
            self.0.len() - 1
        })
    }

    pub(super) fn clear(&mut self) {
        // a name of a document mostly comes back in the next piece
        const KEPT: usize = 16;
        self.0.truncate(KEPT);
    }
}

/// The number of the namespace that a prefix means.
pub(super) fn namespace_of(
    prefix: &str,
    declared: &Namespaces,
    around: &Namespaces,
    list: &mut NamespaceList,
) -> NamespaceNumber {
    if prefix == "xml" {
        return OF_XML;
    }
    match declared.declared(prefix).or_else(|| around.declared(prefix)) {
        Some(uri) => list.number_of(uri),
        None => NO_NAMESPACE,
    }
}
