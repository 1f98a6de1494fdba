//! The words that options take, and what they mean to the library.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use tmforge::OnLoss;
use tmforge::diag::Severity;
use tmforge::diff::Aspect;
use tmforge::format::{Format, InlineCodes, Segmentation, TsvEscapes};
use tmforge::io::OnBadBytes;
use tmforge::model::IllegalCharacters;
use tmforge::stage::{Conflicts, Ignore, Keep, Normalization, Trim};

/// Words and their meanings, the default first.
pub(crate) type Choices<T> = &'static [(&'static str, T)];

/// A parser of one of `choices`, which shells can complete.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(choices: Choices<T>) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(choices.iter().map(|(word, _)| *word)).try_map(move |word| {
        choices
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, meaning)| *meaning)
            .ok_or("no such word")
    })
}

/// How findings are drawn on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageFormat {
    Human,
    Json,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProgressWord {
    Auto,
    Off,
    Log,
}

/// The word for what makes two units the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DedupWord {
    Exact,
    Normalized,
    Source,
    Off,
}

pub(crate) const FORMATS: Choices<Format> = &[
    ("tmx", Format::Tmx),
    ("xliff-1.2", Format::Xliff12),
    ("xliff-2.0", Format::Xliff20),
    ("xliff-2.1", Format::Xliff21),
    ("xliff-2.2", Format::Xliff22),
    ("tsv", Format::Tsv),
    ("csv", Format::Csv),
    ("jsonl", Format::Jsonl),
    ("text", Format::Text),
    ("lines", Format::Lines),
    ("wordfast", Format::Wordfast),
    ("po", Format::Po),
    ("xces", Format::Xces),
    ("hunalign", Format::Hunalign),
    ("ladder", Format::Ladder),
    ("vecalign", Format::Vecalign),
    ("bertalign", Format::Bertalign),
    ("champollion", Format::Champollion),
];
pub(crate) const XLIFF_VERSIONS: Choices<Format> = &[
    ("1.2", Format::Xliff12),
    ("2.0", Format::Xliff20),
    ("2.1", Format::Xliff21),
    ("2.2", Format::Xliff22),
];
pub(crate) const ILLEGAL_CHARACTERS: Choices<IllegalCharacters> = &[
    ("clean", IllegalCharacters::Clean),
    ("space", IllegalCharacters::Space),
    ("refuse", IllegalCharacters::Refuse),
];
pub(crate) const ON_BAD_BYTES: Choices<OnBadBytes> =
    &[("refuse", OnBadBytes::Refuse), ("replace", OnBadBytes::Replace)];
pub(crate) const TRIM: Choices<Trim> = &[("auto", Trim::Auto), ("on", Trim::On), ("off", Trim::Off)];
pub(crate) const NORMALIZE: Choices<Normalization> = &[("off", Normalization::Off), ("nfc", Normalization::Nfc)];
pub(crate) const SEGMENT: Choices<Segmentation> = &[
    ("sentence", Segmentation::Sentence),
    ("line", Segmentation::Line),
    ("paragraph", Segmentation::Paragraph),
];
pub(crate) const ON_LOSS: Choices<OnLoss> = &[("warn", OnLoss::Warn), ("refuse", OnLoss::Refuse)];
pub(crate) const INLINE: Choices<InlineCodes> = &[("drop", InlineCodes::Drop), ("show", InlineCodes::Show)];
pub(crate) const TSV_ESCAPES: Choices<TsvEscapes> = &[
    ("detect", TsvEscapes::Detect),
    ("on", TsvEscapes::On),
    ("off", TsvEscapes::Off),
];
pub(crate) const DEDUP: Choices<DedupWord> = &[
    ("exact", DedupWord::Exact),
    ("normalized", DedupWord::Normalized),
    ("source", DedupWord::Source),
    ("off", DedupWord::Off),
];
pub(crate) const IGNORE: Choices<Ignore> = &[
    ("case", Ignore::Case),
    ("space", Ignore::Space),
    ("width", Ignore::Width),
    ("punctuation", Ignore::Punctuation),
    ("tags", Ignore::Tags),
    ("numbers", Ignore::Numbers),
];
pub(crate) const KEEP: Choices<Keep> = &[
    ("first", Keep::First),
    ("last", Keep::Last),
    ("newest", Keep::Newest),
    ("oldest", Keep::Oldest),
    ("frequent", Keep::Frequent),
];
pub(crate) const CONFLICTS: Choices<Conflicts> = &[
    ("keep", Conflicts::Keep),
    ("first", Conflicts::Choose(Keep::First)),
    ("last", Conflicts::Choose(Keep::Last)),
    ("newest", Conflicts::Choose(Keep::Newest)),
    ("oldest", Conflicts::Choose(Keep::Oldest)),
    ("frequent", Conflicts::Choose(Keep::Frequent)),
    ("fail", Conflicts::Fail),
];
pub(crate) const ASPECTS: Choices<Aspect> = &[
    ("text", Aspect::Text),
    ("codes", Aspect::Codes),
    ("notes", Aspect::Notes),
    ("properties", Aspect::Properties),
    ("state", Aspect::State),
    ("provenance", Aspect::Provenance),
    ("context", Aspect::Context),
    ("candidates", Aspect::Candidates),
    ("beads", Aspect::Beads),
    ("extensions", Aspect::Extensions),
    ("ids", Aspect::Ids),
];
pub(crate) const DENY: Choices<Severity> = &[
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("note", Severity::Note),
];
pub(crate) const MESSAGE_FORMAT: Choices<MessageFormat> =
    &[("human", MessageFormat::Human), ("json", MessageFormat::Json)];
pub(crate) const COLOR: Choices<Color> = &[
    ("auto", Color::Auto),
    ("always", Color::Always),
    ("never", Color::Never),
];
pub(crate) const PROGRESS: Choices<ProgressWord> = &[
    ("auto", ProgressWord::Auto),
    ("off", ProgressWord::Off),
    ("log", ProgressWord::Log),
];
