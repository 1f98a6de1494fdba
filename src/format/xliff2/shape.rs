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

/// How an item takes part in what crosses what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Not at all.
    Aside,
    /// It has both ends in one segment.
    Pair,
    /// One end stands where it does, and nothing in that segment closes or opens it.
    Half,
}

/// For each item of a side, whether it is a pair of codes that holds one end of another, or an isolated one, so that
/// only `sc` and `ec` may enclose it (XLIFF 2, `canOverlap`).
fn enclosing(side: &Side<'_>) -> Vec<bool> {
    crossed(&side.ends, side.items.len(), |number| match side.items.get(number) {
        Some(item) if item.first.kind == CodeKind::Mark || item.first.role == Role::Alone => Stand::Aside,
        Some(item) if item.is_whole() => Stand::Pair,
        Some(_) => Stand::Half,
        None => Stand::Aside,
    })
}

/// The marks that cross a `pc` or another mark.
fn crossing_marks(side: &Side<'_>) -> Vec<usize> {
    let element = |number: usize| side.items.get(number).map(|item| item.element);
    let crossed = crossed(&side.ends, side.items.len(), |number| match element(number) {
        Some(Element::Pc | Element::Mrk) => Stand::Pair,
        _ => Stand::Aside,
    });
    let crossed = crossed.into_iter().enumerate();
    crossed
        .filter(|&(number, crosses)| crosses && element(number) == Some(Element::Mrk))
        .map(|(number, _)| number)
        .collect()
}

/// For each of `count` items, whether it is a pair that crosses another or holds a half. `ends` has the items of each part in
/// the order of their ends.
fn crossed(ends: &[Vec<usize>], count: usize, stand: impl Fn(usize) -> Stand) -> Vec<bool> {
    let mut open = OpenPairs {
        pairs: Vec::new(),
        unflagged: Vec::new(),
        places: vec![None; count],
        flags: vec![false; count],
    };
    for of_part in ends {
        for &number in of_part {
            match stand(number) {
                Stand::Aside => {}
                Stand::Half => open.flag_from(0),
                Stand::Pair => open.meet(number),
            }
        }
        open.pairs.clear();
        open.unflagged.clear();
    }
    open.flags
}

/// The pairs that are open at one place of a text. Each is flagged once, and looked at no more, so that many that cross
/// take no longer than many that don't.
struct OpenPairs {
    /// In the order in which they were opened; none in place of one that is closed. The last is open.
    pairs: Vec<Option<usize>>,
    /// The places of those that are not flagged yet.
    unflagged: Vec<usize>,
    /// The place of each pair that is open.
    places: Vec<Option<usize>>,
    flags: Vec<bool>,
}

impl OpenPairs {
    /// Opens a pair, or closes it where it is open.
    fn meet(&mut self, number: usize) {
        let Some(known) = self.places.get_mut(number) else {
            return;
        };
        let Some(place) = known.take() else {
            *known = Some(self.pairs.len());
            self.unflagged.push(self.pairs.len());
            self.pairs.push(Some(number));
            return;
        };
        if place + 1 < self.pairs.len() {
            self.flag_from(place);
        } else if self.unflagged.last() == Some(&place) {
            self.unflagged.pop();
        }
        if let Some(pair) = self.pairs.get_mut(place) {
            *pair = None;
        }
        while self.pairs.last() == Some(&None) {
            self.pairs.pop();
        }
    }

    /// Flags the open pairs from a place on.
    fn flag_from(&mut self, first: usize) {
        while let Some(place) = self.unflagged.pop_if(|place| *place >= first) {
            if let Some(number) = self.pairs.get(place).copied().flatten()
                && let Some(flag) = self.flags.get_mut(number)
            {
                *flag = true;
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same as [`crossed`], each pair that closes against all that are open.
    fn crossed_simply(ends: &[Vec<usize>], count: usize, stand: impl Fn(usize) -> Stand) -> Vec<bool> {
        let mut flags = vec![false; count];
        for of_part in ends {
            let mut open: Vec<usize> = Vec::new();
            for &number in of_part {
                match stand(number) {
                    Stand::Aside => {}
                    Stand::Half => {
                        for &opened in &open {
                            flags[opened] = true;
                        }
                    }
                    Stand::Pair => match open.iter().rposition(|&opened| opened == number) {
                        None => open.push(number),
                        Some(place) => {
                            let crossed = open.split_off(place);
                            if crossed.len() > 1 {
                                for &opened in &crossed {
                                    flags[opened] = true;
                                }
                            }
                            open.extend(&crossed[1..]);
                        }
                    },
                }
            }
        }
        flags
    }

    /// The items of two parts in the order of their ends: pairs by number, halves from 100 on.
    fn any_ends() -> impl Strategy<Value = Vec<Vec<usize>>> {
        let part = |from: usize| {
            let pairs: Vec<usize> = (from..from + 6).flat_map(|number| [number, number]).collect();
            let halves: Vec<usize> = (100 + from..102 + from).collect();
            proptest::sample::subsequence(halves, 0..=2)
                .prop_map(move |halves| [pairs.as_slice(), halves.as_slice()].concat())
                .prop_shuffle()
        };
        (part(0), part(6)).prop_map(|(one, other)| vec![one, other])
    }

    fn stand(number: usize) -> Stand {
        match number {
            3 => Stand::Aside,
            0..100 => Stand::Pair,
            _ => Stand::Half,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]
        #[test]
        fn pairs_that_cross_are_found_as_in_the_simple_way(ends in any_ends()) {
            prop_assert_eq!(crossed(&ends, 110, stand), crossed_simply(&ends, 110, stand));
        }
    }

    #[test]
    fn many_pairs_that_all_cross_are_found_in_one_passage() {
        let count = 200_000;
        let ends: Vec<usize> = (0..count).chain(0..count).collect();
        assert!(crossed(&[ends], count, |_| Stand::Pair).into_iter().all(|flag| flag));
        let pairs_and_halves: Vec<usize> = (0..2 * count).collect();
        let stand = |number: usize| if number < count { Stand::Pair } else { Stand::Half };
        let found = crossed(&[pairs_and_halves], 2 * count, stand);
        assert_eq!(found.into_iter().filter(|flag| *flag).count(), count);
    }
}
