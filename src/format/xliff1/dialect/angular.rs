//! Angular: both ends of a pair are an `x`, and their names say that they are one (`START_LINK_1` and `CLOSE_LINK`).

const START: &str = "START_";
const CLOSE: &str = "CLOSE_";

/// Where a placeholder stands: the number of its stretch of text, and its own there.
type Place = (usize, usize);

/// Placeholders whose names begin a pair.
#[derive(Debug, Default)]
pub(crate) struct NamedPairs<'t> {
    open: Vec<(&'t str, Place)>,
}

impl<'t> NamedPairs<'t> {
    /// Whether `id` names an end of a pair. Such names repeat where the same element comes again.
    pub(crate) fn is_name(id: &str) -> bool {
        id.starts_with(START) || id.starts_with(CLOSE)
    }

    /// Takes a placeholder; gives the opening if it closes one in the same stretch.
    pub(crate) fn meet(&mut self, id: &'t str, place: Place) -> Option<Place> {
        if let Some(name) = id.strip_prefix(START) {
            self.open.push((name, place));
            return None;
        }
        let name = id.strip_prefix(CLOSE)?;
        let (opened, opening) = self.open.last()?;
        // nested elements close in order: a name that does not fit closes nothing
        if bare(opened) != bare(name) || opening.0 != place.0 {
            return None;
        }
        self.open.pop().map(|(_, opening)| opening)
    }
}

/// A name without the number that tells equal ones apart.
fn bare(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((bare, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_belong_together_by_their_names_whatever_their_numbers() {
        let mut pairs = NamedPairs::default();
        assert_eq!(pairs.meet("START_LINK_1", (0, 0)), None);
        assert_eq!(pairs.meet("START_BOLD_TEXT", (0, 1)), None);
        assert_eq!(pairs.meet("CLOSE_LINK", (0, 2)), None);
        assert_eq!(pairs.meet("CLOSE_BOLD_TEXT", (0, 3)), Some((0, 1)));
        assert_eq!(pairs.meet("CLOSE_LINK", (0, 4)), Some((0, 0)));
        assert_eq!(pairs.meet("INTERPOLATION", (0, 5)), None);
    }
}
