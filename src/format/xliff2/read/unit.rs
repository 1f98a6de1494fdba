//! `unit`: one unit, or one for each of its segments and what stands between them.

use std::collections::BTreeSet;

use super::super::{ids, state};
use super::copy;
use super::findings::Findings;
use super::flow::{self, Flows};
use super::foreign::{self, SCHEMA_INSTANCE, XML};
use super::language::Language;
use super::level::{Inherited, Level};
use super::metadata::{self, Facts};
use super::notes::{self, NotesOf, ReadNote};
use super::window::Held;
use super::{Document, matches};
use crate::diag::DiagnosticCode;
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::Element;
use crate::model::{
    AppliesTo, Context, Extension, Part, PartKind, Property, Segment, TranslationUnit, Untranslated, Variant,
};

/// What joins the names of groups.
pub(in super::super) const PATH: &str = " / ";

/// How many bytes may become of what is said once of all segments of a unit, when each segment gets it.
const MAX_SHARED_BYTES: usize = 64 << 20;

/// A `segment` or `ignorable`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) element: Element<'t>,
    pub(super) id: Option<&'t str>,
    is_ignorable: bool,
    source: Option<Element<'t>>,
    target: Option<Element<'t>>,
}

/// What stands in a unit.
#[derive(Default)]
struct Content<'t> {
    pieces: Vec<Piece<'t>>,
    notes: Vec<ReadNote<'t>>,
    original_data: Option<Element<'t>>,
    metadata: Vec<Element<'t>>,
    matches: Vec<Element<'t>>,
    foreign: Vec<Element<'t>>,
}

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
    let content = content(element, core, findings);
    let mut inherited = level.inherited.clone();
    let (attributes, name, unit_type) = attributes(element, &mut inherited, findings);
    if !holds_text(&content.pieces, element, &inherited, findings) {
        return Ok(None);
    }
    let mut facts = Facts::default();
    for metadata in &content.metadata {
        metadata::read(*metadata, &mut facts, findings);
    }

    let data = flow::data(content.original_data, core, findings);
    let mut flows = Flows::new(core, &data, &content.notes);
    flows.data_by_id = !data.is_empty() && !content.pieces.iter().any(|piece| names_data(piece.element));
    let pieces = content.pieces.as_slice();
    let mut sources = flows.read_side(AppliesTo::Source, pieces.iter().map(|piece| piece.source), findings);
    let mut targets = flows.read_side(AppliesTo::Target, pieces.iter().map(|piece| piece.target), findings);
    flows.settle(&mut sources, &mut targets, findings);
    let mut candidates = Vec::new();
    for element in &content.matches {
        candidates.extend(matches::read(*element, core, pieces, &sources, findings));
    }
    let sub_flows = std::mem::take(&mut flows.named_units);
    let raw = copy::raw(element, &level.inherited, document, findings);

    let original_id = element.attribute("id");
    // our own way to write an id that may not stand in XLIFF 2
    let own_name = name.filter(|name| original_id.is_some_and(|id| *name != id && ids::of_unit(name) == id));
    let id = own_name.or(original_id);
    let extensions = extensions(&content.foreign, findings);
    let last = Last {
        attributes: &attributes,
        name: name.filter(|_| own_name.is_none()),
        unit_type,
        inherited: &inherited,
        groups: &level.groups,
        document: document.original.as_deref(),
    };
    let notes = NotesOf::new(&content.notes, &facts, pieces.len());
    let of_extensions = |extension: &Extension| extension.markup.len() + extension.namespace.len();
    let shared = notes.shared_bytes()
        + facts.bytes()
        + last.bytes()
        + id.map_or(0, str::len)
        + extensions.iter().map(of_extensions).sum::<usize>();
    check_shared(shared, pieces.len(), element, findings)?;
    let segments = pieces.iter().filter(|piece| !piece.is_ignorable).count();
    let segments = u32::try_from(segments).unwrap_or(u32::MAX);
    let mut segment = 0;
    let mut parts = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate() {
        let mut unit = findings.reading.new_unit();
        unit.origin = findings
            .reading
            .origin(if pieces.len() == 1 { 0 } else { piece.element.at() });
        let source = sources.get_mut(number).and_then(Option::take);
        let target = targets.get_mut(number).and_then(Option::take);
        texts(&mut unit, piece, source, target, document, findings);
        let of_segment = facts.segments.iter().find(|of| Some(of.id.as_str()) == piece.id);
        if pieces.len() == 1 && !piece.is_ignorable && of_segment.is_none() {
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
        order(&mut unit, piece, number, findings);
        last.add(&mut unit, piece, sub_state, findings);
        for (_, candidate) in candidates.iter_mut().filter(|(of, _)| *of == number) {
            unit.candidates.push(std::mem::take(candidate));
        }
        unit.extensions.clone_from(&extensions);
        if !piece.is_ignorable {
            segment += 1;
            unit.raw = raw.as_ref().map(|raw| Box::new(raw.part(segment, segments)));
        }
        parts.push(unit);
    }
    say_broken_references(&content.notes, pieces, &facts, findings);
    Ok(Some(Held {
        parts,
        id: original_id.map(str::to_owned),
        file: document.files,
        unit_type: unit_type.map(str::to_owned),
        sub_flows,
        ..Held::default()
    }))
}

