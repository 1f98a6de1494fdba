//! `file` and `group`: what the units in them take over.

use super::findings::Findings;
use super::foreign::{SCHEMA_INSTANCE, XML};
use crate::diag::DiagnosticCode;
use crate::format::xml::{Attribute, Element};

/// Which direction a text has, as `srcDir` and `trgDir` say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Dir {
    #[default]
    Auto,
    Ltr,
    Rtl,
}

impl Dir {
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "auto" => Some(Self::Auto),
            "ltr" => Some(Self::Ltr),
            "rtl" => Some(Self::Rtl),
            _ => None,
        }
    }

    /// The word, unless it is the default.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Ltr => Some("ltr"),
            Self::Rtl => Some("rtl"),
        }
    }
}

/// What a unit takes over from the elements around it, where it does not say otherwise (XLIFF 2, attributes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inherited {
    pub(super) is_translated: bool,
    /// Whether a group says that the text is not to be cut anew. What the file says is its policy for tools, and no
    /// fact of a unit.
    pub(super) is_kept_whole: bool,
    pub(super) source_dir: Dir,
    pub(super) target_dir: Dir,
    /// Whether white space is kept by `xml:space`.
    pub(super) keeps_space: bool,
}

impl Default for Inherited {
    fn default() -> Self {
        Self {
            is_translated: true,
            is_kept_whole: false,
            source_dir: Dir::Auto,
            target_dir: Dir::Auto,
            keeps_space: false,
        }
    }
}

impl Inherited {
    /// Takes over an attribute if it is one of those that are inherited; a value that is none is said.
    pub(super) fn take(&mut self, attribute: &Attribute<'_>, of_file: bool, findings: &mut Findings<'_, '_>) -> bool {
        let value = attribute.value;
        let yes_no = match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let is_known = match attribute.name {
            "translate" => yes_no.map(|yes| self.is_translated = yes),
            "canResegment" => yes_no.map(|yes| self.is_kept_whole = !yes && !of_file),
            "srcDir" => Dir::parse(value).map(|dir| self.source_dir = dir),
            "trgDir" => Dir::parse(value).map(|dir| self.target_dir = dir),
            "xml:space" => match value {
                "preserve" => {
                    let _: () = self.keeps_space = true;
                    Some(())
                }
                "default" => {
                    let _: () = self.keeps_space = false;
                    Some(())
                }
                _ => None,
            },
            _ => return false,
        };
        if is_known.is_none() {
            findings.odd_value(attribute.name, value, attribute.at, "it is not read");
        }
        true
    }
}

/// An open element.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) inherited: Inherited,
    /// The names of the groups, outermost first.
    pub(super) groups: Vec<String>,
    /// Whether it is none of the format, so that nothing in it is read.
    pub(super) is_foreign: bool,
    pub(super) is_group: bool,
}

/// What a `file` or `group` says beyond what is inherited.
#[derive(Debug, Default)]
pub(super) struct Said<'t> {
    pub(super) id: Option<&'t str>,
    pub(super) name: Option<&'t str>,
    pub(super) original: Option<&'t str>,
}

/// Reads the start tag of a `file` or `group` into `level`, which is that of the element around it.
pub(super) fn read<'t>(element: Element<'t>, level: &mut Level, findings: &mut Findings<'_, '_>) -> Said<'t> {
    let local = element.local();
    let is_file = local == "file";
    let mut said = Said::default();
    for attribute in element.attributes() {
        let at = attribute.at;
        match attribute.name {
            _ if attribute.declared_prefix().is_some() => {}
            "id" => said.id = Some(attribute.value),
            "name" if !is_file => said.name = Some(attribute.value),
            "original" if is_file => said.original = Some(attribute.value).filter(|original| !original.is_empty()),
            "type" if !is_file => findings.not_carried_in_document("the type of a group", at),
            _ if level.inherited.take(&attribute, is_file, findings) => {}
            name if attribute.namespace.is_empty() || attribute.namespace == XML => {
                let message = format!("`{local}` has no attribute `{name}`; it is not read");
                findings.say(DiagnosticCode::AttributeUnknown, at, message);
            }
            _ if attribute.namespace == SCHEMA_INSTANCE => {}
            name => findings.not_carried_in_document(&format!("attribute `{name}` of a {local}"), at),
        }
    }
    if said.id.is_none() {
        findings.say(
            DiagnosticCode::AttributeMissing,
            element.at(),
            format!("`{local}` has no `id`"),
        );
    }
    level.is_group = !is_file;
    if !is_file {
        level.groups.extend(said.name.or(said.id).map(str::to_owned));
    }
    said
}
