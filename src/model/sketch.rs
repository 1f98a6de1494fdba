//! A unit in brief: what it is compared by, and where in its markup all else stands.

mod fill;

use super::{LanguageTag, Origin, RawDialect, Segment, TranslationUnit, put_text, reuse};

/// A unit of two texts, about which there is nothing to say, read just so far that it can be compared with others. [`Sketch::fill`] makes the whole unit of it.
///
/// Most units of a memory are looked at once to be compared, and are written as they were read: that needs no model of
/// them.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    markup: String,
    /// Texts and values in which references stood, resolved.
    resolved: String,
    languages: [LanguageTag; 2],
    texts: [Span; 2],
    /// The texts that have codes, in place of the spans.
    coded: [Option<Segment>; 2],
    id: Option<Span>,
    facts: Vec<Fact>,
    dates: Dates,
    dialect: Option<RawDialect>,
    inherited_source: Option<LanguageTag>,
    piece: Option<u64>,
    origin: Origin,
    /// What the format makes of a unit that says so much, once all is told.
    completes: Option<fn(&mut TranslationUnit)>,
}

/// When a unit and its target were made and changed, in seconds since 1970.
#[derive(Debug, Clone, Copy, Default)]
struct Dates {
    target_changed: Option<i64>,
    target_created: Option<i64>,
    changed: Option<i64>,
    created: Option<i64>,
}

/// A stretch of the markup, or of what was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
    is_resolved: bool,
}

impl Span {
    /// What stands in the markup as it is meant; a unit is smaller than 4 GB.
    pub(crate) fn written(start: usize, end: usize) -> Self {
        Self {
            start: place(start),
            end: place(end),
            is_resolved: false,
        }
    }
}

/// A place in a unit, in bytes.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whom something is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Unit,
    Source,
    Target,
}

