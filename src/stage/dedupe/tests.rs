use super::super::tests_support::{Collected, unit};
use super::super::{Outlet, Reason};
use super::*;
use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::model::{Context, Moment, Note, Property};

/// Lets units pass three times, with memory for everything and for next to nothing, which must give the same.
fn try_run(options: &DedupeOptions, units: &[TranslationUnit]) -> Result<(Collected, u64, Vec<Diagnostic>)> {
    let mut results = [usize::MAX, 1].map(|bytes| {
        let room = Room {
            bytes,
            bytes_for_speed: bytes,
            may_have_threads: bytes == 1,
            ..Room::default()
        };
        let mut stage = Dedupe::new(options.clone(), room);
        let (mut end, mut said) = (Collected::default(), Vec::new());
        for unit in units {
            stage.survey(unit)?;
        }
        let mut decisions = stage.decide()?;
        decisions.run_known_errands(&mut said)?;
        for (order, unit) in (0..).zip(units) {
            decisions.run_errand(order, unit, &mut said)?;
        }
        for (order, mut unit) in (0..).zip(units.to_vec()) {
            match decisions.settle(order, &mut unit)? {
                Verdict::Stays => end.keep(&mut unit, &mut said)?,
                Verdict::Duplicate => end.remove(&unit, Reason::Duplicate, &mut said)?,
                Verdict::Conflict => end.remove(&unit, Reason::Conflict, &mut said)?,
            }
        }
        Ok((end, decisions.conflicts(), said))
    });
    let [whole, spilt] = &mut results;
    if let (Ok(whole), Ok(spilt)) = (whole, spilt) {
        assert_eq!(whole.0.kept, spilt.0.kept);
        assert_eq!(whole.0.removed, spilt.0.removed);
        assert_eq!((whole.1, &whole.2), (spilt.1, &spilt.2));
    }
    let [whole, _] = results;
    whole
}

fn run(options: &DedupeOptions, units: &[TranslationUnit]) -> (Collected, u64, Vec<Diagnostic>) {
    try_run(options, units).unwrap()
}

fn texts(units: &[TranslationUnit]) -> Vec<String> {
    units
        .iter()
        .map(|unit| {
            format!(
                "{}={}",
                unit.variants[0].segment.text(),
                unit.variants[1].segment.text()
            )
        })
        .collect()
}

fn dated(mut unit: TranslationUnit, changed: &str) -> TranslationUnit {
    unit.provenance_mut().changed = Some(Moment::parse(changed));
    unit
}

fn by(by: DedupeBy) -> DedupeOptions {
    DedupeOptions {
        by,
        ..DedupeOptions::default()
    }
}

#[test]
fn an_exact_duplicate_goes_and_a_conflict_stays_and_is_said() {
    let (end, conflicts, said) = run(
        &DedupeOptions::default(),
        &[unit("a", "b"), unit("a", "c"), unit("a", "b")],
    );
    assert_eq!(texts(&end.kept), ["a=b", "a=c"]);
    assert_eq!(
        end.removed.iter().map(|(_, reason)| *reason).collect::<Vec<_>>(),
        [Reason::Duplicate]
    );
    assert_eq!((conflicts, said[0].code), (1, DiagnosticCode::Conflict));
}

#[test]
fn what_is_said_of_a_duplicate_is_merged() {
    let mut first = dated(unit("a", "b"), "2026-01-02");
    first.provenance_mut().usage_count = Some(2);
    first.notes.push(Note::new("n"));
    let mut second = dated(unit("a", "b"), "2026-03-04");
    second.provenance_mut().usage_count = Some(3);
    second.provenance_mut().created = Some(Moment::parse("2025-01-01"));
    second.notes.extend([Note::new("n"), Note::new("m")]);
    second.properties.push(Property::new("x-p", "v"));
    let (end, ..) = run(&DedupeOptions::default(), &[first, second]);
    let kept = &end.kept[0];
    let provenance = kept.provenance.as_ref().unwrap();
    assert_eq!(provenance.usage_count, Some(5));
    assert_eq!(provenance.changed, Some(Moment::parse("2026-03-04")));
    assert_eq!(provenance.created, Some(Moment::parse("2025-01-01")));
    assert_eq!(kept.notes, [Note::new("n"), Note::new("m")]);
    assert_eq!(kept.properties, [Property::new("x-p", "v")]);
}

