//! From one family to another and back: the same units, but for what findings name.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::{BTreeSet, HashMap};
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tmforge::diag::{Diagnostic, DiagnosticCode, Fact};
use tmforge::format::{Format, ReadOptions, open, units};
use tmforge::model::{Code, CodeKind, MarkFacts, Note, Origin, Reorder, Segment, TranslationUnit, clean};

mod common;

const FAMILIES: [Format; 5] = [
    Format::Tmx,
    Format::Xliff12,
    Format::Xliff20,
    Format::Xliff21,
    Format::Xliff22,
];

/// What is read from a document of our own.
fn read(format: Format, text: &str) -> Vec<TranslationUnit> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xml");
    fs::write(&path, text).expect("a file in a temporary folder");
    let mut said = Vec::new();
    let options = ReadOptions::default();
    let (mut reader, _) = open(&path.to_string_lossy(), Some(format), &options, &mut said).expect("own output opens");
    let mut units: Vec<TranslationUnit> = units(reader.as_mut(), &mut said)
        .collect::<tmforge::Result<_>>()
        .expect("own output reads");
    // generated dates may be any, and generated targets may equal their sources
    let is_expected = |said: &Diagnostic| matches!(said.code, DiagnosticCode::DateForm | DiagnosticCode::TargetCopied);
    let complaints: Vec<&Diagnostic> = said
        .iter()
        .filter(|said| said.severity > tmforge::diag::Severity::Note && !is_expected(said))
        .collect();
    assert!(complaints.is_empty(), "{}: {complaints:?}\n{text}", format.name());
    for unit in &mut units {
        unit.origin = Origin::default();
        unit.raw = None;
    }
    units
}

fn lost(said: &[Diagnostic]) -> BTreeSet<Fact> {
    let fact = |said: &Diagnostic| match said.code {
        DiagnosticCode::Loss(fact) => Some(fact),
        _ => None,
    };
    said.iter().filter_map(fact).collect()
}

/// Takes what was lost out of a unit, and numbers its codes anew, so that two units can be compared.
fn comparable(unit: &TranslationUnit, lost: &BTreeSet<Fact>) -> TranslationUnit {
    let mut unit = unit.clone();
    // each family judges by its own states
    unit.untranslated = None;
    if lost.contains(&Fact::Variant) {
        unit.variants.truncate(2);
    }
    for fact in lost {
        match fact {
            Fact::Candidate => unit.candidates.clear(),
            Fact::Note => unit.notes.clear(),
            Fact::NoteDetail => forget_details(&mut unit),
            Fact::Property => unit.properties.clear(),
            Fact::Provenance => unit.provenance = None,
            Fact::State => unit.state = None,
            Fact::Context => unit.context = None,
            Fact::Bead => unit.bead = None,
            Fact::Ignorable => unit.ignorables.clear(),
            _ => {}
        }
    }
    for candidate in &mut unit.candidates {
        // its codes are told apart by themselves
        let mut numbers = HashMap::new();
        let source = candidate.source.as_ref();
        candidate.source = source.map(|source| without(source, lost, &mut numbers, ""));
        candidate.target = without(&candidate.target, lost, &mut numbers, "");
    }
    let mut numbers = HashMap::new();
    for variant in &mut unit.variants {
        variant.segment = without(&variant.segment, lost, &mut numbers, "");
    }
    unit
}

/// Notes by their texts alone, whoever they are of.
fn forget_details(unit: &mut TranslationUnit) {
    let of_variants = unit.variants.iter_mut().flat_map(|variant| variant.notes.drain(..));
    let notes: Vec<Note> = unit.notes.drain(..).chain(of_variants).collect();
    unit.notes = notes.into_iter().map(|note| Note::new(note.text)).collect();
    unit.notes.sort_by(|a, b| a.text.cmp(&b.text));
}

