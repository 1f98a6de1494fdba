//! Phrase: mxliff. Codes are text in braces (`{1}`, `{1>…<1}`, `{b>…<b}`), explained by `m:mark`; steps of work are
//! counted by `m:confirmed`; times are milliseconds since 1970.

use std::collections::BTreeMap;

use super::add_property;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::read::{Draft, Findings};
use crate::format::xml::Element;
use crate::model::{Code, Moment, Piece, Role, Segment, State};

const NAMESPACE: &str = "http://www.memsource.com/mxlf/2.0";

const SOURCE_MARKS: &str = "tunit-metadata";
const TARGET_MARKS: &str = "tunit-target-metadata";

/// Whether the unit is one of Phrase.
pub(super) fn is_unit(element: Element<'_>) -> bool {
    element.attribute_of(NAMESPACE, "confirmed").is_some()
}

pub(super) fn absorbs(element: &Element<'_>) -> bool {
    element.namespace() == NAMESPACE && matches!(element.local(), SOURCE_MARKS | TARGET_MARKS)
}

/// Scores are shares of 1; one of a hundred in context is 1.01.
pub(super) fn similarity(written: f64) -> f64 {
    const HIGHEST_SHARE: f64 = 1.02;
    if written <= HIGHEST_SHARE {
        written * 100.0
    } else {
        written
    }
}

pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let said = |local| element.attribute_of(NAMESPACE, local);
    let Some(confirmed) = said("confirmed") else { return };
    let mut numbers = BTreeMap::new();
    for draft in drafts.iter_mut().filter(|draft| draft.is_segment) {
        let unit = &mut draft.unit;
        unit.state = Some(State::Other(format!("m:confirmed={confirmed}")));
        let time = |local| said(local).and_then(milliseconds);
        let user = |local| said(local).filter(|user| !user.is_empty()).map(str::to_owned);
        let (created, changed) = (time("created-at"), time("modified-at"));
        let (created_by, changed_by) = (user("created-by"), user("modified-by"));
        if created.is_some() || changed.is_some() || created_by.is_some() || changed_by.is_some() {
            let provenance = unit.provenance_mut();
            (provenance.created, provenance.changed) = (created, changed);
            (provenance.created_by, provenance.changed_by) = (created_by, changed_by);
        }
        let key = unit.properties.iter().find(|property| property.name == "x-key");
        if let Some(key) = key.map(|property| property.value.clone()) {
            unit.context.get_or_insert_default().key.get_or_insert(key);
        }
        let mut is_read = false;
        for (variant, local) in unit.variants.iter_mut().zip([SOURCE_MARKS, TARGET_MARKS]) {
            let marks = marks(element, local);
            if let Some(segment) = with_codes(&variant.segment, &marks, &mut numbers) {
                variant.segment = segment;
                is_read = true;
            }
        }
        for candidate in &mut unit.candidates {
            let marks = marks(element, TARGET_MARKS);
            for segment in candidate.source.iter_mut().chain([&mut candidate.target]) {
                if let Some(read) = with_codes(segment, &marks, &mut numbers) {
                    *segment = read;
                }
            }
        }
        if is_read {
            let message =
                "codes in braces, such as `{1}` and `{b>…<b}`, are read as codes; this is said once for the file";
            findings.say_once(DiagnosticCode::ToolHabit, "codes in braces", element.at(), message);
        }
    }
    keep_unexplained(element, drafts);
}

/// What `m:mark` says of a code that no text has is kept as properties.
fn keep_unexplained(element: Element<'_>, drafts: &mut [Draft]) {
    let Some(first) = drafts.iter_mut().find(|draft| draft.is_segment) else {
        return;
    };
    for (side, local) in [SOURCE_MARKS, TARGET_MARKS].into_iter().enumerate() {
        for (id, mark) in marks(element, local) {
            let is_explained = first.unit.variants.get(side).is_some_and(|variant| {
                let codes = variant.segment.codes();
                codes.iter().any(|code| {
                    let equiv = code.equiv.as_deref().unwrap_or_default();
                    equiv.trim_matches(['{', '}', '<', '>']) == id
                })
            });
            if !is_explained {
                add_property(
                    &mut first.unit,
                    &format!("m:mark-{id}"),
                    mark.content.as_deref().unwrap_or_default(),
                );
            }
        }
    }
}

fn milliseconds(written: &str) -> Option<Moment> {
    let milliseconds: i64 = written.parse().ok().filter(|number| *number != 0)?;
    Moment::from_seconds(milliseconds.div_euclid(1000))
}

/// What is said of the code of an id.
#[derive(Debug, Clone, Default)]
struct Mark {
    mark_type: Option<String>,
    content: Option<String>,
}

fn marks(unit: Element<'_>, local: &str) -> BTreeMap<String, Mark> {
    let holders = unit
        .elements()
        .filter(|child| child.namespace() == NAMESPACE && child.local() == local);
    let marks = holders.flat_map(|holder| holder.elements().collect::<Vec<_>>());
    let mark = |mark: Element<'_>| {
        let text = |local| mark.first(local).map(|child| child.text());
        Some((
            mark.attribute("id")?.to_owned(),
            Mark {
                mark_type: text("type"),
                content: text("content"),
            },
        ))
    };
    marks.filter(|mark| mark.local() == "mark").filter_map(mark).collect()
}

/// A code in braces: its name, and which end of what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Brace<'t> {
    name: &'t str,
    role: Role,
    length: usize,
}