/// Whether the pieces of a unit are something to read; what is odd about them is said.
fn holds_text(pieces: &[Piece<'_>], unit: Element<'_>, inherited: &Inherited, findings: &mut Findings<'_, '_>) -> bool {
    let mut say = |code, message: &str| findings.say(code, unit.at(), message);
    if pieces.is_empty() {
        let message = "a `unit` without `segment` is no unit and is left out";
        say(DiagnosticCode::MarkupRepaired, message);
        return false;
    }
    if !inherited.is_translated && pieces.iter().all(|piece| piece.target.is_none()) {
        let message = "the unit is not to be translated and has no target; it is passed over";
        say(DiagnosticCode::Structure, message);
        return false;
    }
    if pieces.iter().all(|piece| piece.is_ignorable) {
        let message = "the unit has no `segment`, only what stands between segments";
        say(DiagnosticCode::MarkupRepaired, message);
    }
    true
}

/// Fails if `bytes` for each of so many segments are too many.
fn check_shared(bytes: usize, segments: usize, unit: Element<'_>, findings: &Findings<'_, '_>) -> Result<()> {
    if bytes.saturating_mul(segments - 1) <= MAX_SHARED_BYTES {
        return Ok(());
    }
    let message = format!(
        "what the unit says of all its {segments} segments is more than {MAX_SHARED_BYTES} bytes for all of them"
    );
    let error = findings.reading.spot.error(ErrorKind::Limit(message), unit.at());
    Err(Error::of_unit(error, unit.attribute("id")).with_help("such a file is not read"))
}

/// Whether a code names its native code, as it should where there is any.
fn names_data(element: Element<'_>) -> bool {
    foreign::has_attribute(element, &["dataRef", "dataRefStart", "dataRefEnd"])
}

/// Where in a unit an element stands, by the schema: modules, notes, native code, segments.
fn rank(element: Element<'_>, core: &str) -> u8 {
    match element.local() {
        _ if element.namespace() != core => 0,
        "notes" => 1,
        "originalData" => 2,
        _ => 3,
    }
}

fn content<'t>(unit: Element<'t>, core: &str, findings: &mut Findings<'_, '_>) -> Content<'t> {
    let mut content = Content::default();
    let mut last = 0;
    say_stray(unit, findings);
    for element in unit.elements() {
        let rank = rank(element, core);
        if rank < last {
            let message = format!(
                "`{}` stands too late in the unit; it is read all the same",
                element.name()
            );
            findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        }
        last = last.max(rank);
        match (element.namespace(), element.local()) {
            (namespace, local @ ("segment" | "ignorable")) if namespace == core => {
                content
                    .pieces
                    .push(piece(element, local == "ignorable", core, findings));
            }
            (namespace, "notes") if namespace == core => content.notes.extend(notes::read(element, core, findings)),
            (namespace, "originalData") if namespace == core => {
                if content.original_data.is_some() {
                    let message = "`originalData` stands twice in the unit; the last is read";
                    findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
                }
                content.original_data = Some(element);
            }
            (metadata::NAMESPACE, "metadata") => content.metadata.push(element),
            (matches::NAMESPACE, "matches") => content.matches.push(element),
            (namespace, _) if namespace == core => {
                let message = format!("`{}` may not stand in `unit` and is not read", element.name());
                findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
            }
            _ => content.foreign.push(element),
        }
    }
    content
}

