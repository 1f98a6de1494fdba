//! The work of other aligners: two texts, a sentence a line, and a file that says which of them belong together.
//!
//! Scope, all of it only read:
//!
//! | format | lines | counts from | figure |
//! |---|---|---|---|
//! | `ladder` of hunalign | `i TAB j TAB score`: rungs, from `0 0` to the numbers of lines; what lies between two is a bead, whose score is the first one's | 0 | score |
//! | `vecalign` | `[6]:[6, 7, 8]:0.5`, either list may be empty | 0 | cost |
//! | `bertalign` | `([0], [1])` or `[0]:[1]` | 0 | – |
//! | `champollion`, also `NATools` | `6,7 <=> 5,6`, and `omitted` for no sentence | 1 | – |
//!
//! Without a file of its own, `bertalign` is what that tool prints: a source line, a target line and a blank one.
//!
//! - **Sentences** are the lines of the texts, ended by LF or CRLF. Blank lines and hunalign's `<p>` are counted, as these
//!   tools count them, but are no text. Bertalign alone takes blank lines out before it counts; where it cuts sentences
//!   itself, the texts must be those sentences, a line each.
//! - **Beads.** Sentences of one side are joined as those of raw texts are. A sentence that no bead has, and a bead with one
//!   side, is text without counterpart. Lists may cross; a sentence that two beads claim is an error, and so is a number
//!   that the text does not have, or a ladder that goes back or ends before its texts do.
//! - **Figures** are no probabilities. hunalign's score is a similarity of no fixed range, vecalign's cost is a distance,
//!   where low is good and 0 means that nothing was compared. They are the properties `x-hunalign-score` and
//!   `x-vecalign-cost`, as written; no bead has a confidence.
//!
//! Since lists may cross and say nothing of what they leave out, both texts and all beads are held.

mod index;
mod plan;
mod printed;
mod read;
mod texts;

pub(super) use self::index::{looks_like_ladder, looks_like_lists};
pub use self::printed::PrintedReader;
pub use self::read::AlignedReader;
