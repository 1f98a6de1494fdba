mod candidates;
mod dialects;
mod exemplars;
mod header;
mod structure;

use std::io::Write;

use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::error::Result;
use crate::format::{Format, ReadOptions, open, units};
use crate::model::{Header, TranslationUnit};

/// The units of a document, what was said, and the header.
fn try_read(document: &str) -> Result<(Vec<TranslationUnit>, Vec<Diagnostic>, Header)> {
    let mut file = tempfile::NamedTempFile::with_suffix(".xlf").unwrap();
    file.write_all(document.as_bytes()).unwrap();
    let mut said = Vec::new();
    let name = file.path().to_string_lossy();
    let (mut reader, _) = open(&name, Some(Format::Xliff12), &ReadOptions::default(), &mut said)?;
    let units = units(reader.as_mut(), &mut said).collect::<Result<Vec<_>>>()?;
    let header = reader.header().clone();
    Ok((units, said, header))
}

/// The units of a body in a file from English to French, and what was said.
fn read(body: &str) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let (units, said, _) = try_read(&document("", body)).unwrap();
    (units, said)
}

/// A document whose root has `attributes`.
fn document(attributes: &str, body: &str) -> String {
    format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" {attributes}>\n\
         <file original=\"a.txt\" source-language=\"en\" target-language=\"fr\" datatype=\"plaintext\">\n\
         <body>{body}</body></file></xliff>"
    )
}

/// The text of a side.
fn text(unit: &TranslationUnit, side: usize) -> Option<&str> {
    unit.variants.get(side).map(|variant| variant.segment.text())
}

fn property<'u>(unit: &'u TranslationUnit, name: &str) -> Option<&'u str> {
    unit.properties
        .iter()
        .find(|property| property.name == name)
        .map(|property| property.value.as_str())
}

/// The codes of what was said beyond notes.
fn warned(said: &[Diagnostic]) -> Vec<DiagnosticCode> {
    said.iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Note)
        .map(|diagnostic| diagnostic.code)
        .collect()
}

/// The codes of all that was said.
fn codes(said: &[Diagnostic]) -> Vec<DiagnosticCode> {
    said.iter().map(|diagnostic| diagnostic.code).collect()
}
