//! The ids of a run: which of them repeat, found in bounded memory before any is given.

mod ascending;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use self::ascending::Ascending;
use crate::error::{ErrorKind, Result};
use crate::io::{Bytes, Record, Room, Sorter};
use crate::marks::Marks;
use crate::model::{Digested, TranslationUnit};
use crate::stage::{Content, IdHash, Repeats};

/// An id and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct IdOf {
    hash: IdHash,
    /// The number of the unit in the run.
    order: u64,
}

impl Record for IdOf {
    const BYTES: usize = 16;

    fn put(&self, bytes: &mut Vec<u8>) {
        for number in [self.hash.number(), self.order] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            hash: IdHash::from_number(bytes.number()),
            order: bytes.number(),
        }
    }

    fn lead(&self) -> u64 {
        self.hash.number()
    }
}

/// How many ids are worth another thread.
const MANY: u64 = 1 << 15;

/// All ids of a run, as they come in.
pub(super) struct Ids {
    /// All, while they ascend.
    ascending: Option<Ascending>,
    /// All, once they do not.
    all: Sorter<IdOf>,
    count: u64,
    may_have_thread: bool,
    /// Whether every unit has an id of its own, and is no part of another.
    are_all_own: bool,
    /// Whether at most one unit of each content stays, if it has no codes.
    contents_differ: bool,
    derived: Derived,
    /// Memory for the content of a unit.
    content: Vec<u8>,
}

/// The derived ids that have come.
#[derive(Default)]
struct Derived {
    /// Whether some were not noted, since no other unit could have them.
    are_unnoted: bool,
    /// Whether units have ids of their own that look derived.
    are_own: bool,
}

impl Ids {
    /// Where `contents_differ`, at most one unit of each content stays, if it has no codes.
    pub(super) fn new(room: Room, contents_differ: bool) -> Self {
        // ids take a fourth of what keys take that are sorted at the same time
        let room = Room {
            bytes: room.bytes / 2,
            ..room
        };
        Self {
            may_have_thread: room.may_have_threads,
            ascending: Some(Ascending::new(room.clone())),
            all: Sorter::new(room),
            count: 0,
            are_all_own: true,
            contents_differ,
            derived: Derived::default(),
            content: Vec::new(),
        }
    }

    /// Takes note of the id of the unit of number `order`, own or derived.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note(&mut self, order: u64, unit: &TranslationUnit) -> Result<()> {
        if let Some(part) = &unit.part {
            self.are_all_own = false;
            self.take_own(order, &part.of)?;
        }
        let Some(id) = unit.id.as_deref().filter(|id| !id.is_empty()) else {
            self.are_all_own = false;
            let is_coded = unit.variants.iter().any(|variant| !variant.segment.codes().is_empty());
            if self.contents_differ && !self.derived.are_own && !is_coded {
                self.derived.are_unnoted = true;
                return Ok(());
            }
            let content = Content::of(unit, &mut self.content);
            return self.take(order, IdHash::of_half(content.half()));
        };
        self.take_own(order, id)
    }

    /// The same for a unit of which there is a digest.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note_digest(&mut self, order: u64, digested: &Digested) -> Result<()> {
        if digested.id.is_empty() {
            self.are_all_own = false;
            return self.take(order, IdHash::of_half(digested.digest.content));
        }
        self.take_own(order, &digested.id)
    }

    fn take_own(&mut self, order: u64, id: &str) -> Result<()> {
        self.derived.are_own = self.derived.are_own || Content::looks_derived(id);
        if let Some(ascending) = &mut self.ascending
            && ascending.take(order, id)?
        {
            return Ok(());
        }
        self.take(order, IdHash::of(id))
    }

    fn take(&mut self, order: u64, hash: IdHash) -> Result<()> {
        if let Some(ascending) = self.ascending.take() {
            self.count = ascending.put_into(&mut self.all)?;
        }
        self.count += 1;
        self.all.push(IdOf { hash, order })
    }

    /// Whether every unit that came has an id of its own, and is no part of another.
    pub(super) fn are_all_own(&self) -> bool {
        self.are_all_own
    }

    /// Looks for those that repeat among units that do not go; of many, another thread does so meanwhile, if it may.
    pub(super) fn search(self, gone: Marks) -> Search {
        let repeats = Repeats::with_derived(self.derived.are_unnoted && self.derived.are_own);
        let given = Arc::new(Mutex::new(Some(Given {
            all: self.all,
            gone,
            repeats,
        })));
        let thread = (self.may_have_thread && self.count >= MANY).then(|| {
            let given = Arc::clone(&given);
            Builder::new().spawn(move || repeats_in(&given))
        });
        Search {
            // where no thread is to be had, they are still here
            thread: thread.and_then(io::Result::ok),
            given,
        }
    }
}

/// What is looked through for repeats.
struct Given {
    all: Sorter<IdOf>,
    gone: Marks,
    /// What is known of them before.
    repeats: Repeats,
}

/// The search for repeats, and who does it.
pub(super) struct Search {
    given: Arc<Mutex<Option<Given>>>,
    thread: Option<JoinHandle<Result<Repeats>>>,
}

impl Search {
    /// What was found.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written or read.
    pub(super) fn repeats(self) -> Result<Repeats> {
        let Some(thread) = self.thread else {
            return repeats_in(&self.given);
        };
        let lost = |_| Err(ErrorKind::Read(io::Error::other("the thread that sorts has stopped")).into());
        thread.join().unwrap_or_else(lost)
    }
}

fn repeats_in(given: &Mutex<Option<Given>>) -> Result<Repeats> {
    let given = given.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(Given { all, gone, mut repeats }) = given else {
        return Ok(Repeats::default());
    };
    let mut all = all.sorted()?;
    let mut last = None;
    let mut is_noted = false;
    while let Some(IdOf { hash, order }) = all.next()? {
        if gone.has(order) {
            continue;
        }
        let is_repeated = last == Some(hash);
        if is_repeated && !is_noted {
            repeats.add(hash);
        }
        (last, is_noted) = (Some(hash), is_repeated);
    }
    Ok(repeats)
}

#[cfg(test)]
mod tests {
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
        assert!(ids.are_all_own());
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
}
