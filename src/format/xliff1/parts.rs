//! The parts of one `<trans-unit>` as they can be told apart when they are read: nothing follows another that stands
//! between segments, and nothing is empty on both sides.

use std::borrow::Cow;

use super::inline::Stretch;
use super::placing::is_segment;
use crate::format::{ORDER, orders};
use crate::model::{Code, CodeKind, Property, Role, Segment, TranslationUnit, Variant};

/// `parts` with what stands between segments joined, and, if anything had to be, which was the first that each is made of.
pub(super) fn normalized(parts: &[TranslationUnit]) -> (Cow<'_, [TranslationUnit]>, Option<Vec<usize>>) {
    let is_blank = |unit: &TranslationUnit| {
        !is_segment(unit)
            && unit
                .variants
                .iter()
                .all(|variant| is_written_as_nothing(&variant.segment))
    };
    let follow = parts.windows(2).any(|pair| pair.iter().all(|unit| !is_segment(unit)));
    if !follow && !parts.iter().any(is_blank) {
        return (Cow::Borrowed(parts), None);
    }
    let mut joined: Vec<TranslationUnit> = Vec::with_capacity(parts.len());
    let mut firsts = Vec::with_capacity(parts.len());
    for (number, unit) in parts.iter().enumerate().filter(|(_, unit)| !is_blank(unit)) {
        if let Some(last) = joined.last_mut().filter(|last| !is_segment(last) && !is_segment(unit)) {
            join(last, unit);
        } else {
            joined.push(unit.clone());
            firsts.push(number);
        }
    }
    (Cow::Owned(joined), Some(firsts))
}

/// Where the targets stand, which XLIFF 1.2 says by their places alone: the place of each part's target among all. Nothing
/// if each stands where its source does.
#[derive(Debug, Default)]
pub(super) struct TargetOrder(Vec<usize>);

impl TargetOrder {
    /// Takes the order from `parts` (XLIFF 2, `order`), which then say nothing of it; `target_of` tells their targets.
    pub(super) fn take(
        parts: &[TranslationUnit],
        target_of: impl Fn(&TranslationUnit) -> Option<usize>,
    ) -> (Self, Cow<'_, [TranslationUnit]>) {
        let is_ordered = |variant: &Variant| variant.properties.last().is_some_and(|last| last.name == ORDER);
        if !parts.iter().any(|unit| unit.variants.iter().any(is_ordered)) {
            return (Self::default(), Cow::Borrowed(parts));
        }
        let places: Vec<Option<usize>> = parts.iter().map(target_of).collect();
        let properties: Vec<Option<&[Property]>> = parts
            .iter()
            .zip(&places)
            .map(|(unit, place)| unit.variants.get((*place)?).map(|target| target.properties.as_slice()))
            .collect();
        let orders = orders(&properties);
        if orders.iter().all(Option::is_none) {
            return (Self::default(), Cow::Borrowed(parts));
        }
        let mut parts = parts.to_vec();
        for ((unit, place), _) in parts
            .iter_mut()
            .zip(places)
            .zip(&orders)
            .filter(|(_, order)| order.is_some())
        {
            if let Some(target) = place.and_then(|place| unit.variants.get_mut(place)) {
                target.properties.pop();
            }
        }
        let order = orders.iter().enumerate();
        let order = order.map(|(number, order)| order.map_or(number, |order| order - 1));
        (Self(order.collect()), Cow::Owned(parts))
    }

    /// What is left when parts were joined: those that are, or begin with, `firsts`.
    pub(super) fn of_joined(self, firsts: &[usize]) -> Self {
        if self.0.is_empty() {
            return self;
        }
        Self(firsts.iter().filter_map(|first| self.0.get(*first).copied()).collect())
    }

    /// Puts `stretches`, which stand in the order of their sources, where they belong.
    pub(super) fn arrange<'a>(&self, stretches: Vec<Stretch<'a>>) -> Vec<Stretch<'a>> {
        let Some(last) = self.0.iter().max() else {
            return stretches;
        };
        let mut arranged = vec![None; last + 1];
        for stretch in stretches {
            let place = self.0.get(stretch.part).and_then(|place| arranged.get_mut(*place));
            if let Some(place) = place {
                *place = Some(stretch);
            }
        }
        arranged.into_iter().flatten().collect()
    }

    /// Whether readers would take another text between two segments for the translation of one: in a target that is in
    /// another order, they take the n-th for that of the n-th.
    pub(super) fn misleads(&self, arranged: &[Stretch<'_>], parts: &[TranslationUnit]) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let is_segment_at = |part: usize| parts.get(part).is_some_and(is_segment);
        let shown = || {
            arranged
                .iter()
                .filter(|stretch| !is_written_as_nothing(stretch.segment) || is_segment_at(stretch.part))
        };
        let segments = || shown().map(|stretch| stretch.part).filter(|part| is_segment_at(*part));
        let between = || shown().map(|stretch| stretch.part).filter(|part| !is_segment_at(*part));
        let is_turned = segments().zip(segments().skip(1)).any(|(one, next)| next < one);
        let follow = shown()
            .zip(shown().skip(1))
            .any(|(one, next)| !is_segment_at(one.part) && !is_segment_at(next.part));
        let of_source = (0..parts.len()).filter(|part| !is_segment_at(*part));
        follow
            || between().next().is_some() && (!is_turned || between().zip(of_source).any(|(one, other)| one != other))
    }
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
    use crate::model::{LanguageTag, Part, PartKind};

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
        assert_eq!(changed.as_deref(), Some(&[1, 2, 4][..]));
        assert_eq!(joined.len(), 3);
        let ids: Vec<u32> = joined[1].variants[0]
            .segment
            .codes()
            .iter()
            .map(|code| code.id)
            .collect();
        assert_eq!(ids, [1, 2]);
        assert_eq!(normalized(&parts[1..3]).1, None);
        let mut half_mark = Code::new(Role::Open, 1);
        half_mark.kind = CodeKind::Mark;
        let half_mark = Segment::new("", vec![half_mark]).unwrap();
        let parts = [part(PartKind::Segment, "a"), part(PartKind::Ignorable, half_mark)];
        assert_eq!(normalized(&parts).0.len(), 1);
    }
}
