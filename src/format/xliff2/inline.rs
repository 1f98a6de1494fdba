//! `source` and `target`, and `originalData`.

use super::codes;
use super::markup::Markup;
use super::plan::{Element, Plan, Side, id_text};
use crate::model::{CodeKind, Piece, Role, Segment};

/// Writes `<source>…</source>` and, where there is one, `<target>…</target>` of a part, a line each.
pub(super) fn write_sides(
    markup: &mut Markup<'_>,
    plan: &Plan<'_>,
    part: usize,
    source: Option<&Segment>,
    target: Option<&Segment>,
    order: Option<usize>,
    depth: usize,
) {
    markup.indent(depth);
    markup.raw("<source>");
    if let Some(source) = source {
        write_flow(markup, plan, &plan.source, part, source);
    }
    markup.raw("</source>\n");
    if let Some(target) = target {
        markup.indent(depth);
        markup.raw("<target");
        if let Some(order) = order {
            markup.raw(" order=\"");
            markup.number(order);
            markup.raw("\"");
        }
        markup.raw(">");
        write_flow(markup, plan, &plan.target, part, target);
        markup.raw("</target>\n");
    }
}

fn write_flow(markup: &mut Markup<'_>, plan: &Plan<'_>, side: &Side<'_>, part: usize, segment: &Segment) {
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) => markup.content(text),
            Piece::Code(number, code) => {
                let Some(item) = side.item(part, number) else { continue };
                let is_end = code.role == Role::Close;
                match item.element {
                    Element::Nothing => {}
                    Element::Pc if is_end => markup.raw("</pc>"),
                    Element::Mrk if is_end => markup.raw("</mrk>"),
                    Element::SmEm if is_end => {
                        markup.raw("<em");
                        markup.attribute("startRef", &id_text(CodeKind::Mark, item.id));
                        markup.raw("/>");
                    }
                    Element::ScEc if is_end => {
                        markup.raw("<ec");
                        codes::write_ec(markup, plan, item);
                        markup.raw("/>");
                    }
                    Element::Mrk => {
                        markup.raw("<mrk");
                        codes::write_mark(markup, item);
                        markup.raw(">");
                    }
                    Element::SmEm => {
                        markup.raw("<sm");
                        codes::write_mark(markup, item);
                        markup.raw("/>");
                    }
                    Element::Ph | Element::Pc | Element::ScEc | Element::Sc | Element::Ec => {
                        markup.raw(match item.element {
                            Element::Ph => "<ph",
                            Element::Pc => "<pc",
                            Element::Ec => "<ec",
                            _ => "<sc",
                        });
                        codes::write_code(markup, plan, item);
                        markup.raw(if item.element == Element::Pc { ">" } else { "/>" });
                    }
                }
            }
        }
    }
}

/// Writes `<originalData>`, if any code has native code.
pub(super) fn write_original_data(markup: &mut Markup<'_>, plan: &Plan<'_>, depth: usize) {
    if plan.data.is_empty() {
        return;
    }
    markup.indent(depth);
    markup.raw("<originalData>\n");
    for (number, data) in plan.data.iter().enumerate() {
        markup.indent(depth + 1);
        markup.raw("<data");
        markup.attribute("id", &codes::data_id(number));
        markup.raw(">");
        markup.content(data);
        markup.raw("</data>\n");
    }
    markup.indent(depth);
    markup.raw("</originalData>\n");
}
