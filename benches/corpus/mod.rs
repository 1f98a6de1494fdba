//! Units to measure with, the same at each run: codes, properties, dates, characters that XML escapes, duplicates.

use std::fs::{self, File};
use std::io::{BufWriter, Cursor, Write};

use tmforge::diag::Diagnostic;
use tmforge::format::{Format, ReadOptions, UnitReader, WriteOptions, open_input};
use tmforge::io::Input;
use tmforge::model::{Code, LanguageTag, Moment, Property, Provenance, Role, Segment, TranslationUnit, Variant};

/// How many units there are.
const UNITS: usize = 3000;

/// When the first unit was made, in seconds since 1970; each later one was an hour after.
const FIRST_MADE: i64 = 1_700_000_000;

/// Words of the source, and what stands for them in the target.
const WORDS: [(&str, &str); 16] = [
    ("the", "die"),
    ("window", "Fensterfläche"),
    ("closes", "schließt"),
    ("after", "nach"),
    ("update", "Aktualisierung"),
    ("settings", "Einstellungen"),
    ("and", "und"),
    ("printer", "Drucker"),
    ("before", "vor"),
    ("network", "Netzwerk"),
    ("version", "Version"),
    ("is", "ist"),
    ("ready", "bereit"),
    ("safety", "Sicherheit"),
    ("a", "ein"),
    ("file", "Datei"),
];

/// All units, in order.
pub(crate) fn units() -> Vec<TranslationUnit> {
    let [source, target] = languages();
    (0..UNITS).map(|number| unit(number, &source, &target)).collect()
}

/// All units as a file of `format`.
pub(crate) fn written(format: Format) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("units");
    write(format, &units(), Box::new(BufWriter::new(File::create(&path).unwrap())));
    fs::read(&path).unwrap()
}

/// Writes `units` as `format` to `output`; gives how many findings there were.
pub(crate) fn write(format: Format, units: &[TranslationUnit], output: Box<dyn Write>) -> usize {
    let mut options = WriteOptions::default();
    options.languages = languages().into();
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut writer = format.writer(output, &options).unwrap();
    for unit in units {
        writer.write_unit(unit, &mut said).unwrap();
    }
    writer.finish(&mut said).unwrap();
    said.len()
}

/// A reader of `bytes`, on one thread.
pub(crate) fn reader(format: Format, bytes: Vec<u8>) -> Box<dyn UnitReader> {
    let mut options = ReadOptions::default();
    let [source, target] = languages();
    options.source_lang = Some(source);
    options.target_lang = Some(target);
    let input = Input::new("units", Box::new(Cursor::new(bytes))).unwrap();
    let mut said: Vec<Diagnostic> = Vec::new();
    open_input(input, Some(format), &options, &mut said).unwrap().0
}

fn languages() -> [LanguageTag; 2] {
    ["en-US", "de-DE"].map(|tag| LanguageTag::parse(tag).unwrap())
}

/// Of twenty units, four are earlier ones again, one is so but for letter case, and one contradicts an earlier one.
fn unit(number: usize, source_lang: &LanguageTag, target_lang: &LanguageTag) -> TranslationUnit {
    let (source_seed, target_seed) = match number % 20 {
        14 => (number - 14, number - 14),
        15 => (number - 15, number),
        16..=19 => (number - 16, number - 16),
        _ => (number, number),
    };
    let mut source = segment(source_seed, |(source, _)| source);
    if number % 20 == 14 {
        source.edit_text(|text| Some(text.to_uppercase()));
    }
    let target = segment(target_seed, |(_, target)| target);
    let mut unit = TranslationUnit::bilingual(
        Variant::new(source_lang.clone(), source),
        Variant::new(target_lang.clone(), target),
    );
    unit.id = Some(format!("u{number}"));
    unit.properties = vec![Property::new("x-domain", ["law", "medicine", "R&D"][number % 3])];
    unit.provenance = Some(Box::new(Provenance {
        created: Moment::from_seconds(FIRST_MADE + 3600 * i64::try_from(number).unwrap()),
        created_by: Some("translator".to_owned()),
        ..Provenance::default()
    }));
    unit
}

/// Text of 4 to 27 words; one of eight has characters that XML escapes, one of ten a pair of codes and a code alone.
fn segment(seed: usize, side: impl Fn((&'static str, &'static str)) -> &'static str) -> Segment {
    let has_codes = seed % 10 == 3;
    let mut segment = Segment::plain(format!("{seed}:"));
    if has_codes {
        segment.push_code(Code::new(Role::Open, 1).with_data("<b>").with_type("bold"));
    }
    let mut random = u64::try_from(seed).unwrap();
    for _ in 0..4 + seed * 7 % 24 {
        // a linear congruential generator, whose upper bits are the good ones
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let place = usize::try_from(random >> 33).unwrap() % WORDS.len();
        segment.push_str(" ");
        segment.push_str(side(WORDS[place]));
    }
    if has_codes {
        segment.push_code(Code::new(Role::Close, 1).with_data("</b>"));
        segment.push_code(Code::new(Role::Alone, 2).with_data("<br/>").with_type("lb"));
    }
    segment.push_str(if seed % 8 == 5 { " <1 & \"2\">." } else { "." });
    segment
}
