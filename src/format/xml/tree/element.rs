//! Walking through a tree: elements, what stands in them, their attributes.

use std::ops::Range;

use super::{Node, Tree, What, declared_prefix};
use crate::format::xml::cursor::Cursor;

/// An element of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    markup: &'t str,
    number: usize,
}

/// What stands in an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Child<'t> {
    Element(Element<'t>),
    /// Text, and where it begins in the markup.
    Text(&'t str, usize),
}

/// An attribute of an element, its value decoded and normalized (XML 1.0, 3.3.3).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'t> {
    /// The name, with its prefix.
    pub(crate) name: &'t str,
    /// The namespace of its prefix; empty without one.
    pub(crate) namespace: &'t str,
    pub(crate) value: &'t str,
    /// Where the name begins in the markup.
    pub(crate) at: usize,
}

impl Attribute<'_> {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }

    /// The prefix that it declares, if it declares a namespace; empty for the default one.
    pub(crate) fn declared_prefix(&self) -> Option<&str> {
        declared_prefix(self.name)
    }
}

impl<'t> Element<'t> {
    pub(super) fn root(tree: &'t Tree, markup: &'t str) -> Self {
        Self {
            tree,
            markup,
            number: 0,
        }
    }

    fn node(&self) -> Option<&'t Node> {
        self.tree.nodes.get(self.number)
    }

    /// The name, with its prefix.
    pub(crate) fn name(&self) -> &'t str {
        match self.node().map(|node| &node.what) {
            Some(What::Element { name, .. }) => self.markup.get(name.clone()).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether its name has a prefix.
    pub(crate) fn has_prefix(&self) -> bool {
        matches!(self.node().map(|node| &node.what), Some(What::Element { name, local, .. }) if *local > name.start)
    }

    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'t str {
        match self.node().map(|node| &node.what) {
            Some(What::Element { name, local, .. }) => self.markup.get(*local..name.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The namespace; empty where there is none.
    pub(crate) fn namespace(&self) -> &'t str {
        match self.node().map(|node| &node.what) {
            Some(What::Element { namespace, .. }) => self.tree.namespaces.get(*namespace),
            _ => "",
        }
    }

    /// Where it begins in the markup that was parsed.
    pub(crate) fn at(&self) -> usize {
        self.node().map_or(0, |node| node.start)
    }

    /// Its markup, from `<` to `>`.
    pub(crate) fn markup(&self) -> &'t str {
        let range = self.node().map_or(0..0, |node| node.start..node.end);
        self.markup.get(range).unwrap_or_default()
    }

    /// The markup of what stands in it.
    pub(crate) fn inner_markup(&self) -> &'t str {
        let range = self.node().map_or(0..0, |node| node.inside.clone());
        self.markup.get(range).unwrap_or_default()
    }

    /// Its attributes, in file order, declarations of namespaces among them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = Attribute<'t>> + use<'t> {
        let (tree, markup) = (self.tree, self.markup);
        let range = match self.node().map(|node| &node.what) {
            Some(What::Element { attributes, .. }) => attributes.clone(),
            _ => 0..0,
        };
        let nodes = tree.attributes.get(range).unwrap_or_default();
        nodes.iter().map(move |node| Attribute {
            name: markup.get(node.name.clone()).unwrap_or_default(),
            namespace: tree.namespaces.get(node.namespace),
            value: tree.text_of(markup, &node.value),
            at: node.name.start,
        })
    }

    /// The value of the attribute of this name, written with just this prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'t str> {
        self.attributes()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value)
    }

    /// The value of the attribute of a namespace, whatever its prefix is.
    pub(crate) fn attribute_of(&self, namespace: &str, local: &str) -> Option<&'t str> {
        self.attributes()
            .find(|attribute| attribute.namespace == namespace && attribute.local() == local)
            .map(|attribute| attribute.value)
    }

    /// Where the value of the attribute of this name stands in the markup that was parsed, without its quotes.
    pub(crate) fn value_place(&self, name: &str) -> Option<Range<usize>> {
        let attribute = self.attributes().find(|attribute| attribute.name == name)?;
        let mut cursor = Cursor::new(self.markup);
        cursor.at = attribute.at + name.len();
        cursor.white_space();
        cursor.expect(b'=').ok()?;
        cursor.white_space();
        cursor.quoted().ok()
    }

    /// Where all that stands in it is written in the markup that was parsed, if that is text and nothing else.
    pub(crate) fn text_place(&self) -> Option<Range<usize>> {
        let mut children = self.children();
        match (children.next(), children.next()) {
            (Some(Child::Text(..)), None) => self.node().map(|node| node.inside.clone()),
            _ => None,
        }
    }

    /// What stands in it, in file order.
    pub(crate) fn children(&self) -> impl Iterator<Item = Child<'t>> + use<'t> {
        let (tree, markup) = (self.tree, self.markup);
        let mut number = self.number + 1;
        let end = self.node().map_or(number, |node| node.next);
        std::iter::from_fn(move || {
            let node = tree.nodes.get(number).filter(|_| number < end)?;
            let child = match &node.what {
                What::Element { .. } => Child::Element(Element { tree, markup, number }),
                What::Text(stretch) => Child::Text(tree.text_of(markup, stretch), node.start),
            };
            number = node.next;
            Some(child)
        })
    }

    /// The elements that stand in it, in file order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'t>> + use<'t> {
        self.children().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(..) => None,
        })
    }

    /// The first element of this local name that stands in it.
    pub(crate) fn first(&self, local: &str) -> Option<Element<'t>> {
        self.elements().find(|element| element.local() == local)
    }

    /// All text in it and in the elements inside.
    pub(crate) fn text(&self) -> String {
        let end = self.node().map_or(0, |node| node.next);
        let nodes = self.tree.nodes.get(self.number + 1..end).unwrap_or_default();
        let texts = nodes.iter().filter_map(|node| match &node.what {
            What::Text(stretch) => Some(self.tree.text_of(self.markup, stretch)),
            What::Element { .. } => None,
        });
        texts.collect()
    }
}
