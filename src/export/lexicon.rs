//! What alignment is told beforehand: the user's dictionaries, a table of an earlier run, and what the texts of this run teach.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::once::ReadOnce;
use super::{ExportOptions, InputSpec, Threads};
use crate::align::{FindFurniture, Furniture, LearnFrom, Lexicon, SrxRules};
use crate::diag::{Silent, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{Format, ReadOptions, UnitReader};
use crate::io::{ByteCount, Decoded, Input, OnBadBytes, Output, OutputTarget};
use crate::model::{Confidence, Standing, TranslationUnit};

/// Beads below this confidence teach nothing.
const LEAST_CONFIDENCE: f64 = 0.5;

/// Reads the dictionaries and tables that `options` name.
pub(super) fn load(options: &ExportOptions, sink: &mut dyn Sink) -> Result<Lexicon> {
    let mut lexicon = Lexicon::clone(&options.read.lexicon);
    for name in &options.dictionaries {
        let input = crate::io::open(name)?;
        match Format::by_extension(Path::new(name), Format::Xliff12) {
            Some(format) if format.is_xml() || format == Format::Jsonl => {
                let (mut reader, _) = crate::format::open_input(input, Some(format), &ReadOptions::default(), sink)?;
                take_memory(reader.as_mut(), &mut lexicon, options.threads, sink)?;
            }
            _ => {
                let file = Arc::clone(input.name());
                lexicon.read_dictionary(&text_of(input, sink)?, &file, sink)?;
            }
        }
    }
    for name in &options.lexicons {
        let input = crate::io::open(name)?;
        let file = Arc::clone(input.name());
        lexicon.read_learnt(&text_of(input, sink)?, &file)?;
    }
    Ok(lexicon)
}

/// Reads segmentation rules.
pub(super) fn rules(name: &str, sink: &mut dyn Sink) -> Result<SrxRules> {
    let input = crate::io::open(name)?;
    let file = Arc::clone(input.name());
    SrxRules::parse(&text_of(input, sink)?, &file)
}

fn text_of(input: Input, sink: &mut dyn Sink) -> Result<String> {
    Decoded::new(input, None, OnBadBytes::Refuse, sink).read_to_text()
}

/// Takes the units of a memory: short ones as terms, long ones to learn from.
fn take_memory(
    reader: &mut dyn UnitReader,
    lexicon: &mut Lexicon,
    threads: Threads,
    sink: &mut dyn Sink,
) -> Result<()> {
    const MOST_WORDS: usize = 4;
    const MOST_CHARACTERS: usize = 10;
    let mut teacher = LearnFrom::default();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, sink)? {
        let [a, b, ..] = unit.variants.as_slice() else { continue };
        let texts = [a.segment.text(), b.segment.text()];
        let is_term = |text: &str| {
            let spaced = text.contains(char::is_whitespace) || text.is_ascii();
            text.split_whitespace().count() <= MOST_WORDS && (spaced || text.chars().count() <= MOST_CHARACTERS)
        };
        if texts.iter().all(|text| is_term(text)) {
            lexicon.add_pair(texts[0], texts[1]);
        } else {
            teacher.add([&a.lang, &b.lang], texts);
        }
    }
    lexicon.sort();
    teacher.teach(lexicon, threads);
    Ok(())
}

/// Writes what texts have taught; it appears with the other outputs of the run.
pub(super) fn save(lexicon: &Lexicon, target: &OutputTarget, sink: &mut dyn Sink) -> Result<Output> {
    let output = Output::create(target, sink)?;
    let mut writer = output.writer()?;
    writer
        .write_all(lexicon.learnt_table().as_bytes())
        .and_then(|()| writer.flush())
        .map_err(|error| Error::from(ErrorKind::Write(error)).in_file(output.name()))?;
    output.sync()?;
    drop(writer);
    Ok(output)
}

/// Learns from the raw texts among the inputs, if there are several or the table is wanted, and finds the lines that recur
/// in them.
pub(super) fn learn(
    options: &ExportOptions,
    read: &ReadOptions,
    once: &mut ReadOnce,
    mut lexicon: Lexicon,
) -> Result<(Lexicon, Furniture)> {
    if options.inputs.len() < 2 && options.lexicon_out.is_none() {
        return Ok((lexicon, Furniture::default()));
    }
    let mut quiet = read.clone();
    quiet.bytes_read = ByteCount::default();
    quiet.lexicon = Arc::new(lexicon.clone());
    let mut teacher = LearnFrom::default();
    let mut furniture = FindFurniture::default();
    for input in options.inputs.iter().filter(|input| input.can_be_read_again()) {
        // what is said of it is said when it is read for good
        let opened = match input {
            InputSpec::File(file) if is_text(file, options.from) => {
                let input = once.open(file, &quiet.bytes_read)?;
                crate::format::open_input(input, options.from, &quiet, &mut Silent)
            }
            InputSpec::Pair(source, target) if options.from.is_none_or(|from| from == Format::Text) => {
                crate::format::open_pair(source, target, options.from, &quiet, &mut Silent)
            }
            _ => continue,
        };
        let Ok((mut reader, Format::Text)) = opened else {
            continue;
        };
        let mut unit = TranslationUnit::default();
        furniture.begin();
        while let Ok(true) = reader.read_unit(&mut unit, &mut Silent) {
            for variant in &unit.variants {
                furniture.see(variant.segment.text());
            }
            let sure = unit.bead.as_ref().and_then(|bead| bead.confidence);
            if let ([a, b], Standing::Unit) = (unit.variants.as_slice(), &unit.standing)
                && sure >= Some(Confidence::from_share(LEAST_CONFIDENCE))
            {
                teacher.add([&a.lang, &b.lang], [a.segment.text(), b.segment.text()]);
            }
        }
    }
    teacher.teach(&mut lexicon, options.threads);
    Ok((lexicon, furniture.found()))
}

/// Whether a file may be a raw text, by its name; standard input is not read twice for it.
fn is_text(file: &str, from: Option<Format>) -> bool {
    let by_name = Format::by_extension(Path::new(file), Format::Xliff12);
    file != "-" && from.or(by_name).is_none_or(|format| format == Format::Text)
}
