//! How fast the parts are, each for itself: readers, writers, finding duplicates, alignment.
//!
//! `cargo bench --bench parts` measures all, `cargo bench --bench parts -- read` what has `read` in its name.
#![expect(clippy::unwrap_used, reason = "a part that fails can't be measured")]

mod corpus;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use tmforge::align::{AlignOptions, align_text};
use tmforge::diag::Diagnostic;
use tmforge::format::Format;
use tmforge::io::Room;
use tmforge::model::TranslationUnit;
use tmforge::stage::{Dedupe, DedupeBy, DedupeOptions, Ignore};

const FORMATS: [&str; 5] = ["tmx", "xliff-1.2", "xliff-2.1", "tsv", "jsonl"];

/// Releases of each way in which two languages share a text.
const RELEASES: [&str; 3] = ["bridge-opening", "by-paragraph", "by-line"];

const ALL: [Ignore; 6] = [
    Ignore::Case,
    Ignore::Space,
    Ignore::Width,
    Ignore::Punctuation,
    Ignore::Tags,
    Ignore::Numbers,
];

fn main() {
    divan::main();
}

#[divan::bench(args = FORMATS)]
fn read(bencher: Bencher, format: &str) {
    let format = Format::by_name(format).unwrap();
    let bytes = corpus::written(format);
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| {
            let mut said: Vec<Diagnostic> = Vec::new();
            let mut reader = corpus::reader(format, bytes);
            let mut unit = TranslationUnit::default();
            let mut units = 0;
            while reader.read_unit(&mut unit, &mut said).unwrap() {
                units += 1;
            }
            units
        });
}

#[divan::bench(args = FORMATS)]
fn write(bencher: Bencher, format: &str) {
    let format = Format::by_name(format).unwrap();
    let bytes = corpus::written(format).len();
    let units = corpus::units();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| corpus::write(format, &units, Box::new(std::io::sink())));
}

#[divan::bench]
fn dedupe_exact(bencher: Bencher) {
    dedupe(bencher, DedupeBy::Exact);
}

#[divan::bench]
fn dedupe_ignoring_all(bencher: Bencher) {
    dedupe(bencher, DedupeBy::Normalized(ALL.into()));
}

/// Takes note of all units and decides which of them stay; throughput is that of their text.
fn dedupe(bencher: Bencher, by: DedupeBy) {
    let units = corpus::units();
    let texts = units.iter().flat_map(|unit| &unit.variants);
    let bytes: usize = texts.map(|variant| variant.segment.text().len()).sum();
    let mut options = DedupeOptions::default();
    options.by = by;
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(units.len()))
        .bench_local(|| {
            let mut dedupe = Dedupe::new(options.clone(), Room::default());
            for unit in &units {
                dedupe.survey(unit).unwrap();
            }
            dedupe.decide().unwrap().conflicts()
        });
}

#[divan::bench(args = RELEASES)]
fn align(bencher: Bencher, release: &str) {
    let path = format!("{}/samples/text/{release}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| align_text(&text, &AlignOptions::default()).unwrap().beads.len());
}
