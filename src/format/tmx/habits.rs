//! How other tools say in properties what the model has fields for: state, neighbours, key.

use crate::model::{Context, Header, Property, State, TranslationUnit};

use super::read::without_braces;

/// What a file's header tells about its tool's habits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    /// Codes are written into the text as `{1>…<1}` (Phrase TMS).
    pub(super) has_braces: bool,
    /// `x-ContextContent` holds the source text behind the unit, not the target text before it (Trados).
    pub(super) has_following_content: bool,
    /// Codes may stand in the text as `&tA;`, which is no markup (Wordfast).
    pub(super) has_placeables: bool,
}

impl Habits {
    /// The habits of a file whose header is `header`, and names `tool` as the one that made it.
    pub(super) fn of(header: &Header, tool: Option<&str>) -> Self {
        let following = |property: &Property| {
            property.name == "x-TextContextMatchType" && property.value == "PrecedingAndFollowingSource"
        };
        Self {
            has_braces: tool.is_some_and(is_phrase),
            has_placeables: tool.is_some_and(|tool| tool.starts_with("Wordfast")),
            has_following_content: header.properties.iter().any(following),
        }
    }

    /// What fills the fields of a unit from its properties, by these habits; placeables stay in texts, and matter not.
    pub(super) fn filler(self) -> fn(&mut TranslationUnit) {
        match (self.has_braces, self.has_following_content) {
            (false, false) => fill_by::<false, false>,
            (false, true) => fill_by::<false, true>,
            (true, false) => fill_by::<true, false>,
            (true, true) => fill_by::<true, true>,
        }
    }
}

fn fill_by<const BRACES: bool, const FOLLOWING: bool>(unit: &mut TranslationUnit) {
    let habits = Habits {
        has_braces: BRACES,
        has_following_content: FOLLOWING,
        ..Habits::default()
    };
    fill(unit, habits);
}

/// Whether a `creationtool` is Phrase TMS, once called Memsource. Phrase Strings writes no codes.
pub(super) fn is_phrase(tool: &str) -> bool {
    let tool = tool.trim().to_ascii_lowercase();
    tool.starts_with("memsource") || tool.starts_with("phrase tms") || tool == "phrase"
}

/// Whether a `creationtool` is `OmegaT`, which reads its own files as literal text.
pub(super) fn is_omegat(tool: &str) -> bool {
    tool.trim().eq_ignore_ascii_case("OmegaT")
}

/// What the properties of a unit say about it, in other tools' words.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub(super) state: Option<State>,
    pub(super) context: Context,
}

/// What a property says that the model has a field for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    State,
    /// The text before a unit.
    Previous,
    /// The text behind a unit.
    Next,
    Key,
    /// The texts beside a unit in Trados: source before it, codes in that, another text, codes in that.
    Content,
}

/// What a property of this name says, in other tools' words; nothing if the model has no field for it.
fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        // Trados, MateCat, XTM
        "x-ConfirmationLevel" | "x-MateCAT-status" | "x-xtm-status" => Meaning::State,
        // memoQ, MateCat and XTM; XTM; Phrase; OmegaT; GlobalLink
        "x-context-pre" | "x-previous-source-text" | "context_prev" | "prev" | "previousMd5Segment" => {
            Meaning::Previous
        }
        // the same
        "x-context-post" | "x-next-source-text" | "context_next" | "next" | "nextMd5Segment" => Meaning::Next,
        // gettext's `msgctxt` by Weblate, Translate Toolkit and Lokalize; Trados; Phrase; Smartling; OmegaT
        "x-context" | "x-IdContext" | "context_key" | "x-smartling-string-variant" | "id" => Meaning::Key,
        "x-ContextContent" => Meaning::Content,
        _ => return None,
    })
}

/// Fills the fields of a unit that are empty from other tools' properties, which stay.
pub(super) fn fill(unit: &mut TranslationUnit, habits: Habits) {
    let has_properties = !unit.properties.is_empty() || unit.variants.iter().any(|v| !v.properties.is_empty());
    if !has_properties {
        return;
    }
    let derived = derive(unit, habits);
    unit.state = unit.state.take().or(derived.state);
    let Context { previous, next, key } = derived.context;
    if previous.is_none() && next.is_none() && key.is_none() {
        return;
    }
    let context = unit.context.get_or_insert_default();
    context.previous = context.previous.take().or(previous);
    context.next = context.next.take().or(next);
    context.key = context.key.take().or(key);
}

/// Whether a property of this name says what the model has a field for.
pub(super) fn is_known(name: &str) -> bool {
    meaning(name).is_some()
}

