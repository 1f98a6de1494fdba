//! `unit`: one unit, or one for each of its segments and what stands between them.

use super::super::fragment::Home;
use super::super::{ids, state};
use super::content::{self, Content, Piece};
use super::data;
use super::findings::Findings;
use super::flow::{Flows, SubFlowRef};
use super::foreign;
use super::level::Level;
use super::metadata::Facts;
use super::notes::{self, NotesOf};
use super::properties::{self, Last};
use super::references::Segments;
use super::window::Held;
use super::{Document, copy, matches};
use crate::diag::DiagnosticCode;
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::{Element, Language};
use crate::model::{AppliesTo, Candidate, Extension, Part, PartKind, Segment, TranslationUnit, Untranslated, Variant};

/// How many bytes may become of what is said once of all segments of a unit, when each segment gets it.
const MAX_SHARED_BYTES: usize = 64 << 20;

/// Reads a unit; `None` where it holds nothing for translation.
///
/// # Errors
///
/// Fails where what is said of all segments, given to each of them, meets a limit.
pub(super) fn read(
    element: Element<'_>,
    level: &Level,
    document: &Document,
    findings: &mut Findings<'_, '_>,
) -> Result<Option<Held>> {
    let core = document.core.as_str();
    let content = content::content(element, core, findings);
    if content.pieces.is_empty() {
        let message = "a `unit` without `segment` is no unit and is left out";
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        return Ok(None);
    }
    let mut inherited = level.inherited.clone();
    let (attributes, name, unit_type) = properties::attributes(element, &mut inherited, findings);
    let has_target = content.pieces.iter().any(|piece| piece.target.is_some());
    if !inherited.is_translated && !has_target {
        let message = "the unit is not to be translated and has no target; it is passed over";
        findings.say(DiagnosticCode::Structure, element.at(), message);
        return Ok(None);
    }
    if content.pieces.iter().all(|piece| piece.is_ignorable) {
        let message = "the unit has no `segment`, only what stands between segments";
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
    }
    let mut facts = Facts::of_unit(&content.metadata, findings);
    facts.keep_notes_of_others(&content.notes);
    let original_id = element.attribute("id");
    let home = Home {
        file: document.file_id.as_deref(),
        unit: original_id,
    };
    let of_segments = facts.by_segment();
    let is_whole = match content.pieces.as_slice() {
        [only] => !only.is_ignorable && only.id.is_none_or(|id| !of_segments.contains_key(id)),
        _ => false,
    };
    let mut read = read_flows(&content, is_whole, (core, home), findings);
    let pieces = content.pieces.as_slice();
    let raw = copy::raw(element, pieces.len(), &level.inherited, document, findings);

    // our own way to write an id that may not stand in XLIFF 2
    let own_name = name.filter(|name| original_id.is_some_and(|id| *name != id && ids::of_unit(name) == id));
    let id = own_name.or(original_id);
    let extensions = properties::extensions(&content.foreign, findings);
    let last = Last {
        attributes: &attributes,
        name: name.filter(|_| own_name.is_none()),
        unit_type,
        inherited: &inherited,
        groups: &level.groups,
        document: document.original.as_deref(),
    };
    let notes = NotesOf::new(&content.notes, &facts, pieces.len(), home);
    let shared = notes.shared_bytes() + facts.bytes() + last.bytes() + id.map_or(0, str::len) + bytes_of(&extensions);
    if shared.saturating_mul(pieces.len() - 1) > MAX_SHARED_BYTES {
        return Err(too_much(pieces.len(), element, findings).of_unit(original_id));
    }
    let segments = count_segments(pieces);
    let mut segment = 0;
    let mut parts = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate() {
        let mut unit = findings.reading.new_unit();
        unit.origin = findings
            .reading
            .origin(if pieces.len() == 1 { 0 } else { piece.element.at() });
        let source = read.sources.get_mut(number).and_then(Option::take);
        let target = read.targets.get_mut(number).and_then(Option::take);
        texts(&mut unit, piece, source, target, document, findings);
        let of_segment = piece.id.and_then(|id| of_segments.get(id));
        if is_whole {
            unit.id = id.map(str::to_owned);
        } else {
            name_part(&mut unit, piece, id);
        }
        let sub_state = states(&mut unit, piece, findings);
        facts.apply(&mut unit);
        if let Some(of_segment) = of_segment {
            of_segment.facts.apply(&mut unit);
            if let Some(original) = &of_segment.original_id {
                unit.id = Some(original.clone());
            }
        }
        notes.give(&mut unit, piece.id);
        properties::order(&mut unit, piece, number, findings);
        last.add(&mut unit, piece, sub_state, findings);
        if let Some(own) = read.candidates.get_mut(number) {
            unit.candidates.append(own);
        }
        unit.extensions.clone_from(&extensions);
        if !piece.is_ignorable {
            segment += 1;
            unit.raw = raw.as_ref().map(|raw| Box::new(raw.part(segment, segments)));
        }
        parts.push(unit);
    }
    notes::say_broken_references(&content.notes, pieces, &facts, home, findings);
    Ok(Some(Held {
        parts,
        id: original_id.map(str::to_owned),
        file: document.files,
        unit_type: unit_type.map(str::to_owned),
        sub_flows: read.named_units,
        ..Held::default()
    }))
}

