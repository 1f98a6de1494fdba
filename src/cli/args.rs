//! What the command line takes, word by word.

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use tmforge::OnLoss;
use tmforge::diag::Severity;
use tmforge::diff::Aspect;
use tmforge::format::{Format, InlineCodes, Segmentation, TsvEscapes};
use tmforge::io::OnBadBytes;
use tmforge::model::IllegalCharacters;
use tmforge::stage::{Conflicts, Ignore, Keep, Normalization, Trim};

use super::choices::{self, Color, DedupWord, MessageFormat, ProgressWord, one_of};

/// Turns bilingual releases, tables and memories into clean, valid TMX and XLIFF
#[derive(Debug, Parser)]
#[command(
    name = "tmforge",
    version,
    about,
    disable_help_subcommand = true,
    max_term_width = 100
)]
#[command(
    after_help = "Exit status: 0 done, 1 done with findings at --deny or worse, 2 not done, 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read any inputs, align what is raw, merge, clean, dedupe, and write every output
    Export(Box<ExportArgs>),
    /// Stop after alignment: beads with confidence, one JSON object a line, for review and for `export`
    Align(Box<AlignArgs>),
    /// Compare two inputs by what their units mean; exit status 1 if they differ
    Diff(DiffArgs),
    /// Print a completion script
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// How the program speaks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct OutputArgs {
    /// Findings of that severity or worse make the exit status 1
    #[arg(long, global = true, value_name = "LEVEL", default_value = "error", value_parser = one_of(choices::DENY))]
    pub(crate) deny: Severity,
    /// How findings are drawn on standard error
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human", value_parser = one_of(choices::MESSAGE_FORMAT))]
    pub(crate) message_format: MessageFormat,
    /// Say errors only, and what `--progress log` writes
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say every finding, however many of a kind there are
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = one_of(choices::COLOR))]
    pub(crate) color: Color,
    /// How to show progress: on a terminal alone, not at all, or as a line a minute for a log
    #[arg(long, global = true, value_name = "HOW", default_value = "auto", value_parser = one_of(choices::PROGRESS))]
    pub(crate) progress: ProgressWord,
}

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadArgs {
    /// Files to read, plain or `.gz`; `-` is standard input
    #[arg(value_name = "INPUT", required_unless_present = "pair")]
    pub(crate) inputs: Vec<String>,
    /// Two files side by side; may be repeated
    #[arg(long, num_args = 2, value_names = ["SOURCE", "TARGET"])]
    pub(crate) pair: Vec<String>,
    /// What another aligner made of a pair: hunalign's ladder, lists of vecalign, Bertalign or Champollion; the n-th belongs
    /// to the n-th pair
    #[arg(long, value_name = "FILE", requires = "pair")]
    pub(crate) alignment: Vec<String>,
    /// The format of the inputs [default: by extension and content]
    #[arg(long, value_name = "FORMAT", value_parser = one_of(choices::FORMATS))]
    pub(crate) from: Option<Format>,
    /// The source language, as a BCP 47 tag [default: detected]
    #[arg(short, long, value_name = "TAG")]
    pub(crate) source_lang: Option<String>,
    /// The target language, as a BCP 47 tag [default: detected]
    #[arg(short, long, value_name = "TAG")]
    pub(crate) target_lang: Option<String>,
    /// The encoding of inputs that declare none, such as `gb18030` or `windows-1252` [default: detected]
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
    /// What becomes of bytes that don't decode
    #[arg(long, value_name = "WHAT", default_value = "refuse", value_parser = one_of(choices::ON_BAD_BYTES))]
    pub(crate) on_bad_bytes: OnBadBytes,
    /// Columns of a table, by number from 1 or by name: `source=1,target=2`
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Whether `\t \n \r \\` in a TSV file are escapes
    #[arg(long, value_name = "WHEN", default_value = "detect", value_parser = one_of(choices::TSV_ESCAPES))]
    pub(crate) tsv_escapes: TsvEscapes,
    /// How raw text is cut into segments
    #[arg(long, value_name = "BY", default_value = "sentence", value_parser = one_of(choices::SEGMENT))]
    pub(crate) segment: Segmentation,
    /// Align lines that belong to no translation too
    #[arg(long)]
    pub(crate) keep_junk: bool,
    /// Where sentences of raw text end: segmentation rules in SRX 2.0 [default: the program's own]
    #[arg(long, value_name = "FILE")]
    pub(crate) srx: Option<String>,
    /// A dictionary for alignment: CC-CEDICT, a table of two columns, or a memory; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Vec<String>,
    /// A table of words that an earlier run has learnt; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) lexicon_in: Vec<String>,
    /// Where the table of words goes that the raw texts of this run teach
    #[arg(long, value_name = "FILE")]
    pub(crate) lexicon_out: Option<String>,
    /// Keep the whole units before the place where a file is broken
    #[arg(long)]
    pub(crate) salvage: bool,
    /// What becomes of characters that XML 1.0 forbids
    #[arg(long, value_name = "WHAT", default_value = "clean", value_parser = one_of(choices::ILLEGAL_CHARACTERS))]
    pub(crate) illegal_characters: IllegalCharacters,
    /// Whether white space at the edges of segments goes
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = one_of(choices::TRIM))]
    pub(crate) trim: Trim,
    /// The Unicode normalization of the text
    #[arg(long, value_name = "FORM", default_value = "off", value_parser = one_of(choices::NORMALIZE))]
    pub(crate) normalize: Normalization,
    /// How many threads may work [default: one for each core]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = super::settings::threads)]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    #[command(flatten)]
    pub(crate) units: UnitArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// Which units enter.
