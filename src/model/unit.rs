//! The translation unit and its variants.

mod memory;
mod turning;

pub(crate) use memory::Refill;

use serde::{Deserialize, Serialize};

use super::{Bead, LanguageTag, Note, Origin, Property, Provenance, Segment, SourceLanguage, State};

/// The text of one language, with what is said of it alone (TMX `tuv`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Variant {
    /// Its language.
    pub lang: LanguageTag,
    /// The tag as the file spells it, where that differs.
    pub spelling: Option<Box<str>>,
    /// Its text.
    pub segment: Segment,
    /// Notes on this variant.
    pub notes: Vec<Note>,
    /// Properties of this variant.
    pub properties: Vec<Property>,
    /// Who made this variant, when, with what; boxed, since most have none.
    pub provenance: Option<Box<Provenance>>,
}

/// Moves what stands at `place` to the front.
pub(crate) fn to_front<T>(list: &mut [T], place: usize) {
    if let Some(front) = list.get_mut(..=place) {
        front.rotate_right(1);
    }
}

/// Orders variants by their languages; those of one language stay in the order in which they come.
pub(crate) fn sort_by_language(variants: &mut [&Variant]) {
    variants.sort_by(|a, b| a.lang.cmp(&b.lang));
}

impl Variant {
    /// A variant of `lang` with `segment`.
    #[must_use]
    pub fn new(lang: LanguageTag, segment: impl Into<Segment>) -> Self {
        Self {
            lang,
            spelling: None,
            segment: segment.into(),
            notes: Vec::new(),
            properties: Vec::new(),
            provenance: None,
        }
    }
}

/// Texts and names beside which a unit stood (`prev`, `next` and `id` of CAT tools).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Context {
    /// The source text before it.
    pub previous: Option<String>,
    /// The source text after it.
    pub next: Option<String>,
    /// The key it has in its document.
    pub key: Option<String>,
}

/// A translation that the input offers without having taken it (XLIFF 1.2 `alt-trans`, XLIFF 2 `mtc:match`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The source it was made for; the unit's own where absent.
    pub source: Option<Segment>,
    /// The translation offered.
    pub target: Segment,
    /// How like the sources are, in hundredths of a percent as written, 0 to 100.
    pub similarity: Option<f64>,
    /// How good the translation is, 0 to 100.
    pub quality: Option<f64>,
    /// Where it comes from.
    pub origin: Option<String>,
    /// What it is: `tm`, `mt`, `icm`, … (XLIFF 2 `type`), or `alttranstype` of XLIFF 1.2.
    pub candidate_type: Option<String>,
}

/// Whether a unit is a segment of its XLIFF unit or what stands between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A segment.
    Segment,
    /// White space or codes between segments (XLIFF 2 `ignorable`).
    Ignorable,
}

/// The XLIFF unit that a translation unit was one segment of. Parts of one unit follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The id of the whole unit.
    pub of: String,
    /// Segment or ignorable.
    pub kind: PartKind,
}

/// What stands beside a segment in its XLIFF unit and is none itself: white space or codes (XLIFF 2 `ignorable`; XLIFF 1.2
/// what lies between two `mrk` of type `seg`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ignorable {
    /// Before the segment or after it.
    pub place: Beside,
    /// What stands there in the source.
    pub source: Segment,
    /// What stands there in the target, if that has the place.
    pub target: Option<Segment>,
    /// The place of the target among those of its XLIFF unit, from 1, where that is not the place of the source (XLIFF 2 `order`).
    pub order: Option<usize>,
}

/// On which side of a segment something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beside {
    /// Before it.
    Before,
    /// After it.
    #[default]
    After,
}

/// What a unit is to a memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// A unit: text in several languages.
    #[default]
    Unit,
    /// Text of one side that has no counterpart: a null bead, or a row with one empty cell.
    Unaligned,
    /// Text that belongs to no translation, and the reason, in kebab-case (`navigation`).
    Junk(String),
}

/// An element or attribute of another namespace, kept as read and written back by the same family.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension {
    /// Its namespace.
    pub namespace: String,
    /// The markup, with every namespace that it needs declared.
    pub markup: String,
}

/// Why a unit is no translation yet, as its file says it. Such units enter a memory only where they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Untranslated {
    /// It has no target at all.
    NoTarget,
    /// Its target is empty.
    EmptyTarget,
    /// Its source is empty.
    EmptySource,
    /// Its state, or the tool's own word for it, says so: new, draft, to be reviewed.
    State,
    /// A reviewer has rejected it.
    Rejected,
    /// It is no text: the header of a catalogue, a format key.
    NoText,
    /// Its target is its source again, and nobody has signed it off.
    SourceCopy,
}

