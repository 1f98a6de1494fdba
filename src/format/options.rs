//! What readers and writers can be told.

use std::sync::Arc;

use super::Format;
pub use crate::align::Segmentation;
use crate::align::{Furniture, Lexicon, SrxRules};
use crate::io::Threads;
use crate::io::{ByteCount, OnBadBytes};
use crate::model::{Header, IllegalCharacters, LanguageTag, RawDialect};

/// What becomes of inline codes in outputs that have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InlineCodes {
    /// They are left out.
    #[default]
    Drop,
    /// Their native code stands in the text, or `{1}` and `{1>…<1}` where there is none.
    Show,
}

/// Whether the escapes of a TSV file are undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TsvEscapes {
    /// Only where the header row is the one we write.
    #[default]
    Detect,
    /// Always.
    On,
    /// Never.
    Off,
}

/// What becomes of a file that is broken: not well-formed, cut short, or undecodable from some place on.
///
/// A row or a message that makes no sense is a break as well. Raw texts are aligned as a whole, and none is salvaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnBreak {
    /// The run ends with an error.
    #[default]
    Refuse,
    /// The whole units before the break are kept, and the break is a finding.
    Salvage,
}

/// What readers can be told. The default detects everything.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The source language asked for.
    pub source_lang: Option<LanguageTag>,
    /// The target language asked for.
    pub target_lang: Option<LanguageTag>,
    /// The encoding of inputs that don't declare one.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// What becomes of bytes that don't decode.
    pub on_bad_bytes: OnBadBytes,
    /// How raw text is cut.
    pub segmentation: Segmentation,
    /// Whether lines of a raw text that belong to no translation stay.
    pub keep_junk: bool,
    /// Rules for where the sentences of a raw text end.
    pub srx: Option<Arc<SrxRules>>,
    /// What alignment knows of words beforehand.
    pub lexicon: Arc<Lexicon>,
    /// Lines that recur in the raw texts of the run.
    pub furniture: Arc<Furniture>,
    /// How many threads align a long text, and whether a long input is decoded on a thread of its own.
    pub threads: Threads,
    /// Whether aligned units carry their neighbours as context.
    pub with_context: bool,
    /// Columns of a table by name: `source`, `target`, or a language tag, with a number from 1 or a header's name.
    pub columns: Vec<(String, String)>,
    /// Whether the escapes of a TSV file are undone.
    pub tsv_escapes: TsvEscapes,
    /// What becomes of characters that XML forbids, where an XML reader meets them.
    pub illegal_characters: IllegalCharacters,
    /// Whether the whole units before a break in a file are kept.
    pub on_break: OnBreak,
    /// Counts what is read of the inputs.
    pub(crate) bytes_read: ByteCount,
    /// What of the markup may be copied.
    pub(crate) copied: CopiedDialects,
}

/// The dialects whose markup may be copied into an output; of others it need not be found out whether it could. By default
/// all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct CopiedDialects(Option<Vec<RawDialect>>);

impl CopiedDialects {
    /// Those of outputs in these formats.
    pub(crate) fn of(formats: impl Iterator<Item = Format>) -> Self {
        Self(Some(formats.filter_map(Format::copied_dialect).collect()))
    }

    pub(crate) fn has(&self, dialect: RawDialect) -> bool {
        self.0.as_ref().is_none_or(|dialects| dialects.contains(&dialect))
    }
}

/// What writers can be told.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// The languages of the output, the source first. Two for a bilingual run; more stay together where the format
    /// holds them.
    pub languages: Vec<LanguageTag>,
    /// What is said of all units: from the first input that says it.
    pub header: Header,
    /// What becomes of characters that the format can't hold.
    pub illegal_characters: IllegalCharacters,
    /// What becomes of inline codes in plain outputs.
    pub inline: InlineCodes,
    /// The name of the original document.
    pub original: String,
}
