use super::*;

const RULES: &str = r#"<srx version="2.0"><header cascade="yes"/><body><languagerules>
<languagerule languagerulename="English"><rule break="no"><beforebreak>\bDr\.</beforebreak><afterbreak>\s</afterbreak></rule></languagerule>
<languagerule languagerulename="All"><rule break="yes"><beforebreak>[.?!]+</beforebreak><afterbreak>\s+\p{Lu}</afterbreak></rule></languagerule>
</languagerules><maprules><languagemap languagepattern="en.*" languagerulename="English"/>
<languagemap languagepattern=".*" languagerulename="All"/></maprules></body></srx>"#;

#[test]
fn the_first_rule_that_fits_decides() {
    let rules = SrxRules::parse(RULES, &"r.srx".into()).unwrap();
    let text = "See Dr. Li. He is in.  Go!";
    let cut = |lang| {
        let ranges = rules.cut(text, &LanguageTag::parse(lang).unwrap()).unwrap().sentences;
        ranges
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(cut("en-GB"), ["See Dr. Li.", "He is in.", "Go!"]);
    assert_eq!(cut("de"), ["See Dr.", "Li.", "He is in.", "Go!"]);
}

#[test]
fn patterns_are_read_as_they_are_meant() {
    for after in ["\\s+\\p{Lu}", "<![CDATA[\\s+\\p{Lu}]]>", "\\s&#43;\\p&#x7B;Lu}"] {
        let rules = RULES.replace("\\s+\\p{Lu}", after);
        let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
        let ranges = rules.cut("A a. b. C.", &LanguageTag::parse("de").unwrap());
        assert_eq!(ranges.unwrap().sentences, [0..7, 8..10], "{after}");
    }
}

#[test]
fn an_empty_tag_is_an_empty_pattern() {
    let rules = RULES.replace("<afterbreak>\\s+\\p{Lu}</afterbreak>", "\n<afterbreak/>\n");
    let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
    let ranges = rules.cut("a. b.", &LanguageTag::parse("de").unwrap());
    assert_eq!(ranges.unwrap().sentences, [0..2, 3..5]);
}

#[test]
fn languages_may_be_left_out_by_looking_ahead() {
    let rules = RULES.replace("\".*\"", "\"(?!pl).*\"");
    let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
    assert!(rules.cut("A.", &LanguageTag::parse("pl").unwrap()).is_none());
    assert!(rules.cut("A.", &LanguageTag::parse("de").unwrap()).is_some());
}

#[test]
fn a_pattern_may_end_within_a_comment() {
    assert_eq!(broken(r"\.", "(?x)\\s # white", "a. b.c"), "a.|b.c");
    let rules = RULES.replace("\"en.*\"", "\"(?x)en.* # all\"");
    assert!(SrxRules::parse(&rules, &"r.srx".into()).is_ok());
}

/// `text` with a bar where one rule breaks it.
fn broken(before: &str, after: &str, text: &str) -> String {
    let rule = Rule {
        breaks: true,
        before: Pattern::before(before).unwrap(),
        after: Pattern::after(after).unwrap(),
    };
    let rules = SrxRules {
        languages: vec![(String::new(), vec![rule])],
        map: vec![(Pattern::default(), String::new())],
        cascade: false,
    };
    let ranges = rules.cut(text, &LanguageTag::parse("en").unwrap()).unwrap().sentences;
    let pieces: Vec<_> = ranges.into_iter().map(|range| text.get(range).unwrap()).collect();
    pieces.join("|")
}

#[test]
fn patterns_look_ahead_and_behind() {
    assert_eq!(broken(r"(?<=\S)!{2,}", r"(?=\s)", "A !! b!! c!!d"), "A !! b!!|c!!d");
    assert_eq!(broken(r"(?<!\bNo)\.", r"\s(?!\d)", "No. A. b. 3"), "No. A.|b. 3");
    assert_eq!(
        broken(r"(?:(?<=^)|(?<=\s))[a-c]\)", "", "a) x b) y xb)"),
        "a)|x b)|y xb)"
    );
    assert_eq!(broken(r"(?<=(?<!\w)vs?)\.", "", "v. vs. rvs."), "v.|vs.|rvs.");
    assert_eq!(
        broken(r"\.(?=\s(?:[A-Z]|\d{4}(?!-)))", "", "a. B. 2024-1. 2025"),
        "a.|B. 2024-1.|2025"
    );
    assert_eq!(broken("[^0-9][.]", r"(?<=[a-z][.])\s", "ab. A. 3. d."), "ab.|A. 3. d.");
}

#[test]
fn what_stands_before_a_place_is_seen_from_there() {
    assert_eq!(broken(":", r"\b", "a:b: c"), "a:|b: c");
    assert_eq!(broken("e", r"\B", "see e-"), "se|e e-");
    assert_eq!(broken("a", r"^\s|-", "a b a-c"), "a b a|-c");
}

#[test]
fn groups_are_left_once_for_all() {
    assert_eq!(broken(r"[.!]++", "[!?]|$", ".!! .!?"), ".!! .!|?");
    assert_eq!(broken(r"a(?#two)++b", "", "aab ab b"), "aab|ab|b");
    assert_eq!(broken(r"\w{1,3}+\.", "", "abcd. e."), "abcd.|e.");
    assert_eq!(broken(r"(?>a|ab)c", "", "abc ac d"), "abc ac|d");
    assert_eq!(broken(r#""(?>[^"\\]+|\\.)*""#, "", r#""a\" b" c d"#), r#""a\" b"|c d"#);
    assert_eq!(broken(r"x\Qab\E?+b", "", "xab xabb xb"), "xab xabb|xb");
}

#[test]
fn escapes_are_those_of_icu() {
    assert_eq!(
        broken(r"\Qe.g.\E", r"\h", "e.g.\u{A0}a e_g. e.g.b"),
        "e.g.|a e_g. e.g.b"
    );
    assert_eq!(broken(r"\R", "", "a\r\nb\u{2028}c"), "a|b|c");
    assert_eq!(broken(r"\v", "", "a\u{85}b"), "a|b");
    assert_eq!(broken(r"\.\Z|x", "", "a. xb."), "a. x|b.");
    assert_eq!(
        broken(r"[\u3002\x{FF01}\xa1\0101]", "", "b。c！d¡eAf"),
        "b。|c！|d¡|eA|f"
    );
    assert_eq!(broken(r"\<br\/\>|\•|\cI", "", "a<br/>b•c\td"), "a<br/>|b•|c|d");
    assert_eq!(
        broken(r"(?#bars)(?iu)DR(?-i)a(?u:b)(?U)c+", "", "drabcc DRABC"),
        "drabcc|DRABC"
    );
}

#[test]
fn classes_are_those_of_icu() {
    assert_eq!(broken(r"[\p{L}&&[^a]]", "1", "a1b1c"), "a1b|1c");
    assert_eq!(broken(r#"[\p{Po}"-[,:]]"#, "", r#"a,b:c.d"e[f"#), r#"a,b:c.|d"|e[f"#);
    assert_eq!(broken(r"[\w-.~~^]", "!", "a! -! .! ~! ^! ,!"), "a|! -|! .|! ~|! ^|! ,!");
    assert_eq!(broken(r"[-a-c\]\Q-^\E]", "!", "-! b! ]! ^! d!"), "-|! b|! ]|! ^|! d!");
    assert_eq!(broken(r"[:]+[[:Lu:]x-]", "", ":A ::x :y :-b"), ":A|::x|:y :-|b");
    assert_eq!(broken(r"[^\h\p{IsLower}[!]]", "!", "a! A! !! "), "a! A|! !!");
}

#[test]
fn properties_have_the_names_of_icu_java_and_posix() {
    let alike = [
        (r"\p{javaLowerCase}", "ä", "Ä"),
        (r"\p{IsUppercase}", "Ä", "ä"),
        (r"\p{IsAlphabetic}", "字", "5"),
        (r"\P{Alpha}", "5", "é"),
        (r"\p{Punct}", "»", "a"),
        (r"\p{L}", "é", "."),
        (r"\pN", "5", "a"),
        (r"\p{^Lu}", "a", "A"),
        (r"\p{General_Category=Lu}", "A", "a"),
        (r"\p{IsHan}", "字", "か"),
        (r"\p{script=Greek}", "λ", "l"),
        (r"\p{InCyrillic}", "ж", "z"),
        (r"\p{block=CJK Unified Ideographs}", "字", "か"),
        (r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}]", "\u{AD}", "a"),
        (r"[[:^alpha:]]", "5", "é"),
        (r"\p{Graph}", "»", "\u{85}"),
    ];
    for (pattern, fits, not) in alike {
        let text = format!("{fits}={not}=x");
        assert_eq!(broken(pattern, "=", &text), format!("{fits}|={not}=x"), "{pattern}");
    }
}

#[test]
fn no_text_takes_forever() {
    let long = format!("{0} {0}", "a".repeat(20_000));
    for before in [
        r"(?<=^|a)(?:a+)+b",
        r"(?:a*)*(?=b)",
        r"(?<!b.*)a+$(?!\z)",
        r"(?>(?:a|aa)+)b",
        r".*(?=\.de)",
    ] {
        assert_eq!(broken(before, "", &long), long, "{before}");
    }
    let found = format!("{}.b", "a 1 ".repeat(5_000));
    for before in [
        r"(?:\s*\d*\w?)*(?=\.)",
        r"(?:[A-Za]?[a-z]*\s?1?)*+(?=\.)",
        r"(?:a*\s*1*)*(?=\.b)",
        r"(?:\s*|\w)*(?=\.)",
        r"(?:|\w|\s)*(?=\.)",
    ] {
        assert_eq!(broken(before, "", &found), found.replace(" .b", "|.b"), "{before}");
    }
    let clauses = "字".repeat(20_000);
    assert_eq!(broken(r"\S+[。，]", "", &clauses), clauses);
    assert_eq!(broken(".*", "x", &long), long);
    assert_eq!(broken("a", ".*x", &long), long);
}

#[test]
fn a_pattern_that_is_not_known_is_named_with_its_line() {
    let refused = [
        (r"(a)\1", r"`\1` refers back to a group"),
        (r"\G.", r"`\G` is not known here"),
        (r"\p{Block=Runic}", "block `Block=Runic` is not known here"),
        (r"\p{InArmenian}", "block `InArmenian` is not known here"),
        (r"\p{InLatinExtended-A}", "block `InLatinExtended-A` is not known here"),
        (r"\p{IsNothing}", "Unicode property not found"),
        ("(a", "unclosed group"),
        ("a{3", "`}` is missing"),
        (r"(?=x{1000}){1000}", "it is too long with its repetitions written out"),
        ("\\", "nothing stands behind the last backslash"),
    ];
    for (pattern, why) in refused {
        let damaged = RULES.replace("[.?!]+", pattern);
        let error = SrxRules::parse(&damaged, &"r.srx".into()).unwrap_err();
        assert_eq!(error.origin().line, 3);
        let said = format!("r.srx:3:1: pattern `{pattern}` can't be read: {why}; say it in another way");
        assert!(error.to_string().starts_with(&said), "{error}");
    }
    let damaged = RULES.replace("\"en.*\"", "\"(en\"");
    assert_eq!(SrxRules::parse(&damaged, &"r.srx".into()).unwrap_err().origin().line, 4);
    let error = SrxRules::parse("<srx/>", &"r.srx".into()).unwrap_err();
    assert_eq!(error.message(), "has no segmentation rules");
}

#[test]
fn a_rule_that_stops_is_known_to_have_stopped() {
    let rules = RULES.replace("[.?!]+", ".*(?=zz)");
    let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
    let stops = |text: &str| rules.cut(text, &LanguageTag::parse("de").unwrap()).unwrap().has_stopped;
    assert!(!stops("a zz A."));
    assert!(stops(&("a ".repeat(1_000_000) + "zz")));
}
