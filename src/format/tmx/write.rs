//! Writing the document: `header`, `tu`, `tuv`, `note`, `prop`.

use std::borrow::Cow;
use std::io::Write;

use super::inline::{SegWriter, plan_unit};
use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::Escaper;
use crate::format::{Losses, UnitWriter, WriteOptions};
use crate::model::{
    Header, LanguageTag, Moment, Note, PartKind, Property, Provenance, SegmentType, SourceLanguage, TranslationUnit,
    Variant,
};

const TOOL: &str = env!("CARGO_PKG_NAME");
const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");
const FORMAT: &str = "TMX";

/// Writes units as TMX 1.4, Level 2.
pub struct TmxWriter {
    output: Box<dyn Write>,
    renderer: Renderer,
    buffer: String,
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
        let renderer = Renderer {
            srclang,
            escaper: Escaper::new(options.illegal_characters),
        };
        let mut writer = Self {
            output,
            renderer,
            buffer: String::new(),
        };
        writer.renderer.write_header(&mut writer.buffer, &options.header);
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
}

impl UnitWriter for TmxWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        self.renderer.write_tu(&mut self.buffer, unit, sink);
        self.flush_buffer()
    }

    fn finish(mut self: Box<Self>, _sink: &mut dyn Sink) -> Result<()> {
        self.buffer.push_str("  </body>\n</tmx>\n");
        self.flush_buffer()?;
        self.output.flush().map_err(|error| ErrorKind::Write(error).into())
    }
}

/// Renders one unit at a time and remembers nothing between two.
struct Renderer {
    srclang: SourceLanguage,
    escaper: Escaper,
}

impl Renderer {
    fn write_header(&self, out: &mut String, header: &Header) {
        let srclang = match &self.srclang {
            SourceLanguage::Any => "*all*",
            SourceLanguage::Tag(tag) => tag.as_str(),
        };
        let segtype = header.segment_type.unwrap_or(SegmentType::Sentence).as_str();
        let adminlang = header.admin_language.as_ref().map_or("en", LanguageTag::as_str);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header");
        for (name, value) in [
            ("creationtool", TOOL),
            ("creationtoolversion", TOOL_VERSION),
            ("segtype", segtype),
            ("o-tmf", header.original_format.as_deref().unwrap_or(TOOL)),
            ("adminlang", adminlang),
            ("srclang", srclang),
            ("datatype", header.datatype.as_deref().unwrap_or("plaintext")),
        ] {
            self.escaper.attribute(out, name, value);
        }
        let mut dates = DateForms::default();
        self.write_provenance(
            out,
            &Provenance {
                tool: None,
                tool_version: None,
                ..header.provenance.clone()
            },
            &mut dates,
        );
        if header.notes.is_empty() && header.properties.is_empty() {
            out.push_str("/>\n");
        } else {
            out.push_str(">\n");
            for note in &header.notes {
                self.write_note(out, note, "    ");
            }
            for property in &header.properties {
                self.write_prop(out, property, "    ");
            }
            out.push_str("  </header>\n");
        }
        out.push_str("  <body>\n");
    }

    fn write_tu(&self, out: &mut String, unit: &TranslationUnit, sink: &mut dyn Sink) {
        let mut losses = Losses::new(unit, FORMAT, sink);
        if unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable) {
            losses.lose(Fact::Ignorable, "what stands between two segments");
            return;
        }
        losses.lose_if(
            !unit.ignorables.is_empty(),
            Fact::Ignorable,
            "what stands between two segments",
        );
        let mut forbidden = 0;
        let mut dates = DateForms::default();
        out.push_str("    <tu");
        if let Some(id) = &unit.id {
            self.escaper.attribute(out, "tuid", &tuid(id));
        }
        if let Some(srclang) = self.own_srclang(unit) {
            forbidden += self.escaper.attribute(out, "srclang", srclang);
        }
        if let Some(provenance) = &unit.provenance {
            forbidden += self.write_provenance(out, provenance, &mut dates);
        }
        out.push_str(">\n");
        for note in &unit.notes {
            forbidden += self.write_note(out, note, "      ");
        }
        for property in unit.properties.iter().chain(&own_properties(unit)) {
            forbidden += self.write_prop(out, property, "      ");
        }
        let mut plan = plan_unit(unit, &mut losses);
        for (index, variant) in unit.variants.iter().enumerate() {
            let context = if index == 0 {
                context_properties(unit)
            } else {
                Vec::new()
            };
            out.push_str("      <tuv");
            self.escaper.attribute(out, "xml:lang", variant.lang.as_str());
            if let Some(provenance) = &variant.provenance {
                forbidden += self.write_provenance(out, provenance, &mut dates);
            }
            out.push('>');
            forbidden += self.write_tuv_content(out, variant, &context);
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
            && !is_tuid(id)
        {
            let given = tuid(id);
            let message = format!("`{id}` is no `tuid`; `{given}` stands for it, and the id itself in `x-id`");
            sink.take(
                Diagnostic::new(DiagnosticCode::IdChanged, message)
                    .at(&unit.origin)
                    .of_unit(Some(id)),
            );
        }
    }