/// The texts of a unit, and what its codes name.
struct ReadFlows {
    sources: Vec<Option<Segment>>,
    targets: Vec<Option<Segment>>,
    /// The candidates of each segment, if there are any.
    candidates: Vec<Vec<Candidate>>,
    named_units: Vec<SubFlowRef>,
}

/// Reads all that has text with codes, which may refer to each other, to notes and to segments: the only one of which may be
/// whole, as a unit for itself.
fn read_flows(
    content: &Content<'_>,
    is_whole: bool,
    (core, home): (&str, Home<'_>),
    findings: &mut Findings<'_, '_>,
) -> ReadFlows {
    let data = data::read(content.original_data, core, findings);
    let mut flows = Flows::new(core, &data, &content.notes, home);
    flows.data_by_id = !data.is_empty() && !content.pieces.iter().any(|piece| names_data(piece.element));
    flows.segments = Some(Segments::new(&content.pieces, is_whole));
    let pieces = content.pieces.as_slice();
    let mut sources = flows.read_side(AppliesTo::Source, pieces.iter().map(|piece| piece.source), findings);
    let mut targets = flows.read_side(AppliesTo::Target, pieces.iter().map(|piece| piece.target), findings);
    flows.settle(&mut sources, &mut targets, findings);
    let candidates = matches::read(&content.matches, core, home, pieces, &sources, findings);
    for element in &content.matches {
        flows.say_spans(*element, findings);
    }
    let named_units = std::mem::take(&mut flows.named_units);
    ReadFlows {
        sources,
        targets,
        candidates,
        named_units,
    }
}

fn count_segments(pieces: &[Piece<'_>]) -> u32 {
    let segments = pieces.iter().filter(|piece| !piece.is_ignorable).count();
    u32::try_from(segments).unwrap_or(u32::MAX)
}

fn too_much(segments: usize, element: Element<'_>, findings: &Findings<'_, '_>) -> Error {
    let message = format!(
        "what the unit says of all its {segments} segments is more than {MAX_SHARED_BYTES} bytes for all of them"
    );
    let error = findings.reading.spot.error(ErrorKind::Limit(message), element.at());
    error.with_help("such a file is not read")
}

fn bytes_of(extensions: &[Extension]) -> usize {
    let bytes = extensions
        .iter()
        .map(|extension| extension.markup.len() + extension.namespace.len());
    bytes.sum()
}

/// Whether a code names its native code, as it should where there is any.
fn names_data(element: Element<'_>) -> bool {
    foreign::has_attribute(element, &["dataRef", "dataRefStart", "dataRefEnd"])
}

/// Source and target of a unit.
fn texts(
    unit: &mut TranslationUnit,
    piece: &Piece<'_>,
    source: Option<Segment>,
    target: Option<Segment>,
    document: &Document,
    findings: &mut Findings<'_, '_>,
) {
    let variant = |segment: Segment, language: Language| Variant {
        spelling: language.spelling,
        ..Variant::new(language.tag, segment)
    };
    let source_language = language_of(piece.source, &document.source, "srcLang", findings);
    unit.variants.push(variant(source.unwrap_or_default(), source_language));
    let Some(target) = target else { return };
    let Some(of_document) = &document.target else {
        let message = "there are targets, and `trgLang` does not say in which language";
        findings.say_once_a_document(DiagnosticCode::AttributeMissing, "trgLang", piece.element.at(), message);
        let own = piece.target.and_then(|target| target.attribute("xml:lang"));
        let language = match own {
            Some(own) => findings.language(own, piece.element.at()),
            None => document.asked_target.clone().unwrap_or_default(),
        };
        let language = language_of(piece.target, &language, "trgLang", findings);
        unit.variants.push(variant(target, language));
        return;
    };
    let target_language = language_of(piece.target, of_document, "trgLang", findings);
    unit.variants.push(variant(target, target_language));
}

/// The language of a text: that of the document, unless the element itself says otherwise.
fn language_of(
    flow: Option<Element<'_>>,
    of_document: &Language,
    name: &str,
    findings: &mut Findings<'_, '_>,
) -> Language {
    let Some(flow) = flow else { return of_document.clone() };
    let mut own = None;
    for attribute in flow.attributes() {
        match attribute.name {
            "xml:lang" => own = Some(attribute),
            "xml:space" => {}
            "order" if flow.local() == "target" => {}
            _ if attribute.declared_prefix().is_some() => {}
            other => {
                let message = format!("`{}` has no attribute `{other}`; it is not read", flow.local());
                findings.say(DiagnosticCode::AttributeUnknown, attribute.at, message);
            }
        }
    }
    let Some(own) = own else { return of_document.clone() };
    let read = findings.language(own.value, own.at);
    if read.tag == of_document.tag {
        return of_document.clone();
    }
    let message = format!(
        "`xml:lang` is `{}`, where `{name}` is `{}`; the text is taken to be `{}`",
        own.value, of_document.tag, read.tag
    );
    findings.say_once_a_document(DiagnosticCode::AttributeValue, &message, own.at, message.as_str());
    read
}

/// Makes a unit one of several of a whole.
fn name_part(unit: &mut TranslationUnit, piece: &Piece<'_>, id: Option<&str>) {
    let whole = id.unwrap_or_default();
    unit.id = piece.id.map(|id| ids::of_segment(whole, id));
    unit.part = Some(Box::new(Part {
        of: whole.to_owned(),
        kind: if piece.is_ignorable {
            PartKind::Ignorable
        } else {
            PartKind::Segment
        },
    }));
}

/// Reads `state` and `subState`; gives what is left of the latter.
fn states<'t>(unit: &mut TranslationUnit, piece: &Piece<'t>, findings: &mut Findings<'_, '_>) -> Option<&'t str> {
    let of_segment = |name| piece.element.attribute(name).filter(|_| !piece.is_ignorable);
    let written = of_segment("state");
    let sub_state = of_segment("subState");
    let at = piece.element.at();
    if let Some(word) = written.filter(|word| !["initial", "translated", "reviewed", "final"].contains(word)) {
        findings.say(
            DiagnosticCode::StateUnknown,
            at,
            format!("`{word}` is no state of XLIFF 2; it is kept"),
        );
    }
    if let Some(word) = sub_state {
        if written.is_none() {
            let message = format!("`subState` is `{word}`, and there is no `state` beside it");
            findings.say(DiagnosticCode::AttributeMissing, at, message);
        }
        if !super::super::types::is_user_defined(word) {
            findings.odd_value("subState", word, at, "it is kept");
        }
    }
    let (state, left) = state::read(written, sub_state);
    unit.state = state;
    if let [source, rest @ ..] = unit.variants.as_slice() {
        let target = rest.first().map(|target| &target.segment);
        unit.untranslated = if piece.is_ignorable {
            state::untranslated_between(target)
        } else {
            state::untranslated(&source.segment, target, unit.state.as_ref(), written)
        };
    }
    if unit.untranslated == Some(Untranslated::State) {
        let message = "the unit has a target, and its state says that it is no translation yet";
        findings.say(DiagnosticCode::Untranslated, at, message);
    }
    left
}
