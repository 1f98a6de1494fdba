//! XML samples cut at every byte: always an error. Samples with one byte changed: an error, a warning, or as many units as
//! before. Never a panic, and never without an end.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use tmforge::Threads;
use tmforge::diag::{Diagnostic, DiagnosticCode, Severity};
use tmforge::format::{Format, OnBreak, ReadOptions, open_input};
use tmforge::io::Input;
use tmforge::model::TranslationUnit;

mod common;

/// What each byte is replaced by: what begins a tag, what begins a reference, what no document and what no UTF-8 holds.
const REPLACEMENTS: [u8; 4] = [b'<', b'&', 0, 0xFF];

/// How many bytes the readings of one sample may take together; of longer samples not every byte is tried. More are, where
/// `DAMAGE_BUDGET` says so: with 50000000 and an optimized build, all.
const BUDGET: usize = 600_000;

/// Far more than any damaged sample takes to be read.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a document gave.
struct Read {
    units: usize,
    /// Whether it was refused, or something was said that is more than a note.
    is_told: bool,
    is_refused: bool,
}

fn read(bytes: &[u8], format: Format, what: &str) -> Read {
    let begin = Instant::now();
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut units = 0;
    let opened = Input::new("damaged", Box::new(Cursor::new(bytes.to_vec())))
        .and_then(|input| open_input(input, Some(format), &ReadOptions::default(), &mut said));
    let ended = opened.and_then(|(mut reader, _)| {
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, &mut said)? {
            units += 1;
            assert!(units <= bytes.len(), "{what}: units without end");
        }
        Ok(())
    });
    assert!(begin.elapsed() < PATIENCE, "{what}: takes {:?}", begin.elapsed());
    let is_refused = ended.is_err();
    Read {
        units,
        is_told: is_refused || said.iter().any(|finding| finding.severity > Severity::Note),
        is_refused,
    }
}

/// The samples of a folder: name, format, bytes.
fn documents(folder: &str) -> Vec<(String, Format, Vec<u8>)> {
    let documents: Vec<_> = common::samples()
        .into_iter()
        .filter(|sample| sample.name.starts_with(folder))
        .map(|sample| {
            let file = sample.files().remove(0);
            let bytes = fs::read(&file).expect("a sample");
            let input = Input::new(&sample.name, Box::new(Cursor::new(bytes.clone()))).expect("a sample");
            let (_, format) = open_input(input, None, &ReadOptions::default(), &mut Vec::new()).expect("a sample");
            (sample.name, format, bytes)
        })
        .filter(|(_, format, _)| format.is_xml())
        .collect();
    assert!(!documents.is_empty(), "{folder} holds samples");
    documents
}

/// Where the end tag of the root ends. A damaged sample on purpose may have none.
fn end_of_root(bytes: &[u8]) -> Option<usize> {
    let units: [&[u8]; 4] = [
        b"</tmx>",
        b"</xliff>",
        b"<\0/\0t\0m\0x\0>\0",
        b"<\0/\0x\0l\0i\0f\0f\0>\0",
    ];
    let ends = units.iter().filter_map(|tag| {
        let at = bytes.windows(tag.len()).rposition(|window| window == *tag)?;
        Some(at + tag.len())
    });
    ends.max()
}

/// Every so manieth byte of a sample of this length is tried, each `times`; a prime, so that no pattern is missed.
fn step(length: usize, times: usize) -> usize {
    let told = std::env::var("DAMAGE_BUDGET").ok();
    let budget = told.and_then(|number| number.parse().ok()).unwrap_or(BUDGET);
    let wanted = (length * length * times).div_ceil(budget);
    [
        1, 2, 3, 5, 7, 11, 13, 17, 23, 31, 41, 53, 71, 97, 131, 173, 233, 311, 419, 557, 743,
    ]
    .into_iter()
    .find(|prime| *prime >= wanted)
    .unwrap_or(997)
}