fn without(
    segment: &Segment,
    lost: &BTreeSet<Fact>,
    numbers: &mut HashMap<(String, CodeKind, u32), u32>,
    scope: &str,
) -> Segment {
    let cleaned = |text: &str| {
        if lost.contains(&Fact::Character) {
            clean(text, tmforge::model::IllegalCharacters::Clean).0.into_owned()
        } else {
            text.to_owned()
        }
    };
    let mut out = Segment::default();
    for piece in segment.pieces() {
        match piece {
            tmforge::model::Piece::Text(text) => out.push_str(&cleaned(text)),
            tmforge::model::Piece::Code(_, code) => {
                if code.kind == CodeKind::Mark && lost.contains(&Fact::Mark) {
                    continue;
                }
                let mut code = code.clone();
                code.data = cleaned(&code.data);
                strip(&mut code, lost);
                let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
                let kept = *numbers.entry((scope.to_owned(), code.kind, code.id)).or_insert(next);
                let inner = format!("{scope}/{kept}{:?}", code.role);
                for sub in &mut code.subs {
                    sub.segment = without(&sub.segment, lost, numbers, &inner);
                }
                let is_unmatched =
                    lost.contains(&Fact::CodeMatch) || lost.contains(&Fact::MarkMatch) && code.kind == CodeKind::Mark;
                code.id = if is_unmatched { 0 } else { kept };
                out.push_code(code);
            }
        }
    }
    out
}

fn strip(code: &mut Code, lost: &BTreeSet<Fact>) {
    for fact in lost {
        match fact {
            Fact::Data => code.data.clear(),
            Fact::Type => code.code_type = None,
            Fact::Equiv => code.equiv = None,
            Fact::Disp => code.disp = None,
            Fact::Assoc => code.assoc = None,
            Fact::CanCopy => code.hints.can_copy = None,
            Fact::CanDelete => code.hints.can_delete = None,
            Fact::CanReorder => code.hints.can_reorder = None::<Reorder>,
            Fact::CanOverlap => code.hints.can_overlap = None,
            Fact::CopyOf => code.hints.copy_of = None,
            Fact::Dir => code.hints.dir = None,
            Fact::Span => code.span = false,
            Fact::Sub => code.subs.clear(),
            Fact::SubType => code.subs.iter_mut().for_each(|sub| sub.sub_type = None),
            Fact::SubPlace => code.subs.iter_mut().for_each(|sub| sub.at = None),
            Fact::SubDatatype => code.subs.iter_mut().for_each(|sub| sub.datatype = None),
            Fact::Comment => code.mark.comment = None,
            Fact::Translate => code.mark.translate = None,
            Fact::Value => code.mark.value = None,
            Fact::Ref => {
                code.mark = MarkFacts {
                    reference: None,
                    ..code.mark.clone()
                }
            }
            Fact::Ts => code.ts = None,
            Fact::Crc => code.crc = None,
            _ => {}
        }
    }
}

/// Writes units, and gives what was lost.
fn write(units: &[TranslationUnit], format: Format) -> (String, BTreeSet<Fact>) {
    let (text, said) = common::units::write_saying(units, format);
    (text, lost(&said))
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(96)
    }
}

/// A to B to A, from what A could say in the first place.
fn there_and_back(unit: &TranslationUnit, a: Format, b: Format) -> Result<(), TestCaseError> {
    let (first, _) = write(std::slice::from_ref(unit), a);
    let before = read(a, &first);
    let (there, lost_there) = write(&before, b);
    let middle = read(b, &there);
    let (back, lost_back) = write(&middle, a);
    let after = read(a, &back);
    let lost: BTreeSet<Fact> = lost_there.union(&lost_back).copied().collect();
    let of = |units: &[TranslationUnit]| -> Vec<TranslationUnit> {
        units.iter().map(|unit| comparable(unit, &lost)).collect()
    };
    prop_assert_eq!(
        of(&before),
        of(&after),
        "{} -> {} -> {}, lost {:?}\n{}\n{}\n{}",
        a.name(),
        b.name(),
        a.name(),
        lost,
        first,
        there,
        back
    );
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn codes_come_back_from_every_family(unit in common::coded::any_translation(), a in 0..FAMILIES.len(), b in 0..FAMILIES.len()) {
        there_and_back(&unit, FAMILIES[a], FAMILIES[b])?;
    }

    #[test]
    fn facts_come_back_from_every_family(unit in common::units::any_unit(), a in 0..FAMILIES.len(), b in 0..FAMILIES.len()) {
        there_and_back(&unit, FAMILIES[a], FAMILIES[b])?;
    }
}
