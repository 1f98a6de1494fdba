//! Writing rows: one column a language, nothing else.

use std::borrow::Cow;
use std::io::Write;

use super::Dialect;
use super::escape::escape_tsv;
use crate::diag::{Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{InlineCodes, Losses, UnitWriter, WriteOptions, refused};
use crate::model::{
    Code, CodeKind, Content, IllegalCharacters, LanguageTag, PartKind, Piece, Role, Segment, TranslationUnit, Variant,
    clean, reuse,
};

/// Writes units as a table.
pub struct TableWriter {
    rows: Rows,
    languages: Vec<LanguageTag>,
    inline: InlineCodes,
    illegal_characters: IllegalCharacters,
    format: &'static str,
    /// Memory for the content of a unit.
    content: Vec<u8>,
}

enum Rows {
    Tsv {
        output: Box<dyn Write>,
        /// The row under way.
        row: String,
    },
    Csv(Box<csv::Writer<Box<dyn Write>>>),
}

impl TableWriter {
    /// Writes the header row: the tags of `options.languages`.
    ///
    /// # Errors
    ///
    /// Fails if the output can't be written.
    pub fn new(output: Box<dyn Write>, dialect: Dialect, options: &WriteOptions) -> Result<Self> {
        let (mut rows, format) = match dialect {
            Dialect::Tsv => {
                let row = String::new();
                (Rows::Tsv { output, row }, "TSV")
            }
            Dialect::Csv => {
                let writer = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(output);
                (Rows::Csv(Box::new(writer)), "CSV")
            }
        };
        let languages = options.languages.clone();
        let mut tags: Vec<Cow<str>> = languages.iter().map(|tag| tag.as_str().into()).collect();
        if dialect == Dialect::Tsv {
            // a tab at the end: by it the reader knows that the escapes are ours
            tags.push("".into());
        }
        rows.write(&tags)?;
        Ok(Self {
            rows,
            languages,
            inline: options.inline,
            illegal_characters: options.illegal_characters,
            format,
            content: Vec::new(),
        })
    }
}

impl UnitWriter for TableWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        let mut losses = Losses::new(unit, self.format, sink);
        if unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable) {
            losses.lose(Fact::Ignorable, "what stands between two segments");
            return Ok(());
        }
        losses.lose_if(
            !unit.ignorables.is_empty(),
            Fact::Ignorable,
            "what stands between two segments",
        );
        say_losses(unit, self.inline, &mut losses);
        losses.lose_if(has_own_id(unit, &mut self.content), Fact::Id, "the id of a unit");
        let is_shown = |variant: &Variant| {
            unit.variant(&variant.lang)
                .is_some_and(|first| std::ptr::eq(first, variant))
        };
        let hidden = unit
            .variants
            .iter()
            .any(|variant| !is_shown(variant) || !self.languages.contains(&variant.lang));
        losses.lose_if(hidden, Fact::Variant, "a second text in one language");
        let mut forbidden = 0;
        let mut cells: Vec<Cow<str>> = Vec::with_capacity(self.languages.len());
        for lang in &self.languages {
            let shown = unit
                .variant(lang)
                .map(|variant| text(&variant.segment, self.inline))
                .unwrap_or_default();
            let (cleaned, found) = clean(&shown, self.illegal_characters);
            forbidden += found.len();
            cells.push(if found.is_empty() {
                shown
            } else {
                cleaned.into_owned().into()
            });
            if let (IllegalCharacters::Refuse, Some(c)) = (self.illegal_characters, found.first()) {
                return Err(refused(unit, *c));
            }
        }
        losses.lose_characters(forbidden);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            losses.lose(Fact::Unit, "a unit without text, which is a blank row");
            return Ok(());
        }
        self.rows.write(&cells)
    }

    fn finish(self: Box<Self>, _sink: &mut dyn Sink) -> Result<()> {
        match self.rows {
            Rows::Tsv { mut output, .. } => output.flush().map_err(|error| ErrorKind::Write(error).into()),
            Rows::Csv(mut writer) => writer.flush().map_err(|error| ErrorKind::Write(error).into()),
        }
    }
}

