//! Why lines are junk.

use std::fmt;

/// Why a line belongs to no translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum JunkReason {
    /// A menu, a breadcrumb trail, a choice of language.
    Navigation,
    /// A button, switch, field, player or hint of the page: print, close, share, log in; what it says of cookies.
    PageTools,
    /// What the page says of itself: source, time, views, editor, index number.
    PageRecord,
    /// A link to the page before or after.
    PreviousNext,
    /// A legal line: copyright, registration of the site, its operator.
    Copyright,
    /// The heading of a list of links.
    RelatedHeading,
    /// A link of such a list.
    RelatedLink,
    /// An advertisement that says so, or a call to buy, click or subscribe.
    Advertisement,
    /// A file to download.
    Attachment,
    /// Marks only.
    Decoration,
    /// What stands at the edge of a printed page: its number, a running head or foot.
    PageBreak,
    /// The head of a mail.
    MailHead,
    /// A line that recurs in the texts of the run.
    Recurring,
    /// A short line without final mark at the edge of the text, without a counterpart or between lines of the page.
    EdgeLine,
    /// It is in neither of the two languages.
    OtherLanguage,
}

impl JunkReason {
    /// Whether such lines stand around a text rather than within it or beside its title, so that what is beside them may be of their kind.
    pub(in super::super) fn is_of_site(self) -> bool {
        !matches!(self, Self::PageBreak | Self::MailHead | Self::OtherLanguage)
    }

    /// The reason in kebab-case. Once out, never renamed or reused.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::PageTools => "page-tools",
            Self::PageRecord => "page-record",
            Self::PreviousNext => "previous-next",
            Self::Copyright => "copyright",
            Self::RelatedHeading => "related-heading",
            Self::RelatedLink => "related-link",
            Self::Advertisement => "advertisement",
            Self::Attachment => "attachment",
            Self::Decoration => "decoration",
            Self::PageBreak => "page-break",
            Self::MailHead => "mail-head",
            Self::Recurring => "recurring",
            Self::EdgeLine => "edge-line",
            Self::OtherLanguage => "other-language",
        }
    }
}

impl fmt::Display for JunkReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