/// A text of a sketch.
#[derive(Debug, Clone, Copy)]
pub enum SketchedText<'s> {
    /// One without codes.
    Plain(&'s str),
    /// One with codes.
    Coded(&'s Segment),
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Created,
    CreatedBy,
    Changed,
    ChangedBy,
    LastUsed,
    UsageCount,
    Tool,
    ToolVersion,
    Note,
    /// The value of a property that the format has an attribute for.
    Named(&'static str),
    /// The value of the property whose name stands there.
    Property(Span),
}

impl Said {
    /// The name of the property that it is the value of, where the format has an attribute for that.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}

/// Something said of a unit or a variant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fact {
    of: Of,
    said: Said,
    value: Span,
}

impl Sketch {
    /// Takes everything out, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        reuse::clear(&mut self.resolved);
        reuse::truncate(&mut self.facts, 0);
        self.coded = [None, None];
        self.id = None;
        self.dates = Dates::default();
        self.completes = None;
    }

    /// Has the unit completed by the format, once all is told: it has fields for something that is said.
    pub(crate) fn complete_by(&mut self, completes: fn(&mut TranslationUnit)) {
        self.completes = Some(completes);
    }

    /// Takes the markup that all spans stand in, and which is of `dialect`, in a file that names `inherited_source`.
    pub(crate) fn set_markup(&mut self, markup: &str, dialect: RawDialect, inherited_source: &LanguageTag) {
        reuse::refill(&mut self.markup, markup);
        self.dialect = Some(dialect);
        if self.inherited_source.as_ref() != Some(inherited_source) {
            self.inherited_source = Some(inherited_source.clone());
        }
    }

    /// The languages of source and target: those of the unit before, until others are set.
    pub(crate) fn languages(&self) -> [&LanguageTag; 2] {
        self.languages.each_ref()
    }

    /// Takes the language of the variant of this number, 0 or 1.
    pub(crate) fn set_language(&mut self, number: usize, language: &LanguageTag) {
        // tags are counted references, and many threads counting are slower than one comparing
        if let Some(own) = self.languages.get_mut(number).filter(|own| *own != language) {
            *own = language.clone();
        }
    }

    /// Takes the text of the variant of this number, 0 or 1.
    pub(crate) fn set_text(&mut self, number: usize, text: Span) {
        if let Some(own) = self.texts.get_mut(number) {
            *own = text;
        }
    }

    /// Takes the text of the variant of this number, 0 or 1, which has codes.
    pub(crate) fn set_coded(&mut self, number: usize, text: Segment) {
        if let Some(own) = self.coded.get_mut(number) {
            *own = Some(text);
        }
    }

    /// Whether a text has codes.
    pub(crate) fn is_coded(&self) -> bool {
        self.coded.iter().any(Option::is_some)
    }

    pub(crate) fn set_id(&mut self, id: Span) {
        self.id = Some(id);
    }

    /// Says where it was read, as which of the elements that its document is cut into.
    pub(crate) fn set_place(&mut self, file: &std::sync::Arc<str>, line: u64, column: u64, piece: u64) {
        if self.origin.file.as_ref() != Some(file) {
            self.origin.file = Some(file.clone());
        }
        self.origin.line = line;
        self.origin.column = column;
        self.piece = Some(piece);
    }

    /// Adds something that is said, in the order in which it stands there.
    pub(crate) fn say(&mut self, of: Of, said: Said, value: Span) {
        self.facts.push(Fact { of, said, value });
    }

    /// Takes a date that is said, in seconds since 1970.
    pub(crate) fn date(&mut self, of: Of, said: Said, seconds: i64) {
        let dates = &mut self.dates;
        let place = match (of, said) {
            (Of::Target, Said::Changed) => &mut dates.target_changed,
            (Of::Target, Said::Created) => &mut dates.target_created,
            (Of::Unit, Said::Changed) => &mut dates.changed,
            (Of::Unit, Said::Created) => &mut dates.created,
            _ => return,
        };
        *place = Some(seconds);
    }

    /// Begins a text that is not in the markup as it is meant; [`Sketch::resolve`] adds to it.
    pub(crate) fn resolved(&mut self) -> Span {
        let end = place(self.resolved.len());
        Span {
            start: end,
            end,
            is_resolved: true,
        }
    }

    /// Adds to the text that was begun last.
    pub(crate) fn resolve(&mut self, span: &mut Span, text: &str) {
        self.resolved.push_str(text);
        span.end = place(self.resolved.len());
    }

    /// What stands in `span`, if the markup is `markup`.
    pub(crate) fn text_in<'t>(&'t self, markup: &'t str, span: Span) -> &'t str {
        let whole = if span.is_resolved { &self.resolved } else { markup };
        whole.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn text_of(&self, span: Span) -> &str {
        self.text_in(&self.markup, span)
    }

    /// The language and the text of the source, then of the target.
    #[must_use]
    pub fn variants(&self) -> [(&LanguageTag, SketchedText<'_>); 2] {
        let [source, target] = &self.languages;
        let [source_text, target_text] = self.texts;
        let [coded_source, coded_target] = &self.coded;
        let text = |plain, coded| match coded {
            Some(coded) => SketchedText::Coded(coded),
            None => SketchedText::Plain(self.text_of(plain)),
        };
        [
            (source, text(source_text, coded_source.as_ref())),
            (target, text(target_text, coded_target.as_ref())),
        ]
    }

    /// The id, if the unit has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.map(|id| self.text_of(id))
    }

    /// The markup of the whole unit.
    #[must_use]
    pub fn markup(&self) -> &str {
        &self.markup
    }

    /// When the target, else the whole, was last changed, else made, in seconds since 1970.
    pub(crate) fn last_date(&self) -> Option<i64> {
        let of_target = self.dates.target_changed.or(self.dates.target_created);
        of_target.or(self.dates.changed).or(self.dates.created)
    }

    /// Puts all that is said beside the texts into `bytes`, so that other facts give other bytes; gives whether uses are
    /// counted.
    pub(crate) fn put_facts(&self, bytes: &mut Vec<u8>) -> bool {
        let mut has_count = false;
        for fact in &self.facts {
            let of = match fact.of {
                Of::Unit => b'u',
                Of::Source => b's',
                Of::Target => b't',
            };
            let (said, name) = match fact.said {
                Said::Named(name) => (b'p', name),
                Said::Property(name) => (b'p', self.text_of(name)),
                Said::Note => (b'n', ""),
                Said::Created => (b'c', ""),
                Said::CreatedBy => (b'C', ""),
                Said::Changed => (b'd', ""),
                Said::ChangedBy => (b'D', ""),
                Said::LastUsed => (b'l', ""),
                Said::UsageCount => (b'u', ""),
                Said::Tool => (b't', ""),
                Said::ToolVersion => (b'v', ""),
            };
            let value = self.text_of(fact.value);
            bytes.extend_from_slice(&[of, said]);
            put_text(bytes, value);
            if said == b'p' {
                put_text(bytes, name);
            }
            has_count |= fact.said == Said::UsageCount;
        }
        has_count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_facts_give_other_bytes() {
        let name = |sketch: &mut Sketch, text: &str| {
            let mut span = sketch.resolved();
            sketch.resolve(&mut span, text);
            span
        };
        let mut seen = Vec::new();
        for said in [
            Said::Note,
            Said::CreatedBy,
            Said::ChangedBy,
            Said::Tool,
            Said::ToolVersion,
            Said::Named("note"),
        ] {
            for of in [Of::Unit, Of::Source, Of::Target] {
                let mut sketch = Sketch::default();
                let value = name(&mut sketch, "v");
                sketch.say(of, said, value);
                let mut bytes = Vec::new();
                assert!(!sketch.put_facts(&mut bytes));
                assert!(!seen.contains(&bytes), "{said:?} of {of:?}");
                seen.push(bytes);
            }
        }
        for (name_text, value_text) in [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")] {
            let mut sketch = Sketch::default();
            let (property, value) = (name(&mut sketch, name_text), name(&mut sketch, value_text));
            sketch.say(Of::Unit, Said::Property(property), value);
            let mut bytes = Vec::new();
            sketch.put_facts(&mut bytes);
            assert!(!seen.contains(&bytes), "{name_text}|{value_text}");
            seen.push(bytes);
        }
        for property in ["note", "created by", "tool", ""] {
            let mut sketch = Sketch::default();
            let (property, value) = (name(&mut sketch, property), name(&mut sketch, "v"));
            sketch.say(Of::Unit, Said::Property(property), value);
            let mut bytes = Vec::new();
            sketch.put_facts(&mut bytes);
            let is_named_alike = sketch.text_of(property) == "note";
            assert_eq!(seen.contains(&bytes), is_named_alike);
        }
    }
}
