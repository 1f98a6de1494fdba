//! What is said once a file, however often it is found.

use std::collections::BTreeSet;

use crate::diag::DiagnosticCode;
use crate::key_set::NameSet;

/// How many different findings are remembered; what is not is said as often as it is found.
const MAX_SAID: usize = 4096;

/// How many ids are remembered, 8 to 18 bytes each; repeats of later ones are not found. As many as a table holds before
/// it doubles.
const MAX_IDS: usize = (1 << 20) / 8 * 7;

/// The findings of a file that are said once.
#[derive(Debug, Clone, Default)]
pub(super) struct Said(BTreeSet<(DiagnosticCode, Box<str>)>);

impl Said {
    /// Whether `what` was said, as far as it is remembered.
    pub(super) fn has(&self, code: DiagnosticCode, what: &str) -> bool {
        self.0.contains(&(code, what.into()))
    }

    /// Whether `what` is to be said, because it has not been yet, as far as is remembered.
    pub(super) fn is_first(&mut self, code: DiagnosticCode, what: &str) -> bool {
        let said = (code, Box::from(what));
        if self.0.len() < MAX_SAID {
            return self.0.insert(said);
        }
        !self.0.contains(&said)
    }

    /// How much was said that is remembered.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The ids that have come.
#[derive(Debug, Default)]
pub(super) struct Ids(NameSet);

impl Ids {
    /// Whether `id` has come before.
    pub(super) fn is_repeated(&mut self, id: &str) -> bool {
        if self.0.len() >= MAX_IDS {
            return self.0.contains(id);
        }
        !self.0.insert(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_remembered_is_said_each_time_and_all_else_once() {
        let code = DiagnosticCode::MarkupKept;
        let mut said = Said::default();
        for number in 0..MAX_SAID {
            assert!(said.is_first(code, &number.to_string()));
        }
        assert!(!said.is_first(code, "0") && said.has(code, "0"));
        for _ in 0..2 {
            assert!(said.is_first(code, "one more") && !said.has(code, "one more"));
        }
    }
}