#[test]
fn keep_decides_which_of_the_same_stays() {
    let units = || {
        vec![
            dated(unit("a", "B"), "2026-02-01"),
            dated(unit("a", "b"), "2026-01-01"),
            dated(unit("a", "b"), "2026-03-01"),
            dated(unit("A", "b"), "2026-02-01"),
        ]
    };
    for (keep, stays) in [
        (Keep::First, "a=B"),
        (Keep::Last, "A=b"),
        (Keep::Newest, "a=b"),
        (Keep::Oldest, "a=b"),
        (Keep::Frequent, "a=b"),
    ] {
        let options = DedupeOptions {
            keep,
            ..by(DedupeBy::Normalized(vec![Ignore::Case]))
        };
        let (end, ..) = run(&options, &units());
        assert_eq!(texts(&end.kept), [stays], "{keep:?}");
        assert_eq!(end.removed.len(), 3, "{keep:?}");
        let provenance = end.kept[0].provenance.as_ref().unwrap();
        assert_eq!(provenance.changed, Some(Moment::parse("2026-03-01")), "{keep:?}");
    }
}

#[test]
fn conflicts_are_settled_as_told() {
    let units = || {
        vec![
            dated(unit("a", "1"), "2026-02-01"),
            dated(unit("a", "2"), "2026-01-01"),
            dated(unit("a", "2"), "2026-01-01"),
            dated(unit("a", "3"), "2026-03-01"),
        ]
    };
    for (keep, stays) in [
        (Keep::First, "a=1"),
        (Keep::Last, "a=3"),
        (Keep::Newest, "a=3"),
        (Keep::Oldest, "a=2"),
        (Keep::Frequent, "a=2"),
    ] {
        let options = DedupeOptions {
            conflicts: Conflicts::Choose(keep),
            ..DedupeOptions::default()
        };
        let (end, conflicts, _) = run(&options, &units());
        assert_eq!((texts(&end.kept), conflicts), (vec![stays.to_owned()], 0), "{keep:?}");
        let conflicting = end
            .removed
            .iter()
            .filter(|(_, reason)| *reason == Reason::Conflict)
            .count();
        assert_eq!((conflicting, end.removed.len()), (2, 3), "{keep:?}");
    }
}

#[test]
fn what_goes_to_a_unit_that_goes_itself_goes_to_nobody_else() {
    let mut duplicate = dated(unit("a", "1"), "2020-01-02");
    duplicate.notes.push(Note::new("n"));
    let newest = dated(unit("a", "2"), "2022-01-02");
    let old = dated(unit("a", "1"), "2020-01-01");
    let other = unit("b", "3");
    for units in [
        [&newest, &old, &duplicate, &other],
        [&old, &duplicate, &newest, &other],
        [&old, &newest, &other, &duplicate],
    ] {
        let options = DedupeOptions {
            conflicts: Conflicts::Choose(Keep::Newest),
            ..DedupeOptions::default()
        };
        let (end, ..) = run(&options, &units.map(Clone::clone));
        assert_eq!(end.kept, [newest.clone(), other.clone()]);
    }
}

#[test]
fn a_conflict_that_must_not_be_ends_the_run_with_both_places() {
    let options = DedupeOptions {
        conflicts: Conflicts::Fail,
        ..DedupeOptions::default()
    };
    let units = [("1", 3), ("2", 7)].map(|(target, line)| {
        let mut unit = unit("a", target);
        unit.origin.file = Some("f.tsv".into());
        unit.origin.line = line;
        unit
    });
    let error = try_run(&options, &units).map(|_| ()).unwrap_err().to_string();
    assert!(
        error.starts_with("f.tsv:7: `a` is translated otherwise than at f.tsv:3"),
        "{error}"
    );
}

