//! From a path to a reader.

use std::path::Path;

use super::aligned::{AlignedReader, PrintedReader, looks_like_lists};
use super::detect::{are_rows, detect, detect_alignment, refuse_container, say_differs};
use super::hunalign::HunalignReader;
use super::jsonl::JsonlReader;
use super::lines::LinesReader;
use super::po::{self, PoReader};
use super::salvage::Salvaging;
use super::table::{Dialect, TableReader, languages_of_header};
use super::text::TextReader;
use super::wordfast::WordfastReader;
use super::xces::{self, XcesReader};
use super::{Format, InputFacts, ReadOptions, UnitReader, tmx, xliff1, xliff2};
use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Decoded, Input};
use crate::model::LanguageTag;

/// Opens a file, or standard input for `-`, as `from`, else as what it is found to be.
///
/// # Errors
///
/// Fails if the input can't be opened or begun to be read, or its format is not read.
pub fn open(
    name: &str,
    from: Option<Format>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(Box<dyn UnitReader>, Format)> {
    open_input(io::open_counted(name, &options.bytes_read)?, from, options, sink)
}

/// Reads an input that is open, as [`open`] does.
///
/// # Errors
///
/// Fails where [`open`] does once the input is open.
pub fn open_input(
    input: Input,
    from: Option<Format>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(Box<dyn UnitReader>, Format)> {
    let name = &*input.name().clone();
    refuse_container(input.peek()).map_err(|error| error.in_file(name))?;
    let languages = languages(&input, options);
    let peek = peek(&input, options, &languages);
    let format = match from {
        Some(format) => format,
        None => found_format(name, &peek, options, sink)?,
    };
    if format.needs_texts() || format == Format::Lines {
        return Err(without_texts(format).in_file(name));
    }
    let is_long = !input.is_whole();
    let declared = match format {
        Format::Po => po::declared_encoding(input.peek()),
        Format::Xces => Some(xces::declared_encoding(input.peek())),
        _ => None,
    };
    let mut decoded = match declared {
        _ if format.is_xml() => Decoded::new_xml(input, options.encoding, options.on_bad_bytes, sink),
        Some(declared) => Decoded::new_declared(input, declared, options.on_bad_bytes, sink),
        None => Decoded::new_in(&languages, input, options.encoding, options.on_bad_bytes, sink),
    };
    if is_long {
        decoded = decoded.in_blocks(options.threads.cores_beside_one().min(1));
    }
    let reader: Box<dyn UnitReader> = match format {
        Format::Jsonl => Box::new(JsonlReader::new(decoded, options)),
        Format::Tsv => Box::new(TableReader::new(decoded, Dialect::Tsv, &peek, options, sink)?),
        Format::Csv => Box::new(TableReader::new(decoded, Dialect::Csv, &peek, options, sink)?),
        Format::Text => {
            let text = decoded.read_to_text()?;
            decoded.say_bad_bytes(sink);
            Box::new(TextReader::new(
                text,
                decoded.name().clone(),
                InputFacts::of(&decoded),
                options,
            )?)
        }
        Format::Wordfast => Box::new(WordfastReader::new(decoded, options, sink)?),
        Format::Po => Box::new(PoReader::new(decoded, options, sink)?),
        Format::Xces => Box::new(XcesReader::new(decoded, options, sink)?),
        Format::Hunalign => Box::new(HunalignReader::new(decoded, options)?),
        Format::Bertalign if looks_like_lists(peek.lines().take(1)).is_some() => {
            return Err(without_texts(format).in_file(name));
        }
        Format::Tmx => tmx::reader(decoded, options, sink),
        Format::Xliff12 => xliff1::reader(decoded, options, sink),
        Format::Xliff20 | Format::Xliff21 | Format::Xliff22 => xliff2::reader(decoded, options, sink),
        Format::Bertalign => Box::new(PrintedReader::new(decoded, options)?),
        Format::Lines | Format::Ladder | Format::Vecalign | Format::Champollion => {
            return Err(without_texts(format).in_file(name));
        }
    };
    let reader = if format.is_xml() {
        reader
    } else {
        Salvaging::of(reader, options.on_break)
    };
    Ok((reader, format))
}

/// What an input is found to be that stands alone: a text of a pair may be in rows too.
fn found_format(name: &str, peek: &str, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Format> {
    let found = detect(name, peek, sink).map_err(|error| error.in_file(name).at(1, 1))?;
    let are_known = options.source_lang.is_some() && options.target_lang.is_some();
    let is_named_text = Format::by_extension(Path::new(name), Format::Xliff12) == Some(Format::Text);
    if found == Format::Text && is_named_text && are_rows(peek, are_known) {
        say_differs(name, Format::Text, Format::Tsv, sink);
        return Ok(Format::Tsv);
    }
    Ok(found)
}

/// Opens two files side by side: as raw texts, or line by line for [`Format::Lines`].
///
/// # Errors
///
/// Fails if an input can't be opened or begun to be read, or the format is none of pairs.
pub fn open_pair(
    source: &str,
    target: &str,
    from: Option<Format>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(Box<dyn UnitReader>, Format)> {
    let mut source = open_text(source, from, options.source_lang.as_slice(), options, sink)?;
    let mut target = open_text(target, from, options.target_lang.as_slice(), options, sink)?;
    match from.unwrap_or(Format::Text) {
        Format::Lines => {
            let reader = Box::new(LinesReader::new(source, target, options)?);
            Ok((Salvaging::of(reader, options.on_break), Format::Lines))
        }
        Format::Text => {
            let (source_text, target_text) = (source.read_to_text()?, target.read_to_text()?);
            source.say_bad_bytes(sink);
            target.say_bad_bytes(sink);
            let found = InputFacts::of_pair(&source, &target);
            let source = (source_text, source.name().clone());
            let target = (target_text, target.name().clone());
            Ok((
                Box::new(TextReader::pair(source, target, found, options)?),
                Format::Text,
            ))
        }
        other if other.needs_texts() || other == Format::Bertalign => Err(without_texts(other)),
        other => {
            let message = format!("`--pair` takes texts or lines, not {}", other.name());
            Err(Error::from(ErrorKind::Usage(message)).with_help("leave `--from` out, or say `text` or `lines`"))
        }
    }
}

/// Opens two texts and the file in which another aligner says which of their lines belong together; `from` is the format
/// of that file.
///
/// # Errors
///
/// Fails if an input can't be opened or read, or the alignment does not fit the texts.
pub fn open_aligned(
    source: &str,
    target: &str,
    alignment: &str,
    from: Option<Format>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(Box<dyn UnitReader>, Format)> {
    if let Some(other) = from.filter(|format| !format.needs_texts() && *format != Format::Bertalign) {
        let message = format!("`--alignment` takes no {} files", other.name());
        let help = "leave `--from` out, or say `ladder`, `vecalign`, `bertalign` or `champollion`";
        return Err(Error::from(ErrorKind::Usage(message)).with_help(help));
    }
    let beads = open_checked(alignment, options)?;
    let format = match from {
        Some(format) => format,
        None => detect_alignment(&peek(&beads, options, &[])).map_err(|error| error.in_file(alignment))?,
    };
    let source = open_text(source, Some(format), options.source_lang.as_slice(), options, sink)?;
    let target = open_text(target, Some(format), options.target_lang.as_slice(), options, sink)?;
    let beads = Decoded::new(beads, options.encoding, options.on_bad_bytes, sink);
    let reader = AlignedReader::new(source, target, beads, format, options, sink)?;
    Ok((Box::new(reader), format))
}

/// Opens one text of a pair, in these languages if any are known. Where no format was named, it must look like a text.
fn open_text(
    name: &str,
    from: Option<Format>,
    languages: &[LanguageTag],
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Decoded> {
    let input = open_checked(name, options)?;
    if from.is_none() {
        let found =
            detect(name, &peek(&input, options, languages), &mut Vec::new()).map_err(|error| error.in_file(name))?;
        // whoever names a pair has texts, and tabs alone make no table of one that is not called so
        let is_called = |format| Format::by_extension(Path::new(name), Format::Xliff12) == Some(format);
        if found != Format::Text && (found != Format::Tsv || is_called(Format::Tsv)) {
            let message = format!("`{}` files are not read as pairs", found.name());
            return Err(Error::from(ErrorKind::Usage(message))
                .in_file(name)
                .with_help("name the file without `--pair`, or say `--from text`"));
        }
    }
    let (told, on_bad_bytes) = (options.encoding, options.on_bad_bytes);
    Ok(Decoded::new_in(languages, input, told, on_bad_bytes, sink))
}

/// Opens an input that is no container of other files.
fn open_checked(name: &str, options: &ReadOptions) -> Result<Input> {
    let input = io::open_counted(name, &options.bytes_read)?;
    refuse_container(input.peek()).map_err(|error| error.in_file(name))?;
    Ok(input)
}

fn without_texts(format: Format) -> Error {
    let (message, help) = match format {
        Format::Lines => (
            "`lines` are read from two files".to_owned(),
            "name them with `--pair SOURCE TARGET`",
        ),
        _ => (
            format!(
                "`{}` names sentences by their numbers and is read with its two texts",
                format.name()
            ),
            "name all with `--pair SOURCE TARGET --alignment FILE`",
        ),
    };
    Error::from(ErrorKind::Usage(message)).with_help(help)
}

/// The languages that are known before anything is decoded: those asked for, else those of a header row.
fn languages(input: &Input, options: &ReadOptions) -> Vec<LanguageTag> {
    let asked_for = options.target_lang.iter().chain(&options.source_lang);
    if options.source_lang.is_some() && options.target_lang.is_some() {
        return asked_for.cloned().collect();
    }
    let mut languages = languages_of_header(input.peek());
    languages.extend(asked_for.cloned());
    languages
}

/// The first characters of an input, as far as they can be made out. Lines end at LF, whatever they end at in the input.
fn peek(input: &Input, options: &ReadOptions, languages: &[LanguageTag]) -> String {
    const LOOKED_AT: usize = 1 << 16;
    let start = input.peek().get(..LOOKED_AT).unwrap_or_else(|| input.peek());
    let start = input.looked_at(start, options.encoding, languages);
    match io::line_end(&start) {
        b'\r' => start.replace('\r', "\n"),
        _ => start,
    }
}
