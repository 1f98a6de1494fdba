//! What the header of a catalogue says of all its messages.

use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::message::Message;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::format::ReadOptions;
use crate::model::{Header, LanguageTag, Moment, Note, Property, SegmentType, SourceLanguage};

/// What a header that nobody has filled in says for the encoding.
const NO_CHARSET: &str = "CHARSET";

/// The encoding that the header in `peek`, the first bytes of a catalogue, declares.
pub(in crate::format) fn declared_encoding(peek: &[u8]) -> Option<&'static Encoding> {
    let label = charset(&String::from_utf8_lossy(peek))?.to_owned();
    let encoding = Encoding::for_label(label.as_bytes())?;
    // whoever could read this far does not read UTF-16
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

fn charset(text: &str) -> Option<&str> {
    const NAME: &str = "charset=";
    let at = text.find(NAME)? + NAME.len();
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:+".contains(c))?;
    rest.get(..end)
        .filter(|label| !label.is_empty() && *label != NO_CHARSET)
}

/// What every unit needs to know, and what the header says besides.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) source: SideLanguage,
    /// Without language where nothing names one.
    pub(super) target: SideLanguage,
    fields: Vec<(String, String)>,
}

/// The language of one side, with the header's spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct SideLanguage {
    pub(super) lang: Option<LanguageTag>,
    pub(super) spelling: Option<Box<str>>,
}

impl Facts {
    /// Reads the header, and says what had to be assumed.
    pub(super) fn find(header: Option<&Message>, options: &ReadOptions, file: &Arc<str>, sink: &mut dyn Sink) -> Self {
        let fields = header.map(fields).unwrap_or_default();
        let line = header.map_or(0, |header| header.line);
        let mut say = |code: DiagnosticCode, message: String, help: &str| {
            let mut said = Diagnostic::new(code, message).in_file(file).with_help(help);
            said.line = line;
            sink.take(said);
        };
        let value = |name: &str| {
            let field = fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            field.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        };
        if let Some(label) = value("Content-Type").and_then(|value| charset(&format!("{value}\n")).map(str::to_owned))
            && Encoding::for_label(label.as_bytes()).is_none()
        {
            let message = format!("the header declares the encoding `{label}`, which is not known");
            say(
                DiagnosticCode::Encoding,
                message,
                "say `--encoding` if the text comes out wrong",
            );
        }
        let mut side = |name: &str, asked_for: &Option<LanguageTag>| {
            let code = value(name);
            let Some((lang, is_shortened)) = code.and_then(language) else {
                if let Some(code) = code {
                    let message = format!("`{code}` of the header's `{name}` is no language");
                    say(DiagnosticCode::LangForm, message, "give -s and -t");
                }
                return SideLanguage {
                    lang: asked_for.clone(),
                    spelling: None,
                };
            };
            let code = code.unwrap_or_default();
            if is_shortened {
                let message = format!("`{code}` of the header's `{name}` is read as `{lang}`");
                say(DiagnosticCode::LangForm, message, "name another with -s or -t");
            }
            SideLanguage {
                spelling: (code != lang.as_str()).then(|| code.into()),
                lang: Some(lang),
            }
        };
        let mut source = side("X-Source-Language", &options.source_lang);
        let target = side("Language", &options.target_lang);
        if source.lang.is_none() {
            source.lang = LanguageTag::parse("en").ok();
            let message = "nothing names the source language, which is taken to be `en`".to_owned();
            say(DiagnosticCode::LangAssumed, message, "name another with -s");
        }
        Self { source, target, fields }
    }