    /// The `srclang` of the unit itself, where the header's is none of its languages (rule T4).
    fn own_srclang<'u>(&self, unit: &'u TranslationUnit) -> Option<&'u str> {
        match (&unit.source_language, &self.srclang) {
            (_, SourceLanguage::Any) => None,
            (Some(SourceLanguage::Any), _) => Some("*all*"),
            (_, SourceLanguage::Tag(header)) if unit.variant(header).is_some() => None,
            _ => unit.source().map(|source| source.lang.as_str()),
        }
    }

    fn write_tuv_content(&self, out: &mut String, variant: &Variant, context: &[Property]) -> usize {
        if variant.notes.is_empty() && variant.properties.is_empty() && context.is_empty() {
            return 0;
        }
        let mut forbidden = 0;
        out.push('\n');
        for note in &variant.notes {
            forbidden += self.write_note(out, note, "        ");
        }
        for property in variant.properties.iter().chain(context) {
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
        let mut forbidden = self.escaper.attribute(out, "type", &property.name);
        if let Some(lang) = &property.lang {
            self.escaper.attribute(out, "xml:lang", lang.as_str());
        }
        out.push('>');
        forbidden += self.escaper.text(out, &property.value);
        out.push_str("</prop>\n");
        forbidden
    }

    fn write_provenance(&self, out: &mut String, provenance: &Provenance, dates: &mut DateForms) -> usize {
        let moment = |moment: &Option<Moment>| moment.as_ref().map(Moment::to_compact);
        dates.look(&[&provenance.created, &provenance.changed, &provenance.last_used]);
        let attributes = [
            ("creationdate", moment(&provenance.created)),
            ("creationid", provenance.created_by.clone()),
            ("changedate", moment(&provenance.changed)),
            ("changeid", provenance.changed_by.clone()),
            ("lastusagedate", moment(&provenance.last_used)),
            ("usagecount", provenance.usage_count.map(|count| count.to_string())),
            ("creationtool", provenance.tool.clone()),
            ("creationtoolversion", provenance.tool_version.clone()),
        ];
        let mut forbidden = 0;
        for (name, value) in attributes {
            if let Some(value) = value {
                forbidden += self.escaper.attribute(out, name, &value);
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
    let detailed = |note: &Note| note.category.is_some() || note.applies_to.is_some() || note.priority.is_some();
    let mut notes = unit
        .notes
        .iter()
        .chain(unit.variants.iter().flat_map(|variant| &variant.notes));
    losses.lose_if(
        notes.any(detailed),
        Fact::NoteDetail,
        "who a note is from, its side or its priority",
    );
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
        for date in &self.unusual {
            let message = format!("`{date}` is not of the form `YYYYMMDDThhmmssZ` and is written as it is");
            sink.take(
                Diagnostic::new(DiagnosticCode::DateForm, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref())
                    .with_help("some tools read it as no date"),
            );
        }
    }
}

/// What a unit holds beside its properties, and TMX has no attribute for.
fn own_properties(unit: &TranslationUnit) -> Vec<Property> {
    let mut properties = Vec::new();
    if let Some(id) = unit.id.as_deref().filter(|id| !is_tuid(id)) {
        properties.push(Property::new("x-id", id));
    }
    if let Some(state) = &unit.state {
        properties.push(Property::new("x-state", state.as_str()));
    }
    if let Some(key) = unit.context.as_ref().and_then(|context| context.key.as_deref()) {
        properties.push(Property::new("x-context-key", key));
    }
    if let Some(bead) = &unit.bead {
        properties.push(Property::new("x-bead", bead.shape()));
        if let Some(confidence) = bead.confidence {
            properties.push(Property::new("x-confidence", confidence.to_string()));
        }
    }
    properties
}

/// The neighbours, as memoQ and XTM write them: in the source `tuv`, each value an escaped `<seg>`.
fn context_properties(unit: &TranslationUnit) -> Vec<Property> {
    let Some(context) = &unit.context else {
        return Vec::new();
    };
    // what XML forbids is cleaned, and counted, when the whole value is written
    let seg = |text: &str| {
        let marked = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('\r', "&#13;");
        format!("<seg>{marked}</seg>")
    };
    let previous = context
        .previous
        .as_deref()
        .map(|text| Property::new("x-context-pre", seg(text)));
    let next = context
        .next
        .as_deref()
        .map(|text| Property::new("x-context-post", seg(text)));
    previous.into_iter().chain(next).collect()
}

/// Whether an id may stand as `tuid`: it has no white space (TMX 1.4b, `tuid`) and nothing that XML forbids.
fn is_tuid(id: &str) -> bool {
    !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || crate::model::is_illegal(c))
}

/// The id where it may stand, else a hash of it, so that ids which differ stay different.
fn tuid(id: &str) -> Cow<'_, str> {
    if is_tuid(id) {
        return id.into();
    }
    let hash: String = blake3::hash(id.as_bytes()).to_hex().chars().take(32).collect();
    hash.into()
}
