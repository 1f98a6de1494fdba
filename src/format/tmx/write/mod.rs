//! Writing the document: `header`, `tu`, `tuv`, `note`, `prop`.

mod header;
mod inline;

use std::io::Write;

use self::header::HeaderWriter;
use self::inline::{SegWriter, plan_unit};
use super::habits::Habits;
use super::own;
use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::Escaper;
use crate::format::{Losses, UnitWriter, WriteOptions};
use crate::model::{
    Moment, Note, PartKind, Property, Provenance, Raw, RawDialect, SegmentType, SourceLanguage, TranslationUnit,
    Variant,
};

const FORMAT: &str = "TMX";

/// Writes units as TMX 1.4, Level 2.
pub struct TmxWriter {
    output: Box<dyn Write>,
    renderer: Renderer,
    buffer: String,
    /// What was found about the header, until somebody listens.
    said: Vec<Diagnostic>,
}

impl TmxWriter {
    /// Writes the header to `output`.
    ///
    /// # Errors
    ///
    /// Fails if `options` name no language, or the output can't be written.
    pub fn new(output: Box<dyn Write>, options: &WriteOptions) -> Result<Self> {
        let source = options
            .languages
            .first()
            .ok_or_else(|| Error::from(ErrorKind::Language("TMX needs a source language".into())))?;
        let srclang = match &options.header.source_language {
            Some(SourceLanguage::Any) => SourceLanguage::Any,
            _ => SourceLanguage::Tag(source.clone()),
        };
        let header = HeaderWriter::new(&options.header, &srclang);
        let renderer = Renderer {
            habits: Habits::of(&options.header, header.tool()),
            srclang: srclang.clone(),
            escaper: Escaper::new(options.illegal_characters),
        };
        let mut writer = Self {
            output,
            buffer: String::new(),
            said: Vec::new(),
            renderer,
        };
        writer
            .buffer
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  ");
        header.write(&writer.renderer, &mut writer.buffer, &mut writer.said);
        writer.buffer.push_str("\n  <body>\n");
        writer.flush_buffer()?;
        Ok(writer)
    }

    fn flush_buffer(&mut self) -> Result<()> {
        self.output
            .write_all(self.buffer.as_bytes())
            .map_err(ErrorKind::Write)?;
        self.buffer.clear();
        Ok(())
    }

    fn say_of_header(&mut self, sink: &mut dyn Sink) {
        for diagnostic in self.said.drain(..) {
            sink.take(diagnostic);
        }
    }
}

impl UnitWriter for TmxWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        self.say_of_header(sink);
        match unit.raw.as_deref().filter(|raw| self.renderer.may_copy(unit, raw)) {
            Some(raw) => {
                self.buffer.push_str("    ");
                self.buffer.push_str(&raw.markup);
                self.buffer.push('\n');
            }
            None => self.renderer.write_tu(&mut self.buffer, unit, sink),
        }
        self.flush_buffer()
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) -> Result<()> {
        self.say_of_header(sink);
        self.buffer.push_str("  </body>\n</tmx>\n");
        self.flush_buffer()?;
        self.output.flush().map_err(|error| ErrorKind::Write(error).into())
    }
}

/// Whether braces in the text of a unit are its codes.
pub(crate) fn has_codes_in_text(unit: &TranslationUnit, raw: &Raw) -> bool {
    /// What codes begin with; where a unit has codes and its markup has none of these, braces are its codes.
    const CODES: &[&str] = &["<bpt", "<ept", "<it", "<ph", "<hi"];
    let has_codes = unit.variants.iter().any(|variant| !variant.segment.codes().is_empty());
    has_codes && !CODES.iter().any(|code| raw.markup.contains(code))
}

/// Renders one unit at a time and remembers nothing between two.
struct Renderer {
    srclang: SourceLanguage,
    escaper: Escaper,
    /// The habits that readers will see in the header that is written.
    habits: Habits,
}

impl Renderer {
    /// Whether the markup of a unit means the same under the header that is written.
    fn may_copy(&self, unit: &TranslationUnit, raw: &Raw) -> bool {
        let keeps_source = match (&raw.inherited_source, &self.srclang) {
            (Some(inherited), SourceLanguage::Tag(srclang)) => inherited == srclang,
            (Some(_), SourceLanguage::Any) => false,
            (None, SourceLanguage::Any) => true,
            (None, SourceLanguage::Tag(srclang)) => {
                unit.source_language.is_some() || unit.source().is_some_and(|source| source.lang == *srclang)
            }
        };
        raw.dialect == RawDialect::Tmx14 && keeps_source && (self.habits.has_braces || !has_codes_in_text(unit, raw))
    }