#[derive(Debug, Args)]
#[command(next_help_heading = "Choosing")]
pub(crate) struct ChoiceArgs {
    /// Which states of an XLIFF enter: words such as `translated,needs-review-translation`, `none` for units without
    /// one, or `all` [default: translated and better]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) states: Vec<String>,
    /// Make units of translations that an XLIFF only offers (`alt-trans`, `mtc:match`)
    #[arg(long)]
    pub(crate) include_matches: bool,
    /// Leave out units without text on one side, and those whose target is the source again, unless it is `reviewed`,
    /// `signed-off` or `final`
    #[arg(long)]
    pub(crate) drop_untranslated: bool,
}

/// Which units stay.
#[derive(Debug, Args)]
#[command(next_help_heading = "Deduplicating")]
pub(crate) struct UnitArgs {
    /// What makes two units the same
    #[arg(long, value_name = "BY", default_value = "exact", value_parser = one_of(choices::DEDUP))]
    pub(crate) dedup: DedupWord,
    /// Differences that `--dedup normalized` ignores [default: case,space,width]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = one_of(choices::IGNORE))]
    pub(crate) ignore: Vec<Ignore>,
    /// Which of the same stays; dates, counts, notes and properties of the others are merged into it
    #[arg(long, value_name = "WHICH", default_value = "first", value_parser = one_of(choices::KEEP))]
    pub(crate) keep: Keep,
    /// What becomes of units with the same source and different targets
    #[arg(long, value_name = "WHAT", default_value = "keep", value_parser = one_of(choices::CONFLICTS))]
    pub(crate) conflicts: Conflicts,
    /// Units of different context are different
    #[arg(long)]
    pub(crate) context: bool,
    /// Leave out beads with a confidence below X (0 to 1)
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = super::settings::share)]
    pub(crate) min_confidence: Option<f64>,
}

/// What is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub(crate) struct WriteArgs {
    /// A file to write, its format by extension (.tmx .xlf .xliff .tsv .csv .jsonl); `-` is standard output; may be
    /// repeated
    #[arg(short, long, value_name = "OUT", required = true)]
    pub(crate) output: Vec<String>,
    /// The format of the outputs [default: by extension]
    #[arg(long, value_name = "FORMAT", value_parser = one_of(choices::FORMATS))]
    pub(crate) to: Option<Format>,
    /// The version that .xlf and .xliff stand for
    #[arg(long, value_name = "VERSION", default_value = "1.2", value_parser = one_of(choices::XLIFF_VERSIONS))]
    pub(crate) xliff_version: Format,
    /// Allow an output to take the place of an input
    #[arg(long)]
    pub(crate) in_place: bool,
    /// Where every unit or text goes that is in no output, with the reason (.jsonl .tsv .tmx)
    #[arg(long, value_name = "FILE")]
    pub(crate) removed: Option<String>,
    /// Where the report goes, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<String>,
    /// What happens when an output can't hold a fact
    #[arg(long, value_name = "WHAT", default_value = "warn", value_parser = one_of(choices::ON_LOSS))]
    pub(crate) on_loss: OnLoss,
    /// What becomes of inline codes in plain outputs (.tsv .csv): left out, or shown as their native code, else as `{1}`
    /// and `{1>…<1}`
    #[arg(long, value_name = "HOW", default_value = "drop", value_parser = one_of(choices::INLINE))]
    pub(crate) inline: InlineCodes,
    /// Make inline codes of placeholders in plain text: `printf`, `braces`, `html`, or a regular expression; may be
    /// repeated
    #[arg(long, value_name = "PATTERN")]
    pub(crate) codes: Vec<String>,
    /// The date of the outputs, and of units that bring none, in UTC [default: `SOURCE_DATE_EPOCH`, else none]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// How much memory what is remembered of the units may take (`64M`, `2G`); beyond it goes to the disk, beside the output
    #[arg(long, value_name = "SIZE", allow_negative_numbers = true, value_parser = super::settings::size)]
    pub(crate) memory: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct AlignArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// The file to write: `.jsonl`, or `.html`, a page to look the rows over; `-` is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub(crate) output: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 nothing differs, 1 something does, 2 not compared.")]
pub(crate) struct DiffArgs {
    /// The first input, of any format that is read, plain or `.gz`; `-` is standard input
    pub(crate) a: String,
    /// The second input, of the same format or another
    pub(crate) b: String,
    /// The format of both [default: by extension and content]
    #[arg(long, value_name = "FORMAT", value_parser = one_of(choices::FORMATS))]
    pub(crate) from: Option<Format>,
    /// The source language, as a BCP 47 tag; other languages are left out [default: all are compared]
    #[arg(short, long, value_name = "TAG")]
    pub(crate) source_lang: Option<String>,
    /// The target language, as a BCP 47 tag; other languages are left out [default: all are compared]
    #[arg(short, long, value_name = "TAG")]
    pub(crate) target_lang: Option<String>,
    /// The encoding of inputs that declare none, such as `gb18030` or `windows-1252` [default: detected]
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
    /// Columns of a table, by number from 1 or by name: `source=1,target=2`
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Compare these alone; the languages always are [default: all but ids]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = one_of(choices::ASPECTS))]
    pub(crate) only: Vec<Aspect>,
    /// Don't compare these
    #[arg(long, value_name = "LIST", value_delimiter = ',', conflicts_with = "only", value_parser = one_of(choices::ASPECTS))]
    pub(crate) without: Vec<Aspect>,
    /// Compare ids too
    #[arg(long, conflicts_with = "only")]
    pub(crate) ids: bool,
    /// Compare the order of the units too
    #[arg(long)]
    pub(crate) order: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}
