//! Getting at bytes and putting them down: opening, decoding, and writing all or nothing.

mod ahead;
mod behind;
mod decode;
mod early_sync;
mod encoding;
mod hand_over;
mod line_ends;
mod open;
mod output;
mod sort;
mod temporary;
mod threads;

pub(crate) use ahead::{Ahead, Finisher, Maker};
pub use decode::Decoded;
pub(crate) use decode::{Block, Decoding, line_end, replaced};
pub(crate) use line_ends::{LineEnds, RunningPlace, characters};
pub(crate) use open::{ByteCount, open_bytes, open_counted};
pub use open::{Input, open};
pub(crate) use output::followed;
pub use output::{Output, OutputTarget};
pub use sort::Room;
pub(crate) use sort::{Bytes, Record, Sorted, Sorter};
pub use temporary::abandon_outputs;
pub(crate) use temporary::folder_of;
pub use threads::Threads;

/// What becomes of bytes that don't decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnBadBytes {
    /// The run ends with an error that names the place.
    #[default]
    Refuse,
    /// Each bad sequence becomes U+FFFD, and they are counted.
    Replace,
}
