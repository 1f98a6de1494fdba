//! Which codes of a unit are the same: the ids that codes get.
//!
//! `x` tells for each kind of element by itself (TMX 1.4b, `x`). Codes without it are the same as the n-th of equal
//! element, type and data in the other variants; marks as the n-th of equal type. `i` pairs within one flow and says
//! nothing across variants.

use std::collections::HashMap;

use super::flow::CodeElement;
use crate::model::Role;

/// The scope of the ids of a segment itself; sub-flows have scopes of their own.
pub(super) const SEGMENT_SCOPE: u32 = 0;

/// What a code is known by within its scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    scope: u32,
    element: CodeElement,
    by: By,
    /// How many like it stand before it in its variant.
    repeat: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum By {
    X(Box<str>),
    Look(Option<Box<str>>, Box<str>),
}

/// Gives ids to the codes of one unit, its variants one after the other.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    ids: HashMap<Key, u32>,
    /// How often a key without repeats has come in this variant.
    counts: HashMap<Key, u32>,
    last_ids: HashMap<u32, u32>,
    scopes: HashMap<(u32, u32, Role, usize), u32>,
}

impl Pairing {
    /// Begins a unit.
    pub(super) fn clear(&mut self) {
        // most units have no codes, and clearing a table that grew once costs its size
        if !self.ids.is_empty() {
            *self = Self::default();
        }
    }

    /// Begins a variant.
    pub(super) fn next_variant(&mut self) {
        self.counts.clear();
    }

    /// The id of a code.
    pub(super) fn id(
        &mut self,
        scope: u32,
        element: CodeElement,
        x: Option<&str>,
        code_type: Option<&str>,
        data: &str,
    ) -> u32 {
        let by = match x {
            // `01` is the same number as `1`
            Some(x) => By::X(x.trim_start_matches('0').into()),
            None => By::Look(code_type.map(Into::into), data.into()),
        };
        let mut key = Key {
            scope,
            element,
            by,
            repeat: 0,
        };
        let count = self.counts.entry(key.clone()).or_insert(0);
        key.repeat = *count;
        *count += 1;
        let last_id = self.last_ids.entry(scope).or_insert(0);
        *self.ids.entry(key).or_insert_with(|| {
            *last_id += 1;
            *last_id
        })
    }

    /// The scope of a code's n-th sub-flow.
    pub(super) fn sub_scope(&mut self, scope: u32, id: u32, role: Role, number: usize) -> u32 {
        let next = u32::try_from(self.scopes.len() + 1).unwrap_or(u32::MAX);
        *self.scopes.entry((scope, id, role, number)).or_insert(next)
    }
}
