//! Ids of units, segments and inline codes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::format::xml::is_nmtoken;
use crate::model::is_illegal;

/// Tools refuse longer ones.
const MAX_ID: usize = 64;

/// The id that is written for a unit's own, and whether it is another. Without an own one, it is made from `number`.
pub(super) fn unit_id(own: Option<&str>, number: u64) -> (Cow<'_, str>, bool) {
    match own {
        Some(id) if !id.is_empty() && !is_long(id) && !id.contains(is_illegal) => (Cow::Borrowed(id), false),
        Some(id) if !id.is_empty() => (Cow::Owned(hash(id)), true),
        _ => (Cow::Owned(hash(&format!("unit {number} without an id"))), false),
    }
}

/// The `mid` of a segment, which differs from those in `taken`, and whether the segment's own id is another.
pub(super) fn segment_id(own: Option<&str>, number: usize, taken: &[String]) -> (String, bool) {
    let free = |id: &String| !taken.contains(id);
    let Some(own) = own else {
        let mut id = number.to_string();
        while !free(&id) {
            id.push('_');
        }
        return (id, false);
    };
    if is_nmtoken(own) && !is_long(own) && !taken.iter().any(|id| id == own) {
        return (own.to_owned(), false);
    }
    let mut id = hash(own);
    while !free(&id) {
        id.push('_');
    }
    (id, true)
}

fn is_long(id: &str) -> bool {
    id.len() > MAX_ID && id.chars().count() > MAX_ID
}

/// 128 bits in hex.
fn hash(id: &str) -> String {
    blake3::hash(id.as_bytes()).to_hex().chars().take(32).collect()
}

/// The ids of the inline codes of one `<trans-unit>` or `<alt-trans>`: numbers from 1, each given once, and the same
/// for the same code in source and target.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// By scope, [`Code::id`](crate::model::Code::id) and whether it stands alone, and which of several such codes it is.
    codes: BTreeMap<(u32, u32, bool, u32), u32>,
    /// Of the closing end, by the id of its opening.
    ends: BTreeMap<u32, u32>,
    /// Of sub-flows, by the id of their code and their place among its sub-flows.
    scopes: BTreeMap<(u32, usize), u32>,
    last: u32,
}

/// Where codes of pairs that go on in another segment have their ids from.
pub(super) const SPAN_SCOPE: u32 = 0;

/// The least scope of a sub-flow; those below belong to the parts of a unit.
const SUB_SCOPES: u32 = 1 << 31;

impl Ids {
    /// The id of a code: of what stands alone, is isolated, or opens a pair.
    pub(super) fn code(&mut self, (scope, id, is_alone): (u32, u32, bool), nth: u32) -> u32 {
        let last = &mut self.last;
        *self
            .codes
            .entry((scope, id, is_alone, nth))
            .or_insert_with(|| next(last))
    }

    /// The id of the end that closes what `opening` opens.
    pub(super) fn end(&mut self, opening: u32) -> u32 {
        let last = &mut self.last;
        *self.ends.entry(opening).or_insert_with(|| next(last))
    }

    /// The scope of the codes in a sub-flow.
    pub(super) fn sub_scope(&mut self, code: u32, place: usize) -> u32 {
        let count = u32::try_from(self.scopes.len()).unwrap_or(u32::MAX - SUB_SCOPES);
        *self.scopes.entry((code, place)).or_insert(SUB_SCOPES + count)
    }
}

fn next(last: &mut u32) -> u32 {
    *last += 1;
    *last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_long_or_illegal_is_hashed_and_one_that_fits_stays() {
        let long = "字".repeat(65);
        let (written, changed) = unit_id(Some(&long), 1);
        assert_eq!((written.len(), changed), (32, true));
        let limit = "字".repeat(64);
        assert_eq!(unit_id(Some(&limit), 1), (limit.as_str().into(), false));
        assert_eq!(unit_id(Some("a b/c"), 1), ("a b/c".into(), false));
        assert!(unit_id(Some("a\u{1}"), 1).1);
        assert_ne!(unit_id(None, 1), unit_id(None, 2));
    }

    #[test]
    fn segment_ids_are_tokens_and_differ() {
        assert_eq!(segment_id(Some("s1"), 1, &[]), ("s1".into(), false));
        assert!(segment_id(Some("s 1"), 1, &[]).1);
        assert_eq!(segment_id(None, 2, &["2".into()]), ("2_".into(), false));
        assert!(segment_id(Some("s1"), 2, &["s1".into()]).1);
    }

    #[test]
    fn the_same_code_has_the_same_id_again() {
        let mut ids = Ids::default();
        let opening = ids.code((1, 7, false), 0);
        let end = ids.end(opening);
        assert_ne!(opening, end);
        assert_ne!(ids.code((1, 7, false), 1), opening);
        assert_ne!(ids.code((1, 7, true), 0), opening);
        assert_eq!((ids.code((1, 7, false), 0), ids.end(opening)), (opening, end));
        assert_eq!(ids.sub_scope(opening, 0), ids.sub_scope(opening, 0));
        assert_ne!(ids.sub_scope(opening, 0), ids.sub_scope(opening, 1));
    }
}
