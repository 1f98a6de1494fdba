//! Which element each code is: `pc` or `sc` and `ec`, `mrk` or `sm` and `em`.

use super::plan::{Element, Item, Plan, Side};
use crate::model::{Code, CodeKind, Role};

/// Settles [`Item::element`] on both sides.
pub(super) fn settle(plan: &mut Plan<'_>) {
    for side in [&mut plan.source, &mut plan.target] {
        let encloses = enclosing(side);
        for (item, encloses) in side.items.iter_mut().zip(encloses) {
            item.encloses_half = encloses;
            item.element = element_of(item);
        }
    }
    agree(plan, CodeKind::Code);
    for side in [&mut plan.source, &mut plan.target] {
        for number in crossing_marks(side) {
            if let Some(item) = side.items.get_mut(number) {
                item.element = Element::SmEm;
            }
        }
    }
    agree(plan, CodeKind::Mark);
}

/// What an item is by itself.
fn element_of(item: &Item<'_>) -> Element {
    let code = item.first;
    match (code.kind, code.role, item.closing) {
        (CodeKind::Code, Role::Alone, _) => Element::Ph,
        (CodeKind::Code, Role::Open, Some(closing)) => {
            if item.is_whole() && !item.encloses_half && ends_match(code, closing) {
                Element::Pc
            } else {
                Element::ScEc
            }
        }
        (CodeKind::Code, Role::Open, None) => Element::Sc,
        (CodeKind::Code, Role::Close, _) => Element::Ec,
        (CodeKind::Mark, _, Some(_)) if item.is_whole() => Element::Mrk,
        (CodeKind::Mark, _, Some(_)) => Element::SmEm,
        (CodeKind::Mark, ..) => Element::Nothing,
    }
}

/// Whether both ends say as much: `pc` has its references to data, equivalents and flows in pairs (2.1 Schematron, F16,
/// F17, F22, F23, F26).
fn ends_match(opening: &Code, closing: &Code) -> bool {
    opening.data.is_empty() == closing.data.is_empty()
        && opening.equiv.is_some() == closing.equiv.is_some()
        && opening.subs.is_empty() == closing.subs.is_empty()
}

/// For each item of a side, whether it is a pair of codes that holds one end of another, or an isolated one, so that
/// only `sc` and `ec` may enclose it (XLIFF 2, `canOverlap`).
fn enclosing(side: &Side<'_>) -> Vec<bool> {
    let mut encloses = vec![false; side.items.len()];
    let mut flag = |number: usize| {
        if let Some(flag) = encloses.get_mut(number) {
            *flag = true;
        }
    };
    for ends in &side.ends {
        let mut open: Vec<usize> = Vec::new();
        for &number in ends {
            let Some(item) = side.items.get(number) else { continue };
            if item.first.kind == CodeKind::Mark || item.first.role == Role::Alone {
                continue;
            }
            if !item.is_whole() {
                open.iter().copied().for_each(&mut flag);
            } else if let Some(place) = open.iter().rposition(|&opened| opened == number) {
                let crossed = open.split_off(place);
                if crossed.len() > 1 {
                    crossed.iter().copied().for_each(&mut flag);
                }
                open.extend(crossed.into_iter().skip(1));
            } else {
                open.push(number);
            }
        }
    }
    encloses
}

/// The marks that cross a `pc` or another mark.
fn crossing_marks(side: &Side<'_>) -> Vec<usize> {
    let mut crossing = Vec::new();
    for ends in &side.ends {
        let mut open: Vec<usize> = Vec::new();
        for &number in ends {
            let Some(item) = side.items.get(number) else { continue };
            if !matches!(item.element, Element::Pc | Element::Mrk) {
                continue;
            }
            if let Some(place) = open.iter().rposition(|&opened| opened == number) {
                let crossed = open.split_off(place);
                if crossed.len() > 1 {
                    let is_mark =
                        |number: &usize| side.items.get(*number).is_some_and(|item| item.element == Element::Mrk);
                    crossing.extend(crossed.iter().copied().filter(is_mark));
                }
                open.extend(crossed.into_iter().skip(1));
            } else {
                open.push(number);
            }
        }
    }
    crossing
}

/// Makes a code the same element on both sides (2.1 Schematron, K6T): where one can't be a single element, neither is.
fn agree(plan: &mut Plan<'_>, kind: CodeKind) {
    let (single, split) = match kind {
        CodeKind::Code => (Element::Pc, Element::ScEc),
        CodeKind::Mark => (Element::Mrk, Element::SmEm),
    };
    for source in plan.source.items.iter_mut().filter(|item| item.first.kind == kind) {
        let Some(target) = source.mate.and_then(|mate| plan.target.items.get_mut(mate)) else {
            continue;
        };
        if source.element == target.element {
            continue;
        }
        for item in [source, target] {
            if item.element == single {
                item.element = split;
            }
        }
    }
}
