//! Ids that repeat are found, and units get the ids that they would if all were remembered.

use super::*;
use crate::diag::Sink;
use crate::model::{Code, LanguageTag, Part, PartKind, Role, Segment, Variant};
use crate::stage::{Identify, Outlet, Reason, Stage};

fn named(id: &str) -> TranslationUnit {
    TranslationUnit {
        id: Some(id.into()),
        ..TranslationUnit::default()
    }
}

/// The repeats of these ids, found on another thread or not, and whether they were.
fn repeats_of(numbers: impl Iterator<Item = u64>, may_have_threads: bool) -> (Repeats, bool) {
    let room = Room {
        bytes: 1 << 18,
        may_have_threads,
        ..Room::default()
    };
    let mut ids = Ids::new(room, true);
    for (order, number) in (0..).zip(numbers) {
        ids.note(order, &named(&number.to_string())).unwrap();
    }
    let search = ids.search(Marks::default());
    let has_thread = search.thread.is_some();
    (search.repeats().unwrap(), has_thread)
}

#[test]
fn ids_that_repeat_are_found_with_a_thread_or_without() {
    for count in [0, 1, 2, MANY - 1, MANY, 3 * MANY] {
        for may_have_threads in [false, true] {
            let (repeats, has_thread) = repeats_of(0..count, may_have_threads);
            assert!(repeats.are_none() && !has_thread, "{count}");
            let (repeats, has_thread) = repeats_of((0..count).rev(), may_have_threads);
            assert!(repeats.are_none(), "{count}");
            assert_eq!(has_thread, may_have_threads && count >= MANY, "{count}");
            for repeated in [0, count / 2, count.saturating_sub(1)] {
                let numbers: [Box<dyn Iterator<Item = u64>>; 2] = [Box::new(0..count), Box::new((0..count).rev())];
                for numbers in numbers {
                    let (repeats, _) = repeats_of(numbers.chain([repeated]), may_have_threads);
                    assert_eq!(repeats.are_none(), count == 0);
                    assert_eq!(repeats.may_be_of(&repeated.to_string()), count > 0);
                    assert!(!repeats.may_be_of("x"));
                }
            }
        }
    }
}

/// Units of few ids, which repeat and look like what others are given, or of none; and parts of few wholes.
fn units(seed: u64) -> Vec<TranslationUnit> {
    let mut state = seed;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let derived = {
        let mut end = Ended::default();
        Identify::default()
            .take(&mut unit("0"), &mut end, &mut Vec::new())
            .unwrap();
        end.0.pop().unwrap().0
    };
    let ids = [
        "k",
        "k-2",
        "k-2-2",
        "k-3",
        "l",
        "m",
        "m-2",
        &derived,
        &format!("{derived}-2"),
        "",
    ];
    let count = 2 + random(12);
    let mut made = Vec::new();
    for _ in 0..count {
        let mut unit = unit(["0", "1", "2", "<3>"][random(4)]);
        unit.id = (random(4) > 0).then(|| ids[random(ids.len())].to_owned());
        if random(5) == 0 {
            unit.part = Some(Box::new(Part {
                of: ids[random(ids.len() - 1)].to_owned(),
                kind: PartKind::Segment,
            }));
        }
        made.push(unit);
    }
    made
}

fn unit(text: &str) -> TranslationUnit {
    let languages = ["en", "de"].map(|tag| LanguageTag::parse(tag).unwrap());
    // what stands in brackets is a code
    let codes = if text.starts_with('<') {
        vec![Code::new(Role::Alone, 0).with_data(text)]
    } else {
        Vec::new()
    };
    let segment = Segment::new(text.trim_matches(['<', '>']), codes).unwrap();
    TranslationUnit {
        variants: languages.map(|lang| Variant::new(lang, segment.clone())).into(),
        ..TranslationUnit::default()
    }
}

/// The ids of units and of their wholes.
#[derive(Default)]
struct Ended(Vec<(String, Option<String>)>);

impl Outlet for Ended {
    fn keep(&mut self, unit: &mut TranslationUnit, _: &mut dyn Sink) -> Result<()> {
        let whole = unit.part.take().map(|part| part.of);
        self.0.push((unit.id.take().unwrap(), whole));
        Ok(())
    }

    fn remove(&mut self, _: &TranslationUnit, _: Reason, _: &mut dyn Sink) -> Result<()> {
        Ok(())
    }
}

#[test]
fn ids_are_given_as_if_all_were_remembered() {
    for seed in 0..8000 {
        let contents_differ = seed % 3 == 0;
        let mut ids = Ids::new(Room::default(), contents_differ);
        for (order, unit) in (0..).zip(units(seed)) {
            ids.note(order, &unit).unwrap();
        }
        // of units that were noted, some go
        let (mut gone, mut contents, mut staying) = (Marks::default(), Vec::new(), Vec::new());
        for (order, unit) in (0..).zip(units(seed)) {
            let content = Content::of(&unit, &mut Vec::new());
            let is_coded = !unit.variants[0].segment.codes().is_empty();
            let comes_again = contents_differ && !is_coded && contents.contains(&content);
            if comes_again || seed % 2 == 1 && order % 3 == 0 {
                gone.add(order);
            } else {
                staying.push(unit);
                contents.push(content);
            }
        }
        let mut given = Vec::new();
        for mut identify in [
            Identify::default(),
            Identify::knowing(ids.search(gone).repeats().unwrap()),
        ] {
            let mut end = Ended::default();
            for unit in &staying {
                identify.take(&mut unit.clone(), &mut end, &mut Vec::new()).unwrap();
            }
            given.push(end.0);
        }
        assert_eq!(given[0], given[1], "{seed}");
    }
}

#[test]
fn no_derived_id_is_remembered_where_all_are_noted_that_may_be_one() {
    let own = Content::of(&unit("0"), &mut Vec::new()).id();
    for nameless_at in [0, 1] {
        let mut units = vec![named(&own)];
        units.insert(nameless_at, unit("1"));
        let mut ids = Ids::new(Room::default(), true);
        for (order, unit) in (0..).zip(&units) {
            ids.note(order, unit).unwrap();
        }
        let repeats = ids.search(Marks::default()).repeats().unwrap();
        assert_eq!(repeats.are_none(), nameless_at == 1);
    }
}

#[test]
fn an_id_of_which_one_unit_stays_does_not_repeat() {
    for gone_at in 0..4 {
        let mut ids = Ids::new(Room::default(), true);
        for (order, id) in (0..).zip(["b", "a", "c", "b"]) {
            ids.note(order, &named(id)).unwrap();
        }
        let mut gone = Marks::default();
        gone.add(gone_at);
        let repeats = ids.search(gone).repeats().unwrap();
        assert_eq!(repeats.are_none(), gone_at % 3 == 0, "{gone_at}");
    }
}
