//! Paragraphs cut into segments.

use super::cost::Place;
use super::lines::trim;
use super::split::sentences;
use super::srx::SrxRules;
use super::wrap::Paragraph;
use crate::align::Segmentation;
use crate::model::LanguageTag;

/// A segment of one side on its way to a bead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: String,
    /// The line in which it starts.
    pub(super) line: u64,
    pub(super) place: Place,
    /// The index of its paragraph.
    pub(super) paragraph: usize,
}

/// A side, cut.
#[derive(Debug, Default)]
pub(super) struct CutSide {
    pub(super) segments: Vec<Segment>,
    /// The lines in which paragraphs begin in which a rule of the user's has stopped.
    pub(super) stopped: Vec<u64>,
}

/// Cuts the paragraphs of a side.
pub(super) fn cut(
    paragraphs: &[Paragraph],
    lang: &LanguageTag,
    segmentation: Segmentation,
    srx: Option<&SrxRules>,
) -> CutSide {
    let mut side = CutSide::default();
    let mut passage = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        passage += usize::from(paragraph.after_blank);
        let place = Place {
            paragraph: if segmentation == Segmentation::Line {
                passage
            } else {
                number
            },
            group: paragraph.group,
        };
        if segmentation != Segmentation::Sentence {
            side.segments.push(Segment {
                text: trim(&paragraph.text).to_owned(),
                line: paragraph.line_at(0),
                place,
                paragraph: number,
            });
            continue;
        }
        let ranges = match srx.and_then(|rules| rules.cut(&paragraph.text, lang)) {
            Some(by_rules) => {
                if by_rules.has_stopped {
                    side.stopped.push(paragraph.line_at(0));
                }
                by_rules.sentences
            }
            None => sentences(&paragraph.text, lang),
        };
        side.segments.extend(ranges.into_iter().filter_map(|range| {
            let line = paragraph.line_at(range.start);
            let text = trim(paragraph.text.get(range)?).to_owned();
            Some(Segment {
                text,
                line,
                place,
                paragraph: number,
            })
        }));
    }
    side
}
