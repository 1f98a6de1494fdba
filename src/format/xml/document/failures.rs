//! What is wrong with a document, and where.

use super::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::limits::MAX_DEPTH;

/// What helps against markup that is not well-formed.
pub(in crate::format::xml) const MEND: &str =
    "mend the file, or keep the whole units before this place with `--salvage`";

impl Document {
    pub(super) fn check_depth(&self, depth: usize, at: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(self.limit(format!("elements stand more than {MAX_DEPTH} deep in each other"), at));
        }
        Ok(())
    }

    pub(super) fn error(&self, kind: ErrorKind, at: usize) -> Error {
        let place = self.place_of(at);
        Error::from(kind)
            .at(place.line, place.column)
            .in_file(self.input().name())
    }

    pub(super) fn ill_formed(&self, message: impl Into<String>, at: usize) -> Error {
        self.error(ErrorKind::Xml(message.into()), at).with_help(MEND)
    }

    pub(super) fn limit(&self, message: String, at: usize) -> Error {
        self.error(ErrorKind::Limit(message), at)
            .with_help("such a file is not read")
    }

    pub(super) fn mismatched(&self, found: &str, expected: &str, at: usize) -> Error {
        self.ill_formed(format!("`</{found}>` stands where `{expected}` is to be closed"), at)
    }

    pub(super) fn cut_short(&self, inside: &str, at: usize) -> Error {
        let message = format!("the file ends inside {inside}: it is cut short");
        self.error(ErrorKind::Xml(message), at)
            .with_help("get the file again, or keep the whole units before this place with `--salvage`")
    }
}
