//! Names of XML, and the namespaces that their prefixes mean (Namespaces in XML 1.0).

use std::sync::Arc;

/// Whether `name` is a name with one colon at most (XML 1.0, production 5; Namespaces in XML 1.0, production 7).
pub(crate) fn is_name(name: &str) -> bool {
    let mut parts = name.split(':');
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(is_name_start) && letters.all(is_name_letter)
    };
    parts.next().is_some_and(is_part) && parts.next().is_none_or(is_part) && parts.next().is_none()
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_letter(c: char) -> bool {
    is_name_start(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// What the prefixes mean at some place of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Namespaces {
    /// The depth of the element that declares, the prefix, the namespace. The last of a prefix counts.
    declared: Vec<(usize, Arc<str>, Arc<str>)>,
    depth: usize,
}

/// The namespace of names with the prefix `xml` (Namespaces in XML 1.0, 3).
pub(super) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

impl Namespaces {
    /// Enters an element, whose declarations follow.
    pub(crate) fn enter(&mut self) {
        self.depth += 1;
    }

    /// Declares a namespace for the element that was entered last.
    pub(crate) fn declare(&mut self, prefix: &str, uri: &str) {
        self.declared.push((self.depth, Arc::from(prefix), Arc::from(uri)));
    }

    /// Leaves the element that was entered last.
    pub(crate) fn leave(&mut self) {
        while self.declared.last().is_some_and(|(depth, ..)| *depth == self.depth) {
            self.declared.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// The namespace that is declared for a prefix, empty for the default one; `xml` is known without.
    pub(super) fn declared(&self, prefix: &str) -> Option<&Arc<str>> {
        // most names have no prefix, and to compare nothing is a call all the same
        let is_of = |declared: &str| declared.len() == prefix.len() && (prefix.is_empty() || declared == prefix);
        let found = self.declared.iter().rfind(|(_, declared, _)| is_of(declared));
        found.map(|(.., uri)| uri)
    }

    /// The namespace of a prefix; empty where it is not declared.
    pub(crate) fn of_prefix(&self, prefix: &str) -> &str {
        match prefix {
            "xml" => XML_NAMESPACE,
            _ => self.declared(prefix).map_or("", |uri| uri),
        }
    }

    /// Forgets all declarations.
    pub(super) fn clear(&mut self) {
        self.declared.clear();
        self.depth = 0;
    }

    /// The prefixes that are declared, each with the namespace that it means here.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let last = |at: usize, prefix: &str| {
            !self
                .declared
                .iter()
                .skip(at + 1)
                .any(|(_, later, _)| **later == *prefix)
        };
        self.declared
            .iter()
            .enumerate()
            .filter(move |(at, (_, prefix, _))| last(*at, prefix))
            .map(|(_, (_, prefix, uri))| (&**prefix, &**uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_a_letter_and_have_one_colon_at_most() {
        for name in ["a", "_a.b-c1", "xml:lang", "字"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "a b", ":a", "a:", "a:b:c", "-a", "a\0"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_prefix_means_what_the_nearest_element_says() {
        let mut namespaces = Namespaces::default();
        namespaces.enter();
        namespaces.declare("", "a");
        namespaces.declare("p", "b");
        namespaces.enter();
        namespaces.declare("p", "c");
        assert_eq!((namespaces.of_prefix(""), namespaces.of_prefix("p")), ("a", "c"));
        assert_eq!(namespaces.all().collect::<Vec<_>>(), [("", "a"), ("p", "c")]);
        namespaces.leave();
        assert_eq!((namespaces.of_prefix("p"), namespaces.of_prefix("q")), ("b", ""));
    }
}
