//! How far a translation has come.

use std::fmt;

/// The state of a translation, in the words of XLIFF 1.2 and XLIFF 2 together.
///
/// Each is kept as read; what the other family can't say is mapped by its writer, which names the loss.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    /// XLIFF 2 `initial`.
    Initial,
    /// XLIFF 1.2 `new`.
    New,
    /// XLIFF 1.2 `needs-translation`.
    NeedsTranslation,
    /// XLIFF 1.2 `needs-l10n`.
    NeedsL10n,
    /// XLIFF 1.2 `needs-adaptation`.
    NeedsAdaptation,
    /// `translated` in both.
    Translated,
    /// XLIFF 1.2 `needs-review-translation`.
    NeedsReviewTranslation,
    /// XLIFF 1.2 `needs-review-l10n`.
    NeedsReviewL10n,
    /// XLIFF 1.2 `needs-review-adaptation`.
    NeedsReviewAdaptation,
    /// XLIFF 2 `reviewed`.
    Reviewed,
    /// XLIFF 1.2 `signed-off`.
    SignedOff,
    /// `final` in both.
    Final,
    /// A tool's own word, such as `RejectedTranslation` in an sdlxliff; without `x-`.
    Other(String),
}

impl State {
    /// The word as written, without `x-`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Initial => "initial",
            Self::New => "new",
            Self::NeedsTranslation => "needs-translation",
            Self::NeedsL10n => "needs-l10n",
            Self::NeedsAdaptation => "needs-adaptation",
            Self::Translated => "translated",
            Self::NeedsReviewTranslation => "needs-review-translation",
            Self::NeedsReviewL10n => "needs-review-l10n",
            Self::NeedsReviewAdaptation => "needs-review-adaptation",
            Self::Reviewed => "reviewed",
            Self::SignedOff => "signed-off",
            Self::Final => "final",
            Self::Other(word) => word,
        }
    }

    /// Reads a word; a leading `x-` is no part of it. Every word is a state.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word.strip_prefix("x-").unwrap_or(word) {
            "initial" => Self::Initial,
            "new" => Self::New,
            "needs-translation" => Self::NeedsTranslation,
            "needs-l10n" => Self::NeedsL10n,
            "needs-adaptation" => Self::NeedsAdaptation,
            "translated" => Self::Translated,
            "needs-review-translation" => Self::NeedsReviewTranslation,
            "needs-review-l10n" => Self::NeedsReviewL10n,
            "needs-review-adaptation" => Self::NeedsReviewAdaptation,
            "reviewed" => Self::Reviewed,
            "signed-off" => Self::SignedOff,
            "final" => Self::Final,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
