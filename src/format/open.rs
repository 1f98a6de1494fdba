//! From a path to a reader.

use super::detect::detect;
use super::jsonl::JsonlReader;
use super::lines::LinesReader;
use super::table::{Dialect, TableReader};
use super::text::TextReader;
use super::{Format, InputFacts, ReadOptions, UnitReader};
use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Decoded, Input};

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
    open_input(io::open(name)?, from, options, sink)
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
    let peek = peek(&input, options);
    let format = match from {
        Some(format) => format,
        None => detect(name, &peek, sink).map_err(|error| error.in_file(name))?,
    };
    let mut decoded = Decoded::new(input, options.encoding, options.on_bad_bytes, sink);
    let reader: Box<dyn UnitReader> = match format {
        Format::Jsonl => Box::new(JsonlReader::new(decoded, options)),
        Format::Tsv => Box::new(TableReader::new(decoded, Dialect::Tsv, &peek, options, sink)?),
        Format::Csv => Box::new(TableReader::new(decoded, Dialect::Csv, &peek, options, sink)?),
        Format::Text => {
            let text = decoded.read_to_text()?;
            decoded.say_bad_bytes(sink);
            Box::new(TextReader::new(text, decoded.name().clone(), facts(&decoded), options)?)
        }
        Format::Lines => {
            let error = Error::from(ErrorKind::Usage("`lines` are read from two files".into()));
            return Err(error.in_file(name).with_help("name them with `--pair SOURCE TARGET`"));
        }
        other => return Err(unread(other).in_file(name)),
    };
    Ok((reader, format))
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
    let mut decoded = |name: &str| {
        let input = io::open(name)?;
        if from.is_none() {
            let found = detect(name, &peek(&input, options), &mut Vec::new()).map_err(|error| error.in_file(name))?;
            if found != Format::Text {
                let message = format!("`{}` files are not read as pairs", found.name());
                return Err(Error::from(ErrorKind::Usage(message))
                    .in_file(name)
                    .with_help("name the file without `--pair`, or say `--from text`"));
            }
        }
        Ok::<_, Error>(Decoded::new(input, options.encoding, options.on_bad_bytes, sink))
    };
    let (mut source, mut target) = (decoded(source)?, decoded(target)?);
    match from.unwrap_or(Format::Text) {
        Format::Lines => Ok((Box::new(LinesReader::new(source, target, options)?), Format::Lines)),
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
        other => {
            let message = format!("`--pair` takes texts or lines, not {}", other.name());
            Err(Error::from(ErrorKind::Usage(message)).with_help("leave `--from` out, or say `text` or `lines`"))
        }
    }
}

fn facts(decoded: &Decoded) -> InputFacts {
    InputFacts {
        encoding: decoded.encoding().to_owned(),
        bad_bytes: decoded.bad_bytes(),
    }
}

/// The first characters of an input, as far as they can be made out.
fn peek(input: &Input, options: &ReadOptions) -> String {
    const LOOKED_AT: usize = 1 << 16;
    let start = input.peek().get(..LOOKED_AT).unwrap_or_else(|| input.peek());
    input.looked_at(start, options.encoding)
}

fn unread(format: Format) -> Error {
    let message = format!("the file is {}, which is not read yet", format.name());
    Error::from(ErrorKind::Format(message)).with_help("read are text, lines, tsv, csv and jsonl")
}
