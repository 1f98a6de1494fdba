//! Trados Studio: sdlxliff. What is known of a segment stands in `sdl:seg-defs`, by its `mid`; comments and tracked
//! changes are marks whose texts stand before the files.

use std::collections::BTreeMap;

use super::{Change, add_property};
use crate::format::xliff1::read::{Draft, Findings, by_mid};
use crate::format::xml::{Attribute, Element};
use crate::model::{Code, Moment, State};

pub(super) const NAMESPACE: &str = "http://sdl.com/FileTypes/SdlXliff/1.0";

/// How many comments are kept until the units that bear them come.
const MAX_COMMENTS: usize = 1 << 16;

/// What an sdlxliff says outside of its units.
#[derive(Debug, Default)]
pub(super) struct Trados {
    comments: BTreeMap<String, String>,
}

pub(super) fn change(mtype: &str) -> Option<Change> {
    match mtype {
        "x-sdl-deleted" => Some(Change::Deleted),
        "x-sdl-added" => Some(Change::Added),
        "x-sdl-location" => Some(Change::Place),
        _ => None,
    }
}

pub(super) fn absorbs(element: &Element<'_>) -> bool {
    element.namespace() == NAMESPACE && element.local() == "seg-defs"
}

impl Trados {
    /// Reads the text of a comment; whether `element` is one.
    pub(super) fn read_outside(&mut self, element: Element<'_>) -> bool {
        if element.namespace() != NAMESPACE || element.local() != "cmt-def" {
            return false;
        }
        if let Some(id) = element.attribute("id").filter(|_| self.comments.len() < MAX_COMMENTS) {
            let texts: Vec<String> = element
                .elements()
                .flat_map(|comments| comments.elements().collect::<Vec<_>>())
                .map(|comment| comment.text())
                .collect();
            self.comments.insert(id.to_owned(), texts.join("\n"));
        }
        true
    }

    #[expect(clippy::unused_self, reason = "only an sdlxliff is asked")]
    pub(super) fn reads_of_mark(&self, attribute: &Attribute<'_>) -> bool {
        attribute.namespace == NAMESPACE && attribute.local() == "cid"
    }

    pub(super) fn mark(&self, element: Element<'_>, mark: &mut Code) {
        let id = element.attribute_of(NAMESPACE, "cid");
        if let Some(text) = id.and_then(|id| self.comments.get(id)) {
            mark.mark.comment.get_or_insert_with(|| text.clone());
        }
    }
}

/// Reads `sdl:seg-defs`: confirmation level, origin, lock, who and when.
pub(super) fn adjust(unit: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let segments = unit
        .elements()
        .filter(absorbs)
        .flat_map(|defs| defs.elements().collect::<Vec<_>>());
    let places = by_mid(drafts);
    for segment in segments.filter(|segment| segment.local() == "seg") {
        let place = segment.attribute("id").and_then(|id| places.get(id).copied());
        let Some(draft) = place.and_then(|place| drafts.get_mut(place)) else {
            findings.not_carried("what is said of a segment that is not there", segment.at());
            continue;
        };
        read_segment(segment, draft, findings);
    }
}

fn read_segment(segment: Element<'_>, draft: &mut Draft, findings: &mut Findings<'_, '_>) {
    let unit = &mut draft.unit;
    for attribute in segment
        .attributes()
        .filter(|attribute| !attribute.name.starts_with("xmlns"))
    {
        match attribute.name {
            "id" => {}
            "conf" => unit.state = Some(State::Other(attribute.value.to_owned())),
            name => add_property(unit, &format!("sdl:{name}"), attribute.value),
        }
    }
    for child in segment.elements() {
        let key = child.attribute("key").filter(|_| child.local() == "value");
        let Some(key) = key else {
            findings.never_carried(&format!("`<{}>` of a segment", child.name()), child.at());
            continue;
        };
        let value = child.text();
        let provenance = match key {
            "created_on" | "modified_on" | "created_by" | "last_modified_by" => Some(unit.provenance_mut()),
            _ => None,
        };
        if let Some(provenance) = provenance {
            match key {
                "created_on" => provenance.created = Some(date(&value)),
                "modified_on" => provenance.changed = Some(date(&value)),
                "created_by" => provenance.created_by = Some(value.clone()),
                _ => provenance.changed_by = Some(value.clone()),
            }
        }
        add_property(unit, &format!("sdl:{key}"), &value);
    }
}

/// `MM/DD/YYYY hh:mm:ss`, in UTC.
fn date(written: &str) -> Moment {
    let american = || {
        let (date, time) = written.split_once(' ')?;
        let [month, day, year] = numbers(date, '/')?;
        Moment::from_numbers([year, month, day], numbers(time, ':')?)
    };
    american().unwrap_or_else(|| Moment::parse(written))
}

/// Three numbers with that character between them.
fn numbers(written: &str, between: char) -> Option<[i16; 3]> {
    let mut numbers = written.split(between).map(|number| number.trim().parse().ok());
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(three)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_american_and_in_utc() {
        assert_eq!(date("05/06/2025 07:01:10").to_string(), "2025-05-06T07:01:10Z");
        assert_eq!(date("5/6/2025 7:01:10").to_string(), "2025-05-06T07:01:10Z");
        for unknown in [
            "soon",
            "13/06/2025 07:01:10",
            "05/06/2025 07:01",
            "05/06/2025 07:01:10:11",
        ] {
            assert_eq!(date(unknown), Moment::Unknown(unknown.into()));
        }
    }
}
