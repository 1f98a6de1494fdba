//! Samples cut at every byte: never a panic. Compressed data, XML and JSONL that are cut are an error; of a table, a memory
//! of lines and an alignment what stands before the cut reads the same, and only the last row may be shorter, as nothing
//! tells that it was longer. A byte that is put for another is an error, a finding, or a unit like all others.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::path::Path;

use tmforge::diag::Diagnostic;
use tmforge::format::{Format, ReadOptions, UnitReader, open, open_aligned, open_pair};
use tmforge::model::{LanguageTag, TranslationUnit};
use tmforge::{ErrorKind, Result};

mod common;

/// What a file gave: its units, and the error that ended it.
struct Read {
    units: Vec<TranslationUnit>,
    error: Option<tmforge::Error>,
    encoding: String,
}

fn read_all(opened: Result<Box<dyn UnitReader>>, said: &mut Vec<Diagnostic>) -> Read {
    let mut read = Read {
        units: Vec::new(),
        error: None,
        encoding: String::new(),
    };
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(error) => {
            read.error = Some(error);
            return read;
        }
    };
    let mut unit = TranslationUnit::default();
    loop {
        match reader.read_unit(&mut unit, said) {
            Ok(true) => read.units.push(unit.clone()),
            Ok(false) => break,
            Err(error) => {
                read.error = Some(error);
                break;
            }
        }
    }
    assert!(
        !reader.read_unit(&mut unit, said).unwrap_or(false),
        "after the end or an error nothing comes"
    );
    read.encoding = reader.facts().encoding;
    // where a unit was read is told by the file's name, which the copy has not
    for unit in &mut read.units {
        unit.origin.file = None;
    }
    read
}

fn read_file(path: &Path, options: &ReadOptions) -> Read {
    let mut said = Vec::new();
    let opened = open(&path.to_string_lossy(), None, options, &mut said).map(|(reader, _)| reader);
    read_all(opened, &mut said)
}

/// The reading options among those of a sample.
fn options(words: &[String]) -> ReadOptions {
    let value = |name: &str| {
        words
            .iter()
            .position(|word| word == name)
            .and_then(|place| words.get(place + 1))
    };
    let mut options = ReadOptions::default();
    options.source_lang = value("-s").and_then(|tag| LanguageTag::parse(tag).ok());
    options.target_lang = value("-t").and_then(|tag| LanguageTag::parse(tag).ok());
    options.encoding = value("--encoding").and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let columns = value("--columns").into_iter().flat_map(|list| list.split(','));
    options.columns = columns
        .filter_map(|c| c.split_once('='))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    options
}

#[test]
fn a_table_or_jsonl_file_cut_anywhere_reads_the_same_up_to_the_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for sample in common::samples() {
        let [file] = &sample.files()[..] else { continue };
        let extension = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !["tsv", "csv", "jsonl"].contains(&extension.as_str()) {
            continue;
        }
        let bytes = fs::read(file).expect("a sample");
        let mut options = options(&sample.options);
        let whole = read_file(file, &options);
        // the first bytes of a legacy encoding tell little
        options.encoding = encoding_rs::Encoding::for_label(whole.encoding.as_bytes());
        let header_end = bytes
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(bytes.len(), |end| end + 2);
        let cut = folder.path().join(format!("cut.{extension}"));
        for length in 0..bytes.len() {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let part = read_file(&cut, &options);
            if length < header_end {
                continue;
            }
            assert!(part.units.len() <= whole.units.len(), "{} cut at {length}", sample.name);
            let complete = part.units.len().saturating_sub(1);
            assert_eq!(
                part.units[..complete],
                whole.units[..complete],
                "{} cut at {length}",
                sample.name
            );
            let last_is_whole = part.units.last() == whole.units.get(complete);
            let ends_in_last = part.units.is_empty() || last_is_whole || extension != "jsonl";
            assert!(ends_in_last || part.error.is_some(), "{} cut at {length}", sample.name);
        }
    }
}

#[test]
fn compressed_data_cut_anywhere_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = fs::read("samples/text/gzipped.txt.gz").expect("a sample");
    let cut = folder.path().join("cut.txt.gz");
    for length in 2..bytes.len() {
        fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
        let error = read_file(&cut, &ReadOptions::default()).error.expect("an error");
        assert!(matches!(error.kind(), ErrorKind::Gzip(_)), "cut at {length}: {error}");
    }
}

