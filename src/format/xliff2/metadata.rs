//! Facts that the core has no place for, in the Metadata module.
//!
//! Each kind of fact is a `mda:metaGroup` with a `category` of its own: `properties`, `provenance`, `context`,
//! `alignment`, `language`, `translation` (why it is none yet, where the state does not tell), `notes` (which of them
//! belong to a variant). Groups on one variant have `appliesTo`. Properties in a language stand in a group inside
//! `properties`, whose category is `lang:` and the tag. In a unit of several segments, what is said of one of them stands
//! in a group of category `segment`, whose `mda:meta` of type `id` names it, unless all segments say the same.

use super::markup::Markup;
use crate::model::{
    AppliesTo, Bead, Context, Header, LanguageTag, Moment, Property, Provenance, SourceLanguage, TranslationUnit,
    Untranslated, Variant,
};

/// What a `<mda:metadata>` is made of; groups are opened when their first entry comes.
struct Groups<'m, 'a> {
    markup: &'m mut Markup<'a>,
    depth: usize,
}

impl Groups<'_, '_> {
    /// A group of what `entries` writes; nothing if that is nothing.
    fn group(&mut self, category: &str, side: Option<AppliesTo>, is_empty: bool, entries: impl FnOnce(&mut Self)) {
        if is_empty {
            return;
        }
        self.markup.indent(self.depth);
        self.markup.raw("<mda:metaGroup");
        self.markup.attribute("category", category);
        self.markup.optional(
            "appliesTo",
            side.map(|side| match side {
                AppliesTo::Source => "source",
                AppliesTo::Target => "target",
            }),
        );
        self.markup.raw(">\n");
        self.depth += 1;
        entries(self);
        self.depth -= 1;
        self.markup.indent(self.depth);
        self.markup.raw("</mda:metaGroup>\n");
    }

    fn meta(&mut self, name: &str, value: &str) {
        self.markup.indent(self.depth);
        self.markup.raw("<mda:meta");
        self.markup.attribute("type", name);
        self.markup.raw(">");
        self.markup.text(value);
        self.markup.raw("</mda:meta>\n");
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.meta(name, value);
        }
    }

    fn properties(&mut self, stretches: &[&[Property]], side: Option<AppliesTo>) {
        let is_empty = stretches.iter().all(|properties| properties.is_empty());
        self.group("properties", side, is_empty, |groups| {
            let same_language = |a: &Property, b: &Property| a.lang == b.lang;
            for run in stretches
                .iter()
                .flat_map(|properties| properties.chunk_by(same_language))
            {
                let all = |groups: &mut Self| run.iter().for_each(|of| groups.meta(&of.name, &of.value));
                match run.first().and_then(|first| first.lang.as_ref()) {
                    Some(lang) => groups.group(&format!("lang:{lang}"), None, false, all),
                    None => all(groups),
                }
            }
        });
    }

    fn provenance(&mut self, provenance: &Provenance, side: Option<AppliesTo>) {
        self.group("provenance", side, provenance.is_empty(), |groups| {
            let Provenance {
                created,
                created_by,
                changed,
                changed_by,
                last_used,
                usage_count,
                tool,
                tool_version,
            } = provenance;
            let moments = [created, changed, last_used];
            let [created, changed, last_used] = moments.map(|moment| moment.as_ref().map(Moment::extended));
            groups.optional("created", created.as_deref());
            groups.optional("created-by", created_by.as_deref());
            groups.optional("changed", changed.as_deref());
            groups.optional("changed-by", changed_by.as_deref());
            groups.optional("last-used", last_used.as_deref());
            groups.optional("usage-count", usage_count.map(|count| count.to_string()).as_deref());
            groups.optional("tool", tool.as_deref());
            groups.optional("tool-version", tool_version.as_deref());
        });
    }

    fn context(&mut self, context: &Context, without_key: bool) {
        let key = context.key.as_deref().filter(|_| !without_key);
        let is_empty = context.previous.is_none() && context.next.is_none() && key.is_none();
        self.group("context", None, is_empty, |groups| {
            groups.optional("previous", context.previous.as_deref());
            groups.optional("next", context.next.as_deref());
            groups.optional("key", key);
        });
    }

    fn bead(&mut self, bead: &Bead) {
        self.group("alignment", None, false, |groups| {
            groups.meta("bead", &bead.shape());
            for (name, numbers) in [("source-segments", &bead.source), ("target-segments", &bead.target)] {
                if !numbers.is_empty() {
                    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                    groups.meta(name, &numbers.join(" "));
                }
            }
            let confidence = bead.confidence.map(|confidence| confidence.to_string());
            groups.optional("confidence", confidence.as_deref());
        });
    }

    fn variant(&mut self, variant: &Variant, properties: &[Property], side: AppliesTo) {
        self.properties(&[properties], Some(side));
        if let Some(provenance) = &variant.provenance {
            self.provenance(provenance, Some(side));
        }
    }
}

