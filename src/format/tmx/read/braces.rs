//! Codes that Phrase TMS writes into the text: `{1>…<1}`, `{b>…<b}`, `{2}`, `{j}`.

use crate::model::Role;

/// A stretch of text in which codes may be written with braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    Text(&'t str),
    /// A code: its role, the number or letter in it, and all of it.
    Brace(Role, &'t str, &'t str),
}

/// Whether codes may stand in a text: each has a brace at one end.
pub(super) fn may_stand_in(text: &str) -> bool {
    memchr::memchr2(b'{', b'}', text.as_bytes()).is_some()
}

/// Cuts a text at its codes.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut rest = text;
    let mut found: Option<Stretch<'_>> = None;
    std::iter::from_fn(move || {
        if let Some(brace) = found.take() {
            return Some(brace);
        }
        if rest.is_empty() {
            return None;
        }
        for (at, _) in rest.match_indices(['{', '<']) {
            let Some((before, from)) = rest.split_at_checked(at) else {
                continue;
            };
            let Some((role, name, whole)) = brace(from) else {
                continue;
            };
            rest = from.get(whole.len()..).unwrap_or_default();
            let code = Stretch::Brace(role, name, whole);
            if before.is_empty() {
                return Some(code);
            }
            found = Some(code);
            return Some(Stretch::Text(before));
        }
        Some(Stretch::Text(std::mem::take(&mut rest)))
    })
}

/// The code that `text` begins with.
fn brace(text: &str) -> Option<(Role, &str, &str)> {
    let inside = text.get(1..)?;
    let length = inside
        .find(|c: char| !c.is_ascii_digit())
        .filter(|length| *length > 0)
        .or_else(|| {
            inside
                .starts_with(['b', 'i', 'u', 'B', 'I', 'U', '^', 'j'])
                .then_some(1)
        })?;
    let (name, end) = inside.split_at_checked(length)?;
    let role = match (text.starts_with('{'), end.chars().next()?) {
        (true, '>') if name != "j" => Role::Open,
        (false, '}') if name != "j" => Role::Close,
        (true, '}') if name == "j" || name.starts_with(|c: char| c.is_ascii_digit()) => Role::Alone,
        _ => return None,
    };
    Some((role, name, text.get(..length + 2)?))
}

/// What a letter stands for.
pub(super) fn code_type(name: &str) -> Option<&'static str> {
    match name {
        "b" | "B" => Some("bold"),
        "i" | "I" => Some("italic"),
        "u" | "U" => Some("underlined"),
        "j" => Some("lb"),
        _ => None,
    }
}

/// The text without its codes.
pub(crate) fn without(text: &str) -> String {
    stretches(text)
        .filter_map(|stretch| match stretch {
            Stretch::Text(text) => Some(text),
            Stretch::Brace(..) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_letters_in_braces_are_codes_and_all_else_is_text() {
        let found: Vec<Stretch> = stretches("{a} {12>x<12} {b>y<b}{3}<{j}{} {4 <5> {{6}é").collect();
        assert_eq!(
            found,
            [
                Stretch::Text("{a} "),
                Stretch::Brace(Role::Open, "12", "{12>"),
                Stretch::Text("x"),
                Stretch::Brace(Role::Close, "12", "<12}"),
                Stretch::Text(" "),
                Stretch::Brace(Role::Open, "b", "{b>"),
                Stretch::Text("y"),
                Stretch::Brace(Role::Close, "b", "<b}"),
                Stretch::Brace(Role::Alone, "3", "{3}"),
                Stretch::Text("<"),
                Stretch::Brace(Role::Alone, "j", "{j}"),
                Stretch::Text("{} {4 <5> {"),
                Stretch::Brace(Role::Alone, "6", "{6}"),
                Stretch::Text("é"),
            ]
        );
        assert_eq!(without("a {1>b<1} c{2}"), "a b c");
    }
}
