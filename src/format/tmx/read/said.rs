//! What is said once a file, however often it is found.

use std::collections::BTreeSet;

use crate::diag::DiagnosticCode;
use crate::key_set::KeySet;

/// How many different findings are remembered; beyond that each is said as often as it is found.
const MAX_SAID: usize = 4096;

/// How many ids are remembered, 9 to 18 bytes each; repeats of later ones are not found. As many as a table holds before
/// it doubles.
const MAX_IDS: usize = (1 << 20) / 8 * 7;

/// The findings of a file that are said once.
#[derive(Debug, Default)]
pub(super) struct Said(BTreeSet<(DiagnosticCode, Box<str>)>);

impl Said {
    /// Whether `what` was said.
    pub(super) fn has(&self, code: DiagnosticCode, what: &str) -> bool {
        self.0.contains(&(code, what.into()))
    }

    /// Whether `what` is to be said, because it has not been yet.
    pub(super) fn is_first(&mut self, code: DiagnosticCode, what: &str) -> bool {
        self.0.len() >= MAX_SAID || self.0.insert((code, what.into()))
    }
}

/// The ids that have come.
#[derive(Debug, Default)]
pub(super) struct Ids(KeySet);

impl Ids {
    /// Whether `id` has come before.
    pub(super) fn is_repeated(&mut self, id: &str) -> bool {
        let key = twox_hash::XxHash3_64::oneshot(id.as_bytes());
        if self.0.len() >= MAX_IDS {
            return self.0.contains(&key);
        }
        !self.0.insert(key)
    }
}