#[test]
fn a_raw_text_cut_anywhere_is_read_or_refused() {
    /// Aligning takes longer than reading, so not every byte of every text is tried.
    const STEP: usize = 11;
    let folder = tempfile::tempdir().expect("a temporary folder");
    for sample in common::samples() {
        let [file] = &sample.files()[..] else { continue };
        if !sample.name.starts_with("text/") || sample.name.contains("gzip") {
            continue;
        }
        let bytes = fs::read(file).expect("a sample");
        let cut = folder.path().join("cut.txt");
        for length in (0..bytes.len()).step_by(STEP) {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let read = read_file(&cut, &options(&sample.options));
            assert!(
                !read.units.is_empty() || read.error.is_some(),
                "{} cut at {length}",
                sample.name
            );
        }
    }
}

#[test]
fn of_line_pairs_a_cut_line_is_an_unequal_count_or_a_shorter_last_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for sample in common::samples()
        .iter()
        .filter(|sample| sample.name.starts_with("lines/"))
    {
        let files = sample.files();
        let bytes = fs::read(&files[0]).expect("a sample");
        let lines = |bytes: &[u8]| bytes.split_inclusive(|byte| *byte == b'\n').count();
        let cut = folder.path().join("cut.txt");
        for length in 1..bytes.len() {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let mut said = Vec::new();
            let from = Some(Format::Lines);
            let opened = open_pair(
                &cut.to_string_lossy(),
                &files[1].to_string_lossy(),
                from,
                &options(&sample.options),
                &mut said,
            );
            let read = read_all(opened.map(|(reader, _)| reader), &mut said);
            let fewer = lines(&bytes[..length]) < lines(&bytes);
            assert_eq!(
                read.error.is_some(),
                fewer || std::str::from_utf8(&bytes[..length]).is_err(),
                "{}",
                sample.name
            );
        }
    }
}

/// The formats of which each line, or message, is read for itself.
const OF_LINES: [&str; 4] = ["wordfast/", "po/", "hunalign/", "bertalign/"];

/// What is put for other bytes, in turn.
const BYTES: [u8; 5] = [b'<', b'&', b'"', 0, 0xFF];

/// Reads a sample's file as the format that its folder is called by.
fn read_as(path: &Path, sample: &common::Sample, options: &ReadOptions) -> Read {
    let folder = sample.name.split('/').next().unwrap_or_default();
    let mut said = Vec::new();
    let opened = open(&path.to_string_lossy(), Format::by_name(folder), options, &mut said);
    read_all(opened.map(|(reader, _)| reader), &mut said)
}

/// Reads the texts of an alignment by `index` in its place.
fn read_aligned(index: &Path, sample: &common::Sample) -> Read {
    let words = &sample.options;
    let pair = words.iter().position(|word| word == "--pair").expect("the texts");
    let mut options = options(words);
    options.source_lang = LanguageTag::parse("zh-CN").ok();
    options.target_lang = LanguageTag::parse("en").ok();
    let from = match sample.name.as_str() {
        name if name.contains("ladder") => Format::Ladder,
        name if name.contains("bertalign") => Format::Bertalign,
        name if name.contains("champollion") => Format::Champollion,
        _ => Format::Vecalign,
    };
    let mut said = Vec::new();
    let (source, target) = (&words[pair + 1], &words[pair + 2]);
    let opened = open_aligned(
        source,
        target,
        &index.to_string_lossy(),
        Some(from),
        &options,
        &mut said,
    );
    read_all(opened.map(|(reader, _)| reader), &mut said)
}

#[test]
fn a_memory_of_lines_cut_anywhere_reads_the_same_up_to_the_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for sample in common::samples() {
        let [file] = &sample.files()[..] else { continue };
        if !OF_LINES.iter().any(|folder| sample.name.starts_with(folder)) {
            continue;
        }
        let bytes = fs::read(file).expect("a sample");
        let mut options = options(&sample.options);
        let whole = read_as(file, &sample, &options);
        assert!(whole.error.is_none() && !whole.units.is_empty(), "{}", sample.name);
        // the first bytes of a legacy encoding tell little, and a header that is cut nothing
        options.encoding = encoding_rs::Encoding::for_label(whole.encoding.as_bytes());
        let header_end = bytes
            .windows(2)
            .position(|pair| pair == b"\n\n" || pair == b"\r\n")
            .map_or(0, |end| end + 4);
        let cut = folder.path().join("cut.txt");
        for length in header_end..bytes.len() {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let part = read_as(&cut, &sample, &options);
            let complete = part.units.len().saturating_sub(1);
            assert!(part.units.len() <= whole.units.len(), "{} cut at {length}", sample.name);
            assert_eq!(
                part.units[..complete],
                whole.units[..complete],
                "{} cut at {length}",
                sample.name
            );
        }
    }
}

