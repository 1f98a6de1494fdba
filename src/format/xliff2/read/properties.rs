//! Attributes and elements that the model has no field for.

use super::content::Piece;
use super::findings::Findings;
use super::foreign::{self, SCHEMA_INSTANCE, XML};
use super::level::Inherited;
use crate::diag::DiagnosticCode;
use crate::format::ORDER;
use crate::format::xml::Element;
use crate::model::{Context, Extension, Property, TranslationUnit};

/// What joins the names of groups.
pub(in super::super) const PATH: &str = " / ";

/// The attributes of other namespaces, `name` and `type`; what is inherited is settled.
pub(super) fn attributes<'t>(
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

/// What comes last among the properties, in this order: the attributes that the writer knows to write again.
pub(super) struct Last<'a> {
    pub(super) attributes: &'a [Property],
    pub(super) name: Option<&'a str>,
    pub(super) unit_type: Option<&'a str>,
    pub(super) inherited: &'a Inherited,
    pub(super) groups: &'a [String],
    pub(super) document: Option<&'a str>,
}

impl Last<'_> {
    /// How many bytes each segment gets.
    pub(super) fn bytes(&self) -> usize {
        let of_attributes = self.attributes.iter().map(Property::bytes).sum::<usize>();
        let of_groups = self.groups.iter().map(String::len).sum::<usize>();
        // the name is the key, too
        let names = [self.name, self.name, self.unit_type, self.document];
        of_attributes + of_groups + names.into_iter().flatten().map(str::len).sum::<usize>()
    }

    pub(super) fn add(
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

/// Where the target stands among the others, if that is not where its source stands (XLIFF 2, Segments Order). The
/// texts of a segment belong together wherever they stand.
pub(super) fn order(unit: &mut TranslationUnit, piece: &Piece<'_>, number: usize, findings: &mut Findings<'_, '_>) {
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
                target.properties.push(Property::new(ORDER, order.trim()));
            }
        }
        _ => findings.odd_value("order", order, at, "it is not read"),
    }
}

/// The foreign elements of a unit.
pub(super) fn extensions(foreign: &[Element<'_>], findings: &mut Findings<'_, '_>) -> Vec<Extension> {
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
