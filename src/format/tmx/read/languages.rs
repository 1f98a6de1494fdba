//! Language tags as files spell them: a file has few, and names one in each variant.

use std::collections::HashMap;

use crate::diag::DiagnosticCode;
use crate::format::xml::{Language, Reading};

/// How many spellings are remembered; files have a handful.
const MAX_SPELLINGS: usize = 512;

/// Whether a `srclang` says that any language may be the source (TMX 1.4b, `srclang`).
pub(super) fn is_any(srclang: &str) -> bool {
    srclang.eq_ignore_ascii_case("*all*")
}

/// Reads tags, and says of each odd spelling once what it is read as.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    known: HashMap<Box<str>, Language>,
}

impl Tags {
    /// A tag that has come before.
    pub(super) fn known(&self, written: &str) -> Option<&Language> {
        self.known.get(written)
    }

    /// How many have come before.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Reads a tag that may not have come before.
    pub(super) fn read(&mut self, written: &str, at: usize, unit: Option<&str>, reading: &mut Reading<'_>) -> Language {
        let (language, remark) = Language::read(written);
        let of_case = || {
            let message = format!("`{written}` is the same as `{}`", language.tag);
            language
                .spelling
                .as_ref()
                .map(|_| (DiagnosticCode::MarkupKept, message))
        };
        if let Some((code, message)) = remark.or_else(of_case) {
            reading.say(code, at, unit, message);
        }
        if self.known.len() < MAX_SPELLINGS {
            self.known.insert(written.into(), language.clone());
        }
        language
    }
}