/// The code in braces that `text` begins with.
fn brace(text: &str) -> Option<Brace<'_>> {
    let inside = text.strip_prefix(['{', '<'])?;
    let name_length = inside.find(['>', '}', '{', '<'])?;
    let (name, end) = inside.split_at_checked(name_length)?;
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_style = matches!(name, "b" | "i" | "u" | "B" | "I" | "U" | "^" | "_");
    let role = match (text.starts_with('{'), end.starts_with('>'), end.starts_with('}')) {
        (true, true, _) if is_number || is_style => Role::Open,
        (false, _, true) if is_number || is_style => Role::Close,
        (true, _, true) if is_number || name == "j" => Role::Alone,
        _ => return None,
    };
    Some(Brace {
        name,
        role,
        length: name.len() + 2,
    })
}

/// What a code is called, by the letter in its braces or by its `m:type`.
fn code_type(name: &str) -> Option<&str> {
    match name {
        "b" | "B" => Some("bold"),
        "i" | "I" => Some("italic"),
        "u" | "U" => Some("underlined"),
        "^" => Some("superscript"),
        "_" => Some("subscript"),
        "j" => Some("join"),
        "" => None,
        _ if name.bytes().all(|byte| byte.is_ascii_digit()) => None,
        other => Some(other),
    }
}

/// `segment` with its codes in braces as codes; `None` if it has none. The braces stay as the text that may stand for
/// a code.
fn with_codes<'t>(
    segment: &'t Segment,
    marks: &BTreeMap<String, Mark>,
    numbers: &mut BTreeMap<(String, u32), u32>,
) -> Option<Segment> {
    if !segment.text().contains(['{', '<']) {
        return None;
    }
    let least = segment.codes().iter().map(|code| code.id).max().unwrap_or_default();
    let mut read = Segment::default();
    let mut open: BTreeMap<&'t str, Vec<(u32, usize)>> = BTreeMap::new();
    let mut seen: BTreeMap<&'t str, u32> = BTreeMap::new();
    let mut found = false;
    for piece in segment.pieces() {
        let mut rest = match piece {
            Piece::Code(_, code) => {
                read.push_code(code.clone());
                continue;
            }
            Piece::Text(text) => text,
        };
        while let Some(at) = rest.find(['{', '<']) {
            let (before, from) = rest.split_at(at);
            read.push_str(before);
            let Some(Brace { name, role, length }) = brace(from) else {
                let (one, behind) = from.split_at(1);
                read.push_str(one);
                rest = behind;
                continue;
            };
            found = true;
            let (written, behind) = from.split_at(length);
            rest = behind;
            let opening = (role == Role::Close)
                .then(|| open.get_mut(name).and_then(Vec::pop))
                .flatten();
            let number = opening.map_or_else(
                || {
                    let nth = seen.entry(name).or_default();
                    *nth += 1;
                    let next = least + u32::try_from(numbers.len()).unwrap_or(u32::MAX / 2) + 1;
                    *numbers.entry((name.to_owned(), *nth)).or_insert(next)
                },
                |(number, _)| number,
            );
            let mut code = Code::new(role, number);
            code.equiv = Some(written.to_owned());
            code.isolated = role != Role::Alone && opening.is_none();
            if role != Role::Close {
                let mark = marks.get(name);
                let said = mark.and_then(|mark| mark.mark_type.as_deref()).unwrap_or(name);
                code.code_type = code_type(said).map(str::to_owned);
                code.data = mark.and_then(|mark| mark.content.clone()).unwrap_or_default();
            }
            if role == Role::Open {
                open.entry(name).or_default().push((number, read.codes().len()));
            }
            if let Some((_, opening)) = opening
                && let Some(opening) = read.codes_mut().nth(opening)
            {
                opening.isolated = false;
            }
            read.push_code(code);
        }
        read.push_str(rest);
    }
    found.then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place, a role, and whether the end is isolated.
    type Seen = (usize, Role, bool);

    fn read(text: &str) -> Option<(String, Vec<Seen>)> {
        let read = with_codes(&Segment::plain(text), &BTreeMap::new(), &mut BTreeMap::new())?;
        let codes = read
            .codes()
            .iter()
            .map(|code| (code.at, code.role, code.isolated))
            .collect();
        Some((read.text().to_owned(), codes))
    }

    #[test]
    fn numbers_and_styles_in_braces_are_codes_and_words_are_text() {
        let (text, codes) = read("m{^>2<^}{j}{1>a<1}{2}{asi}").unwrap();
        assert_eq!(text, "m2a{asi}");
        let expected = [
            (1, Role::Open, false),
            (2, Role::Close, false),
            (2, Role::Alone, false),
            (2, Role::Open, false),
            (3, Role::Close, false),
            (3, Role::Alone, false),
        ];
        assert_eq!(codes, expected);
        assert_eq!(read("a {x} < b } é"), None);
        assert_eq!(read("{b>a").unwrap().1, [(0, Role::Open, true)]);
    }

    #[test]
    fn a_score_is_a_share_and_a_time_is_in_milliseconds() {
        assert!((similarity(1.0) - 100.0).abs() < 1e-9);
        assert!((similarity(85.0) - 85.0).abs() < 1e-9);
        assert_eq!(
            milliseconds("1757503800000").unwrap().to_string(),
            "2025-09-10T11:30:00Z"
        );
        assert_eq!(milliseconds("0"), None);
    }
}