    /// The same for all formats; comments of the header's message are notes on the file.
    pub(super) fn to_header(&self, message: Option<&Message>) -> Header {
        let mut header = Header {
            source_language: self.source.lang.clone().map(SourceLanguage::Tag),
            languages: self.source.lang.iter().chain(&self.target.lang).cloned().collect(),
            segment_type: Some(SegmentType::Block),
            original_format: Some("PO".to_owned()),
            ..Header::default()
        };
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.is_empty()) {
            let moment = || Some(Moment::parse(value)).filter(|moment| matches!(moment, Moment::Instant(_)));
            let provenance = &mut header.provenance;
            match name.to_ascii_lowercase().as_str() {
                "language" | "x-source-language" | "mime-version" | "content-type" | "content-transfer-encoding" => {}
                "pot-creation-date" if moment().is_some() => provenance.created = moment(),
                "po-revision-date" if moment().is_some() => provenance.changed = moment(),
                "last-translator" => provenance.changed_by = Some(value.clone()),
                name => {
                    let name = format!("x-{}", name.strip_prefix("x-").unwrap_or(name));
                    header.properties.push(Property::new(name, value.as_str()));
                }
            }
        }
        let comments = message.map(|message| message.translator_comments.join("\n"));
        header
            .notes
            .extend(comments.filter(|text| !text.trim().is_empty()).map(Note::new));
        header
    }
}

/// The fields of the header, in order. A line that is no field goes on with the field before it.
fn fields(header: &Message) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.strings.first().map(String::as_str).unwrap_or_default().lines() {
        let named = line.split_once(':');
        match (
            named.filter(|(name, _)| !name.is_empty() && !name.contains(' ')),
            fields.last_mut(),
        ) {
            (Some((name, value)), _) => fields.push((name.to_owned(), value.trim().to_owned())),
            (None, Some((_, value))) if !line.trim().is_empty() => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {}
        }
    }
    fields
}

/// The tag of a locale's name (`ll_CC.charset@modifier`), and whether something of it had to go.
///
/// Scripts as modifiers are those of gettext's manual ("Locale Names") and of glibc.
fn language(code: &str) -> Option<(LanguageTag, bool)> {
    if code == "C" {
        return Some((LanguageTag::parse("en").ok()?, false));
    }
    let (name, modifier) = code.split_once('@').unwrap_or((code, ""));
    let name = name.split('.').next()?.replace('_', "-");
    let with_script = |script: &str| match name.split_once('-') {
        Some((language, rest)) => format!("{language}-{script}-{rest}"),
        None => format!("{name}-{script}"),
    };
    let (tag, is_shortened) = match modifier.to_ascii_lowercase().as_str() {
        "" | "euro" => (name, false),
        "latin" | "latn" => (with_script("Latn"), false),
        "cyrillic" | "cyrl" => (with_script("Cyrl"), false),
        "arabic" | "arab" => (with_script("Arab"), false),
        "devanagari" | "deva" => (with_script("Deva"), false),
        "valencia" | "ijekavian" => (
            format!(
                "{name}-{}",
                modifier.to_ascii_lowercase().replace("ijekavian", "ijekavsk")
            ),
            false,
        ),
        _ => (name, true),
    };
    Some((LanguageTag::parse(&tag).ok()?, is_shortened))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_locales_are_read_as_tags() {
        let tag = |code: &str| language(code).map(|(tag, is_shortened)| (tag.to_string(), is_shortened));
        for (code, expected) in [
            ("pt_BR", "pt-BR"),
            ("sr@latin", "sr-Latn"),
            ("sr_RS@latin", "sr-Latn-RS"),
            ("ca@valencia", "ca-valencia"),
            ("sr@ijekavian", "sr-ijekavsk"),
            ("zh_Hant_TW", "zh-Hant-TW"),
            ("de_DE.UTF-8@euro", "de-DE"),
            ("C", "en"),
        ] {
            assert_eq!(tag(code), Some((expected.to_owned(), false)), "{code}");
        }
        assert_eq!(tag("en@quot"), Some(("en".to_owned(), true)));
        assert_eq!(tag("Language team"), None);
    }

    #[test]
    fn the_encoding_is_the_one_that_is_declared() {
        let declared = |text: &str| declared_encoding(text.as_bytes()).map(Encoding::name);
        assert_eq!(
            declared("\"Content-Type: text/plain; charset=ISO-8859-2\\n\"\n"),
            Some("ISO-8859-2")
        );
        assert_eq!(declared("\"Content-Type: text/plain; charset=CHARSET\\n\"\n"), None);
        assert_eq!(declared("\"Content-Type: text/plain; charset=UTF-16\\n\"\n"), None);
        assert_eq!(declared("msgid \"\"\n"), None);
    }
}