impl Rows {
    fn write(&mut self, cells: &[Cow<str>]) -> Result<()> {
        match self {
            Self::Tsv { output, row } => {
                reuse::clear(row);
                for (number, cell) in cells.iter().enumerate() {
                    if number > 0 {
                        row.push('\t');
                    }
                    row.push_str(&escape_tsv(cell));
                }
                row.push('\n');
                output
                    .write_all(row.as_bytes())
                    .map_err(|error| ErrorKind::Write(error).into())
            }
            Self::Csv(writer) => writer
                .write_record(cells.iter().map(|cell| cell.as_bytes()))
                .map_err(from_csv),
        }
    }
}

fn from_csv(error: csv::Error) -> Error {
    let error = match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    };
    ErrorKind::Write(error).into()
}

/// The text of a segment, with its codes shown or dropped. Marks are never shown: their text is text like any other.
fn text(segment: &Segment, inline: InlineCodes) -> Cow<'_, str> {
    if inline == InlineCodes::Drop || segment.codes().is_empty() {
        return segment.text().into();
    }
    let partners = segment.partners();
    let has_data = |place: usize| segment.codes().get(place).is_some_and(|code| !code.data.is_empty());
    let mut shown = String::with_capacity(segment.text().len());
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) => shown.push_str(text),
            Piece::Code(_, code) if code.kind == CodeKind::Mark => {}
            Piece::Code(place, code) => {
                let partner = partners.get(place).copied().flatten();
                // the two ends of a pair must look like one
                let is_native = has_data(place) && partner.is_none_or(has_data);
                shown.push_str(&if is_native {
                    code.data.as_str().into()
                } else {
                    marker(code)
                });
            }
        }
    }
    shown.into()
}

/// What stands for a code without native data: `{1}`, and around text `{1>` and `<1}`.
fn marker(code: &Code) -> Cow<'_, str> {
    match code.role {
        Role::Open => format!("{{{}>", code.id).into(),
        Role::Close => format!("<{}}}", code.id).into(),
        Role::Alone => format!("{{{}}}", code.id).into(),
    }
}

fn say_losses(unit: &TranslationUnit, inline: InlineCodes, losses: &mut Losses) {
    let variants = &unit.variants;
    let codes = || variants.iter().flat_map(|variant| variant.segment.codes());
    if codes().any(|code| code.kind == CodeKind::Code) {
        match inline {
            InlineCodes::Drop => losses.lose(Fact::Codes, "inline codes"),
            InlineCodes::Show => losses.lose_into(Fact::Codes, "inline codes", "stand in the text as text"),
        }
    }
    losses.lose_if(codes().any(|code| code.kind == CodeKind::Mark), Fact::Mark, "marks");
    losses.lose_if(
        codes().any(|code| !code.subs.is_empty()),
        Fact::Sub,
        "text inside inline codes",
    );
    let has_notes = !unit.notes.is_empty() || variants.iter().any(|variant| !variant.notes.is_empty());
    losses.lose_if(has_notes, Fact::Note, "notes");
    let has_properties = !unit.properties.is_empty() || variants.iter().any(|variant| !variant.properties.is_empty());
    losses.lose_if(has_properties, Fact::Property, "properties");
    let has_provenance = unit.provenance.is_some() || variants.iter().any(|variant| variant.provenance.is_some());
    losses.lose_if(
        has_provenance,
        Fact::Provenance,
        "who made or changed a unit, when and with what",
    );
    losses.lose_if(unit.state.is_some(), Fact::State, "the state of a translation");
    losses.lose_if(unit.context.is_some(), Fact::Context, "the context of a unit");
    losses.lose_if(
        !unit.candidates.is_empty(),
        Fact::Candidate,
        "translations that are only offered",
    );
    losses.lose_if(!unit.extensions.is_empty(), Fact::Extension, "foreign elements");
    // how this run has aligned a text is no fact of the text
    let has_bead = unit.bead.as_ref().is_some_and(|bead| !bead.is_found);
    losses.lose_if(has_bead, Fact::Bead, "alignment steps and their confidence");
}

