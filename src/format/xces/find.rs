//! Where the documents of a link file are.

use std::path::{Component, Path, PathBuf};

use crate::model::LanguageTag;

/// Folders of an OPUS corpus that hold documents: tokenised or parsed ones, and others.
const KINDS: [&str; 2] = ["xml", "raw"];

/// The paths at which the document that `link_file` names as `document` may be, the most likely first.
pub(super) fn candidates(link_file: &str, document: &str) -> Vec<PathBuf> {
    let named: PathBuf = Path::new(document)
        .components()
        .filter(|component| matches!(component, Component::Normal(_)))
        .collect();
    let beside = match Path::new(link_file).parent() {
        Some(folder) if link_file != "-" => folder.to_path_buf(),
        _ => PathBuf::new(),
    };
    let mut found: Vec<PathBuf> = Vec::new();
    let mut add = |path: PathBuf| {
        for path in [Some(path.clone()), other_form(&path)].into_iter().flatten() {
            if !found.contains(&path) {
                found.push(path);
            }
        }
    };
    for folder in [beside.clone(), PathBuf::new()] {
        add(folder.join(&named));
        for kind in KINDS {
            add(folder.join(kind).join(&named));
        }
    }
    if let Some(name) = named.file_name() {
        add(beside.join(name));
    }
    found
}

/// The path with `.gz` added or taken off.
fn other_form(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let other = match name.strip_suffix(".gz") {
        Some(name) => name.to_owned(),
        None => format!("{name}.gz"),
    };
    Some(path.with_file_name(other))
}

/// The language of a document: the first folder of its path that is a language's code. A code of three letters counts as
/// the first folder only, since other words have three letters too.
pub(super) fn language(document: &str) -> Option<LanguageTag> {
    let path = Path::new(document);
    let mut folders = path.parent()?.components().filter_map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let first = folders.next()?;
    let tag = |folder: &str| LanguageTag::repair(folder).ok().map(|(tag, _)| tag);
    if let Some(tag) = tag(first).filter(|tag| tag.language().len() <= 3 && !KINDS.contains(&first)) {
        return Some(tag);
    }
    folders.find_map(|folder| tag(folder).filter(|tag| tag.language().len() == 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_looked_for_beside_the_links_with_and_without_gz() {
        let found = candidates("corpus/de-en.xml", "de/a/b.xml.gz");
        assert_eq!(found[0], Path::new("corpus/de/a/b.xml.gz"));
        assert_eq!(found[1], Path::new("corpus/de/a/b.xml"));
        assert!(found.contains(&PathBuf::from("corpus/xml/de/a/b.xml.gz")));
        assert!(found.contains(&PathBuf::from("corpus/b.xml")));
        assert!(found.contains(&PathBuf::from("de/a/b.xml")));
    }

    #[test]
    fn a_path_never_leads_out() {
        for path in candidates("corpus/x.xml", "/etc/../../passwd") {
            assert!(
                path.components().all(|part| matches!(part, Component::Normal(_))),
                "{path:?}"
            );
        }
    }

    #[test]
    fn the_language_is_a_folder_of_the_path() {
        let language = |path: &str| language(path).map(|tag| tag.to_string());
        assert_eq!(language("de/a.xml").as_deref(), Some("de"));
        assert_eq!(language("pt_br/2010/a.xml").as_deref(), Some("pt-BR"));
        assert_eq!(language("ast/a.xml").as_deref(), Some("ast"));
        assert_eq!(language("xml/de/a.xml").as_deref(), Some("de"));
        assert_eq!(language("../corpus/xml/de/a.xml").as_deref(), Some("de"));
        assert_eq!(language("a.xml"), None);
    }
}