impl Untranslated {
    /// The reason in words, as messages show it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoTarget => "it has no target",
            Self::EmptyTarget => "its target is empty",
            Self::EmptySource => "its source is empty",
            Self::State => "its state says so",
            Self::Rejected => "it was rejected",
            Self::NoText => "it is no text",
            Self::SourceCopy => "its target is the source again",
        }
    }

    /// The reason in kebab-case, as reports count it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTarget => "no-target",
            Self::EmptyTarget => "empty-target",
            Self::EmptySource => "empty-source",
            Self::State => "state",
            Self::Rejected => "rejected",
            Self::NoText => "no-text",
            Self::SourceCopy => "source-copy",
        }
    }

    /// Reads what [`Untranslated::word`] gives.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::NoTarget,
            Self::EmptyTarget,
            Self::EmptySource,
            Self::State,
            Self::Rejected,
            Self::NoText,
            Self::SourceCopy,
        ]
        .into_iter()
        .find(|known| known.word() == word)
    }
}

/// The markup that a unit was read from, to be written again byte for byte.
///
/// A unit bears it only as long as it says the very same: whoever changes a unit calls [`TranslationUnit::touch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The format that it is valid in, and nothing but it.
    pub dialect: RawDialect,
    /// The element, from `<` to `>`, as it was read; of one that holds several units, the first bears it.
    pub markup: String,
    /// Which of the units in the element it is, from 1.
    pub number: u32,
    /// How many units the element holds. It can be copied only where all of them go out together.
    pub count: u32,
    /// The language that it takes to be its source because the file says so, where it names none itself.
    pub inherited_source: Option<LanguageTag>,
    /// The number of the element among those that its document is cut into, where it is written plainly and the unit is
    /// all that stands in it: by it the markup can be found once more without parsing.
    pub(crate) piece: Option<u64>,
}

impl Raw {
    /// The markup of an element that is one unit, or of the `number`-th of `count` units in it.
    #[must_use]
    pub fn new(dialect: RawDialect, markup: &str, number: u32, count: u32) -> Self {
        Self {
            dialect,
            markup: if number > 1 { "" } else { markup }.into(),
            number,
            count,
            inherited_source: None,
            piece: None,
        }
    }
}

/// What a raw unit can be copied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawDialect {
    /// TMX 1.4.
    Tmx14,
    /// XLIFF 1.2, strict.
    Xliff12,
    /// XLIFF 2.0 or 2.1, which share a namespace.
    Xliff20,
    /// XLIFF 2.2.
    Xliff22,
}

/// One entry of a memory: the same text in several languages, with all that is known of it (TMX `tu`).
///
/// Source and target are roles: after the languages of a run are settled, the source is the first variant and, in a
/// bilingual run, the target the second.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TranslationUnit {
    /// Its id, as the input gave it, or as it was derived from the content.
    pub id: Option<String>,
    /// Its texts, one a language, in file order.
    pub variants: Vec<Variant>,
    /// The source language, where the unit names one of its own.
    pub source_language: Option<SourceLanguage>,
    /// Unit, unaligned text, or junk.
    pub standing: Standing,
    /// Notes on the unit.
    pub notes: Vec<Note>,
    /// Properties of the unit.
    pub properties: Vec<Property>,
    /// Who made the unit, when, with what; boxed, since most have none.
    pub provenance: Option<Box<Provenance>>,
    /// How far its translation has come.
    pub state: Option<State>,
    /// Why it is no translation yet, if it is none.
    pub untranslated: Option<Untranslated>,
    /// What it stood beside.
    pub context: Option<Box<Context>>,
    /// Translations offered but not taken.
    pub candidates: Vec<Candidate>,
    /// The alignment step it came from.
    pub bead: Option<Box<Bead>>,
    /// The XLIFF unit it was a segment of.
    pub part: Option<Box<Part>>,
    /// What stood beside it in that unit and is no segment, in file order.
    pub ignorables: Vec<Ignorable>,
    /// Foreign elements.
    pub extensions: Vec<Extension>,
    /// The markup it was read from, as long as nothing has changed it.
    pub raw: Option<Box<Raw>>,
    /// Where it was read.
    pub origin: Origin,
}

impl TranslationUnit {
    /// A unit of two languages.
    #[must_use]
    pub fn bilingual(source: Variant, target: Variant) -> Self {
        Self {
            variants: vec![source, target],
            ..Self::default()
        }
    }

    /// Says that the unit is no longer what it was read as: it will be rendered anew.
    pub fn touch(&mut self) {
        self.raw = None;
    }

    /// Whether it is what stands between two segments, and no unit of a memory.
    #[must_use]
    pub fn is_ignorable(&self) -> bool {
        self.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable)
    }

    /// The first variant: the source, once the languages of a run are settled.
    #[must_use]
    pub fn source(&self) -> Option<&Variant> {
        self.variants.first()
    }

    /// The second variant: the target of a bilingual unit.
    #[must_use]
    pub fn target(&self) -> Option<&Variant> {
        self.variants.get(1)
    }

    /// The variant of exactly this tag.
    #[must_use]
    pub fn variant(&self, lang: &LanguageTag) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.lang == *lang)
    }

    /// The unit's provenance, made if it has none.
    pub fn provenance_mut(&mut self) -> &mut Provenance {
        self.provenance.get_or_insert_default()
    }
}
