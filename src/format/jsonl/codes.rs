//! Inline codes as JSON: one object for each end.

use serde::Serialize;
use serde_json::{Map, Value};

use super::value::{Members, wrong};
use crate::error::Result;
use crate::model::{Assoc, Code, CodeKind, Direction, Hints, MarkFacts, Reorder, Role, Segment, SubFlow, YesNo};

/// A code as it is written. The order of members is that of the table in which they are described.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeRow<'a> {
    at: usize,
    role: &'static str,
    id: u32,
    kind: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    isolated: bool,
    #[serde(skip_serializing_if = "is_false")]
    span: bool,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    code_type: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    data: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    equiv: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disp: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assoc: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_copy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_delete: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_reorder: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_overlap: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dir: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translate: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crc: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subs: Vec<SubRow<'a>>,
}

#[derive(Serialize)]
struct SubRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    text: &'a str,
    codes: Vec<CodeRow<'a>>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    sub_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    datatype: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The codes of a segment as they are written.
pub(super) fn rows(segment: &Segment) -> Vec<CodeRow<'_>> {
    let text = segment.text();
    let (mut byte, mut scalars) = (0, 0);
    segment
        .codes()
        .iter()
        .map(|code| {
            scalars += text.get(byte..code.at).map_or(0, |between| between.chars().count());
            byte = code.at;
            row(code, scalars)
        })
        .collect()
}

fn row(code: &Code, at: usize) -> CodeRow<'_> {
    let (hints, mark) = (&code.hints, &code.mark);
    CodeRow {
        at,
        role: role_word(code.role),
        id: code.id,
        kind: if code.kind == CodeKind::Mark { "mark" } else { "code" },
        isolated: code.isolated,
        span: code.span,
        code_type: code.code_type.as_deref(),
        data: &code.data,
        equiv: code.equiv.as_deref(),
        disp: code.disp.as_deref(),
        assoc: code.assoc.map(assoc_word),
        can_copy: hints.can_copy.map(YesNo::as_str),
        can_delete: hints.can_delete.map(YesNo::as_str),
        can_reorder: hints.can_reorder.map(reorder_word),
        can_overlap: hints.can_overlap.map(YesNo::as_str),
        copy_of: hints.copy_of,
        dir: hints.dir.map(dir_word),
        translate: mark.translate.map(YesNo::as_str),
        comment: mark.comment.as_deref(),
        value: mark.value.as_deref(),
        reference: mark.reference.as_deref(),
        ts: code.ts.as_deref(),
        crc: code.crc.as_deref(),
        subs: code.subs.iter().map(|sub| sub_row(sub, &code.data)).collect(),
    }
}

fn sub_row<'a>(sub: &'a SubFlow, data: &str) -> SubRow<'a> {
    SubRow {
        at: sub.at.map(|at| scalars(data, at)),
        text: sub.segment.text(),
        codes: rows(&sub.segment),
        sub_type: sub.sub_type.as_deref(),
        datatype: sub.datatype.as_deref(),
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Open => "open",
        Role::Close => "close",
        Role::Alone => "alone",
    }
}

fn assoc_word(assoc: Assoc) -> &'static str {
    match assoc {
        Assoc::Preceding => "preceding",
        Assoc::Following => "following",
        Assoc::Both => "both",
    }
}

fn reorder_word(reorder: Reorder) -> &'static str {
    match reorder {
        Reorder::No => "no",
        Reorder::FirstNo => "firstNo",
    }
}

fn dir_word(dir: Direction) -> &'static str {
    match dir {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
        Direction::Auto => "auto",
    }
}

/// Unicode scalar values before byte `at`.
fn scalars(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.chars().count())
}

/// The byte before which `scalars` Unicode scalar values stand; `None` beyond the end.
fn byte(places: &[usize], scalars: u64) -> Option<usize> {
    places.get(usize::try_from(scalars).ok()?).copied()
}

/// The byte of each character, and the end.
fn places(text: &str) -> Vec<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()))
        .collect()
}