#[test]
fn by_source_alone_one_unit_a_source_stays() {
    let (end, conflicts, _) = run(&by(DedupeBy::Source), &[unit("a", "1"), unit("a", "2"), unit("b", "3")]);
    assert_eq!(
        (texts(&end.kept), conflicts),
        (vec!["a=1".to_owned(), "b=3".to_owned()], 0)
    );
}

#[test]
fn off_keeps_all_and_still_sees_conflicts() {
    let (end, conflicts, _) = run(&by(DedupeBy::Off), &[unit("a", "1"), unit("a", "1"), unit("a", "2")]);
    assert_eq!((end.kept.len(), end.removed.len(), conflicts), (3, 0, 1));
    let (_, conflicts, _) = run(&by(DedupeBy::Off), &[unit("a", "1"), unit("a", "1")]);
    assert_eq!(conflicts, 0);
}

#[test]
fn context_keeps_units_apart_when_asked() {
    let in_context = |next: &str| {
        let context = Context {
            next: Some(next.to_owned()),
            ..Context::default()
        };
        TranslationUnit {
            context: Some(Box::new(context)),
            ..unit("a", "b")
        }
    };
    let units = || vec![in_context("x"), in_context("y"), in_context("x")];
    assert_eq!(run(&DedupeOptions::default(), &units()).0.kept.len(), 1);
    let options = DedupeOptions {
        with_context: true,
        ..DedupeOptions::default()
    };
    assert_eq!(run(&options, &units()).0.kept.len(), 2);
}

#[test]
fn a_date_that_all_readers_know_is_not_given_up_for_one_that_can_only_be_compared() {
    let known = dated(unit("a", "1"), "20200101T000000Z");
    let later = dated(unit("a", "1"), "2026-06-11 05:09:06 UTC");
    let kept = run(&DedupeOptions::default(), &[known, later]).0.kept;
    let changed = kept[0].variants[1].provenance.as_ref().or(kept[0].provenance.as_ref());
    let changed = changed.and_then(|provenance| provenance.changed.as_ref());
    assert_eq!(
        changed.map(Moment::to_extended).as_deref(),
        Some("2020-01-01T00:00:00Z")
    );
}

#[test]
fn a_date_that_cannot_be_compared_is_said_where_dates_are_asked_for() {
    let units = [
        dated(unit("a", "1"), "2018-06-11 05:09:06 UTC"),
        dated(unit("a", "2"), "2018-06-11 05:09:07 UTC"),
        dated(unit("b", "1"), "last Monday"),
        unit("c", "1"),
    ];
    let newest = DedupeOptions {
        conflicts: Conflicts::Choose(Keep::Newest),
        ..DedupeOptions::default()
    };
    assert_eq!(texts(&run(&newest, &units).0.kept), ["a=2", "b=1", "c=1"]);
    let said = |options: &DedupeOptions, units: &[TranslationUnit]| {
        let mut stage = Dedupe::new(options.clone(), Room::default());
        for unit in units {
            stage.survey(unit).unwrap();
        }
        let said = stage.take_undated();
        assert_eq!(stage.take_undated(), None);
        said.map(|said| (said.severity, said.message))
    };
    let is = |severity, message: &str| Some((severity, message.to_owned()));
    assert_eq!(
        said(&newest, &units),
        is(
            Severity::Warning,
            "2 units have no date that can be compared (`last Monday` is none); one with a date is preferred"
        )
    );
    assert_eq!(
        said(&newest, &units[3..]),
        is(
            Severity::Note,
            "1 unit has no date that can be compared; one with a date is preferred"
        )
    );
    assert_eq!(said(&newest, &units[..2]), None);
    assert_eq!(said(&DedupeOptions::default(), &units), None);
}
