//! Members of a row that are taken as they are: bead, context, part, provenance, candidates, extensions.

use serde_json::{Map, Value};

use super::codes::segment;
use super::value::{Members, wrong};
use crate::error::{Error, Result};
use crate::model::{
    Bead, Beside, Candidate, Confidence, Context, Extension, Ignorable, Moment, Part, PartKind, Provenance,
    Untranslated,
};

/// The alignment step: `bead`, `confidence` and `segments`.
pub(super) fn bead(members: &mut Members) -> Result<Option<Box<Bead>>> {
    let shape = match members.text("bead")? {
        Some(shape) => Some(Bead::parse_shape(&shape).ok_or_else(|| wrong("bead", "of the form `1-2`"))?),
        None => None,
    };
    let confidence = members.number("confidence")?;
    if confidence.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(wrong("confidence", "a number from 0 to 1"));
    }
    let numbers = match members.object("segments")? {
        Some(object) => {
            let mut segments = Members::new(object, "segments");
            let mut side = |name: &str| {
                let number = |value: Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
                let numbers: Option<Vec<u32>> = segments.array(name).into_iter().map(number).collect();
                numbers.ok_or_else(|| wrong("segments", "an object with arrays of numbers"))
            };
            Some((side("source")?, side("target")?))
        }
        None => None,
    };
    if shape.is_none() && confidence.is_none() && numbers.is_none() {
        return Ok(None);
    }
    let (source, target) = numbers.unwrap_or_default();
    let count = |numbers: &[u32]| u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    let shape = shape.unwrap_or_else(|| match (count(&source), count(&target)) {
        (0, 0) => Bead {
            source_count: 1,
            target_count: 1,
            ..Bead::default()
        },
        (source_count, target_count) => Bead {
            source_count,
            target_count,
            ..Bead::default()
        },
    });
    Ok(Some(Box::new(Bead {
        source,
        target,
        confidence: confidence.map(Confidence::told),
        ..shape
    })))
}

/// What the unit stood beside; a string is its key.
pub(super) fn context(members: &mut Members) -> Result<Option<Box<Context>>> {
    match members.take("context") {
        None => Ok(None),
        Some(Value::String(key)) => Ok(Some(Box::new(Context {
            key: Some(key),
            ..Context::default()
        }))),
        Some(Value::Object(object)) => {
            let mut context = Members::new(object, "context");
            let beside = Context {
                previous: context.text("previous")?,
                next: context.text("next")?,
                key: context.text("key")?,
            };
            context.refuse_rest()?;
            Ok(Some(Box::new(beside)))
        }
        Some(_) => Err(wrong("context", "an object")),
    }
}

/// The XLIFF unit that it was a segment of.
pub(super) fn part(members: &mut Members) -> Result<Option<Box<Part>>> {
    let Some(object) = members.object("part")? else {
        return Ok(None);
    };
    let mut part = Members::new(object, "part");
    let of = part
        .text_or_number("of")?
        .ok_or_else(|| wrong("part", "an object with `of`"))?;
    let kinds = [("segment", PartKind::Segment), ("ignorable", PartKind::Ignorable)];
    let kind = part.word("kind", &kinds)?.unwrap_or(PartKind::Segment);
    Ok(Some(Box::new(Part { of, kind })))
}

/// Who made and changed it, when, with what.
pub(super) fn provenance(members: &mut Members) -> Result<Provenance> {
    let mut moment = |name: &str| Ok::<_, Error>(members.text(name)?.map(|written| Moment::parse(&written)));
    let (created, changed, last_used) = (moment("created")?, moment("changed")?, moment("last_used")?);
    Ok(Provenance {
        created,
        created_by: members.text("created_by")?,
        changed,
        changed_by: members.text("changed_by")?,
        last_used,
        usage_count: members.count("usage_count")?,
        tool: members.text("tool")?,
        tool_version: members.text("tool_version")?,
    })
}

/// `None` where nothing is said.
pub(super) fn boxed(provenance: Provenance) -> Option<Box<Provenance>> {
    (!provenance.is_empty()).then(|| Box::new(provenance))
}

/// A translation that was only offered.
pub(super) fn candidate(object: Map<String, Value>) -> Result<Candidate> {
    let mut members = Members::new(object, "candidates");
    let source = members.text("source")?;
    let source_codes = members.take("source_codes");
    let target = members.text("target")?.unwrap_or_default();
    let target_codes = members.take("target_codes");
    let candidate = Candidate {
        source: source
            .map(|text| segment(text, source_codes, "candidates.source_codes"))
            .transpose()?,
        target: segment(target, target_codes, "candidates.target_codes")?,
        similarity: members.number("similarity")?,
        quality: members.number("quality")?,
        origin: members.text("origin")?,
        candidate_type: members.text("type")?,
    };
    members.refuse_rest()?;
    Ok(candidate)
}

/// Why it is no translation yet.
pub(super) fn untranslated(members: &mut Members) -> Result<Option<Untranslated>> {
    let Some(word) = members.text("untranslated")? else {
        return Ok(None);
    };
    let known = Untranslated::parse(&word);
    known
        .map(Some)
        .ok_or_else(|| wrong("untranslated", "a reason such as `no-target` or `state`"))
}

/// What stood beside it and is no segment.
pub(super) fn ignorable(object: Map<String, Value>) -> Result<Ignorable> {
    let mut members = Members::new(object, "ignorables");
    let source = members.text("source")?.unwrap_or_default();
    let source_codes = members.take("source_codes");
    let target = members.text("target")?;
    let target_codes = members.take("target_codes");
    let places = [("before", Beside::Before), ("after", Beside::After)];
    let ignorable = Ignorable {
        place: members.word("place", &places)?.unwrap_or_default(),
        source: segment(source, source_codes, "ignorables.source_codes")?,
        target: target
            .map(|text| segment(text, target_codes, "ignorables.target_codes"))
            .transpose()?,
        order: members
            .number_u32("order")?
            .map(|order| usize::try_from(order).unwrap_or(usize::MAX)),
    };
    members.refuse_rest()?;
    Ok(ignorable)
}

/// A foreign element.
pub(super) fn extension(object: Map<String, Value>) -> Result<Extension> {
    let mut members = Members::new(object, "extensions");
    let namespace = members.text("namespace")?.unwrap_or_default();
    Ok(Extension {
        namespace,
        markup: members.text("markup")?.unwrap_or_default(),
    })
}
