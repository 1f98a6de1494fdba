//! What the integration tests share: the samples, and running the program on them.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::missing_panics_doc,
    reason = "this is no library"
)]

pub mod coded;
pub mod units;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// One sample: a file, or a pair of files, with the options that it needs.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its path below `samples/`; of a pair, without the language.
    pub name: String,
    /// The arguments that name it.
    pub inputs: Vec<String>,
    /// The options of `samples/options.tsv`; of an alignment, with its two texts.
    pub options: Vec<String>,
    /// The pair that outputs of two languages are written for, where the sample has more.
    pub pair: Vec<String>,
}

/// A row of `samples/options.tsv`.
#[derive(Debug, Clone, Default)]
struct Options {
    always: Vec<String>,
    pair: Vec<String>,
}

impl Sample {
    /// The files, relative to the project.
    pub fn files(&self) -> Vec<PathBuf> {
        self.inputs
            .iter()
            .filter(|word| word.starts_with("samples/"))
            .map(PathBuf::from)
            .collect()
    }
}

/// All samples, in order of their names.
pub fn samples() -> Vec<Sample> {
    let options = options();
    let mut files = Vec::new();
    collect(Path::new("samples"), &mut files);
    files.sort();
    let mut samples = Vec::new();
    let mut pairs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let name = file.strip_prefix("samples/").unwrap_or(&file).to_owned();
        let folder = name.split('/').next().unwrap_or_default();
        // what stands deeper is named by a sample, and is none itself
        if name.split('/').count() != 2 || name.ends_with("README.md") {
            continue;
        }
        if folder == "pair" || folder == "lines" {
            let stem = name.rsplitn(3, '.').last().unwrap_or_default().to_owned();
            pairs.entry(stem).or_default().push(file);
        } else {
            let own = options.get(&name).cloned().unwrap_or_default();
            // an alignment, whose texts the options name
            let inputs = if folder == "aligned" {
                vec!["--alignment".to_owned(), file]
            } else {
                vec![file]
            };
            samples.push(Sample {
                name,
                inputs,
                options: own.always,
                pair: own.pair,
            });
        }
    }
    for (name, files) in pairs {
        samples.push(pair(name, files, &options));
    }
    assert!(samples.len() > 30, "the samples are there");
    samples
}

/// The files of a pair carry their language: `NAME.zh.txt`. The language that comes first here is the source.
fn pair(name: String, mut files: Vec<String>, options: &BTreeMap<String, Options>) -> Sample {
    const SOURCES_FIRST: [&str; 4] = ["zh", "zh-CN", "de", "fr"];
    assert_eq!(files.len(), 2, "{name} has two files");
    let language = |file: &String| file.rsplit('.').nth(1).unwrap_or_default().to_owned();
    files.sort_by_key(|file| !SOURCES_FIRST.contains(&language(file).as_str()));
    let own = options.get(&name).cloned().unwrap_or_default();
    let mut always = own.always;
    if name.starts_with("lines/") {
        for (option, file) in ["-s", "-t"].iter().zip(&files) {
            always.extend([(*option).to_owned(), language(file)]);
        }
        always.extend(["--from".to_owned(), "lines".to_owned()]);
    }
    let mut inputs = vec!["--pair".to_owned()];
    inputs.extend(files);
    Sample {
        name,
        inputs,
        options: always,
        pair: own.pair,
    }
}

fn options() -> BTreeMap<String, Options> {
    let table = fs::read_to_string("samples/options.tsv").expect("samples/options.tsv");
    let words = |cell: Option<&str>| cell.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let name = cells.next()?.to_owned();
        Some((
            name,
            Options {
                always: words(cells.next()),
                pair: words(cells.next()),
            },
        ))
    };
    table.lines().skip(1).filter_map(row).collect()
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("samples/").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path.to_string_lossy().into_owned());
        }
    }
}

/// Runs the program in the project's folder.
pub fn tmforge<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tmforge"))
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program starts")
}

/// What a run made of a sample.
pub struct Exported {
    /// Each output by the format's name.
    pub outputs: BTreeMap<&'static str, String>,
    /// The report, without the time that it took.
    pub report: Value,
    /// The removed rows.
    pub removed: String,
    /// The findings, as JSON lines.
    pub said: String,
}

/// Exports a sample to every format that can hold it.
pub fn export(sample: &Sample) -> Exported {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let plain = ["tmx", "tsv", "csv", "jsonl"];
    let mut outs: Vec<(&'static str, String)> = plain
        .iter()
        .map(|format| (*format, path(&format!("out.{format}"))))
        .collect();
    let report_path = path("report.json");
    let removed_path = path("removed.jsonl");
    let mut arguments = vec!["export".to_owned()];
    arguments.extend(sample.inputs.iter().chain(&sample.options).cloned());
    let inputs = arguments.clone();
    for (_, out) in &outs {
        arguments.extend(["-o".to_owned(), out.clone()]);
    }
    arguments.extend([
        "--report".to_owned(),
        report_path.clone(),
        "--removed".to_owned(),
        removed_path.clone(),
    ]);
    arguments.extend(["--message-format".to_owned(), "json".to_owned()]);
    let run = tmforge(&arguments);
    let said = String::from_utf8(run.stderr).expect("words are UTF-8");
    assert_eq!(run.status.code(), Some(0), "{}: {said}", sample.name);
    let mut report: Value = serde_json::from_str(&read(&report_path)).expect("the report is JSON");
    if report["languages"]
        .as_object()
        .is_some_and(|languages| languages.len() == 2)
    {
        for version in ["1.2", "2.0", "2.1", "2.2"] {
            let out = path(&format!("out-{version}.xlf"));
            let mut arguments = inputs.clone();
            arguments.extend(sample.pair.iter().cloned());
            arguments.extend([
                "-o".to_owned(),
                out.clone(),
                "--xliff-version".to_owned(),
                version.to_owned(),
            ]);
            let run = tmforge(&arguments);
            assert_eq!(
                run.status.code(),
                Some(0),
                "{}: {}",
                sample.name,
                String::from_utf8_lossy(&run.stderr)
            );
            let name = match version {
                "1.2" => "xliff-1.2",
                "2.0" => "xliff-2.0",
                "2.1" => "xliff-2.1",
                _ => "xliff-2.2",
            };
            outs.push((name, out));
        }
    }
    if let Some(report) = report.as_object_mut() {
        report.remove("elapsed_ms");
        for output in report["outputs"].as_array_mut().into_iter().flatten() {
            let name = Path::new(output["file"].as_str().unwrap_or_default())
                .file_name()
                .unwrap_or_default();
            output["file"] = name.to_string_lossy().into();
        }
    }
    let outputs = outs.into_iter().map(|(format, out)| (format, read(&out))).collect();
    Exported {
        outputs,
        report,
        removed: read(&removed_path),
        said,
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The units of a JSONL output.
pub fn rows(jsonl: &str) -> Vec<Value> {
    jsonl
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row is JSON"))
        .collect()
}