/// Whether a unit has an id, or the XLIFF unit that it was a segment of, which does not follow from its content.
fn has_own_id(unit: &TranslationUnit, content: &mut Vec<u8>) -> bool {
    let id = unit.id.as_deref().filter(|id| !id.is_empty());
    unit.part.is_some() || id.is_some_and(|id| !Content::gives(unit, id, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bead, SubFlow};

    fn with(pieces: &[(&str, Option<Code>)]) -> Segment {
        let mut segment = Segment::default();
        for (text, code) in pieces {
            segment.push_str(text);
            if let Some(code) = code {
                segment.push_code(code.clone());
            }
        }
        segment
    }

    fn pair(id: u32, open: &str, close: &str) -> Segment {
        with(&[
            ("a ", Some(Code::new(Role::Open, id).with_data(open))),
            ("b", Some(Code::new(Role::Close, id).with_data(close))),
            (" c", None),
        ])
    }

    #[test]
    fn a_code_is_shown_by_its_data_and_without_any_by_its_number() {
        let shown = |segment: &Segment| text(segment, InlineCodes::Show).into_owned();
        assert_eq!(shown(&pair(1, "<b>", "</b>")), "a <b>b</b> c");
        assert_eq!(shown(&pair(3, "", "")), "a {3>b<3} c");
        let alone = |data: &str| with(&[("x", Some(Code::new(Role::Alone, 2).with_data(data)))]);
        assert_eq!(shown(&alone("%s")), "x%s");
        assert_eq!(shown(&alone("")), "x{2}");
        assert_eq!(text(&pair(1, "<b>", "</b>"), InlineCodes::Drop), "a b c");
    }

    #[test]
    fn both_ends_of_a_pair_are_shown_alike() {
        let shown = |segment: &Segment| text(segment, InlineCodes::Show).into_owned();
        assert_eq!(shown(&pair(1, "<b>", "")), "a {1>b<1} c");
        let mut isolated = Code::new(Role::Open, 1).with_data("<b>");
        isolated.isolated = true;
        assert_eq!(shown(&with(&[("", Some(isolated)), ("x", None)])), "<b>x");
    }

    #[test]
    fn ids_and_beads_that_an_input_gave_are_named_and_those_of_this_run_are_not() {
        let tag = |tag: &str| LanguageTag::parse(tag).unwrap();
        let mut unit = TranslationUnit::bilingual(Variant::new(tag("en"), "a"), Variant::new(tag("de"), "b"));
        let lost = |unit: &TranslationUnit| {
            let options = WriteOptions {
                languages: vec![tag("en"), tag("de")],
                ..WriteOptions::default()
            };
            let mut said: Vec<crate::diag::Diagnostic> = Vec::new();
            let mut writer = TableWriter::new(Box::new(std::io::sink()), Dialect::Tsv, &options).unwrap();
            writer.write_unit(unit, &mut said).unwrap();
            let codes = said.iter().map(|said| said.code.to_word());
            codes.collect::<Vec<String>>()
        };
        unit.id = Some(Content::of(&unit, &mut Vec::new()).id());
        unit.bead = Some(Box::new(Bead {
            is_found: true,
            ..Bead::default()
        }));
        assert!(lost(&unit).is_empty());
        unit.id = Some("msg.42".to_owned());
        unit.bead = Some(Box::default());
        assert_eq!(lost(&unit), ["loss-bead", "loss-id"]);
        unit.bead = None;
        assert_eq!(lost(&unit), ["loss-id"]);
    }

    #[test]
    fn marks_and_text_inside_codes_are_not_shown_and_that_is_said() {
        let mut image = Code::new(Role::Alone, 1).with_data("<img alt=\"\"/>");
        image.subs.push(SubFlow {
            at: Some(10),
            segment: "a dog".into(),
            ..SubFlow::default()
        });
        let mut unit = TranslationUnit::default();
        unit.variants.push(Variant::new(
            LanguageTag::undetermined(),
            with(&[
                ("x", Some(Code::new_mark(Role::Open, 1))),
                ("y", Some(Code::new_mark(Role::Close, 1))),
                ("", Some(image)),
            ]),
        ));
        for (inline, cell) in [(InlineCodes::Show, "xy<img alt=\"\"/>"), (InlineCodes::Drop, "xy")] {
            let mut said: Vec<crate::diag::Diagnostic> = Vec::new();
            say_losses(&unit, inline, &mut Losses::new(&unit, "TSV", &mut said));
            let codes: Vec<String> = said.iter().map(|said| said.code.to_word()).collect();
            assert_eq!(codes, ["loss-codes", "loss-mark", "loss-sub"]);
            assert_eq!(text(&unit.variants[0].segment, inline), cell);
        }
    }
}
