//! The languages of two texts that belong together.

use super::alignment::SideOfText;
use super::lines::{Line, lines};
use super::side_by_side::{are_long, both};
use super::{AlignOptions, Segmentation, language};
use crate::error::{Error, ErrorKind};
use crate::model::LanguageTag;

/// Why a pair of texts can't be aligned, and which of them is at fault.
#[derive(Debug)]
pub struct PairError {
    /// The side at fault; of two texts in one language the target.
    pub side: SideOfText,
    /// What is wrong.
    pub error: Error,
}

/// The languages of two texts of one language each, as far as the options leave them open.
pub(crate) fn languages_of_pair(
    source: &str,
    target: &str,
    options: &AlignOptions,
) -> Result<[LanguageTag; 2], PairError> {
    if let (Some(source), Some(target)) = (&options.source_lang, &options.target_lang) {
        return Ok([source.clone(), target.clone()]);
    }
    let texts = [source, target].map(|text| lines(text, Segmentation::Line));
    pair_languages([&texts[0], &texts[1]], options)
}

/// Which of two texts that are taken to be in one language is guessed to be in another, and in which, if the other is not.
fn other_guess(texts: [&[Line<'_>]; 2], tags: &[LanguageTag; 2]) -> Option<(usize, LanguageTag)> {
    let [first, second] = texts.map(|text| language::best_guess(text));
    let (first, second) = (first?, second?);
    match [&first, &second].map(|guessed| guessed.same_language(&tags[0])) {
        [true, false] => Some((1, second)),
        [false, true] => Some((0, first)),
        _ => None,
    }
}

/// The languages of the lines of two texts, which must not be in one.
pub(super) fn pair_languages(texts: [&[Line<'_>]; 2], options: &AlignOptions) -> Result<[LanguageTag; 2], PairError> {
    let hints = [options.source_lang.as_ref(), options.target_lang.as_ref()];
    let fail = |side, error| PairError { side, error };
    let is_long = are_long(texts);
    let [source_lang, target_lang] = both(options.threads, is_long, [0, 1], |side| {
        language::of_monolingual(texts[side], [hints[side], hints[1 - side]])
    });
    let mut tags = [
        source_lang.map_err(|error| fail(SideOfText::Source, error))?,
        target_lang.map_err(|error| fail(SideOfText::Target, error))?,
    ];
    if tags[0].same_language(&tags[1]) {
        match hints {
            // the user may well align two varieties of one language
            [Some(source), Some(target)] if source != target && source.same_language(target) => {
                tags = [source.clone(), target.clone()];
            }
            // one that is too short to be surely in any language was taken to be in the usual one
            _ if let Some((side, guessed)) = other_guess(texts, &tags) => tags[side] = guessed,
            _ => {
                let error = Error::from(ErrorKind::Language(format!(
                    "is in `{}`, like the other file of its pair",
                    tags[1]
                )))
                .with_help("name the two languages with `-s` and `-t`, or give the other language's file");
                return Err(fail(SideOfText::Target, error));
            }
        }
    }
    Ok(tags)
}
