//! The one list of diagnostic codes and of facts that an output may lose.

use std::fmt;

use super::Severity;

macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $word:literal,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word, in kebab-case or as the standard writes it. Once out, never renamed or reused.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// A kind of fact that an output may be unable to hold; `left_out` of the report counts them.
    Fact {
        /// Native code of an inline code.
        Data => "data",
        /// The type of an inline code.
        Type => "type",
        /// Equivalent text.
        Equiv => "equiv",
        /// Display text.
        Disp => "disp",
        /// The neighbour a code belongs to.
        Assoc => "assoc",
        /// That a code may not be copied.
        CanCopy => "canCopy",
        /// That a code may not be deleted.
        CanDelete => "canDelete",
        /// That a code may not be moved.
        CanReorder => "canReorder",
        /// Whether a pair may overlap another.
        CanOverlap => "canOverlap",
        /// That a code is a copy of another.
        CopyOf => "copyOf",
        /// The direction of a code's text.
        Dir => "dir",
        /// That a pair goes on in another segment of its unit.
        Span => "span",
        /// A flow of text inside a code.
        Sub => "sub",
        /// The type of such a flow.
        SubType => "sub-type",
        /// Where in its code such a flow stands.
        SubPlace => "sub-place",
        /// The data type of such a flow.
        SubDatatype => "sub-datatype",
        /// A whole mark.
        Mark => "mark",
        /// That a code is the same as another one of the unit.
        CodeMatch => "code-match",
        /// Which mark of the source a mark of the target belongs to.
        MarkMatch => "mark-match",
        /// The comment of a mark.
        Comment => "comment",
        /// Whether marked text is to be translated.
        Translate => "translate",
        /// The value of a mark.
        Value => "value",
        /// What a mark refers to.
        Ref => "ref",
        /// Tool data of XLIFF 1.2.
        Ts => "ts",
        /// A check value of XLIFF 1.2.
        Crc => "crc",
        /// A character that XML 1.0 forbids.
        Character => "character",
        /// What stands between two segments of a unit.
        Ignorable => "ignorable",
        /// A third language.
        Variant => "variant",
        /// All inline codes of a segment.
        Codes => "codes",
        /// A note.
        Note => "note",
        /// Who a note is from, its priority, its side or its language.
        NoteDetail => "note-detail",
        /// A property.
        Property => "property",
        /// Who made or changed a unit, when, with what, how often it was used.
        Provenance => "provenance",
        /// The state of a translation.
        State => "state",
        /// What a unit stood beside.
        Context => "context",
        /// A translation that was offered and not taken.
        Candidate => "candidate",
        /// The alignment step and its confidence.
        Bead => "bead",
        /// The id of a unit, where the output has no ids, or its rules for them forbid it.
        Id => "id",
        /// A foreign element.
        Extension => "extension",
        /// A line break, where the output has none.
        LineBreak => "line-break",
        /// A whole unit.
        Unit => "unit",
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What kind of thing a diagnostic reports. Codes are kebab-case, thing first; once out, never renamed or reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DiagnosticCode {
    /// Bytes that don't decode were replaced by U+FFFD.
    BadBytes,
    /// The encoding was not UTF-8, or was guessed.
    Encoding,
    /// The format by content differs from what the extension says.
    FormatDiffers,
    /// A tag was written with `_` for `-`.
    LangUnderscore,
    /// The languages of an input were found by looking at its text.
    LangDetected,
    /// Nothing names a language, and the usual one was assumed.
    LangAssumed,
    /// A unit has none of the languages asked for.
    LangMissing,
    /// A text holds a third language, which is set aside.
    LangThird,
    /// Units of the other direction were turned round.
    DirectionTurned,
    /// Characters that XML 1.0 forbids were cleaned away.
    IllegalCharacter,
    /// A segment has white space at its edge.
    EdgeSpace,
    /// A unit's source or target is empty.
    EmptySegment,
    /// A date has a form that the output's readers may not know, or that can't be compared where dates are asked for.
    DateForm,
    /// One source has several targets.
    Conflict,
    /// A line belongs to no translation.
    Junk,
    /// Text of one side has no counterpart.
    Unaligned,
    /// A line of a dictionary makes no entry and was left out.
    DictionaryLine,
    /// A segmentation rule of the user's said nothing in the rest of a paragraph.
    RuleStopped,
    /// Something in the layout of a raw text was left out: marks of quoted mail, hyphens at line ends, what draws a table or columns.
    Layout,
    /// A record that its file itself has retired was left out: obsolete in PO, deleted in a Wordfast memory.
    Retired,
    /// An escape that the format does not have stays as it stands.
    Escape,
    /// Something about an alignment and how it was read was found out.
    Alignment,
    /// Something about the columns or the separator of a table was found out.
    Table,
    /// A member of a JSON object has a form that can't be used.
    Member,
    /// Inline codes of a segment don't fit together and were repaired.
    CodeRepaired,
    /// A placeholder that became a code has no partner in the other language.
    CodeUnmatched,
    /// An id was changed to fit the rules of the output.
    IdChanged,
    /// The XML is not well-formed at a place after the first such one.
    IllFormed,
    /// What stood behind a break in the file is not read.
    Salvaged,
    /// An `&` that begins no reference is read as text.
    AmpersandBare,
    /// A reference to an entity that is not declared is read as text.
    EntityUnknown,
    /// The encoding that a file declares is not the one it has.
    EncodingDiffers,
    /// Text stands where none may stand, and is not read.
    TextStray,
    /// An element stands where the format has none, and is not read, or read as what it looks like.
    ElementUnknown,
    /// An attribute that the format does not have is not read.
    AttributeUnknown,
    /// An attribute that the format requires is missing.
    AttributeMissing,
    /// The value of an attribute is none that the format allows.
    AttributeValue,
    /// There is no header.
    HeaderMissing,
    /// The version of the format is written in an odd way, or not known.
    VersionOdd,
    /// A namespace is declared that the format does not have.
    NamespaceOdd,
    /// A unit is not valid by its format, and was read as it was meant.
    MarkupRepaired,
    /// Something of a unit is unusual, valid, and kept.
    MarkupKept,
    /// A language tag is not well-formed, or names nothing that is registered.
    LangForm,
    /// A file names no source language.
    SourceUnknown,
    /// Two units have one id.
    IdRepeated,
    /// An id has a form that the format forbids.
    IdForm,
    /// A state is none of the format.
    StateUnknown,
    /// A target without a state is the source again.
    TargetCopied,
    /// A unit is no translation yet.
    Untranslated,
    /// A unit that holds no text for translation is passed over.
    Structure,
    /// Something of an input has no place in a memory and is not carried on.
    NotCarried,
    /// Something refers to what is not there.
    ReferenceBroken,
    /// A tool's own way of writing was recognized.
    ToolHabit,
    /// Something is larger or deeper than this program reads.
    LimitMet,
    /// What a run that was broken off had left beside the output was removed.
    Leftover,
    /// The output can't hold a fact.
    Loss(Fact),
}

impl DiagnosticCode {
    /// The code as it is drawn: `loss-note` for a loss of [`Fact::Note`].
    #[must_use]
    pub fn to_word(self) -> String {
        match self {
            Self::Loss(fact) => format!("loss-{fact}"),
            other => other.plain_word().to_owned(),
        }
    }

    fn plain_word(self) -> &'static str {
        match self {
            Self::BadBytes => "bad-bytes",
            Self::Encoding => "encoding",
            Self::FormatDiffers => "format-differs",
            Self::LangUnderscore => "lang-underscore",
            Self::LangDetected => "lang-detected",
            Self::LangAssumed => "lang-assumed",
            Self::LangMissing => "lang-missing",
            Self::LangThird => "lang-third",
            Self::DirectionTurned => "direction-turned",
            Self::IllegalCharacter => "illegal-character",
            Self::EdgeSpace => "edge-space",
            Self::EmptySegment => "empty-segment",
            Self::DateForm => "date-form",
            Self::Conflict => "conflict",
            Self::Junk => "junk",
            Self::Unaligned => "unaligned",
            Self::DictionaryLine => "dictionary-line",
            Self::RuleStopped => "rule-stopped",
            Self::Layout => "layout",
            Self::Retired => "retired",
            Self::Escape => "escape",
            Self::Alignment => "alignment",
            Self::Table => "table",
            Self::Member => "member",
            Self::CodeRepaired => "code-repaired",
            Self::CodeUnmatched => "code-unmatched",
            Self::IdChanged => "id-changed",
            Self::IllFormed => "ill-formed",
            Self::Salvaged => "salvaged",
            Self::AmpersandBare => "ampersand-bare",
            Self::EntityUnknown => "entity-unknown",
            Self::EncodingDiffers => "encoding-differs",
            Self::TextStray => "text-stray",
            Self::ElementUnknown => "element-unknown",
            Self::AttributeUnknown => "attribute-unknown",
            Self::AttributeMissing => "attribute-missing",
            Self::AttributeValue => "attribute-value",
            Self::HeaderMissing => "header-missing",
            Self::VersionOdd => "version-odd",
            Self::NamespaceOdd => "namespace-odd",
            Self::MarkupRepaired => "markup-repaired",
            Self::MarkupKept => "markup-kept",
            Self::LangForm => "lang-form",
            Self::SourceUnknown => "source-unknown",
            Self::IdRepeated => "id-repeated",
            Self::IdForm => "id-form",
            Self::StateUnknown => "state-unknown",
            Self::TargetCopied => "target-copied",
            Self::Untranslated => "untranslated",
            Self::Structure => "structure",
            Self::NotCarried => "not-carried",
            Self::ReferenceBroken => "reference-broken",
            Self::ToolHabit => "tool-habit",
            Self::LimitMet => "limit-met",
            Self::Leftover => "leftover",
            Self::Loss(_) => "loss",
        }
    }

    /// How much a finding of this code matters, where nothing else is said.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Encoding
            | Self::FormatDiffers
            | Self::LangDetected
            | Self::LangAssumed
            | Self::DirectionTurned
            | Self::EdgeSpace
            | Self::Conflict
            | Self::Junk
            | Self::Unaligned
            | Self::Layout
            | Self::Retired
            | Self::Alignment
            | Self::Table
            | Self::IdChanged
            | Self::MarkupKept
            | Self::Untranslated
            | Self::Structure
            | Self::NotCarried
            | Self::ToolHabit
            | Self::Leftover => Severity::Note,
            Self::IllFormed | Self::Salvaged | Self::LimitMet => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loss(fact) => write!(f, "loss-{fact}"),
            other => f.write_str(other.plain_word()),
        }
    }
}
