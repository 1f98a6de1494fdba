//! From arguments to what the library is told; what does not fit together is refused here.

use std::path::Path;

use tmforge::diag::{Diagnostic, DiagnosticCode, Sink, counted};
use tmforge::diff::{Aspect, CompareOptions, Order};
use tmforge::format::{Format, OnBreak, ReadOptions};
use tmforge::io::OutputTarget;
use tmforge::model::{Confidence, LanguageTag, Moment, Repaired};
use tmforge::stage::{DedupeBy, DedupeOptions, Ignore, OfferedTranslations, UntranslatedUnits, WantedStates};
use tmforge::{AlignForm, Error, ErrorKind, ExportOptions, InPlace, InputSpec, OutputSpec, Result, Threads};

use super::args::{AlignArgs, ChoiceArgs, DiffArgs, ExportArgs, ReadArgs, UnitArgs, WriteArgs};
use super::choices::DedupWord;

/// What `--dedup normalized` ignores where nothing is said.
const IGNORED_BY_DEFAULT: &[Ignore] = &[Ignore::Case, Ignore::Space, Ignore::Width];

/// What `export` is told.
pub(crate) fn of_export(args: &ExportArgs, sink: &mut dyn Sink) -> Result<ExportOptions> {
    let mut options = ExportOptions::default();
    read(&mut options, &args.read, sink)?;
    choice(&mut options, &args.choice);
    units(&mut options, &args.units)?;
    write(&mut options, &args.write)?;
    options.read.with_context = args.units.context;
    Ok(options)
}

/// What `align` is told, and where it writes.
pub(crate) fn of_align(args: &AlignArgs, sink: &mut dyn Sink) -> Result<(ExportOptions, OutputTarget, AlignForm)> {
    let mut options = ExportOptions::default();
    read(&mut options, &args.read, sink)?;
    let target = OutputTarget::parse(&args.output);
    let form = match &target {
        OutputTarget::Path(path) if is_page(path) => AlignForm::Review,
        OutputTarget::Path(path) if Format::by_extension(path, Format::Xliff12) != Some(Format::Jsonl) => {
            return Err(usage(
                format!("beads can't be written to `{}`", target.name()),
                "name a `.jsonl` file, a `.html` file to look them over, or `-`",
            ));
        }
        OutputTarget::Path(_) | OutputTarget::Stdout => AlignForm::Jsonl,
    };
    options.outputs.push(OutputSpec {
        target: target.clone(),
        format: Format::Jsonl,
    });
    Ok((options, target, form))
}

/// Whether a path is that of a page.
fn is_page(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["html", "htm"].iter().any(|page| page.eq_ignore_ascii_case(extension)))
}

/// What `diff` is told.
pub(crate) fn of_diff(args: &DiffArgs, sink: &mut dyn Sink) -> Result<CompareOptions> {
    let mut options = CompareOptions::default();
    options.from = args.from;
    options.source_lang = language(args.source_lang.as_deref(), "--source-lang", sink)?;
    options.target_lang = language(args.target_lang.as_deref(), "--target-lang", sink)?;
    options.encoding = args.encoding.as_deref().map(encoding).transpose()?;
    options.columns = args
        .columns
        .iter()
        .map(|column| named_column(column))
        .collect::<Result<_>>()?;
    if !args.only.is_empty() {
        options.aspects.clone_from(&args.only);
    }
    if args.ids {
        options.aspects.push(Aspect::Ids);
    }
    options.aspects.retain(|aspect| !args.without.contains(aspect));
    if args.order {
        options.order = Order::Compare;
    }
    Ok(options)
}

fn read(options: &mut ExportOptions, args: &ReadArgs, sink: &mut dyn Sink) -> Result<()> {
    let files = args.inputs.iter().cloned().map(InputSpec::File);
    options.inputs = files.chain(pairs(args)?).collect();
    options.from = args.from;
    options.illegal_characters = args.illegal_characters;
    options.trim = args.trim;
    options.srx.clone_from(&args.srx);
    options.dictionaries.clone_from(&args.dictionary);
    options.lexicons.clone_from(&args.lexicon_in);
    options.lexicon_out = args.lexicon_out.as_deref().map(OutputTarget::parse);
    options.normalization = args.normalize;
    let mut read = ReadOptions::default();
    read.source_lang = language(args.source_lang.as_deref(), "--source-lang", sink)?;
    read.target_lang = language(args.target_lang.as_deref(), "--target-lang", sink)?;
    read.encoding = args.encoding.as_deref().map(encoding).transpose()?;
    read.on_bad_bytes = args.on_bad_bytes;
    options.threads = if args.threads == Some(1) {
        Threads::One
    } else {
        Threads::Several
    };
    read.segmentation = args.segment;
    read.keep_junk = args.keep_junk;
    read.columns = args
        .columns
        .iter()
        .map(|column| named_column(column))
        .collect::<Result<_>>()?;
    read.tsv_escapes = args.tsv_escapes;
    read.illegal_characters = args.illegal_characters;
    read.on_break = if args.salvage {
        OnBreak::Salvage
    } else {
        OnBreak::Refuse
    };
    options.read = read;
    Ok(())
}

