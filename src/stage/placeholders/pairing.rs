//! Which placeholders of several languages are the same.
//!
//! A row of a table may hold as many as it has bytes, so each is looked up and none searched for.

use std::collections::HashSet;

use super::{Placeholder, Text};
use crate::model::{Role, Waiting};

/// What placeholders have in common that are the same.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Likeness<'p> {
    Data(Role, &'p [String]),
    Argument(&'p (u32, String)),
}

/// In what placeholders are to be alike.
#[derive(Debug, Clone, Copy)]
enum AlikeIn {
    Data,
    Argument,
}

impl AlikeIn {
    fn of(self, one: &Placeholder) -> Option<Likeness<'_>> {
        match self {
            Self::Data => Some(Likeness::Data(one.role, &one.data)),
            Self::Argument => one.argument.as_ref().map(Likeness::Argument),
        }
    }
}

/// Gives each new placeholder its id: that of the same placeholder of the source, else a new one.
pub(super) fn pair_languages(texts: &mut [Text], mut next: u32) {
    let Some((source, others)) = texts.split_first_mut() else {
        return;
    };
    let mut take_next = || {
        let id = next;
        next = next.saturating_add(1);
        id
    };
    number_source(source, others, &mut take_next);
    let mut times_matched = vec![0; source.placeholders.len()];
    for text in &mut *others {
        let is_taken = pair(&mut text.placeholders, &source.placeholders);
        for one in text.placeholders.iter_mut().filter(|one| one.id.is_none()) {
            one.id = Some(take_next());
        }
        for (times, taken) in times_matched.iter_mut().zip(is_taken) {
            *times += usize::from(taken);
        }
    }
    for (one, times) in source.placeholders.iter_mut().zip(times_matched) {
        one.is_matched = times == others.len();
    }
}

/// Gives the new placeholders of the source their ids. One may be the partner of a code that another language has already.
fn number_source(source: &mut Text, others: &[Text], mut take_next: impl FnMut() -> u32) {
    let mut used: HashSet<u32> = source.placeholders.iter().filter_map(|one| one.id).collect();
    let old: Vec<(&[String], u32)> = others
        .iter()
        .flat_map(|text| &text.placeholders)
        .filter_map(|one| Some((one.data.as_slice(), one.id?)))
        .collect();
    let id_of = |number: usize| old.get(number).map(|(_, id)| *id);
    let by_data = old.iter().enumerate().map(|(number, (data, _))| (*data, number));
    let mut waiting: Waiting<&[String]> = by_data.collect();
    let partners: Vec<Option<u32>> = source
        .placeholders
        .iter()
        .filter(|one| one.id.is_none())
        .map(|one| {
            let partner = waiting.take_free(&one.data.as_slice(), |number| {
                id_of(number).is_some_and(|id| !used.contains(&id))
            });
            let id = partner.and_then(id_of);
            used.extend(id);
            id
        })
        .collect();
    let new = source.placeholders.iter_mut().filter(|one| one.id.is_none());
    for (one, partner) in new.zip(partners) {
        one.id = Some(partner.unwrap_or_else(&mut take_next));
    }
}