/// What the properties of a unit say.
pub(super) fn derive(unit: &TranslationUnit, habits: Habits) -> Derived {
    let mut derived = Derived::default();
    let of_variants = unit.variants.iter().flat_map(|variant| &variant.properties);
    for property in unit.properties.iter().chain(of_variants) {
        let Some(meaning) = meaning(&property.name) else {
            continue;
        };
        let value = &property.value;
        if value.trim().is_empty() {
            // memoQ writes a space for nothing
            continue;
        }
        let context = &mut derived.context;
        match meaning {
            Meaning::State => {
                derived.state.get_or_insert_with(|| State::parse(value));
            }
            Meaning::Previous => {
                context.previous.get_or_insert_with(|| plain(value, habits));
            }
            Meaning::Next => {
                context.next.get_or_insert_with(|| plain(value, habits));
            }
            Meaning::Key => {
                context.key.get_or_insert_with(|| value.clone());
            }
            Meaning::Content => {
                let mut texts = value.split(" | ").map(|text| text.replace("||", "|"));
                let mut text = || texts.next().filter(|text| !text.trim().is_empty());
                let (previous, _, next) = (text(), text(), text());
                context.previous = context.previous.take().or(previous);
                if habits.has_following_content {
                    context.next = context.next.take().or(next);
                }
            }
        }
    }
    derived
}

/// A text out of a property, which may be the markup of a `seg`, or have codes in it.
fn plain(value: &str, habits: Habits) -> String {
    let text = match value.strip_prefix("<seg>").and_then(|rest| rest.strip_suffix("</seg>")) {
        Some(markup) => {
            // what was markup is unescaped once more; `&amp;` last, or `&amp;lt;` would be unescaped twice
            let unescaped = without_tags(markup, |_| true)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&#13;", "\r");
            unescaped.replace("&amp;", "&")
        }
        None => without_tags(value, |name| {
            matches!(name, "g" | "x" | "bx" | "ex" | "ph" | "bpt" | "ept" | "it")
        }),
    };
    if habits.has_braces { without_braces(&text) } else { text }
}

/// The text without tags of the elements that `goes`, and without the native code in them.
fn without_tags(markup: &str, goes: impl Fn(&str) -> bool) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let inside = from.get(1..).unwrap_or_default();
        let name_and_rest = inside.strip_prefix('/').unwrap_or(inside);
        let length = name_and_rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name_and_rest.len());
        let name = name_and_rest.get(..length).unwrap_or_default();
        let tag_end = inside.find('>');
        let (Some(end), true) = (tag_end, !name.is_empty() && goes(name)) else {
            text.push('<');
            rest = inside;
            continue;
        };
        let is_empty = inside.get(..end).is_some_and(|tag| tag.ends_with('/'));
        rest = inside.get(end + 1..).unwrap_or_default();
        let is_native = matches!(name, "bpt" | "ept" | "it" | "ph" | "ut");
        if is_native
            && !is_empty
            && !inside.starts_with('/')
            && let Some((_, after)) = rest.split_once(&format!("</{name}>"))
        {
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_property_is_plain_whatever_its_tool_wrote() {
        let habits = Habits::default();
        for (written, read) in [
            ("a < b & c", "a < b & c"),
            ("The <g id=\"1\">deck</g><x id=\"2\"/> <b>", "The deck <b>"),
            (
                "<seg>Insert the <bpt i='1'>{}</bpt>pegs<ept i='1'>{}</ept> &lt;&amp;lt;</seg>",
                "Insert the pegs <&lt;",
            ),
            ("<seg>a<hi>b</hi><ph/>c</seg>", "abc"),
        ] {
            assert_eq!(plain(written, habits), read);
        }
        let phrase = Habits {
            has_braces: true,
            ..habits
        };
        assert_eq!(plain("Download as {1>PDF<1}", phrase), "Download as PDF");
    }

    #[test]
    fn the_texts_of_trados_are_told_apart_by_the_header() {
        let unit = TranslationUnit {
            properties: vec![
                Property::new("x-ContextContent", " |  |  | "),
                Property::new("x-ContextContent", "A||B |  | C | "),
            ],
            ..TranslationUnit::default()
        };
        let before = derive(&unit, Habits::default()).context;
        assert_eq!((before.previous.as_deref(), before.next), (Some("A|B"), None));
        let habits = Habits {
            has_following_content: true,
            ..Habits::default()
        };
        assert_eq!(derive(&unit, habits).context.next.as_deref(), Some("C"));
    }
}
