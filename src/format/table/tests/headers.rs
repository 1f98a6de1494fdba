use super::*;
use crate::error::ErrorKind;

fn counted(columns: &[(&str, &str)]) -> ReadOptions {
    let columns = columns.iter().map(|(name, place)| ((*name).into(), (*place).into()));
    ReadOptions {
        columns: columns.collect(),
        ..named("en", "de")
    }
}

fn messages(said: &[Diagnostic]) -> Vec<&str> {
    said.iter().map(|said| said.message.as_str()).collect()
}

#[test]
fn id_is_indonesian_where_it_is_the_second_language() {
    let (units, _) = read("en,id\nA,B\n", Dialect::Csv).unwrap();
    assert_eq!(texts(&units), [[("en", "A"), ("id", "B")]]);
    let (units, _) = read("id,en,de\nk,A,B\n", Dialect::Csv).unwrap();
    assert_eq!((units[0].id.as_deref(), units[0].variants.len()), (Some("k"), 2));
    let (units, _) = read("id\ten\tmai\t\nA\tB\tC\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("id", "A"), ("en", "B"), ("mai", "C")]]);
}

#[test]
fn a_header_names_languages_in_words_which_is_said() {
    let text = "Deutsch\tEnglisch\tBemerkung\nGruß\tgreeting\tAnrede\n";
    let (units, said) = read_with(text.as_bytes(), Dialect::Tsv, &named("de", "en")).unwrap();
    assert_eq!(texts(&units), [[("de", "Gruß"), ("en", "greeting")]]);
    assert_eq!(units[0].notes, [Note::new("Anrede")]);
    assert_eq!(
        messages(&said),
        ["the first row is taken for a header: `Deutsch`, `Englisch`"]
    );
    let text = "ID,English,German,Kommentar\n1,Hello,Hallo,x\n";
    let (units, _) = read(text, Dialect::Csv).unwrap();
    assert_eq!(texts(&units), [[("en", "Hello"), ("de", "Hallo")]]);
    assert_eq!(units[0].id.as_deref(), Some("1"));
}

#[test]
fn a_header_names_source_and_target_in_other_languages() {
    for (header, said) in [
        ("Quelle\tZiel", "`Quelle`, `Ziel`"),
        ("Source\tCible", "`Source`, `Cible`"),
        ("Origen\tDestino", "`Origen`, `Destino`"),
        (
            "Texto de origen\tTexto de destino",
            "`Texto de origen`, `Texto de destino`",
        ),
        ("原文\t译文", "`原文`, `译文`"),
        ("Original\tTranslation", "`Original`, `Translation`"),
    ] {
        let text = format!("{header}\na\tb\n");
        let (units, findings) = read_with(text.as_bytes(), Dialect::Tsv, &named("en", "de")).unwrap();
        assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]], "{header}");
        assert_eq!(
            messages(&findings),
            [format!("the first row is taken for a header: {said}")]
        );
    }
    let (units, _) = read_with("Ziel,Typ,Quelle\nb,1,a\n".as_bytes(), Dialect::Csv, &named("en", "de")).unwrap();
    assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]]);
    // where a term is from is no text of it
    for header in [
        "Begriff\tÜbersetzung\tQuelle",
        "Source\tQuelle\t",
        "de\ten\tQuelle",
        "Quelle\tSource\tZiel",
    ] {
        let text = format!("{header}\na\tb\tc\n");
        let (units, _) = read_with(text.as_bytes(), Dialect::Tsv, &named("de", "en")).unwrap();
        let last = texts(&units).pop().unwrap();
        assert_eq!(last, [("de", "a"), ("en", "b")], "{header}");
    }
}

