//! Types of codes, of marks and of flows inside codes, in the closed lists and `prefix:value` forms of XLIFF 2.

use std::borrow::Cow;

use crate::model::is_illegal;

/// The prefix of types that have none of their own.
const OWN_PREFIX: &str = "x";

/// The values of `type` on codes (XLIFF 2, `type`).
pub(super) const CODE_TYPES: [&str; 6] = ["fmt", "ui", "quote", "link", "image", "other"];

/// The `xlf:` subtypes: the word of the model, and the `type` and `subType` it stands for.
pub(super) const XLF_SUBTYPES: [(&str, &str, &str); 6] = [
    ("bold", "fmt", "xlf:b"),
    ("italic", "fmt", "xlf:i"),
    ("underlined", "fmt", "xlf:u"),
    ("lb", "fmt", "xlf:lb"),
    ("pb", "fmt", "xlf:pb"),
    ("var", "ui", "xlf:var"),
];

/// Whether `word` is `prefix:value` with a prefix other than the reserved `xlf`.
pub(super) fn is_user_defined(word: &str) -> bool {
    word.split_once(':')
        .is_some_and(|(prefix, value)| prefix != "xlf" && is_plain(prefix) && is_plain(value))
}

/// Whether `word` may stand on one side of the colon.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && !word.contains(|c: char| c == ':' || is_illegal(c) || matches!(c, ' ' | '\t' | '\n' | '\r'))
}

/// `word` under `prefix`, if it may stand there.
pub(super) fn prefixed(prefix: &str, word: &str) -> Option<String> {
    is_plain(word).then(|| format!("{prefix}:{word}"))
}

/// A type that may also be a word of one's own: `prefix:value` as it is, any other word under the own prefix.
pub(super) fn custom(word: &str) -> Option<Cow<'_, str>> {
    if is_user_defined(word) {
        return Some(Cow::Borrowed(word));
    }
    prefixed(OWN_PREFIX, word).map(Cow::Owned)
}

/// `type` and `subType` of a code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CodeType<'a> {
    /// `type`
    pub(super) main: &'a str,
    /// `subType`
    pub(super) sub: Option<Cow<'a, str>>,
}

/// The attributes for a code's type; `None` if no attribute can hold the word.
pub(super) fn of_code(word: &str) -> Option<CodeType<'_>> {
    if let Some(&(_, main, sub)) = XLF_SUBTYPES.iter().find(|(known, ..)| *known == word) {
        let sub = Some(Cow::Borrowed(sub));
        return Some(CodeType { main, sub });
    }
    if CODE_TYPES.contains(&word) {
        return Some(CodeType { main: word, sub: None });
    }
    if let Some((main, sub)) = word.split_once('/')
        && CODE_TYPES.contains(&main)
        && (is_user_defined(sub) || XLF_SUBTYPES.iter().any(|&(_, of, known)| (of, known) == (main, sub)))
    {
        let sub = Some(Cow::Borrowed(sub));
        return Some(CodeType { main, sub });
    }
    let sub = prefixed(OWN_PREFIX, word).map(Cow::Owned)?;
    Some(CodeType {
        main: "other",
        sub: Some(sub),
    })
}

/// What a mark is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MarkType<'a> {
    /// A comment, which has its text in `value`.
    Comment,
    /// A generic annotation, which says whether its text is to be translated.
    Translate(&'static str),
    /// Any other.
    Other(Cow<'a, str>),
}

/// The type of a mark, and whether its word had to go.
pub(super) fn of_mark(word: Option<&str>, has_comment: bool) -> (MarkType<'_>, bool) {
    let other = |word| MarkType::Other(Cow::Borrowed(word));
    match word {
        None => (other("x:hi"), false),
        Some("comment") if has_comment => (MarkType::Comment, false),
        Some("protected") => (MarkType::Translate("no"), false),
        Some("its-translate-yes") => (MarkType::Translate("yes"), false),
        Some("term") => (other("term"), false),
        Some(word) => custom(word).map_or((other("x:hi"), true), |word| (MarkType::Other(word), false)),
    }
}

/// Whether `word` is a reference that schema validators take for an `xs:anyURI`; none is taken that they don't.
pub(super) fn is_uri(word: &str) -> bool {
    let percents_stand = word.split('%').skip(1).all(|rest| {
        let mut digits = rest.bytes();
        matches!((digits.next(), digits.next()), (Some(a), Some(b)) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
    });
    if !percents_stand
        || word.matches('#').count() > 1
        || word.contains(|c: char| c == '[' || c == ']' || is_illegal(c))
    {
        return false;
    }
    let head = word.split(['/', '?', '#']).next().unwrap_or_default();
    let after_scheme = match head.split_once(':') {
        Some((scheme, _)) => {
            if !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                || scheme.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            {
                return false;
            }
            word.split_once(':').map_or(word, |(_, rest)| rest)
        }
        None => word,
    };
    let Some(authority) = after_scheme.strip_prefix("//") else {
        return true;
    };
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split_once('@').map_or(authority, |(_, host)| host);
    !host.contains('@')
        && host
            .split_once(':')
            .is_none_or(|(_, port)| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_types_go_where_the_standard_has_a_place() {
        let written = |word| {
            of_code(word).map(|of| match of.sub {
                Some(sub) => format!("{} {sub}", of.main),
                None => of.main.to_owned(),
            })
        };
        for (word, expected) in [
            ("bold", Some("fmt xlf:b")),
            ("var", Some("ui xlf:var")),
            ("link", Some("link")),
            ("fmt/my:shadow", Some("fmt my:shadow")),
            ("fmt/xlf:b", Some("fmt xlf:b")),
            ("kbd", Some("other x:kbd")),
            ("image/png", Some("other x:image/png")),
            ("ui/xlf:b", None),
            ("two words", None),
            ("a:b", None),
            ("", None),
        ] {
            assert_eq!(written(word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn mark_types_go_where_the_standard_has_a_place() {
        let other = |word: &'static str| (MarkType::Other(Cow::Borrowed(word)), false);
        assert_eq!(of_mark(None, false), other("x:hi"));
        assert_eq!(of_mark(Some("term"), false), other("term"));
        assert_eq!(of_mark(Some("city"), false), other("x:city"));
        assert_eq!(of_mark(Some("my:isbn"), false), other("my:isbn"));
        assert_eq!(of_mark(Some("comment"), false), other("x:comment"));
        assert_eq!(of_mark(Some("comment"), true), (MarkType::Comment, false));
        assert_eq!(of_mark(Some("protected"), false), (MarkType::Translate("no"), false));
        assert_eq!(of_mark(Some("xlf:a"), false), (other("x:hi").0, true));
        assert_eq!(of_mark(Some("two words"), false), (other("x:hi").0, true));
    }

    #[test]
    fn references_that_validators_refuse_are_none() {
        for word in [
            "",
            "#n=n1",
            "http://a b/é?q=a|b#x",
            "mailto:a@b",
            "file:///C:/x",
            "http://h:80/",
            "a/b:c",
        ] {
            assert!(is_uri(word), "{word}");
        }
        for word in [
            "%zz",
            "a%",
            "a%4",
            "http://[x",
            "http://h:ab/",
            ":x",
            "1a:b",
            "a#b#c",
            "ab c:d",
            "é:b",
            "http://h:/",
        ] {
            assert!(!is_uri(word), "{word}");
        }
        assert!(!is_uri("http://u@h@i/") && !is_uri("http://h:99999999999/") && !is_uri("a\u{1}"));
    }
}