/// Gives the new placeholders of a text the ids of their partners in the source; which of those have one then.
fn pair(own: &mut [Placeholder], source: &[Placeholder]) -> Vec<bool> {
    let own_ids: HashSet<u32> = own.iter().filter_map(|one| one.id).collect();
    let mut is_taken: Vec<bool> = source
        .iter()
        .map(|one| one.id.is_some_and(|id| own_ids.contains(&id)))
        .collect();
    for alike in [AlikeIn::Data, AlikeIn::Argument] {
        let all = source.iter().enumerate();
        let mut waiting: Waiting<Likeness<'_>> =
            all.filter_map(|(number, one)| Some((alike.of(one)?, number))).collect();
        let partners: Vec<Option<usize>> = own
            .iter()
            .map(|one| {
                let key = alike.of(one).filter(|_| one.id.is_none())?;
                let partner = waiting.take_free(&key, |number| is_taken.get(number) == Some(&false));
                if let Some(is_taken) = partner.and_then(|number| is_taken.get_mut(number)) {
                    *is_taken = true;
                }
                partner
            })
            .collect();
        for (one, partner) in own.iter_mut().zip(partners) {
            if let Some(other) = partner.and_then(|number| source.get(number)) {
                one.id = other.id;
                one.is_matched = true;
            }
        }
    }
    is_taken
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// The ids that placeholders get, and whether they are matched, by searching for each among all.
    fn searched(texts: &mut [Text], mut next: u32) {
        let (source, others) = texts.split_first_mut().unwrap();
        let mut take_next = || {
            next += 1;
            next - 1
        };
        for number in 0..source.placeholders.len() {
            let is_used = |id: u32| source.placeholders.iter().any(|one| one.id == Some(id));
            let one = &source.placeholders[number];
            if one.id.is_none() {
                let old = others.iter().flat_map(|text| &text.placeholders);
                let mut same = old.filter(|other| other.data == one.data).filter_map(|other| other.id);
                let id = same.find(|id| !is_used(*id));
                source.placeholders[number].id = Some(id.unwrap_or_else(&mut take_next));
            }
        }
        let mut times_matched = vec![0; source.placeholders.len()];
        for text in &mut *others {
            let own: Vec<Option<u32>> = text.placeholders.iter().map(|one| one.id).collect();
            let mut is_taken: Vec<bool> = source.placeholders.iter().map(|one| own.contains(&one.id)).collect();
            for alike in [AlikeIn::Data, AlikeIn::Argument] {
                for one in text.placeholders.iter_mut().filter(|one| one.id.is_none()) {
                    let found = source.placeholders.iter().zip(&mut is_taken).find(|(other, is_taken)| {
                        !**is_taken && alike.of(one).is_some() && alike.of(one) == alike.of(other)
                    });
                    if let Some((other, is_taken)) = found {
                        (one.id, one.is_matched, *is_taken) = (other.id, true, true);
                    }
                }
            }
            for one in text.placeholders.iter_mut().filter(|one| one.id.is_none()) {
                one.id = Some(take_next());
            }
            for (times, is_taken) in times_matched.iter_mut().zip(is_taken) {
                *times += usize::from(is_taken);
            }
        }
        for (one, times) in source.placeholders.iter_mut().zip(times_matched) {
            one.is_matched = times == others.len();
        }
    }

    fn any_placeholder() -> impl Strategy<Value = (Role, usize, Option<(u32, bool)>, Option<u32>)> {
        let role = prop_oneof![Just(Role::Open), Just(Role::Close), Just(Role::Alone)];
        let id = prop_oneof![3 => Just(None), 1 => (0_u32..6).prop_map(Some)];
        (role, 0_usize..3, prop::option::of((0_u32..3, any::<bool>())), id)
    }

    proptest! {
        #[test]
        fn partners_are_those_that_a_search_finds(texts in vec(vec(any_placeholder(), 0..12), 1..4)) {
            let texts = || -> Vec<Text> {
                let placeholders = |text: &Vec<_>| text.iter().copied().map(placeholder).collect();
                texts.iter().map(|text| Text { placeholders: placeholders(text), ..Text::default() }).collect()
            };
            let (mut paired, mut searched_for) = (texts(), texts());
            pair_languages(&mut paired, 6);
            searched(&mut searched_for, 6);
            prop_assert_eq!(format!("{paired:?}"), format!("{searched_for:?}"));
        }
    }

    fn placeholder((role, data, argument, id): (Role, usize, Option<(u32, bool)>, Option<u32>)) -> Placeholder {
        Placeholder {
            data: vec!["x".repeat(data)],
            argument: argument.map(|(number, is_text)| (number, if is_text { "s" } else { "d" }.to_owned())),
            role,
            id,
            is_matched: false,
            is_old: id.is_some(),
        }
    }
}
