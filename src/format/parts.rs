//! What stands between the segments of one XLIFF unit: a part of its own to the readers and writers of XLIFF, and beside
//! a segment to everybody else, since it is no unit of a memory.

use crate::model::{
    Beside, Ignorable, LanguageTag, Origin, Part, PartKind, Property, RawDialect, TranslationUnit, Untranslated,
    Variant,
};

/// The property of a target that says where it stands among those of its unit, from 1, if that is not where its source
/// stands (XLIFF 2, `order`).
pub(crate) const ORDER: &str = "x-order";

/// What XLIFF has no place for: text beside a unit that is no part of another, as a row of JSONL may have it.
pub(crate) const BESIDE_A_WHOLE: &str = "what stands beside a segment that is a whole unit";

/// The unit as the parts that an XLIFF writer writes: what stands before it, itself, what stands after it.
///
/// `languages` are the two that are written: a segment without a target does not say in which language the target beside it is.
pub(crate) fn unfolded(unit: &TranslationUnit, languages: [&LanguageTag; 2]) -> Vec<TranslationUnit> {
    let part = |ignorable: &Ignorable| {
        let of_unit = unit.variants.iter().map(|variant| &variant.lang);
        let languages = of_unit.chain(languages.into_iter().skip(unit.variants.len())).cloned();
        let texts = [Some(&ignorable.source), ignorable.target.as_ref()];
        let mut variants: Vec<Variant> = languages
            .zip(texts)
            .filter_map(|(lang, text)| Some(Variant::new(lang, text?.clone())))
            .collect();
        if let (Some(order), Some(target)) = (ignorable.order, variants.get_mut(1)) {
            target.properties.push(Property::new(ORDER, order.to_string()));
        }
        TranslationUnit {
            variants,
            part: unit.part.as_ref().map(|part| {
                Box::new(Part {
                    of: part.of.clone(),
                    kind: PartKind::Ignorable,
                })
            }),
            untranslated: ignorable.target.is_none().then_some(Untranslated::NoTarget),
            origin: unit.origin.clone(),
            ..TranslationUnit::default()
        }
    };
    let of = |place: Beside| {
        unit.ignorables
            .iter()
            .filter(move |ignorable| ignorable.place == place)
            .map(part)
    };
    let itself = TranslationUnit {
        ignorables: Vec::new(),
        ..unit.clone()
    };
    of(Beside::Before).chain([itself]).chain(of(Beside::After)).collect()
}

/// The place of each target among the others, where that is not the place of its source: what `order` can say of all of
/// them together (XLIFF 2, `order`). `targets` has the properties of each target.
pub(crate) fn orders(targets: &[Option<&[Property]>]) -> Vec<Option<usize>> {
    let asked: Vec<Option<usize>> = targets
        .iter()
        .enumerate()
        .map(|(number, properties)| {
            let (last, before) = properties.and_then(|properties| properties.split_last())?;
            let is_plain = last.name == ORDER
                && last.lang.is_none()
                && !last.value.starts_with('0')
                && last.value.bytes().all(|byte| byte.is_ascii_digit())
                && before.iter().all(|other| other.name != ORDER);
            let place: usize = last.value.parse().ok().filter(|_| is_plain)?;
            (place != number + 1 && place <= targets.len()).then_some(place)
        })
        .collect();
    let mut taken = vec![false; targets.len()];
    let is_free = asked.iter().enumerate().all(|(number, place)| {
        let place = place.map_or(number, |place| place - 1);
        taken
            .get_mut(place)
            .is_some_and(|taken| !std::mem::replace(taken, true))
    });
    if is_free { asked } else { vec![None; targets.len()] }
}

/// The markup of the element that `parts` were read from, if all its units are here, in order and untouched.
pub(crate) fn whole_markup<'u>(
    parts: impl IntoIterator<Item = &'u TranslationUnit>,
    dialect: RawDialect,
) -> Option<&'u str> {
    let is_segment = |unit: &&TranslationUnit| unit.part.as_ref().is_none_or(|part| part.kind == PartKind::Segment);
    let mut markup = None;
    let mut number = 0;
    let mut count = 0;
    for unit in parts.into_iter().filter(is_segment) {
        let raw = unit.raw.as_deref().filter(|raw| raw.dialect == dialect)?;
        number += 1;
        if raw.number != number {
            return None;
        }
        if number == 1 {
            markup = Some(&*raw.markup);
            count = raw.count;
        }
    }
    markup.filter(|_| number == count)
}

/// Puts parts that are no segments beside the segments of their unit, as they come.
#[derive(Debug, Default)]
pub(crate) struct Folding {
    /// What came before the first segment of its unit.
    waiting: Vec<(Option<String>, Ignorable)>,
}