fn choice(options: &mut ExportOptions, args: &ChoiceArgs) {
    let words = args.states.iter().map(|word| word.trim());
    options.states = if args.states.is_empty() {
        WantedStates::Translated
    } else if words.clone().any(|word| word == "all") {
        WantedStates::All
    } else {
        WantedStates::Words(
            words
                .map(|word| word.strip_prefix("x-").unwrap_or(word).to_owned())
                .collect(),
        )
    };
    if args.include_matches {
        options.offered = OfferedTranslations::Include;
    }
    if args.drop_untranslated {
        options.untranslated = UntranslatedUnits::Drop;
    }
}

/// Each pair, with its alignment if it has one.
fn pairs(args: &ReadArgs) -> Result<Vec<InputSpec>> {
    let count = args.pair.len() / 2;
    if args.alignment.len() > count {
        return Err(usage(
            format!(
                "`--alignment` is given {}, but `--pair` only {count}",
                counted(args.alignment.len() as u64, "time")
            ),
            "the n-th alignment belongs to the n-th pair",
        ));
    }
    let alignments = args.alignment.iter().map(Some).chain(std::iter::repeat(None));
    let pairs = args.pair.chunks_exact(2).zip(alignments);
    Ok(pairs
        .filter_map(|(pair, alignment)| match (pair, alignment) {
            ([source, target], None) => Some(InputSpec::Pair(source.clone(), target.clone())),
            ([source, target], Some(alignment)) => {
                Some(InputSpec::Aligned(source.clone(), target.clone(), alignment.clone()))
            }
            _ => None,
        })
        .collect())
}

fn units(options: &mut ExportOptions, args: &UnitArgs) -> Result<()> {
    if !args.ignore.is_empty() && args.dedup != DedupWord::Normalized {
        return Err(usage(
            "`--ignore` has no effect without `--dedup normalized`".into(),
            "add it, or leave `--ignore` out",
        ));
    }
    let ignored = if args.ignore.is_empty() {
        IGNORED_BY_DEFAULT.to_vec()
    } else {
        args.ignore.clone()
    };
    let mut dedupe = DedupeOptions::default();
    dedupe.by = match args.dedup {
        DedupWord::Exact => DedupeBy::Exact,
        DedupWord::Normalized => DedupeBy::Normalized(ignored),
        DedupWord::Source => DedupeBy::Source,
        DedupWord::Off => DedupeBy::Off,
    };
    dedupe.keep = args.keep;
    dedupe.conflicts = args.conflicts;
    dedupe.with_context = args.context;
    options.dedupe = dedupe;
    options.min_confidence = match args.min_confidence {
        Some(share) if !(0.0..=1.0).contains(&share) => {
            return Err(usage(
                format!("`--min-confidence {share}` is no share of 1"),
                "give a number from 0 to 1",
            ));
        }
        share => share.map(Confidence::told),
    };
    Ok(())
}

fn write(options: &mut ExportOptions, args: &WriteArgs) -> Result<()> {
    for out in &args.output {
        let target = OutputTarget::parse(out);
        let format = args.to.or_else(|| match &target {
            OutputTarget::Path(path) => Format::by_extension(path, args.xliff_version).filter(|_| !is_gzip(path)),
            OutputTarget::Stdout => None,
        });
        if let Some(unwritten) = format.filter(|format| !format.is_written()) {
            return Err(usage(
                format!(
                    "`{}` is only read, and output `{out}` can't be written as such",
                    unwritten.name()
                ),
                "use .tmx .xlf .xliff .tsv .csv or .jsonl",
            ));
        }
        let Some(format) = format else {
            return Err(usage(
                format!("the format of output `{out}` is not told by its name"),
                "use .tmx .xlf .xliff .tsv .csv or .jsonl, or say it with `--to`",
            ));
        };
        options.outputs.push(OutputSpec { target, format });
    }
    options.removed = args.removed.as_deref().map(removed).transpose()?;
    options.report = args.report.as_deref().map(OutputTarget::parse);
    options.in_place = if args.in_place { InPlace::Allow } else { InPlace::Refuse };
    options.on_loss = args.on_loss;
    options.inline = args.inline;
    options.codes = args
        .codes
        .iter()
        .map(|pattern| pattern.parse())
        .collect::<Result<_>>()?;
    options.date = date(args.date.as_deref())?;
    options.memory = args.memory;
    Ok(())
}