/// What metadata say of a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfUnit<'a> {
    pub(super) unit: &'a TranslationUnit,
    pub(super) source: &'a Variant,
    pub(super) target: Option<&'a Variant>,
    /// The properties of the unit that have no place of their own, in two stretches.
    pub(super) properties: [&'a [Property]; 2],
    /// Those of the target.
    pub(super) target_properties: &'a [Property],
    /// The key that `unit/@name` holds.
    pub(super) name: Option<&'a str>,
    /// Why it is no translation yet, where its state does not say so.
    pub(super) untranslated: Option<Untranslated>,
}

/// Writes the groups for one unit.
pub(super) fn write_unit(markup: &mut Markup<'_>, of: &OfUnit<'_>, depth: usize) {
    let unit = of.unit;
    let mut groups = Groups { markup, depth };
    groups.properties(&of.properties, None);
    if let Some(provenance) = &unit.provenance {
        groups.provenance(provenance, None);
    }
    groups.variant(of.source, &of.source.properties, AppliesTo::Source);
    if let Some(target) = of.target {
        groups.variant(target, of.target_properties, AppliesTo::Target);
    }
    let language = match &unit.source_language {
        Some(SourceLanguage::Any) => Some("*all*"),
        Some(SourceLanguage::Tag(tag)) => Some(tag.as_str()),
        None => None,
    };
    groups.group("language", None, language.is_none(), |groups| {
        groups.optional("source-language", language);
    });
    if let Some(context) = &unit.context {
        let is_name = context.key.is_some() && context.key.as_deref() == of.name;
        groups.context(context, is_name);
    }
    if let Some(bead) = &unit.bead {
        groups.bead(bead);
    }
    let standing = of.untranslated.map(crate::model::Untranslated::word);
    groups.group("translation", None, standing.is_none(), |groups| {
        groups.optional("untranslated", standing);
    });
}

/// Writes which notes belong to a variant: each by its number, and whether it names a side itself.
pub(super) fn write_notes(markup: &mut Markup<'_>, side: AppliesTo, notes: &[(usize, bool)], depth: usize) {
    let mut groups = Groups { markup, depth };
    groups.group("notes", Some(side), notes.is_empty(), |groups| {
        for (number, has_side) in notes {
            let name = if *has_side { "note-with-side" } else { "note" };
            groups.meta(name, &format!("n{number}"));
        }
    });
}

/// What is said of one segment of several.
pub(super) struct OfSegment<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The id it had, where that is no token.
    pub(super) original_id: Option<&'a str>,
    /// The notes on it, by number.
    pub(super) notes: &'a [usize],
    /// The unit, where it says something that not all segments say.
    pub(super) unit: Option<OfUnit<'a>>,
}

/// Writes the group of category `segment`.
pub(super) fn write_segment(markup: &mut Markup<'_>, of: &OfSegment<'_>, depth: usize) {
    let mut groups = Groups { markup, depth };
    groups.group("segment", None, false, |groups| {
        groups.meta("id", of.id);
        groups.optional("original-id", of.original_id);
        for note in of.notes {
            groups.meta("note", &format!("n{note}"));
        }
        if let Some(unit) = &of.unit {
            write_unit(groups.markup, unit, groups.depth);
        }
    });
}

/// Writes the groups for what an input says of all its units.
pub(super) fn write_header(markup: &mut Markup<'_>, header: &Header, depth: usize) {
    let mut groups = Groups { markup, depth };
    groups.properties(&[&header.properties], None);
    groups.provenance(&header.provenance, None);
    let Header {
        segment_type,
        datatype,
        original_format,
        admin_language,
        ..
    } = header;
    let is_empty =
        segment_type.is_none() && datatype.is_none() && original_format.is_none() && admin_language.is_none();
    groups.group("header", None, is_empty, |groups| {
        groups.optional("segment-type", segment_type.map(crate::model::SegmentType::as_str));
        groups.optional("datatype", datatype.as_deref());
        groups.optional("original-format", original_format.as_deref());
        groups.optional("admin-language", admin_language.as_ref().map(LanguageTag::as_str));
    });
}
