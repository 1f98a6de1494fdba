//! Checks that inputs and outputs don't get in each other's way.

use std::path::{Path, PathBuf};

use super::{ExportOptions, InPlace};
use crate::error::{Error, ErrorKind, Result};
use crate::io::OutputTarget;

/// Refuses two outputs of one path, and an output that is an input, unless that was asked for.
pub(super) fn paths(options: &ExportOptions) -> Result<()> {
    let refuse = |message: String, help: &str| Err(Error::from(ErrorKind::Usage(message)).with_help(help));
    let inputs: Vec<&str> = options.inputs.iter().flat_map(super::InputSpec::names).collect();
    if inputs.iter().filter(|name| **name == "-").count() > 1 {
        return refuse("standard input is named twice".into(), "it can be read only once");
    }
    let input_places: Vec<(&str, PathBuf)> = inputs
        .iter()
        .filter(|name| **name != "-")
        .map(|name| (*name, place(Path::new(name))))
        .collect();
    let outs = options.outputs.iter().map(|output| (&output.target, options.in_place));
    let others = options
        .removed
        .as_ref()
        .map(|removed| &removed.target)
        .into_iter()
        .chain(&options.report)
        .chain(&options.lexicon_out);
    let mut seen: Vec<Option<PathBuf>> = Vec::new();
    for (target, in_place) in outs.chain(others.map(|target| (target, InPlace::Refuse))) {
        let place = match target {
            OutputTarget::Stdout => None,
            OutputTarget::Path(path) => Some(place(path)),
        };
        if seen.contains(&place) {
            return refuse(
                format!("`{}` is named for two outputs", target.name()),
                "give each a path of its own",
            );
        }
        let same = input_places.iter().find(|(_, input)| Some(input) == place.as_ref());
        if let (Some((input, _)), InPlace::Refuse) = (same, in_place) {
            return refuse(
                format!("output `{}` is the same file as input `{input}`", target.name()),
                "name another file, or allow it for `-o` with `--in-place`",
            );
        }
        seen.push(place);
    }
    Ok(())
}

/// One path for each file, however it is spelt: links and `..` resolved, as far as the path exists.
fn place(path: &Path) -> PathBuf {
    if let Ok(place) = path.canonicalize() {
        return place;
    }
    let path = &crate::io::followed(path).unwrap_or_else(|_| path.to_path_buf());
    match (crate::io::folder_of(path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.clone(),
    }
}
