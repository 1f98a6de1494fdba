//! What the reader makes of documents.

mod codes;
mod copies;
mod exemplars;
mod many;
mod notes;
mod references;
mod structure;

use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::format::ReadOptions;
use crate::io::{Decoded, Input, OnBadBytes};
use crate::model::{Header, TranslationUnit};

/// What a document gives: units, header, what was said, and the error at the end.
struct Reading {
    units: Vec<TranslationUnit>,
    header: Header,
    said: Vec<Diagnostic>,
    error: Option<Error>,
}

impl Reading {
    /// What was said, each as its line and code.
    fn words(&self) -> Vec<String> {
        self.said
            .iter()
            .map(|one| format!("{} {}", one.line, one.code.to_word()))
            .collect()
    }

    /// The same without notes.
    fn warnings(&self) -> Vec<String> {
        let warnings = self.said.iter().filter(|one| one.severity > Severity::Note);
        warnings
            .map(|one| format!("{} {}", one.line, one.code.to_word()))
            .collect()
    }

    /// The ids and the texts of the units.
    fn texts(&self) -> Vec<(String, Vec<&str>)> {
        let texts = |unit: &'_ TranslationUnit| unit.id.clone().unwrap_or_else(|| "-".to_owned());
        self.units
            .iter()
            .map(|unit| {
                let sides = unit.variants.iter().map(|variant| variant.segment.text()).collect();
                (texts(unit), sides)
            })
            .collect()
    }
}

fn read(document: &str) -> Reading {
    let bytes = std::io::Cursor::new(document.as_bytes().to_vec());
    let mut said = Vec::new();
    let input = Input::new("a.xlf", Box::new(bytes)).unwrap_or_else(|error| panic!("{error}"));
    let input = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = super::reader(input, &ReadOptions::default(), &mut said);
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    let error = loop {
        match reader.read_unit(&mut unit, &mut said) {
            Ok(true) => units.push(std::mem::take(&mut unit)),
            Ok(false) => break None,
            Err(error) => break Some(error),
        }
    };
    Reading {
        units,
        header: reader.header().clone(),
        said,
        error,
    }
}

/// A document around the content of one file, which begins in its second line.
fn document(file: &str) -> String {
    format!(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" \
         xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\" xmlns:my=\"urn:my\" version=\"2.0\" srcLang=\"en\" \
         trgLang=\"fr\"><file id=\"f\">\n{file}</file></xliff>"
    )
}

/// What the one unit of this content gives.
fn unit(content: &str) -> Reading {
    read(&document(&format!("<unit id=\"u\">{content}</unit>")))
}
