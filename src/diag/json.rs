//! Draws a finding as one line of JSON.

use serde::Serialize;

use super::Drawing;

#[derive(Serialize)]
struct Drawn<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "is_zero")]
    line: u64,
    #[serde(skip_serializing_if = "is_zero")]
    column: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// One JSON object, without the line end.
#[must_use]
pub fn draw(drawing: &Drawing) -> String {
    let drawn = Drawn {
        severity: drawing.severity.as_str(),
        code: &drawing.code,
        message: &drawing.message,
        file: drawing.file,
        line: drawing.line,
        column: drawing.column,
        unit: drawing.unit,
        help: drawing.help,
    };
    serde_json::to_string(&drawn).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostic, DiagnosticCode};

    #[test]
    fn a_finding_is_one_object_and_what_is_not_known_is_absent() {
        let diagnostic = Diagnostic::new(DiagnosticCode::LangUnderscore, "`en_US` is read as `en-US`");
        assert_eq!(
            draw(&(&diagnostic).into()),
            r#"{"severity":"warning","code":"lang-underscore","message":"`en_US` is read as `en-US`"}"#
        );
    }
}
