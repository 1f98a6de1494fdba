//! What other tools write in ways of their own.

use super::*;
use crate::model::Context;

/// The unit that stands in a document whose header names `tool`, with `remarks` in its `tu` and its source `tuv`.
fn unit(tool: &str, of_tu: &str, of_source: &str, source: &str) -> TranslationUnit {
    let header = HEADER.replace("\"t\" creationtoolversion", &format!("\"{tool}\" creationtoolversion"));
    let text = format!(
        "<tmx version=\"1.4\">{header}<body><tu>{of_tu}<tuv xml:lang=\"en\">{of_source}<seg>{source}</seg></tuv>\
         <tuv xml:lang=\"de\"><seg>x</seg></tuv></tu></body></tmx>"
    );
    let mut read = read(&text);
    assert!(read.warned().is_empty(), "{:?}", read.warned());
    read.units.remove(0)
}

fn props(list: &[(&str, &str)]) -> String {
    let prop = |(name, value): &(&str, &str)| ["<prop type=\"", name, "\">", value, "</prop>"].concat();
    list.iter().map(prop).collect()
}

fn context(previous: Option<&str>, next: Option<&str>, key: Option<&str>) -> Context {
    Context {
        previous: previous.map(str::to_owned),
        next: next.map(str::to_owned),
        key: key.map(str::to_owned),
    }
}

#[test]
fn context_is_read_from_each_tools_properties_which_stay() {
    let cases = [
        (
            "Matecat",
            props(&[("x-context-pre", "A"), ("x-context-post", "")]),
            String::new(),
            context(Some("A"), None, None),
        ),
        (
            "XTM",
            props(&[("x-previous-source-text", "A"), ("x-next-source-text", "B")]),
            String::new(),
            context(Some("A"), Some("B"), None),
        ),
        (
            "memsource",
            String::new(),
            props(&[("context_prev", "A {1>b&lt;1}"), ("context_key", "k")]),
            context(Some("A b"), None, Some("k")),
        ),
        (
            "OmegaT",
            props(&[("prev", "A"), ("next", "B"), ("id", "k")]),
            String::new(),
            context(Some("A"), Some("B"), Some("k")),
        ),
        (
            "GlobalLink",
            props(&[("previousMd5Segment", "A")]),
            String::new(),
            context(Some("A"), None, None),
        ),
        (
            "SDL",
            props(&[("x-ContextContent", "A |  | B | "), ("x-IdContext", "k")]),
            String::new(),
            context(Some("A"), None, Some("k")),
        ),
    ];
    for (tool, of_tu, of_source, expected) in cases {
        let unit = unit(tool, &of_tu, &of_source, "a");
        assert_eq!(unit.context.as_deref(), Some(&expected), "{tool}");
        let kept = unit.properties.len() + unit.variants[0].properties.len();
        assert_eq!(kept, (of_tu + &of_source).matches("<prop").count(), "{tool}");
    }
}

#[test]
fn neighbours_as_memoq_and_we_write_them_are_taken_into_the_context_unless_they_hold_codes() {
    let of_source = props(&[
        ("x-context-pre", "&lt;seg&gt;a &amp;lt; b&lt;/seg&gt;"),
        ("x-context-post", "&lt;seg&gt;c&lt;ph&gt;{}&lt;/ph&gt;&lt;/seg&gt;"),
    ]);
    let unit = unit("MemoQ", "", &of_source, "a");
    assert_eq!(unit.context.as_deref(), Some(&context(Some("a < b"), Some("c"), None)));
    let names: Vec<&str> = unit.variants[0].properties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["x-context-post"]);
}

#[test]
fn states_are_read_as_their_tools_write_them() {
    for (name, value) in [
        ("x-ConfirmationLevel", "ApprovedSignOff"),
        ("x-MateCAT-status", "TRANSLATED"),
        ("x-xtm-status", "Approved"),
    ] {
        let unit = unit("t", &props(&[(name, value)]), "", "a");
        assert_eq!(unit.state.as_ref().map(crate::model::State::as_str), Some(value));
        let (text, _) = written(&Header::default(), &[TranslationUnit { raw: None, ..unit }]);
        assert!(
            !text.contains("x-state"),
            "what a property says is not said twice: {text}"
        );
    }
}

#[test]
fn braces_are_codes_in_files_of_phrase_and_text_elsewhere() {
    let of_phrase = unit("Memsource Cloud", "", "", "a {1>b&lt;1} {2} &lt;3}");
    assert_eq!(
        drawn(&of_phrase.variants[0].segment),
        "a [+1{1>]b[-1<1}] [2{2}] [-3!<3}]"
    );
    assert!(of_phrase.raw.is_some(), "it is valid");
    let of_other = unit("phraseapp.com", "", "", "a {1>b&lt;1} {2}");
    assert_eq!(of_other.variants[0].segment.text(), "a {1>b<1} {2}");
}

#[test]
fn a_unit_with_braces_is_copied_only_where_the_header_says_that_they_are_codes() {
    let units = [unit("memsource", "", "", "a {1}")];
    let header = |raw: Option<&str>| Header {
        provenance: crate::model::Provenance {
            tool: Some("memsource".into()),
            ..Default::default()
        },
        raw: raw.map(Into::into),
        ..Header::default()
    };
    let valid = HEADER.replace("\"t\" creationtoolversion", "\"memsource\" creationtoolversion");
    let (copied, _) = written(&header(Some(&valid)), &units);
    assert!(copied.contains("<seg>a {1}</seg>"), "{copied}");
    let (rendered, said) = written(&header(None), &units);
    assert!(rendered.contains("<seg>a <ph>{1}</ph></seg>"), "{rendered}");
    assert!(rendered.contains("creationtool=\"tmforge\""), "{rendered}");
    assert_eq!(said[0].code, DiagnosticCode::NotCarried);
}