    fn write_tu(&self, out: &mut String, unit: &TranslationUnit, sink: &mut dyn Sink) {
        let mut losses = Losses::new(unit, FORMAT, sink);
        if unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable) {
            losses.lose(Fact::Ignorable, "what stands between two segments");
            return;
        }
        if unit.variants.is_empty() {
            losses.lose(Fact::Unit, "a unit without any text");
            return;
        }
        losses.lose_if(
            !unit.ignorables.is_empty(),
            Fact::Ignorable,
            "what stands between two segments",
        );
        let mut forbidden = 0;
        let mut dates = DateForms::default();
        let derived = own::derived(unit, self.habits);
        out.push_str("    <tu");
        if let Some(id) = &unit.id {
            self.escaper.attribute(out, "tuid", &own::tuid(id));
        }
        if let Some(srclang) = self.own_srclang(unit) {
            forbidden += self.escaper.attribute(out, "srclang", srclang);
        }
        if let Some(provenance) = &unit.provenance {
            forbidden += self.write_provenance(out, provenance, &mut dates);
        }
        let attributes = Attributes::of(&unit.properties, &TU_ATTRIBUTES);
        forbidden += attributes.write(self.escaper, out);
        out.push_str(">\n");
        for note in &unit.notes {
            forbidden += self.write_note(out, note, "      ");
        }
        let own = own::unit_properties(unit, &derived);
        let of_notes = own::note_properties(&unit.notes);
        for property in attributes.others().chain(&of_notes).chain(&own) {
            forbidden += self.write_prop(out, property, "      ");
        }
        let mut plan = plan_unit(unit, &mut losses);
        for (index, variant) in unit.variants.iter().enumerate() {
            let context = if index == 0 {
                own::context_properties(unit, &derived)
            } else {
                Vec::new()
            };
            out.push_str("      <tuv");
            self.escaper.attribute(out, "xml:lang", variant.lang.as_str());
            if let Some(provenance) = &variant.provenance {
                forbidden += self.write_provenance(out, provenance, &mut dates);
            }
            let attributes = Attributes::of(&variant.properties, &TUV_ATTRIBUTES);
            forbidden += attributes.write(self.escaper, out);
            out.push('>');
            forbidden += self.write_tuv_content(out, variant, &attributes, &context);
            let mut seg = SegWriter {
                out,
                escaper: self.escaper,
                plan: plan.next_variant(),
                forbidden: 0,
            };
            seg.write_seg(&variant.segment);
            forbidden += seg.forbidden;
            out.push_str("</tuv>\n");
        }
        out.push_str("    </tu>\n");
        say_losses(unit, &mut losses);
        losses.lose_characters(forbidden);
        dates.say(unit, sink);
        if let Some(id) = &unit.id
            && !own::is_tuid(id)
        {
            let given = own::tuid(id);
            let message = format!("`{id}` is no `tuid`; `{given}` stands for it, and the id itself in `x-id`");
            sink.take(
                Diagnostic::new(DiagnosticCode::IdChanged, message)
                    .at(&unit.origin)
                    .of_unit(Some(id)),
            );
        }
    }

    /// The `srclang` of the unit itself: where it names one of its own, or the header's is none of its languages (rule
    /// T4).
    fn own_srclang<'u>(&self, unit: &'u TranslationUnit) -> Option<&'u str> {
        let source = unit.source()?;
        match (&unit.source_language, &self.srclang) {
            (Some(SourceLanguage::Any), _) => Some("*all*"),
            // of a unit that was turned round since, the first language is the source
            (Some(SourceLanguage::Tag(own)), _) if source.lang == *own => Some(own.as_str()),
            (_, SourceLanguage::Any) => None,
            (_, SourceLanguage::Tag(header)) if unit.variant(header).is_some() => None,
            _ => Some(source.lang.as_str()),
        }
    }

    fn write_tuv_content(
        &self,
        out: &mut String,
        variant: &Variant,
        attributes: &Attributes<'_>,
        context: &[Property],
    ) -> usize {
        let of_notes = own::note_properties(&variant.notes);
        let mut properties = attributes.others().chain(&of_notes).chain(context).peekable();
        if variant.notes.is_empty() && properties.peek().is_none() {
            return 0;
        }
        let mut forbidden = 0;
        out.push('\n');
        for note in &variant.notes {
            forbidden += self.write_note(out, note, "        ");
        }
        for property in properties {
            forbidden += self.write_prop(out, property, "        ");
        }
        out.push_str("        ");
        forbidden
    }

    fn write_note(&self, out: &mut String, note: &Note, indent: &str) -> usize {
        out.push_str(indent);
        out.push_str("<note");
        if let Some(lang) = &note.lang {
            self.escaper.attribute(out, "xml:lang", lang.as_str());
        }
        out.push('>');
        let forbidden = self.escaper.text(out, &note.text);
        out.push_str("</note>\n");
        forbidden
    }

    fn write_prop(&self, out: &mut String, property: &Property, indent: &str) -> usize {
        out.push_str(indent);
        out.push_str("<prop");
        let name = if property.name.is_empty() {
            own::UNTYPED
        } else {
            &property.name
        };
        let mut forbidden = self.escaper.attribute(out, "type", name);
        if let Some(lang) = &property.lang {
            self.escaper.attribute(out, "xml:lang", lang.as_str());
        }
        out.push('>');
        forbidden += self.escaper.text(out, &property.value);
        out.push_str("</prop>\n");
        forbidden
    }

    fn write_provenance(&self, out: &mut String, provenance: &Provenance, dates: &mut DateForms) -> usize {
        let moments = [&provenance.created, &provenance.changed, &provenance.last_used];
        dates.look(&moments);
        let [created, changed, last_used] = moments.map(|moment| moment.as_ref().map(Moment::compact));
        let usage_count = provenance.usage_count.map(|count| count.to_string());
        let attributes = [
            ("creationdate", created.as_deref()),
            ("creationid", provenance.created_by.as_deref()),
            ("changedate", changed.as_deref()),
            ("changeid", provenance.changed_by.as_deref()),
            ("lastusagedate", last_used.as_deref()),
            ("usagecount", usage_count.as_deref()),
            ("creationtool", provenance.tool.as_deref()),
            ("creationtoolversion", provenance.tool_version.as_deref()),
        ];
        let mut forbidden = 0;
        for (name, value) in attributes {
            if let Some(value) = value {
                forbidden += self.escaper.attribute(out, name, value);
            }
        }
        forbidden
    }
}

