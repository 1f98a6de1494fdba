//! Translations with codes of every kind in source and target: alone, paired, nested, overlapping, isolated; marks; flows of
//! text inside codes; facts that one family holds and another does not.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tmforge::model::{
    Assoc, Code, CodeKind, Direction, LanguageTag, Role, Segment, SubFlow, TranslationUnit, Variant, YesNo,
};

use super::units::{any_text, some_text};

/// What stands in the text of all languages: a code alone, or both ends of one.
#[derive(Debug, Clone)]
struct Thing {
    kind: CodeKind,
    ends: Ends,
    code_type: Option<&'static str>,
    facts: Code,
    closing_data: String,
    sub: Option<(String, Option<&'static str>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Alone,
    Both,
    OpenOnly,
    CloseOnly,
}

/// Where a thing stands in one language: at which of the places between texts its ends are; nowhere if absent.
type Placed = Option<(usize, usize)>;

/// How many stretches of text a segment has.
const STRETCHES: usize = 5;

fn any_thing() -> impl Strategy<Value = Thing> {
    let kind = prop_oneof![3 => Just(CodeKind::Code), 1 => Just(CodeKind::Mark)];
    let ends = prop_oneof![
        3 => Just(Ends::Alone),
        4 => Just(Ends::Both),
        1 => Just(Ends::OpenOnly),
        1 => Just(Ends::CloseOnly),
    ];
    let facts = (
        select(vec!["", "<b>", "{0}", "&amp;", "]]>", " ", "\n"]),
        select(vec!["", "</b>", "%s"]),
        option::weighted(0.2, any_text()),
        option::weighted(0.1, any_text()),
        option::weighted(0.2, select(vec![Assoc::Preceding, Assoc::Following, Assoc::Both])),
        option::weighted(0.1, Just(YesNo::No)),
        option::weighted(0.1, select(vec![Direction::Ltr, Direction::Rtl])),
    );
    let sub = option::weighted(0.15, (some_text(), option::of(select(vec!["link", "alt", "note"]))));
    (kind, ends, any::<u8>(), facts, sub).prop_map(|(kind, ends, seed, facts, sub)| {
        let (data, closing_data, equiv, disp, assoc, no, dir) = facts;
        let is_mark = kind == CodeKind::Mark;
        // a mark has two ends
        let ends = if is_mark { Ends::Both } else { ends };
        let types: &[Option<&'static str>] = match (is_mark, ends) {
            (true, _) => &[None, Some("term"), Some("protected"), Some("name"), Some("city")],
            (false, Ends::Alone) => &[None, Some("lb"), Some("image"), Some("var"), Some("kbd")],
            (false, _) => &[
                None,
                Some("bold"),
                Some("italic"),
                Some("underlined"),
                Some("link"),
                Some("font-size"),
            ],
        };
        let mut code = Code::new(Role::Alone, 1);
        code.kind = kind;
        if !is_mark {
            data.clone_into(&mut code.data);
            code.equiv = equiv;
            code.disp = disp;
            code.assoc = assoc.filter(|_| ends == Ends::Alone);
            code.hints.can_delete = no;
            code.hints.can_copy = no.filter(|_| seed % 2 == 0);
            code.hints.dir = dir.filter(|_| ends == Ends::Both);
        }
        Thing {
            kind,
            ends,
            code_type: types[usize::from(seed) % types.len()],
            facts: code,
            closing_data: if is_mark {
                String::new()
            } else {
                closing_data.to_owned()
            },
            sub: sub.filter(|_| !is_mark && matches!(ends, Ends::Alone | Ends::Both)),
        }
    })
}

fn any_place() -> impl Strategy<Value = Placed> {
    option::weighted(0.85, (0..STRETCHES, 0..STRETCHES)).prop_map(|place| place.map(|(a, b)| (a.min(b), a.max(b))))
}

/// A segment of these texts, with the things at their places. Of what begins at one place, what reaches further is
/// outside.
fn segment(texts: &[String], things: &[(Thing, Placed)]) -> Segment {
    let mut segment = Segment::default();
    for (slot, text) in texts.iter().enumerate() {
        let placed = || {
            things
                .iter()
                .enumerate()
                .filter_map(|(number, (thing, place))| Some((number, thing, (*place)?)))
        };
        let mut closing: Vec<_> = placed()
            .filter(|(_, thing, (_, b))| *b == slot && thing.ends == Ends::Both)
            .collect();
        closing.retain(|(_, _, (a, _))| *a < slot);
        closing.sort_by_key(|(number, _, (a, _))| (std::cmp::Reverse(*a), std::cmp::Reverse(*number)));
        for (number, thing, _) in closing {
            segment.push_code(end(thing, number, Role::Close));
        }
        let mut opening: Vec<_> = placed().filter(|(_, _, (a, _))| *a == slot).collect();
        opening.sort_by_key(|(number, _, (_, b))| (std::cmp::Reverse(*b), *number));
        for (number, thing, (a, b)) in opening {
            match thing.ends {
                Ends::Alone => segment.push_code(end(thing, number, Role::Alone)),
                Ends::OpenOnly => segment.push_code(isolated(end(thing, number, Role::Open))),
                Ends::CloseOnly => segment.push_code(isolated(end(thing, number, Role::Close))),
                Ends::Both => {
                    segment.push_code(end(thing, number, Role::Open));
                    if a == b {
                        segment.push_code(end(thing, number, Role::Close));
                    }
                }
            }
        }
        segment.push_str(text);
    }
    segment
}

fn isolated(mut code: Code) -> Code {
    code.isolated = true;
    code
}

fn end(thing: &Thing, number: usize, role: Role) -> Code {
    let mut code = thing.facts.clone();
    code.role = role;
    code.id = u32::try_from(number + 1).unwrap_or(1);
    code.code_type = thing.code_type.map(str::to_owned);
    if let Some((text, sub_type)) = &thing.sub {
        code.subs = vec![SubFlow {
            at: Some(code.data.len()),
            segment: Segment::plain(text.as_str()),
            sub_type: sub_type.map(str::to_owned),
            datatype: None,
        }];
    }
    if role == Role::Close && thing.ends == Ends::Both {
        // what a pair says of itself stands at its opening
        let data = thing.closing_data.clone();
        code = Code::new(role, code.id).with_data(data);
        code.kind = thing.kind;
        code.equiv.clone_from(&thing.facts.equiv);
        code.disp = None;
    }
    code
}

fn any_texts() -> impl Strategy<Value = Vec<String>> {
    (some_text(), vec(any_text(), STRETCHES - 1)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        rest
    })
}

/// A unit of two languages, or of three.
pub fn any_translation() -> impl Strategy<Value = TranslationUnit> {
    let things = vec((any_thing(), any_place(), any_place(), any_place()), 0..6);
    (things, any_texts(), any_texts(), option::weighted(0.2, any_texts())).prop_map(
        |(things, source, target, third)| {
            let of = |pick: fn(&(Thing, Placed, Placed, Placed)) -> Placed| -> Vec<(Thing, Placed)> {
                things.iter().map(|thing| (thing.0.clone(), pick(thing))).collect()
            };
            let variant =
                |tag: &str, segment: Segment| Variant::new(LanguageTag::parse(tag).unwrap_or_default(), segment);
            let mut unit = TranslationUnit::bilingual(
                variant("zh-CN", segment(&source, &of(|thing| thing.1))),
                variant("ar", segment(&target, &of(|thing| thing.2))),
            );
            if let Some(third) = third {
                unit.variants.push(variant("de", segment(&third, &of(|thing| thing.3))));
            }
            unit
        },
    )
}
