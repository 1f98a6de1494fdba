//! What a run is told.

use std::fs;

use crate::format::{Format, InlineCodes, ReadOptions};
pub use crate::io::Threads;
use crate::io::{OutputTarget, Room, folder_of};
use crate::model::{Confidence, IllegalCharacters, Moment};
use crate::stage::{DedupeOptions, Normalization, OfferedTranslations, Pattern, Trim, UntranslatedUnits, WantedStates};

/// An input of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputSpec {
    /// One file with all its languages, or `-` for standard input.
    File(String),
    /// Two files side by side, the source first.
    Pair(String, String),
    /// Two texts, the source first, and the file that says which of their lines belong together.
    Aligned(String, String, String),
}

impl InputSpec {
    /// The paths, as they were given.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::File(file) => vec![file],
            Self::Pair(source, target) => vec![source, target],
            Self::Aligned(source, target, alignment) => vec![source, target, alignment],
        }
    }

    /// Whether it is the same each time it is opened: what comes through a pipe is kept, unless it comes in pairs.
    pub(super) fn can_be_read_again(&self) -> bool {
        let is_file = |name: &&str| fs::metadata(name).is_ok_and(|metadata| metadata.is_file());
        matches!(self, Self::File(_)) || self.names().iter().all(is_file)
    }
}

/// An output of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputSpec {
    /// Where it goes.
    pub target: OutputTarget,
    /// Its format.
    pub format: Format,
}

/// What happens when an output can't hold a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnLoss {
    /// It is said.
    #[default]
    Warn,
    /// The run ends with an error, and nothing is written.
    Refuse,
}

/// Whether an output may take the place of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InPlace {
    /// It may not.
    #[default]
    Refuse,
    /// It may.
    Allow,
}

/// What a run is told. The default asks for nothing: inputs and outputs must be given.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ExportOptions {
    /// What is read, in order.
    pub inputs: Vec<InputSpec>,
    /// The format of all inputs; found out where not given.
    pub from: Option<Format>,
    /// How inputs are read, and the languages asked for.
    pub read: ReadOptions,
    /// What is written.
    pub outputs: Vec<OutputSpec>,
    /// Where units and texts go that are in no output.
    pub removed: Option<OutputSpec>,
    /// Where the report goes.
    pub report: Option<OutputTarget>,
    /// Whether an output may take the place of an input.
    pub in_place: InPlace,
    /// What becomes of characters that XML forbids.
    pub illegal_characters: IllegalCharacters,
    /// Whether white space at the edges of segments goes.
    pub trim: Trim,
    /// The Unicode normalization of the text.
    pub normalization: Normalization,
    /// Which states enter.
    pub states: WantedStates,
    /// Whether units enter that say nothing new.
    pub untranslated: UntranslatedUnits,
    /// What becomes of translations that were only offered.
    pub offered: OfferedTranslations,
    /// What of plain text becomes inline codes.
    pub codes: Vec<Pattern>,
    /// How units are deduplicated.
    pub dedupe: DedupeOptions,
    /// Dictionaries that alignment goes by: CC-CEDICT, tables of two columns, memories.
    pub dictionaries: Vec<String>,
    /// Segmentation rules in SRX 2.0.
    pub srx: Option<String>,
    /// Tables of words that earlier runs have learnt.
    pub lexicons: Vec<String>,
    /// Where the table of words goes that the texts of this run teach.
    pub lexicon_out: Option<OutputTarget>,
    /// Beads below are left out.
    pub min_confidence: Option<Confidence>,
    /// What happens when an output can't hold a fact.
    pub on_loss: OnLoss,
    /// What becomes of inline codes in plain outputs.
    pub inline: InlineCodes,
    /// The date of the outputs, and of units that bring none.
    pub date: Option<Moment>,
    /// How many threads work on it.
    pub threads: Threads,
    /// How much memory what is remembered of the units may take, in bytes; beyond it goes to the disk.
    pub memory: Option<u64>,
}

impl ExportOptions {
    /// Whether other threads pay for an input: it is no file of a megabyte at most, and there are cores for them.
    pub(crate) fn wants_threads_for(&self, input: &InputSpec) -> bool {
        const LONG: u64 = 1 << 20;
        let is_short = |name: &&str| fs::metadata(name).is_ok_and(|file| file.is_file() && file.len() <= LONG);
        !input.names().iter().all(is_short) && self.threads.are_several()
    }

    /// Where temporary files go and how much memory each thing that grows with the units may take: beside the first
    /// output that is a file, and of a limit a third, since up to three grow at a time.
    pub(crate) fn room(&self) -> Room {
        let whole = Room::default();
        let folder = self.outputs.iter().find_map(|output| match &output.target {
            OutputTarget::Path(path) => Some(folder_of(path)),
            OutputTarget::Stdout => None,
        });
        let third = self
            .memory
            .map(|memory| usize::try_from(memory / 3).unwrap_or(usize::MAX));
        Room {
            bytes: third.map_or(whole.bytes, |third| third.min(whole.bytes)),
            bytes_for_speed: third.unwrap_or(whole.bytes_for_speed),
            folder: folder.filter(|folder| folder.is_dir()).map_or(whole.folder, Into::into),
            may_have_threads: self.threads.are_several(),
        }
    }
}