fn say_stray(element: Element<'_>, findings: &mut Findings<'_, '_>) {
    if let Some((text, at)) = foreign::stray_text(element) {
        const SHOWN: usize = 60;
        let shown: String = text.trim().chars().take(SHOWN).collect();
        let message = format!(
            "`{shown}` stands in `{}`, where no text may stand, and is not read",
            element.local()
        );
        findings.say(DiagnosticCode::TextStray, at, message);
    }
}

fn piece<'t>(element: Element<'t>, is_ignorable: bool, core: &str, findings: &mut Findings<'_, '_>) -> Piece<'t> {
    let mut piece = Piece {
        element,
        id: element.attribute("id"),
        is_ignorable,
        source: None,
        target: None,
    };
    say_stray(element, findings);
    for child in element.elements() {
        let place = match child.local() {
            "source" if child.namespace() == core => {
                if piece.target.is_some() {
                    let message = "`source` stands behind `target`; both are read";
                    findings.say(DiagnosticCode::MarkupRepaired, child.at(), message);
                }
                &mut piece.source
            }
            "target" if child.namespace() == core => &mut piece.target,
            _ => {
                let message = format!(
                    "`{}` may not stand in `{}` and is not read",
                    child.name(),
                    element.local()
                );
                findings.say(DiagnosticCode::ElementUnknown, child.at(), message);
                continue;
            }
        };
        if place.is_some() {
            let message = format!(
                "`{}` stands twice in `{}`; the first is read",
                child.local(),
                element.local()
            );
            findings.say(DiagnosticCode::MarkupRepaired, child.at(), message);
        } else {
            *place = Some(child);
        }
    }
    if piece.source.is_none() {
        let message = format!("`{}` has no `source`, which is taken to be empty", element.local());
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
    }
    piece
}

/// The attributes of other namespaces, `name` and `type`; what is inherited is settled.
fn attributes<'t>(
    unit: Element<'t>,
    inherited: &mut Inherited,
    findings: &mut Findings<'_, '_>,
) -> (Vec<Property>, Option<&'t str>, Option<&'t str>) {
    let mut foreign = Vec::new();
    let (mut name, mut unit_type) = (None, None);
    for attribute in unit.attributes() {
        match attribute.name {
            "id" => {}
            _ if attribute.declared_prefix().is_some() || attribute.namespace == SCHEMA_INSTANCE => {}
            "name" => name = Some(attribute.value),
            "type" => {
                unit_type = Some(attribute.value);
                if !super::super::types::is_user_defined(attribute.value) {
                    findings.odd_value("type", attribute.value, attribute.at, "it is kept");
                }
            }
            _ if inherited.take(&attribute, false, findings) => {}
            other if attribute.namespace.is_empty() || attribute.namespace == XML => {
                let message = format!("`unit` has no attribute `{other}`; it is not read");
                findings.say(DiagnosticCode::AttributeUnknown, attribute.at, message);
            }
            other => foreign.push(Property::new(other, attribute.value)),
        }
    }
    (foreign, name, unit_type)
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
            Some(own) => Language::read(own, piece.element.at(), findings),
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
    let read = Language::read(own.value, own.at, findings);
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

fn say_broken_references(notes: &[ReadNote<'_>], pieces: &[Piece<'_>], facts: &Facts, findings: &mut Findings<'_, '_>) {
    let named: BTreeSet<&str> = pieces.iter().filter_map(|piece| piece.id).collect();
    for note in notes {
        let Some(reference) = note.reference else { continue };
        if !named.contains(notes::segment_of(reference)) {
            let message = if pieces.len() == 1 {
                format!("a note is on `{reference}`, which is not in the unit; it is read as one on the unit")
            } else {
                format!("a note is on `{reference}`, which is not in the unit; it is not read")
            };
            findings.say(DiagnosticCode::ReferenceBroken, note.at, message);
        }
    }
    for of in &facts.segments {
        if !named.contains(of.id.as_str()) {
            let message = format!(
                "metadata are on segment `{}`, which is not in the unit; they are not read",
                of.id
            );
            let at = pieces.first().map_or(0, |piece| piece.element.at());
            findings.say(DiagnosticCode::ReferenceBroken, at, message);
        }
    }
}

/// Where the target stands among the others, if that is not where its source stands (XLIFF 2, Segments Order). The
/// texts of a segment belong together wherever they stand.
fn order(unit: &mut TranslationUnit, piece: &Piece<'_>, number: usize, findings: &mut Findings<'_, '_>) {
    let Some((order, at)) = piece
        .target
        .and_then(|target| Some((target.attribute("order")?, target.at())))
    else {
        return;
    };
    match order.trim().parse::<usize>() {
        Ok(place) if place == number + 1 => {}
        Ok(place) if place > 0 => {
            if let Some(target) = unit.variants.get_mut(1) {
                target.properties.push(Property::new("x-order", order.trim()));
            }
        }
        _ => findings.odd_value("order", order, at, "it is not read"),
    }
}

/// What comes last among the properties, in this order: the attributes that the writer knows to write again.
struct Last<'a> {
    attributes: &'a [Property],
    name: Option<&'a str>,
    unit_type: Option<&'a str>,
    inherited: &'a Inherited,
    groups: &'a [String],
    document: Option<&'a str>,
}

