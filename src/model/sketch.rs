//! A unit in brief: what it is compared by, and where in its markup all else stands.

mod facts;
mod fill;

pub(crate) use facts::tell_facts;

use std::ops::Range;

use super::{Account, LanguageTag, Origin, RawDialect, Segment, TranslationUnit, reuse};

/// A unit of two texts, about which there is nothing to say, read just so far that it can be compared with others.
/// [`Sketch::fill`] makes the whole unit of it.
///
/// Most units of a memory are looked at once to be compared, and are written as they were read: that needs no model of
/// them.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    markup: String,
    /// Texts and values in which references stood, resolved.
    resolved: String,
    tongue: Tongue,
    texts: [Span; 2],
    /// The texts that have codes, in place of the spans.
    coded: [Option<Segment>; 2],
    id: Option<Span>,
    facts: Vec<Fact>,
    dates: Dates,
    /// The texts before the unit and behind it, where it is said by none of the facts.
    neighbours: Neighbours,
    dialect: Option<RawDialect>,
    inherited_source: Option<LanguageTag>,
    piece: Option<u64>,
    origin: Origin,
    /// What the format makes of a unit that says so much, once all is told.
    completes: Option<fn(&mut TranslationUnit)>,
}

/// The languages of a unit, as its markup names them: the same in all units of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// Those of source and target.
    languages: [LanguageTag; 2],
    /// How they are spelt, where that differs.
    spellings: [Option<Box<str>>; 2],
    /// Whether the unit itself names its source.
    names_source: bool,
    /// Whether they are named as they should not be, so that the markup can't be written as it stands.
    is_mended: bool,
}

/// When a unit and its target were made and changed, in seconds since 1970.
#[derive(Debug, Clone, Copy, Default)]
struct Dates {
    target_changed: Option<i64>,
    target_created: Option<i64>,
    changed: Option<i64>,
    created: Option<i64>,
}

/// The texts beside a unit.
#[derive(Debug, Clone, Copy, Default)]
struct Neighbours {
    previous: Option<Span>,
    next: Option<Span>,
}

/// A text beside a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Neighbour {
    Previous,
    Next,
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
    /// Takes everything out but the languages, and keeps the memory, but that of texts with codes.
    pub(crate) fn clear(&mut self) {
        reuse::clear(&mut self.resolved);
        reuse::truncate(&mut self.facts, 0);
        self.coded = [None, None];
        self.id = None;
        self.dates = Dates::default();
        self.neighbours = Neighbours::default();
        self.completes = None;
    }

    /// Has the unit completed by the format, once all is told: it has fields for something that is said, which is neither
    /// note nor property nor provenance.
    pub(crate) fn complete_by(&mut self, completes: fn(&mut TranslationUnit)) {
        self.completes = Some(completes);
    }

    /// Takes the markup that all spans stand in, and which is of `dialect`, in a file that names `inherited_source`.
    pub(crate) fn set_markup(&mut self, markup: &str, dialect: RawDialect, inherited_source: Option<&LanguageTag>) {
        reuse::refill(&mut self.markup, markup);
        self.dialect = Some(dialect);
        let inherited_source = inherited_source.filter(|_| !self.tongue.names_source);
        if self.inherited_source.as_ref() != inherited_source {
            self.inherited_source = inherited_source.cloned();
        }
    }

    /// The languages are not named as they should be: the markup can't be written as it stands.
    pub(crate) fn set_mended(&mut self) {
        self.tongue.is_mended = true;
    }

    /// Whether the markup can't be written as it stands.
    pub(crate) fn is_mended(&self) -> bool {
        self.tongue.is_mended
    }

    /// Begins with languages that are named as they should be, and of which none is said to be that of the source.
    pub(crate) fn begin_tongue(&mut self) {
        self.tongue.names_source = false;
        self.tongue.is_mended = false;
    }

    /// The languages, to be taken by other sketches.
    pub(crate) fn tongue(&self) -> &Tongue {
        &self.tongue
    }

    /// Takes the languages of another sketch.
    pub(crate) fn set_tongue(&mut self, tongue: &Tongue) {
        if self.tongue != *tongue {
            self.tongue.clone_from(tongue);
        }
    }

    /// The unit itself says that the language of its first text is that of its source.
    pub(crate) fn set_names_source(&mut self) {
        self.tongue.names_source = true;
    }

    /// Whether the unit itself names its source.
    pub(crate) fn names_source(&self) -> bool {
        self.tongue.names_source
    }

    /// The languages of source and target: those of the unit before, until others are set.
    pub(crate) fn languages(&self) -> [&LanguageTag; 2] {
        self.tongue.languages.each_ref()
    }

    /// Takes the language of the variant of this number, 0 or 1, and how it is spelt, if that differs.
    pub(crate) fn set_language(&mut self, number: usize, language: &LanguageTag, spelling: Option<&str>) {
        if let Some(own) = self.tongue.languages.get_mut(number) {
            own.become_tag(language);
        }
        if let Some(own) = self
            .tongue
            .spellings
            .get_mut(number)
            .filter(|own| own.as_deref() != spelling)
        {
            *own = spelling.map(Box::from);
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

    /// Takes the text of a neighbour.
    pub(crate) fn set_neighbour(&mut self, neighbour: Neighbour, text: Span) {
        let place = match neighbour {
            Neighbour::Previous => &mut self.neighbours.previous,
            Neighbour::Next => &mut self.neighbours.next,
        };
        *place = Some(text);
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
        let [source, target] = &self.tongue.languages;
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

    /// Where the text of the source stands in the markup, if it stands there as it is meant.
    pub(crate) fn written_source(&self) -> Option<Range<usize>> {
        let ([source, _], [coded, _]) = (self.texts, &self.coded);
        let is_written = !source.is_resolved && coded.is_none();
        is_written.then_some(source.start as usize..source.end as usize)
    }

    /// The text of the source, without codes.
    pub(crate) fn source(&self) -> &str {
        let [(_, source), _] = self.variants();
        match source {
            SketchedText::Plain(text) => text,
            SketchedText::Coded(text) => text.text(),
        }
    }

    /// What may be told of the unit later, and these facts, which [`Sketch::put_facts`] has put there.
    pub(crate) fn account<'s>(&'s self, facts: &'s [u8]) -> Account<'s> {
        Account {
            source: self.source(),
            facts,
            file: self.origin.file.as_deref(),
            line: self.origin.line,
            column: self.origin.column,
        }
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
}