fn cut_everywhere(folder: &str) {
    for (name, format, bytes) in documents(folder) {
        let Some(end) = end_of_root(&bytes) else { continue };
        for length in (0..end).step_by(step(end, 1)).chain(end.saturating_sub(20)..end) {
            let what = format!("{name} cut at {length} of {end}");
            assert!(read(&bytes[..length], format, &what).is_refused, "{what}: is no error");
        }
    }
}

fn damage_everywhere(folder: &str) {
    for (name, format, bytes) in documents(folder) {
        let whole = read(&bytes, format, &name);
        let mut damaged = bytes.clone();
        for at in (0..bytes.len()).step_by(step(bytes.len(), REPLACEMENTS.len())) {
            for byte in REPLACEMENTS {
                damaged[at] = byte;
                let what = format!("{name} with byte {at} replaced by 0x{byte:02X}");
                let found = read(&damaged, format, &what);
                assert!(
                    found.is_told || found.units == whole.units,
                    "{what}: {} units instead of {}, and no word",
                    found.units,
                    whole.units
                );
            }
            damaged[at] = bytes[at];
        }
    }
}

#[test]
fn a_tmx_file_cut_anywhere_is_an_error() {
    cut_everywhere("tmx/");
}

#[test]
fn an_xliff_1_file_cut_anywhere_is_an_error() {
    cut_everywhere("xliff1/");
}

#[test]
fn an_xliff_2_file_cut_anywhere_is_an_error() {
    cut_everywhere("xliff2/");
}

#[test]
fn a_tmx_file_with_a_byte_replaced_loses_no_unit_in_silence() {
    damage_everywhere("tmx/");
}

#[test]
fn an_xliff_1_file_with_a_byte_replaced_loses_no_unit_in_silence() {
    damage_everywhere("xliff1/");
}

#[test]
fn an_xliff_2_file_with_a_byte_replaced_loses_no_unit_in_silence() {
    damage_everywhere("xliff2/");
}

/// Whole units before a bad byte or the end of a file that is cut short are kept, however large the pieces are in which it is
/// read.
#[test]
fn all_whole_units_before_a_break_are_salvaged() {
    const UNITS: usize = 9000;
    let unit = |number: usize| {
        let text = "long enough ".repeat(20);
        format!(
            "<tu tuid=\"{number}\"><tuv xml:lang=\"en\"><seg>{text}</seg></tuv><tuv xml:lang=\"fr\"><seg>b</seg></tuv></tu>\n"
        )
    };
    let head = "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
                adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n";
    let whole: String = std::iter::once(head.to_owned()).chain((0..UNITS).map(unit)).collect();
    let bad_byte = [whole.as_bytes(), b"<tu><tuv><seg>\xFF</seg></tuv></tu></body></tmx>"].concat();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bad_byte).expect("memory takes bytes");
    let gzip = gzip.finish().expect("memory takes bytes");
    let cut_short = gzip.get(..gzip.len() - 8).expect("there is more").to_vec();
    for bytes in [whole.into_bytes(), bad_byte, cut_short] {
        for threads in [Threads::One, Threads::Several] {
            let mut options = ReadOptions::default();
            (options.on_break, options.threads) = (OnBreak::Salvage, threads);
            let mut said: Vec<Diagnostic> = Vec::new();
            let input = Input::new("torn.tmx", Box::new(Cursor::new(bytes.clone()))).expect("there are bytes");
            let (mut reader, _) = open_input(input, Some(Format::Tmx), &options, &mut said).expect("it begins well");
            let mut unit = TranslationUnit::default();
            let mut units = 0;
            while reader
                .read_unit(&mut unit, &mut said)
                .expect("what is broken is salvaged")
            {
                units += 1;
            }
            assert_eq!(
                (units, said.last().map(|said| said.code)),
                (UNITS, Some(DiagnosticCode::Salvaged))
            );
        }
    }
}