impl Last<'_> {
    /// How many bytes each segment gets.
    fn bytes(&self) -> usize {
        let of_attributes = self.attributes.iter().map(Property::bytes).sum::<usize>();
        let of_groups = self.groups.iter().map(String::len).sum::<usize>();
        // the name is the key, too
        let names = [self.name, self.name, self.unit_type, self.document];
        of_attributes + of_groups + names.into_iter().flatten().map(str::len).sum::<usize>()
    }

    fn add(
        &self,
        unit: &mut TranslationUnit,
        piece: &Piece<'_>,
        sub_state: Option<&str>,
        findings: &mut Findings<'_, '_>,
    ) {
        let mut kept_whole = self.inherited.is_kept_whole;
        unit.properties.extend_from_slice(self.attributes);
        for attribute in piece.element.attributes() {
            match attribute.name {
                "id" => {}
                "state" | "subState" if !piece.is_ignorable => {}
                "canResegment" if !piece.is_ignorable => match attribute.value {
                    "yes" => kept_whole = false,
                    "no" => kept_whole = true,
                    other => findings.odd_value("canResegment", other, attribute.at, "it is not read"),
                },
                _ if attribute.declared_prefix().is_some() => {}
                other if attribute.namespace.is_empty() || attribute.namespace == XML => {
                    let message = format!("`{}` has no attribute `{other}`; it is not read", piece.element.local());
                    findings.say(DiagnosticCode::AttributeUnknown, attribute.at, message);
                }
                other => unit.properties.push(Property::new(other, attribute.value)),
            }
        }
        if let Some(name) = self.name {
            unit.context
                .get_or_insert_with(|| Box::new(Context::default()))
                .key
                .get_or_insert_with(|| name.to_owned());
        }
        let group = (!self.groups.is_empty()).then(|| self.groups.join(PATH));
        for (name, value) in [
            ("x-name", self.name),
            ("x-type", self.unit_type),
            ("x-translate", (!self.inherited.is_translated).then_some("no")),
            ("x-canResegment", kept_whole.then_some("no")),
            ("x-srcDir", self.inherited.source_dir.word()),
            ("x-trgDir", self.inherited.target_dir.word()),
            ("x-subState", sub_state),
        ] {
            unit.properties.extend(value.map(|value| Property::new(name, value)));
        }
        for (name, value) in [("x-group", group.as_deref()), ("x-document", self.document)] {
            if let Some(value) = value
                && !unit.properties.iter().any(|property| property.name == name)
            {
                unit.properties.push(Property::new(name, value));
            }
        }
    }
}

/// The foreign elements of a unit.
fn extensions(foreign: &[Element<'_>], findings: &mut Findings<'_, '_>) -> Vec<crate::model::Extension> {
    let mut extensions = Vec::with_capacity(foreign.len());
    for element in foreign {
        let is_module = foreign::is_of_standard(element.namespace());
        // ids of codes, segments and notes are given anew
        let refers = is_module && foreign::has_attribute(*element, &["ref", "target"]);
        match foreign::extension(*element).filter(|_| !refers) {
            Some(extension) => extensions.push(extension),
            None => findings.not_carried(&format!("`{}` of a unit", element.name()), element.at()),
        }
    }
    extensions
}