/// A number of bytes, which may end in `K`, `M` or `G` for powers of 1024.
pub(super) fn threads(written: &str) -> std::result::Result<u16, String> {
    let number = written.trim().parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("no number of threads: give one from 1 to {}", u16::MAX))
}

/// Reads a number that is to be a share of 1: whether it is one is said with the option.
pub(super) fn share(written: &str) -> std::result::Result<f64, String> {
    let number = written.trim().parse();
    number.map_err(|_| "no number: give one from 0 to 1, such as `0.7`".to_owned())
}

/// Reads a number of bytes.
pub(super) fn size(written: &str) -> std::result::Result<u64, String> {
    let number = written.trim_end_matches(['B', 'b']).trim_end_matches(['i', 'I']);
    let (number, power) = match number.char_indices().last() {
        Some((at, 'k' | 'K')) => (number.get(..at), 1),
        Some((at, 'm' | 'M')) => (number.get(..at), 2),
        Some((at, 'g' | 'G')) => (number.get(..at), 3),
        _ => (Some(number), 0),
    };
    let number: Option<u64> = number.and_then(|number| number.trim().parse().ok());
    number
        .and_then(|number| number.checked_mul(1 << (10 * power)))
        .ok_or_else(|| "no size: give a number of bytes, such as `64M` or `2G`".to_owned())
}

fn is_gzip(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

fn removed(file: &str) -> Result<OutputSpec> {
    let target = OutputTarget::parse(file);
    let format = Format::by_extension(Path::new(file), Format::Xliff12);
    match format.filter(|format| matches!(format, Format::Jsonl | Format::Tsv | Format::Tmx)) {
        Some(format) => Ok(OutputSpec { target, format }),
        None => Err(usage(
            format!("the format of `--removed {file}` is not told by its name"),
            "use .jsonl, .tsv or .tmx",
        )),
    }
}

fn language(tag: Option<&str>, option: &str, sink: &mut dyn Sink) -> Result<Option<LanguageTag>> {
    let Some(tag) = tag else { return Ok(None) };
    let (language, repaired) = LanguageTag::repair(tag).map_err(|error| {
        error.with_help(match LanguageTag::of_english_name(tag) {
            Some(meant) => format!("the tag of that language is `{meant}`"),
            None => format!("give `{option}` a BCP 47 tag such as `zh-CN` or `en`"),
        })
    })?;
    if repaired == Repaired::Underscore {
        let message = format!("`{tag}` of `{option}` is read as `{language}`");
        sink.take(Diagnostic::new(DiagnosticCode::LangUnderscore, message));
    }
    Ok(Some(language))
}

fn encoding(label: &str) -> Result<&'static encoding_rs::Encoding> {
    encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        Error::from(ErrorKind::Encoding(format!("`{label}` is no encoding that is known")))
            .with_help("give a WHATWG label such as `utf-8`, `gb18030`, `big5` or `windows-1252`")
    })
}

/// `source=1` as a name and a column.
fn named_column(column: &str) -> Result<(String, String)> {
    match column.split_once('=') {
        Some((name, place)) if !name.is_empty() && !place.is_empty() => Ok((name.to_owned(), place.to_owned())),
        _ => Err(usage(
            format!("`--columns {column}` names no column"),
            "write `source=1,target=2`",
        )),
    }
}

/// The date asked for, else that of `SOURCE_DATE_EPOCH`: seconds since 1970, by which reproducible builds are dated.
fn date(asked_for: Option<&str>) -> Result<Option<Moment>> {
    let refuse = |what: String, help: &str| Err(usage(what, help));
    if let Some(written) = asked_for {
        return match Moment::parse(written) {
            Moment::Unknown(_) => refuse(
                format!("`--date {written}` is no date"),
                "write it as `2026-11-23` or `2026-11-23T10:15:00Z`",
            ),
            Moment::Day(_) => Ok(Some(Moment::parse(&format!("{}T00:00:00Z", Moment::parse(written))))),
            instant @ Moment::Instant(_) => Ok(Some(instant)),
        };
    }
    let Ok(seconds) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    match seconds.trim().parse().ok().and_then(Moment::from_seconds) {
        Some(moment) => Ok(Some(moment)),
        None => refuse(
            format!("`SOURCE_DATE_EPOCH` is `{seconds}`, which is no number of seconds"),
            "unset it, or set seconds since 1970",
        ),
    }
}

fn usage(message: String, help: &str) -> Error {
    Error::from(ErrorKind::Usage(message)).with_help(help)
}
