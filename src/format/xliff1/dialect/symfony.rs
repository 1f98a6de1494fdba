//! Symfony, and all who write keys for texts: a source that is its own key, and a target that begins with `__`.

use crate::diag::{DiagnosticCode, Severity};
use crate::format::xliff1::read::{Draft, Findings};
use crate::format::xml::Element;

/// What Symfony puts before a target that nobody has translated yet.
const NEW_ENTRY: &str = "__";

pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let [draft] = drafts else { return };
    let text = |side: usize| draft.unit.variants.get(side).map(|variant| variant.segment.text());
    let Some(source) = text(0) else { return };
    if element.attribute("resname") == Some(source) && is_key(source) {
        let message = format!(
            "the source `{source}` is the key of the unit and no text in the source language; it is read as it is, and \
             this is said once for the file"
        );
        let at = element.first("source").map_or(element.at(), |source| source.at());
        findings.say_once_as(
            Severity::Warning,
            DiagnosticCode::ToolHabit,
            "source is key",
            at,
            message,
        );
    }
    if let Some(rest) = text(1).and_then(|target| target.strip_prefix(NEW_ENTRY))
        && rest == source
    {
        let message = format!("the target is the source behind `{NEW_ENTRY}`: an entry that is not translated yet");
        let at = element.first("target").map_or(element.at(), |target| target.at());
        findings.say_as(Severity::Warning, DiagnosticCode::ToolHabit, at, message);
    }
}

/// Whether a text looks like a key: one word with a mark that words don't have inside.
fn is_key(text: &str) -> bool {
    let inside = text.trim_matches(['.', '_', '-', ':', '/']);
    !text.contains(char::is_whitespace) && inside.contains(['.', '_', ':', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word_with_a_dot_or_the_like_inside() {
        assert!(is_key("cart.title") && is_key("cart_title") && is_key("shop:cart"));
        assert!(!is_key("Pay now.") && !is_key("Pay") && !is_key("Stop.") && !is_key("menu. item"));
    }
}
