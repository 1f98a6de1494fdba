//! Writing `header`.

use super::{DateForms, Renderer};
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::format::tmx::habits::{is_omegat, is_phrase};
use crate::format::tmx::{copy, own};
use crate::model::{Header, LanguageTag, Property, Provenance, SegmentType, SourceLanguage};

const TOOL: &str = env!("CARGO_PKG_NAME");
const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Stands where only one of a tool's name and version is known.
const UNKNOWN: &str = "unknown";

/// Writes one header: the one that was read, with what must change, or a new one.
pub(super) struct HeaderWriter<'h> {
    header: &'h Header,
    srclang: &'h SourceLanguage,
    /// Whether the tool that the header names is written as the one that made the file.
    keeps_tool: bool,
}

impl<'h> HeaderWriter<'h> {
    pub(super) fn new(header: &'h Header, srclang: &'h SourceLanguage) -> Self {
        let tool = header.provenance.tool.as_deref();
        // OmegaT takes codes in a file of its own for text; and in a file of Phrase braces are codes, as long as its
        // units are copied
        let speaks_falsely = tool.is_some_and(|tool| is_omegat(tool) || (header.raw.is_none() && is_phrase(tool)));
        Self {
            header,
            srclang,
            keeps_tool: !speaks_falsely,
        }
    }

    /// The tool that will be named, where it is another's.
    pub(super) fn tool(&self) -> Option<&'h str> {
        self.header.provenance.tool.as_deref().filter(|_| self.keeps_tool)
    }

    /// Writes it, without anything around it.
    pub(super) fn write(&self, renderer: &Renderer, out: &mut String, said: &mut Vec<Diagnostic>) {
        if let (Some(tool), false) = (&self.header.provenance.tool, self.keeps_tool) {
            let message = format!(
                "`{TOOL}` is written as the tool that made the file, not `{tool}`: readers would take codes for text, or text for codes"
            );
            said.push(Diagnostic::new(DiagnosticCode::NotCarried, message));
        }
        match &self.header.raw {
            Some(raw) => self.copy(raw, out),
            None => self.render(renderer, out, said),
        }
    }

    fn srclang(&self) -> &'h str {
        match self.srclang {
            SourceLanguage::Any => "*all*",
            SourceLanguage::Tag(tag) => tag.as_str(),
        }
    }

    fn copy(&self, raw: &str, out: &mut String) {
        let mut values = Vec::new();
        let is_same_source = match (&self.header.source_language, self.srclang) {
            (Some(own), written) if own == written => true,
            // what was read is only forgotten where the run has settled it; the file may spell the tag in its own way
            (None, SourceLanguage::Tag(tag)) => self.header.languages.first() == Some(tag),
            _ => false,
        };
        if !is_same_source {
            values.push(("srclang", self.srclang()));
        }
        if !self.keeps_tool {
            values.extend([("creationtool", TOOL), ("creationtoolversion", TOOL_VERSION)]);
        }
        out.push_str(&copy::with_attributes(raw, &values));
    }

    fn render(&self, renderer: &Renderer, out: &mut String, said: &mut Vec<Diagnostic>) {
        let header = self.header;
        let (tool, version) = match (&header.provenance.tool, &header.provenance.tool_version) {
            (None, None) => (TOOL, TOOL_VERSION),
            _ if !self.keeps_tool => (TOOL, TOOL_VERSION),
            (tool, version) => (
                tool.as_deref().unwrap_or(UNKNOWN),
                version.as_deref().unwrap_or(UNKNOWN),
            ),
        };
        let segtype = header.segment_type.unwrap_or(SegmentType::Sentence).as_str();
        let adminlang = header.admin_language.as_ref().map_or("en", LanguageTag::as_str);
        out.push_str("<header");
        for (name, value) in [
            ("creationtool", tool),
            ("creationtoolversion", version),
            ("segtype", segtype),
            ("o-tmf", header.original_format.as_deref().unwrap_or(TOOL)),
            ("adminlang", adminlang),
            ("srclang", self.srclang()),
            ("datatype", header.datatype.as_deref().unwrap_or("plaintext")),
        ] {
            renderer.escaper.attribute(out, name, value);
        }
        let is_encoding = |property: &&Property| property.name == own::ORIGINAL_ENCODING && property.lang.is_none();
        let encoding = header.properties.iter().find(is_encoding);
        if let Some(encoding) = encoding {
            renderer.escaper.attribute(out, "o-encoding", &encoding.value);
        }
        let dated = Provenance {
            tool: None,
            tool_version: None,
            // these a header does not have
            last_used: None,
            usage_count: None,
            ..header.provenance.clone()
        };
        let mut forms = DateForms::default();
        renderer.write_provenance(out, &dated, &mut forms);
        said.extend(forms.findings(" in the header"));
        let of_notes = own::note_properties(&header.notes);
        let others = header
            .properties
            .iter()
            .filter(|property| encoding.is_none_or(|encoding| !std::ptr::eq(encoding, *property)));
        let mut properties = others.chain(&of_notes).peekable();
        if header.notes.is_empty() && properties.peek().is_none() {
            out.push_str("/>");
            return;
        }
        out.push_str(">\n");
        for note in &header.notes {
            renderer.write_note(out, note, "    ");
        }
        for property in properties {
            renderer.write_prop(out, property, "    ");
        }
        out.push_str("  </header>");
    }
}