#[test]
fn what_is_written_of_private_languages_is_read_back() {
    for dialect in [Dialect::Csv, Dialect::Tsv] {
        let separator = if dialect == Dialect::Csv { "," } else { "\t" };
        for header in [["de", "x-german"], ["x-english", "x-german"]] {
            let text = format!("{}\na{separator}b\n", header.join(separator));
            let (units, said) = read(&text, dialect).unwrap();
            assert_eq!(texts(&units), [[(header[0], "a"), (header[1], "b")]], "{said:?}");
        }
    }
    let (units, _) = read("xx\tx-german\t\na\tb\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("xx", "a"), ("x-german", "b")]]);
    for header in ["de,en,x-client,Note", "id,de,en,x-client", "de,en,X-Client,"] {
        let (units, _) = read(&format!("{header}\na,b,c,d\n"), Dialect::Csv).unwrap();
        assert_eq!(units[0].variants.len(), 2, "{header}");
    }
}

#[test]
fn names_of_one_language_are_a_unit() {
    for text in [
        "English\tEnglisch\nGerman\tDeutsch\n",
        "German\tDeutsch (Schweiz)\na\tb\n",
        "Chinese\t简体中文\na\tb\n",
    ] {
        let (units, said) = read_with(text.as_bytes(), Dialect::Tsv, &named("en", "de")).unwrap();
        assert_eq!((units.len(), said.len()), (2, 0), "{text}");
    }
    let text = "English\tEnglisch\nGerman\tDeutsch\n";
    let options = counted(&[("source", "1"), ("target", "2")]);
    let (units, said) = read_with(text.as_bytes(), Dialect::Tsv, &options).unwrap();
    assert_eq!((units.len(), said.len()), (2, 0));
}

#[test]
fn a_header_above_columns_that_the_user_counts_is_said() {
    let options = counted(&[("source", "2"), ("target", "3")]);
    for (header, named) in [
        ("Nr,English,Deutsch", "`English`, `Deutsch`"),
        ("x,en,de", "`en`, `de`"),
    ] {
        let (units, said) = read_with(format!("{header}\n1,a,b\n").as_bytes(), Dialect::Csv, &options).unwrap();
        assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]]);
        let expected = format!("the first row is taken for a header: {named}");
        assert_eq!(messages(&said), [expected]);
    }
}

#[test]
fn a_language_that_is_named_again_is_a_property() {
    let text = "English,German,Deutsch\na,b,c\n";
    let (units, _) = read(text, Dialect::Csv).unwrap();
    assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]]);
    assert_eq!(units[0].properties, [Property::new("Deutsch", "c")]);
    let options = counted(&[("source", "1"), ("target", "2")]);
    let (units, said) = read_with(text.as_bytes(), Dialect::Csv, &options).unwrap();
    assert_eq!((units.len(), said.len()), (1, 1));
}

#[test]
fn a_column_of_numbers_is_not_in_norwegian() {
    for word in ["No", "NO", "no", "Nr", "Nr.", "NO."] {
        let text = format!("{word}\tEN\tDE\n1\tx\ty\n2\ta\tb\n");
        let (units, _) = read(&text, Dialect::Tsv).unwrap();
        assert_eq!(texts(&units)[0], [("en", "x"), ("de", "y")], "{word}");
        assert_eq!(units[1].properties, [Property::new(word, "2")]);
    }
    let (units, _) = read("no\ten\tde\nhus\thouse\tHaus\n", Dialect::Tsv).unwrap();
    assert_eq!(units[0].variants[0].lang.as_str(), "no");
    let (units, _) = read("no\ten\n1\t1\n", Dialect::Tsv).unwrap();
    assert_eq!(units[0].variants[0].lang.as_str(), "no");
    let (units, _) = read_with(b"no,en,de\n1,2,3\n", Dialect::Csv, &named("no", "en")).unwrap();
    assert_eq!(units[0].variants[0].lang.as_str(), "no");
}

#[test]
fn two_columns_that_the_user_calls_alike_are_refused() {
    for columns in [[("source", "1"), ("source", "2")], [("en", "1"), ("EN", "2")]] {
        let error = read_with(b"a,b\n", Dialect::Csv, &counted(&columns)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Usage(_)), "{error}");
        assert!(error.message().contains("two columns"), "{error}");
    }
}

#[test]
fn a_header_names_languages_and_underscores_are_said() {
    let (units, said) = read("zh_CN\ten\n甲\tA\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("zh-CN", "甲"), ("en", "A")]]);
    assert_eq!(said[0].code, DiagnosticCode::LangUnderscore);
}

#[test]
fn where_languages_are_named_a_column_called_source_is_a_property() {
    for (text, name, value) in [
        ("source,en,de\ndoc1.html,a,b\n", "source", "doc1.html"),
        ("en,de,target\na,b,c\n", "target", "c"),
        ("Source,English,German\nEP,a,b\n", "Source", "EP"),
        ("Source,Target,English,German\nEP,,a,b\n", "Source", "EP"),
    ] {
        let (units, _) = read(text, Dialect::Csv).unwrap();
        assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]], "{text}");
        let property = units[0]
            .properties
            .first()
            .map(|own| (own.name.as_str(), own.value.as_str()));
        assert_eq!(property, Some((name, value)), "{text}");
    }
    let text = b"Src Seg.,en-US,de-DE,Tgt Seg.\n1,a,b,2\n";
    for options in [ReadOptions::default(), named("en", "de")] {
        let (units, _) = read_with(text, Dialect::Csv, &options).unwrap();
        assert_eq!(texts(&units), [[("en-US", "a"), ("de-DE", "b")]]);
    }
    // what stands there may be no languages
    let text = b"source,target,QA,PM\na,b,c,d\n";
    let (units, _) = read_with(text, Dialect::Csv, &named("en", "de")).unwrap();
    assert_eq!(texts(&units)[0][..2], [("en", "a"), ("de", "b")]);
    assert!(read_with(text, Dialect::Csv, &ReadOptions::default()).is_err());
}

