//! Where in the document reading is: the elements that are open.

use super::findings::Findings;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::Element;
use crate::model::Property;

/// An open element.
#[derive(Debug)]
pub(super) enum Place {
    /// `xliff`
    Root,
    /// `file`
    File,
    /// `header`
    Header,
    /// `body`
    Body,
    /// `group`, and what it adds to the groups around it.
    Group(GroupFacts),
    /// `bin-unit`
    Binary,
    /// An element of another namespace, whose content is not read.
    Foreign,
}

/// What all groups around a unit say of it together.
#[derive(Debug, Clone)]
pub(super) struct GroupFacts {
    /// Their names, the outermost first.
    pub(super) path: String,
    pub(super) contexts: Vec<Property>,
    pub(super) preserves_space: Option<bool>,
    /// Whether a unit means the same elsewhere, but for the names.
    pub(super) is_neutral: bool,
}

impl Default for GroupFacts {
    fn default() -> Self {
        Self {
            path: String::new(),
            contexts: Vec::new(),
            preserves_space: None,
            is_neutral: true,
        }
    }
}

/// What joins the names of groups.
const JOINER: &str = " / ";

/// How many bytes the names of all groups around a unit may have together; deeper ones are left out.
const MAX_PATH_BYTES: usize = 1 << 12;

impl GroupFacts {
    pub(super) fn has_contexts(&self) -> bool {
        !self.contexts.is_empty()
    }

    /// The same with what the start tag of a group adds.
    pub(super) fn with(&self, group: Element<'_>, findings: &mut Findings<'_, '_>) -> Self {
        let mut facts = self.clone();
        let name = group
            .attribute("resname")
            .or_else(|| group.attribute("id"))
            .unwrap_or_default();
        if !name.is_empty() {
            if facts.path.len() + name.len() > MAX_PATH_BYTES {
                findings.not_carried("the name of a group so deep inside others", group.at());
            } else {
                if !facts.path.is_empty() {
                    facts.path.push_str(JOINER);
                }
                facts.path.push_str(name);
            }
        }
        for attribute in group.attributes() {
            match attribute.name {
                "id" if group.attribute("resname").is_some() => {
                    findings.never_carried("the `id` of a group that has a `resname`", attribute.at);
                }
                "id" | "resname" => {}
                "xml:space" => facts.preserves_space = Some(attribute.value == "preserve"),
                "translate" | "reformat" | "merged-trans" => {
                    facts.is_neutral = false;
                    findings.never_carried(&format!("the `{}` of a group", attribute.name), attribute.at);
                }
                name if name.starts_with("xmlns") => {}
                name if name.contains(':') || is_known("group", name) => {
                    findings.never_carried(&format!("the `{name}` of a group"), attribute.at);
                }
                name => findings.unknown_attribute("group", name, attribute.at),
            }
        }
        facts
    }
}
