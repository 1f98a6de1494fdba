//! Draws a finding for a person, with the line it points at where that is at hand.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Drawing, Severity};

/// Several lines without the last line end, with colours as ANSI sequences; the printer strips them where unwanted.
#[must_use]
pub fn draw(drawing: &Drawing) -> String {
    let level = match drawing.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(drawing.message.as_str()).id(drawing.code.as_str());
    let unit = drawing.unit.map(|unit| format!("unit `{unit}`"));
    let mut group = Group::with_title(title);
    let file = drawing.file;
    if let (Some(excerpt), Some(file)) = (drawing.excerpt, file) {
        let snippet = Snippet::source(excerpt.line.as_str())
            .path(file)
            .line_start(usize::try_from(drawing.line).unwrap_or(1))
            .annotation(
                AnnotationKind::Primary
                    .span(excerpt.start..excerpt.end)
                    .label(excerpt.label.as_str()),
            );
        group = group.element(snippet);
    } else if let Some(file) = file {
        let mut origin = Origin::path(file);
        if drawing.line > 0 {
            origin = origin.line(usize::try_from(drawing.line).unwrap_or(usize::MAX));
            if drawing.column > 0 {
                origin = origin.char_column(usize::try_from(drawing.column).unwrap_or(usize::MAX));
            }
        }
        group = group.element(origin);
    }
    if let Some(unit) = &unit {
        group = group.element(Level::NOTE.no_name().message(unit.as_str()));
    }
    if let Some(help) = drawing.help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::styled().render(&[group])
}