fn say_losses(unit: &TranslationUnit, losses: &mut Losses) {
    losses.lose_if(
        !unit.candidates.is_empty(),
        Fact::Candidate,
        "translations that are only offered",
    );
    losses.lose_if(!unit.extensions.is_empty(), Fact::Extension, "foreign elements");
}

/// Dates whose form readers of TMX may not know (rule T5).
#[derive(Default)]
struct DateForms {
    unusual: Vec<String>,
}

impl DateForms {
    fn look(&mut self, moments: &[&Option<Moment>]) {
        for moment in moments.iter().copied().flatten() {
            if !matches!(moment, Moment::Instant(_)) {
                self.unusual.push(moment.to_compact());
            }
        }
    }

    fn say(&self, unit: &TranslationUnit, sink: &mut dyn Sink) {
        for finding in self.findings("") {
            sink.take(finding.at(&unit.origin).of_unit(unit.id.as_deref()));
        }
    }

    /// What is to be said of dates that stand `somewhere`.
    fn findings(&self, somewhere: &str) -> impl Iterator<Item = Diagnostic> {
        self.unusual.iter().map(move |date| {
            let message = format!("`{date}`{somewhere} is not of the form `YYYYMMDDThhmmssZ` and is written as it is");
            Diagnostic::new(DiagnosticCode::DateForm, message).with_help("some tools read it as no date")
        })
    }
}

/// The attributes of a `tu` that the model has no field for, by the properties that hold them.
const TU_ATTRIBUTES: [(&str, &str); 4] = [
    (own::DATATYPE, "datatype"),
    (own::SEGTYPE, "segtype"),
    (own::ORIGINAL_FORMAT, "o-tmf"),
    (own::ORIGINAL_ENCODING, "o-encoding"),
];

/// The same of a `tuv`.
const TUV_ATTRIBUTES: [(&str, &str); 3] = [
    (own::DATATYPE, "datatype"),
    (own::ORIGINAL_FORMAT, "o-tmf"),
    (own::ORIGINAL_ENCODING, "o-encoding"),
];

/// The properties of an element, those that are attributes in TMX apart.
struct Attributes<'p> {
    properties: &'p [Property],
    /// The place of the property that each attribute is written from.
    written: Vec<(&'static str, usize)>,
}

impl<'p> Attributes<'p> {
    fn of(properties: &'p [Property], known: &[(&'static str, &'static str)]) -> Self {
        let place = |name: &str| properties.iter().position(|property| property.name == name);
        let written = known.iter().filter_map(|(name, attribute)| {
            let place = place(name)?;
            let property = properties.get(place)?;
            let is_word = *name != own::SEGTYPE
                || SegmentType::parse(&property.value).is_some_and(|known| known.as_str() == property.value);
            (property.lang.is_none() && is_word).then_some((*attribute, place))
        });
        Self {
            written: written.collect(),
            properties,
        }
    }

    fn write(&self, escaper: Escaper, out: &mut String) -> usize {
        let mut forbidden = 0;
        for (attribute, place) in &self.written {
            if let Some(property) = self.properties.get(*place) {
                forbidden += escaper.attribute(out, attribute, &property.value);
            }
        }
        forbidden
    }

    /// The properties that are none.
    fn others(&self) -> impl Iterator<Item = &'p Property> {
        let written: Vec<usize> = self.written.iter().map(|(_, place)| *place).collect();
        let others = self.properties.iter().enumerate();
        others.filter_map(move |(place, property)| (!written.contains(&place)).then_some(property))
    }
}