/// Puts `text` and the codes of the array `value` together. `member` is what the array is called, for messages.
pub(super) fn segment(text: String, value: Option<Value>, member: &str) -> Result<Segment> {
    let objects = match value {
        None | Some(Value::Null) => return Ok(Segment::plain(text)),
        Some(Value::Array(objects)) => objects,
        Some(_) => return Err(wrong(member, "an array of codes")),
    };
    let places = places(&text);
    let codes: Vec<Code> = objects
        .into_iter()
        .map(|object| match object {
            Value::Object(object) => code(object, &places, member),
            _ => Err(wrong(member, "an array of objects")),
        })
        .collect::<Result<_>>()?;
    Segment::new(text, codes)
        .map_err(|error| wrong(member, &format!("in the order of the text: code {}", error.number)))
}

fn code(object: Map<String, Value>, places: &[usize], member: &str) -> Result<Code> {
    let mut members = Members::new(object, member);
    let at = members.count("at")?.ok_or_else(|| wrong(member, "codes with `at`"))?;
    let role = members.word(
        "role",
        &[("open", Role::Open), ("close", Role::Close), ("alone", Role::Alone)],
    )?;
    let yes_no = [("yes", YesNo::Yes), ("no", YesNo::No)];
    let mut code = Code::new(role.ok_or_else(|| wrong(member, "codes with `role`"))?, 0);
    code.at = byte(places, at).ok_or_else(|| wrong(member, "codes whose `at` lies in the text"))?;
    code.id = members.number_u32("id")?.unwrap_or_default();
    code.kind = members
        .word("kind", &[("code", CodeKind::Code), ("mark", CodeKind::Mark)])?
        .unwrap_or(CodeKind::Code);
    code.isolated = members.flag("isolated")?;
    code.span = members.flag("span")?;
    code.code_type = members.text("type")?;
    code.data = members.text("data")?.unwrap_or_default();
    code.equiv = members.text("equiv")?;
    code.disp = members.text("disp")?;
    code.assoc = members.word(
        "assoc",
        &[
            ("preceding", Assoc::Preceding),
            ("following", Assoc::Following),
            ("both", Assoc::Both),
        ],
    )?;
    // yes is the default and no fact
    let only_no = |answer: Option<YesNo>| answer.filter(|answer| *answer == YesNo::No);
    code.hints = Hints {
        can_copy: only_no(members.word("canCopy", &yes_no)?),
        can_delete: only_no(members.word("canDelete", &yes_no)?),
        can_reorder: members
            .word(
                "canReorder",
                &[
                    ("yes", None),
                    ("no", Some(Reorder::No)),
                    ("firstNo", Some(Reorder::FirstNo)),
                ],
            )?
            .flatten(),
        can_overlap: members.word("canOverlap", &yes_no)?,
        copy_of: members.number_u32("copyOf")?,
        dir: members.word(
            "dir",
            &[
                ("ltr", Direction::Ltr),
                ("rtl", Direction::Rtl),
                ("auto", Direction::Auto),
            ],
        )?,
    };
    code.mark = MarkFacts {
        translate: members.word("translate", &yes_no)?,
        comment: members.text("comment")?,
        value: members.text("value")?,
        reference: members.text("ref")?,
    };
    code.ts = members.text("ts")?;
    code.crc = members.text("crc")?;
    for sub in members.objects("subs")? {
        code.subs.push(sub_flow(sub, &code.data, member)?);
    }
    members.refuse_rest()?;
    Ok(code)
}

fn sub_flow(object: Map<String, Value>, data: &str, member: &str) -> Result<SubFlow> {
    let mut members = Members::new(object, member);
    let at = match members.count("at")? {
        Some(at) => {
            Some(byte(&places(data), at).ok_or_else(|| wrong(member, "sub-flows whose `at` lies in the data"))?)
        }
        None => None,
    };
    let text = members.text("text")?.unwrap_or_default();
    let sub = SubFlow {
        at,
        segment: segment(text, members.take("codes"), member)?,
        sub_type: members.text("type")?,
        datatype: members.text("datatype")?,
    };
    members.refuse_rest()?;
    Ok(sub)
}
