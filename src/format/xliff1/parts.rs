//! The parts of one `<trans-unit>` as they can be told apart when they are read: nothing follows another that stands
//! between segments, and nothing is empty on both sides.

use std::borrow::Cow;

use super::placing::is_segment;
use crate::model::{Code, CodeKind, Role, Segment, TranslationUnit};

/// `parts` with what stands between segments joined, and whether anything had to be.
pub(super) fn normalized(parts: &[TranslationUnit]) -> (Cow<'_, [TranslationUnit]>, bool) {
    let is_blank = |unit: &TranslationUnit| {
        !is_segment(unit)
            && unit
                .variants
                .iter()
                .all(|variant| is_written_as_nothing(&variant.segment))
    };
    let follow = parts.windows(2).any(|pair| pair.iter().all(|unit| !is_segment(unit)));
    if !follow && !parts.iter().any(is_blank) {
        return (Cow::Borrowed(parts), false);
    }
    let mut joined: Vec<TranslationUnit> = Vec::with_capacity(parts.len());
    for unit in parts.iter().filter(|unit| !is_blank(unit)) {
        match joined.last_mut().filter(|last| !is_segment(last) && !is_segment(unit)) {
            Some(last) => join(last, unit),
            None => joined.push(unit.clone()),
        }
    }
    (Cow::Owned(joined), true)
}

/// Whether nothing stands for a segment: of a mark whose other end is elsewhere, nothing is written.
fn is_written_as_nothing(segment: &Segment) -> bool {
    let is_half_mark = |(code, partner): (&Code, Option<usize>)| {
        code.kind == CodeKind::Mark && code.role != Role::Alone && partner.is_none()
    };
    segment.is_empty() || segment.text().is_empty() && segment.codes().iter().zip(segment.partners()).all(is_half_mark)
}

/// Adds the texts and notes of `unit` to those of `last`.
fn join(last: &mut TranslationUnit, unit: &TranslationUnit) {
    let highest = last
        .variants
        .iter()
        .flat_map(|variant| variant.segment.codes())
        .map(|code| code.id)
        .max();
    let shift = highest.unwrap_or_default();
    for variant in &unit.variants {
        let place = last.variants.iter().position(|known| known.lang == variant.lang);
        match place.and_then(|place| last.variants.get_mut(place)) {
            Some(known) => append(&mut known.segment, &variant.segment, shift),
            None => last.variants.push(variant.clone()),
        }
    }
    last.notes.extend(unit.notes.iter().cloned());
    last.properties.extend(unit.properties.iter().cloned());
}

fn append(segment: &mut Segment, other: &Segment, shift: u32) {
    for piece in other.pieces() {
        match piece {
            crate::model::Piece::Text(text) => segment.push_str(text),
            crate::model::Piece::Code(_, code) => {
                // a pair that goes on in another segment keeps the id that both ends have
                let id = if code.span {
                    code.id
                } else {
                    code.id.saturating_add(shift)
                };
                segment.push_code(Code { id, ..code.clone() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LanguageTag, Part, PartKind, Variant};

    fn part(kind: PartKind, segment: impl Into<Segment>) -> TranslationUnit {
        TranslationUnit {
            variants: vec![Variant::new(LanguageTag::parse("en").unwrap(), segment)],
            part: Some(Box::new(Part { of: "u".into(), kind })),
            ..TranslationUnit::default()
        }
    }

    #[test]
    fn what_stands_between_segments_is_one_part_that_is_not_empty() {
        let coded = || Segment::new("", vec![Code::new(Role::Alone, 1)]).unwrap();
        let parts = [
            part(PartKind::Ignorable, ""),
            part(PartKind::Segment, "a"),
            part(PartKind::Ignorable, coded()),
            part(PartKind::Ignorable, coded()),
            part(PartKind::Segment, "b"),
        ];
        let (joined, changed) = normalized(&parts);
        assert!(changed);
        assert_eq!(joined.len(), 3);
        let ids: Vec<u32> = joined[1].variants[0]
            .segment
            .codes()
            .iter()
            .map(|code| code.id)
            .collect();
        assert_eq!(ids, [1, 2]);
        assert!(!normalized(&parts[1..3]).1);
        let mut half_mark = Code::new(Role::Open, 1);
        half_mark.kind = CodeKind::Mark;
        let half_mark = Segment::new("", vec![half_mark]).unwrap();
        let parts = [part(PartKind::Segment, "a"), part(PartKind::Ignorable, half_mark)];
        assert_eq!(normalized(&parts).0.len(), 1);
    }
}
