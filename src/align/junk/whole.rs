//! What buttons and headings of lists of links say as a whole, in many languages, in lower case and in the order of their
//! bytes.

mod headings;
mod latin;
mod other_scripts;

use super::bare;

/// Whether a wording is that of a button or link of the page, whatever marks stand around it.
pub(super) fn is_button(plain: &str) -> bool {
    holds(latin::BUTTONS, plain) || holds(other_scripts::BUTTONS, plain)
}

/// Whether a wording is that of a heading of links, whatever marks stand around it.
pub(super) fn is_heading(plain: &str) -> bool {
    holds(headings::HEADINGS, plain)
}

fn holds(words: &[&str], plain: &str) -> bool {
    words.binary_search(&bare(plain)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::normalized;
    use super::*;

    #[test]
    fn wordings_of_many_languages_are_in_order() {
        for words in [latin::BUTTONS, other_scripts::BUTTONS, headings::HEADINGS] {
            assert!(words.is_sorted_by(|a, b| a < b));
            assert!(
                words
                    .iter()
                    .all(|word| normalized(word) == *word && bare(word) == *word)
            );
        }
    }
}