#[test]
fn the_source_column_gives_the_direction_wherever_it_stands() {
    let columns = [("source", "fr"), ("target", "de")].map(|(name, place)| (name.to_owned(), place.to_owned()));
    let options = ReadOptions {
        columns: columns.to_vec(),
        ..ReadOptions::default()
    };
    let mut said: Vec<Diagnostic> = Vec::new();
    let text = "en,de,fr\na,b,c\n";
    let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec()))).unwrap();
    let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = TableReader::new(decoded, Dialect::Csv, text, &options, &mut said).unwrap();
    let tag = |tag| LanguageTag::parse(tag).unwrap();
    assert_eq!(reader.header().languages, [tag("fr"), tag("de")]);
    assert_eq!(reader.header().source_language, Some(SourceLanguage::Tag(tag("fr"))));
    let mut unit = TranslationUnit::default();
    assert!(reader.read_unit(&mut unit, &mut said).unwrap());
    assert_eq!(texts(&[unit]), [[("fr", "c"), ("de", "b")]]);
}

#[test]
fn a_region_in_the_name_of_a_language_is_read_and_what_is_not_read_is_said() {
    let tags = |header: &str| {
        let (units, said) = read(&format!("{header}\na,b\n"), Dialect::Csv).unwrap();
        let tags = units[0].variants.iter().map(|variant| variant.lang.to_string());
        let said = said.iter().filter(|said| said.message.contains("is read as"));
        (tags.collect::<Vec<_>>().join(" "), said.count())
    };
    for (header, expected) in [
        ("Portuguese (Brazil),Deutsch (Österreich)", ("pt-BR de-AT", 0)),
        ("Chinese (Simplified),English (United States)", ("zh-CN en-US", 0)),
        ("Portuguese (Brazil),Portuguese (Portugal)", ("pt-BR pt-PT", 0)),
        ("German,English (Klingon)", ("de en", 1)),
    ] {
        let (tags, said) = tags(header);
        assert_eq!((tags.as_str(), said), expected);
    }
}

#[test]
fn two_columns_of_one_name_are_a_fact_and_a_property_or_an_error() {
    let text = "source\ttarget\tkey\tcontext\na\tb\tK1\tK2\n";
    let (units, _) = read_with(text.as_bytes(), Dialect::Tsv, &named("en", "de")).unwrap();
    assert_eq!(units[0].context.as_ref().unwrap().key.as_deref(), Some("K1"));
    assert_eq!(units[0].properties[0].value, "K2");
    let error = read("en\tde\tde\na\tb\tc\n", Dialect::Tsv).unwrap_err().to_string();
    assert!(error.contains("two columns of the table are called `de`"), "{error}");
}

#[test]
fn a_header_names_the_languages_of_columns_that_the_user_names() {
    let options = ReadOptions {
        columns: vec![("source".into(), "en".into()), ("target".into(), "3".into())],
        ..ReadOptions::default()
    };
    let (units, _) = read_with(b"id,en,de\nk,A,B\n", Dialect::Csv, &options).unwrap();
    assert_eq!(texts(&units), [[("en", "A"), ("de", "B")]]);
    let (units, _) = read_with(b"en,x-foo\nA,B\n", Dialect::Csv, &named("en", "x-foo")).unwrap();
    assert_eq!(texts(&units), [[("en", "A"), ("x-foo", "B")]]);
}

#[test]
fn columns_are_taken_as_the_user_names_them() {
    let mut options = named("de", "en");
    options.columns = vec![("source".into(), "2".into()), ("target".into(), "4".into())];
    let (units, _) = read_with(
        "Nr\tDeutsch\tHinweis\tEnglisch\n1\ta\tx\tb\n".as_bytes(),
        Dialect::Tsv,
        &options,
    )
    .unwrap();
    assert_eq!(texts(&units), [[("de", "a"), ("en", "b")]]);
    options.columns = vec![("target".into(), "1".into()), ("source".into(), "2".into())];
    let (units, _) = read_with(b"b\ta\n", Dialect::Tsv, &options).unwrap();
    assert_eq!(texts(&units), [[("de", "a"), ("en", "b")]]);
    options.columns = vec![("source".into(), "9".into()), ("target".into(), "1".into())];
    let error = read_with(b"b\ta\n", Dialect::Tsv, &options).unwrap_err();
    assert_eq!(error.message(), "the table has no column `9`, but 2 columns");
}