impl Folding {
    /// Takes the next unit of a document, and `last`, the one before it. Gives whether it is a segment; else nothing is left to be
    /// handed on.
    pub(crate) fn take(&mut self, unit: &mut TranslationUnit, last: Option<&mut TranslationUnit>) -> bool {
        let of = unit.part.as_ref().map(|part| part.of.clone());
        let is_ignorable = unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable);
        if !is_ignorable {
            for (whole, ignorable) in self.waiting.drain(..) {
                if whole == of {
                    unit.ignorables.push(ignorable);
                }
            }
            return true;
        }
        let order = unit.target().and_then(|target| {
            let said = target.properties.iter().rfind(|property| property.name == ORDER)?;
            said.value.parse().ok()
        });
        let mut texts = unit.variants.drain(..).map(|variant| variant.segment);
        let mut ignorable = Ignorable {
            place: Beside::After,
            source: texts.next().unwrap_or_default(),
            target: texts.next(),
            order,
        };
        if let Some(last) = last.filter(|last| is_of(last, of.as_deref(), &unit.origin)) {
            last.ignorables.push(ignorable);
        } else {
            ignorable.place = Beside::Before;
            self.waiting.push((of, ignorable));
        }
        false
    }
}

fn is_of(last: &TranslationUnit, of: Option<&str>, origin: &Origin) -> bool {
    last.part.as_ref().map(|part| part.of.as_str()) == of && last.origin.file == origin.file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(of: &str, kind: PartKind, text: &str) -> TranslationUnit {
        let variant = |tag: &str| Variant::new(LanguageTag::parse(tag).unwrap(), text);
        TranslationUnit {
            part: Some(Box::new(Part { of: of.into(), kind })),
            ..TranslationUnit::bilingual(variant("en"), variant("fr"))
        }
    }

    #[test]
    fn an_element_is_copied_only_where_all_its_units_are_together() {
        let raw = |number, count| {
            let mut unit = part("a", PartKind::Segment, "1");
            let raw = crate::model::Raw::new(RawDialect::Xliff12, "<a/>", number, count);
            unit.raw = Some(Box::new(raw));
            unit
        };
        let whole = |parts: &[TranslationUnit]| whole_markup(parts, RawDialect::Xliff12).map(str::to_owned);
        let between = || part("a", PartKind::Ignorable, " ");
        assert_eq!(whole(&[raw(1, 1)]).as_deref(), Some("<a/>"));
        assert_eq!(
            whole(&[between(), raw(1, 2), between(), raw(2, 2)]).as_deref(),
            Some("<a/>")
        );
        for parts in [
            vec![raw(1, 2)],
            vec![raw(2, 2)],
            vec![raw(2, 2), raw(1, 2)],
            vec![raw(1, 2), part("a", PartKind::Segment, "2")],
        ] {
            assert_eq!(whole(&parts), None);
        }
        assert_eq!(whole_markup(&[raw(1, 1)], RawDialect::Xliff20), None);
    }

    #[test]
    fn what_is_folded_unfolds_to_the_same_parts() {
        let mut parts = [
            part("a", PartKind::Ignorable, " "),
            part("a", PartKind::Segment, "1"),
            part("a", PartKind::Ignorable, "\t"),
            part("a", PartKind::Ignorable, "-"),
            part("a", PartKind::Segment, "2"),
            part("b", PartKind::Segment, "3"),
        ];
        parts[2].variants[1].properties.push(Property::new(ORDER, "4"));
        let mut folding = Folding::default();
        let mut folded: Vec<TranslationUnit> = Vec::new();
        for mut part in parts.clone() {
            if folding.take(&mut part, folded.last_mut()) {
                folded.push(part);
            }
        }
        assert_eq!(folded.len(), 3);
        assert_eq!(folded[0].ignorables.len(), 3);
        let languages = ["en", "fr"].map(|tag| LanguageTag::parse(tag).unwrap());
        let parts_of = |unit: &TranslationUnit| unfolded(unit, languages.each_ref());
        let unfolded: Vec<TranslationUnit> = folded.iter().flat_map(parts_of).collect();
        assert_eq!(unfolded, parts);
        // a target stays beside a segment that has none
        folded[0].variants.truncate(1);
        let unfolded = parts_of(&folded[0]);
        assert_eq!(unfolded[0], parts[0]);
        assert_eq!(unfolded[1].variants, parts[1].variants[..1]);
    }

    #[test]
    fn the_target_of_what_stands_beside_a_segment_without_target_stays() {
        let languages = ["en", "fr"].map(|tag| LanguageTag::parse(tag).unwrap());
        let mut segment = part("a", PartKind::Segment, "1");
        segment.variants.pop();
        let between = part("a", PartKind::Ignorable, " ");
        let mut folding = Folding::default();
        assert!(folding.take(&mut segment, None));
        assert!(!folding.take(&mut between.clone(), Some(&mut segment)));
        assert_eq!(unfolded(&segment, languages.each_ref())[1], between);
    }
}
