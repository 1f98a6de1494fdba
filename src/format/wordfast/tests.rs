use std::io::Cursor;

use super::*;
use crate::io::{Input, OnBadBytes};
use crate::model::{LanguageTag, Standing};

const HEADER: &str = "%20240102~030405\t%User ID,AB,AB Ada Bee\t%TU=00000002\t%EN-US\t%Wordfast TM v.5.51w9/00\t%FR-FR\t%---12345678\tSubject,LE,LE Legal";

fn read(records: &str) -> Result<(Header, Vec<TranslationUnit>, Vec<Diagnostic>)> {
    let text = format!("{HEADER}\r\n{records}");
    let input = Input::new("m.txt", Box::new(Cursor::new(text.into_bytes())))?;
    let mut said = Vec::new();
    let input = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = WordfastReader::new(input, &ReadOptions::default(), &mut said)?;
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut said)? {
        units.push(unit.clone());
    }
    Ok((reader.header().clone(), units, said))
}

#[test]
fn a_record_gives_texts_user_counter_and_attributes() {
    let (header, units, said) =
        read("20240301~235959\tAB\t3\tEN-US\tIt&'92;s open.\tFR-FR\tC&'92;est ouvert.\tLE\r\n").unwrap();
    assert_eq!(header.original_format.as_deref(), Some("Wordfast TM v.5.51w9/00"));
    assert!(
        !format!("{header:?}").contains("12345678"),
        "a licence is no part of a memory"
    );
    let unit = &units[0];
    assert_eq!(unit.variants[0].segment.text(), "It’s open.");
    assert_eq!(unit.variants[0].lang.as_str(), "en-US");
    assert_eq!(unit.variants[0].spelling.as_deref(), Some("EN-US"));
    let provenance = unit.provenance.as_ref().unwrap();
    assert_eq!(provenance.created, None, "local time is no point in time");
    assert_eq!(
        (provenance.created_by.as_deref(), provenance.usage_count),
        (Some("AB"), Some(3))
    );
    let names: Vec<_> = unit
        .properties
        .iter()
        .map(|p| (p.name.as_str(), p.value.as_str()))
        .collect();
    assert_eq!(
        names,
        [("x-wordfast-date", "20240301~235959"), ("x-wordfast-attribute-1", "LE")]
    );
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_record_with_a_counter_below_zero_is_named_and_is_no_unit() {
    let (_, units, said) = read("20240301~000000\tAB\t-1\tEN-US\ta\tFR-FR\tb\n").unwrap();
    assert_eq!(units[0].standing, Standing::Junk("deleted".into()));
    let codes: Vec<_> = said.iter().map(|said| (said.code, said.line)).collect();
    assert_eq!(codes, [(DiagnosticCode::Retired, 2)]);
}

#[test]
fn empty_fields_are_the_headers_or_not_said() {
    let (_, units, _) = read("\t\t\t\ta\t\tb\n\t\t\t\ta\n").unwrap();
    let langs: Vec<_> = units[0].variants.iter().map(|variant| variant.lang.as_str()).collect();
    assert_eq!(langs, ["en-US", "fr-FR"]);
    assert!(units[0].provenance.is_none());
    assert_eq!(units[1].standing, Standing::Unaligned);
}

#[test]
fn an_old_region_is_dropped_and_said_once() {
    let (_, units, said) = read("\t\t\tEN-US\ta\tEL-01\tb\n\t\t\tEN-US\tc\tEL-01\td\n").unwrap();
    assert_eq!(units[1].variants[1].lang, LanguageTag::parse("el").unwrap());
    let codes: Vec<_> = said.iter().map(|said| said.code).collect();
    assert_eq!(codes, [DiagnosticCode::LangForm]);
}

#[test]
fn a_record_that_is_cut_before_its_source_is_an_error_with_its_line() {
    let error = read("20240301~000000\tAB\t0\tEN-US\ta\tFR-FR\tb\n20240301~00").unwrap_err();
    assert_eq!(error.origin().line, 3);
    assert!(matches!(error.kind(), ErrorKind::Record(_)), "{error}");
}

#[test]
fn a_date_that_is_none_stays_a_property_and_that_is_said() {
    let (_, units, said) = read("20241399~000000\tAB\t0\tEN-US\ta\tFR-FR\tb\n").unwrap();
    assert_eq!(units[0].properties[0].value, "20241399~000000");
    assert_eq!(said[0].code, DiagnosticCode::DateForm);
}