#[test]
fn an_alignment_cut_anywhere_gives_no_bead_that_it_had_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let samples = common::samples();
    for sample in samples.iter().filter(|sample| sample.name.starts_with("aligned/")) {
        let file = Path::new("samples").join(&sample.name);
        let bytes = fs::read(&file).expect("a sample");
        let whole = read_aligned(&file, sample);
        let two_sided = |read: &Read| {
            let units = read.units.iter().filter(|unit| unit.variants.len() == 2);
            units.cloned().collect::<Vec<_>>()
        };
        let beads = two_sided(&whole);
        assert!(whole.error.is_none() && !beads.is_empty(), "{}", sample.name);
        let cut = folder.path().join("cut.txt");
        for length in 1..bytes.len() {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let part = read_aligned(&cut, sample);
            if part.error.is_some() {
                continue;
            }
            // the last bead may have lost numbers of its target, or figures of its cost
            let left = two_sided(&part);
            let complete = left.len().saturating_sub(1);
            assert_eq!(left[..complete], beads[..complete], "{} cut at {length}", sample.name);
            let is_ladder = sample.name.contains("ladder");
            assert!(
                !is_ladder || left.len() == beads.len(),
                "{} cut at {length}",
                sample.name
            );
        }
    }
}

#[test]
fn links_cut_anywhere_before_their_end_are_an_error_and_damage_adds_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for lang in ["de", "en", "zh_CN"] {
        fs::create_dir(folder.path().join(lang)).expect("a folder");
        for entry in fs::read_dir(Path::new("samples/xces").join(lang))
            .expect("documents")
            .flatten()
        {
            fs::copy(entry.path(), folder.path().join(lang).join(entry.file_name())).expect("a copy");
        }
    }
    for sample in common::samples() {
        let [file] = &sample.files()[..] else { continue };
        if !sample.name.starts_with("xces/") {
            continue;
        }
        let bytes = fs::read(file).expect("a sample");
        let cut = folder.path().join("cut.xml");
        for length in 0..bytes.trim_ascii_end().len() {
            fs::write(&cut, &bytes[..length]).expect("a file in a temporary folder");
            let read = read_as(&cut, &sample, &ReadOptions::default());
            assert!(read.error.is_some(), "{} cut at {length}", sample.name);
        }
        let links = |read: &Read| read.units.iter().filter(|unit| unit.variants.len() == 2).count();
        let whole = links(&read_as(file, &sample, &ReadOptions::default()));
        for (place, byte) in (0..bytes.len()).zip(BYTES.into_iter().cycle()) {
            let mut changed = bytes.clone();
            changed[place] = byte;
            fs::write(&cut, &changed).expect("a file in a temporary folder");
            let read = read_as(&cut, &sample, &ReadOptions::default());
            assert!(links(&read) <= whole, "{} with {byte:#X} at {place}", sample.name);
        }
    }
}

#[test]
fn a_byte_put_for_another_never_panics_nor_adds_units() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for sample in common::samples() {
        let file = Path::new("samples").join(&sample.name);
        let is_of_lines = OF_LINES.iter().any(|folder| sample.name.starts_with(folder));
        let is_aligned = sample.name.starts_with("aligned/");
        if !is_of_lines && !is_aligned {
            continue;
        }
        let read = |path: &Path| {
            if is_aligned {
                read_aligned(path, &sample)
            } else {
                read_as(path, &sample, &options(&sample.options))
            }
        };
        let bytes = fs::read(&file).expect("a sample");
        let whole = read(&file).units.len();
        let damaged = folder.path().join("damaged.txt");
        for (place, byte) in (0..bytes.len()).zip(BYTES.into_iter().cycle()) {
            let mut changed = bytes.clone();
            changed[place] = byte;
            fs::write(&damaged, &changed).expect("a file in a temporary folder");
            let units = read(&damaged).units.len();
            // a sentence that falls out of its bead stands alone, and so does its counterpart
            assert!(units <= whole + 2, "{} with {byte:#X} at {place}", sample.name);
        }
    }
}
