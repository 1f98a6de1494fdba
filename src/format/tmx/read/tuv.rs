//! Reading `tuv`.

use super::findings::Findings;
use super::pairing::SEGMENT_SCOPE;
use super::remarks::{ReadRemarks, Remarks};
use super::tu::{Place, TuReader};
use crate::diag::DiagnosticCode;
use crate::format::xml::{Child, Element};
use crate::model::{LanguageTag, Provenance, Segment, TranslationUnit, Variant};

/// The attribute that was `xml:lang` in TMX 1.1 and 1.2.
pub(super) const OLD_LANG: &str = "lang";

impl TuReader<'_, '_> {
    /// Reads a `tuv`, and each `seg` too many in it as another.
    pub(super) fn read_tuv(&mut self, element: Element<'_>, unit: &mut TranslationUnit, places: &mut Vec<Place>) {
        let mut variant = Variant::default();
        let mut provenance = Provenance::default();
        self.read_lang(element, &mut variant);
        for attribute in element.attributes() {
            if !matches!(attribute.name, "xml:lang" | OLD_LANG) {
                self.read_common_attribute("tuv", attribute, &mut provenance, &mut variant.properties);
            }
        }
        variant.provenance = (!provenance.is_empty()).then(|| Box::new(provenance));
        let mut remarks = Remarks::default();
        let mut segs = Vec::new();
        for child in element.children() {
            let child = match child {
                // where there is no `seg`, the text of a `tuv` is read as one, below
                Child::Text(..) => continue,
                Child::Element(child) => child,
            };
            if child.has_prefix() {
                self.is_valid = false;
            }
            match child.local() {
                name @ ("note" | "prop") if self.is_own(child) => {
                    if !segs.is_empty() {
                        let message = format!("a `{name}` stands behind the `seg` and is read as if before");
                        self.repair(child.at(), message);
                    }
                    self.read_remark(child, &mut remarks);
                }
                "seg" if self.is_own(child) => segs.push(child),
                _ => {}
            }
        }
        variant.notes = remarks.notes;
        variant.properties.append(&mut remarks.properties);
        self.check_tuv(element, &segs);
        let Some((first, others)) = segs.split_first() else {
            self.repair(element.at(), "a `tuv` has no `seg`; what text it has is read as one");
            variant.segment = self.read_seg(element, false);
            places.push(Place { seg: element.at() });
            unit.variants.push(variant);
            return;
        };
        for other in others {
            self.repair(
                other.at(),
                "a `tuv` has two `seg`; the second is read as a `tuv` of its own",
            );
        }
        let langs = (variant.lang.clone(), variant.spelling.clone());
        variant.segment = self.read_seg(*first, true);
        self.say_repeated_language(unit, &variant.lang, element);
        places.push(Place { seg: first.at() });
        unit.variants.push(variant);
        for other in others {
            let segment = self.read_seg(*other, true);
            places.push(Place { seg: other.at() });
            unit.variants.push(Variant {
                spelling: langs.1.clone(),
                ..Variant::new(langs.0.clone(), segment)
            });
        }
    }

    /// Says what stands in a `tuv` and nothing is read of.
    fn check_tuv(&mut self, element: Element<'_>, segs: &[Element<'_>]) {
        if segs.is_empty() {
            return;
        }
        for child in element.children() {
            match child {
                Child::Text(text, at) => self.stray_text(text, at),
                Child::Element(child) => {
                    let name = child.local();
                    if !self.is_own(child) || !matches!(name, "note" | "prop" | "seg") {
                        self.unknown_element(name, "tuv", child);
                    }
                }
            }
        }
    }

    /// TMX 1.1 and 1.2 have `lang`, later versions `xml:lang`.
    fn read_lang(&mut self, element: Element<'_>, variant: &mut Variant) {
        let named = |name| element.attributes().find(move |attribute| attribute.name == name);
        let (of_xml, old) = (named("xml:lang"), named(OLD_LANG));
        let Some(attribute) = of_xml.or(old) else {
            self.missing(element, "xml:lang");
            return;
        };
        if of_xml.is_none() {
            self.is_valid = false;
            if self.file.basis.wants_xml_lang {
                let message = "`lang` stands where this version of TMX wants `xml:lang`, and is read as it";
                self.say_once(DiagnosticCode::AttributeMissing, OLD_LANG, attribute.at, message);
            }
        } else if let Some(old) = old
            && !old.value.eq_ignore_ascii_case(attribute.value)
        {
            self.is_valid = false;
            let message = format!(
                "`lang` says `{}` and `xml:lang` says `{}`, which is what counts",
                old.value, attribute.value
            );
            self.say(DiagnosticCode::AttributeValue, old.at, message);
        }
        variant.lang = self.tag(attribute);
        if variant.lang.as_str() != attribute.value {
            variant.spelling = Some(attribute.value.into());
        }
    }

    fn read_seg(&mut self, element: Element<'_>, is_seg: bool) -> Segment {
        if is_seg {
            for attribute in element.attributes() {
                self.unknown_attribute("seg", attribute);
            }
        }
        let mut segment = self.reading.new_segment();
        self.is_in_seg = is_seg;
        self.numbers.clear();
        self.file.pairing.next_variant();
        self.read_flow(element, &mut segment, SEGMENT_SCOPE);
        self.is_in_seg = false;
        if !is_seg {
            segment.trim_matches(char::is_whitespace);
        }
        segment
    }

    fn say_repeated_language(&mut self, unit: &TranslationUnit, lang: &LanguageTag, element: Element<'_>) {
        if unit.variant(lang).is_some() {
            let message = format!("a unit has two texts in `{lang}`; both are kept");
            self.say(DiagnosticCode::MarkupKept, element.at(), message);
        }
    }
}
