//! Which inline element each code becomes, as far as that hangs on its partner.

use super::inline::Stretch;
use crate::model::{CodeKind, Nesting, Role};

/// Where a code is: the number of its stretch, and its own in there, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) stretch: usize,
    pub(super) code: usize,
}

/// What a code becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An element for what stands alone.
    Alone,
    /// An element for an end without its other end.
    Isolated,
    /// The opening of a pair, closed there.
    Opening(Place),
    /// The closing of a pair, opened there.
    Closing(Place),
    /// The start tag of a mark.
    MarkStart,
    /// The end tag of a mark.
    MarkEnd,
    /// A mark's end that can't be written: its mark crosses another, or ends in another segment.
    Gone,
}

/// What each code of `stretches` becomes, stretch by stretch.
///
/// Pairs that go on in another segment are joined over the stretches. `bpt` and `ept` may stand in different `mrk`
/// elements, so a pair may also cross marks.
pub(super) fn shapes(stretches: &[Stretch<'_>]) -> Vec<Vec<Shape>> {
    let mut shapes: Vec<Vec<Shape>> = Vec::with_capacity(stretches.len());
    let mut open_spans: Vec<(u32, Place)> = Vec::new();
    for (number, stretch) in stretches.iter().enumerate() {
        let codes = stretch.segment.codes();
        let partners = stretch.segment.partners();
        let nests = stretch.segment.nesting_marks(&partners, Nesting::AmongMarks);
        let mut row = Vec::with_capacity(codes.len());
        for (index, code) in codes.iter().enumerate() {
            let place = |code| Place { stretch: number, code };
            let partner = partners.get(index).copied().flatten().map(place);
            row.push(match (code.kind, code.role, partner) {
                (CodeKind::Mark, role, _) => match (nests.get(index), role) {
                    (Some(true), Role::Open) => Shape::MarkStart,
                    (Some(true), Role::Close) => Shape::MarkEnd,
                    _ => Shape::Gone,
                },
                (CodeKind::Code, Role::Alone, _) => Shape::Alone,
                (CodeKind::Code, Role::Open, Some(closing)) => Shape::Opening(closing),
                (CodeKind::Code, Role::Close, Some(opening)) => Shape::Closing(opening),
                (CodeKind::Code, Role::Open, None) => {
                    if code.span {
                        open_spans.push((code.id, place(index)));
                    }
                    Shape::Isolated
                }
                (CodeKind::Code, Role::Close, None) => {
                    let opening = open_spans
                        .iter()
                        .rposition(|(id, opening)| code.span && *id == code.id && opening.stretch != number);
                    match opening {
                        None => Shape::Isolated,
                        Some(at) => {
                            let (_, opening) = open_spans.remove(at);
                            let joined = shapes
                                .get_mut(opening.stretch)
                                .and_then(|row| row.get_mut(opening.code));
                            if let Some(joined) = joined {
                                *joined = Shape::Opening(place(index));
                            }
                            Shape::Closing(opening)
                        }
                    }
                }
            });
        }
        shapes.push(row);
    }
    shapes
}
