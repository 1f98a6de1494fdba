//! Finding where one token of XML ends. This is all the cutter knows of XML: enough never to take a `<` in a comment, an
//! instruction, a CDATA section or an attribute for a tag.

use super::limits::{MAX_DOCTYPE_BYTES, MAX_PIECE_BYTES, MAX_TAG_BYTES};

/// What begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Text,
    Start,
    /// A start tag that is an end tag too.
    Empty,
    End,
    Comment,
    Instruction,
    Cdata,
    Doctype,
}

/// How far a token reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It ends before this byte.
    Whole(Token, usize),
    /// More of the input is needed; what was looked at need not be looked at again.
    Part(Token, Progress),
    /// `<!` begins nothing that XML knows.
    Nothing,
}

/// How far the end of a token was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Progress {
    /// How many bytes of the token were looked at.
    seen: usize,
    /// The quotation mark that is open.
    quote: Option<u8>,
    /// How many `[` of a DOCTYPE are open.
    brackets: u32,
    /// What ends the comment or the instruction inside a DOCTYPE that is open.
    inside: Option<&'static [u8]>,
}

impl Token {
    /// How many bytes it may have.
    pub(super) fn limit(self) -> usize {
        match self {
            Self::Start | Self::Empty | Self::End | Self::Instruction => MAX_TAG_BYTES,
            Self::Doctype => MAX_DOCTYPE_BYTES,
            Self::Text | Self::Comment | Self::Cdata => MAX_PIECE_BYTES,
        }
    }

    /// What a user calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Start | Self::Empty | Self::End => "a tag",
            Self::Comment => "a comment",
            Self::Instruction => "a processing instruction",
            Self::Cdata => "a CDATA section",
            Self::Doctype => "a DOCTYPE",
        }
    }
}

const CDATA: &[u8] = b"<![CDATA[";
const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// Looks for the end of the token that `bytes` begin with. `at_end` says that no more bytes will come.
pub(super) fn token(bytes: &[u8], progress: Progress, at_end: bool) -> Found {
    if bytes.first() != Some(&b'<') {
        return match memchr::memchr(b'<', bytes.get(progress.seen..).unwrap_or_default()) {
            Some(end) => Found::Whole(Token::Text, progress.seen + end),
            None if at_end => Found::Whole(Token::Text, bytes.len()),
            None => Found::Part(Token::Text, seen(bytes.len())),
        };
    }
    if bytes.len() < CDATA.len() && !at_end {
        return Found::Part(Token::Start, Progress::default());
    }
    match bytes.get(1) {
        Some(b'?') => until(bytes, b"?>", 2, Token::Instruction, progress),
        Some(b'/') => until(bytes, b">", 2, Token::End, progress),
        Some(b'!') if bytes.starts_with(b"<!--") => until(bytes, b"-->", 4, Token::Comment, progress),
        Some(b'!') if bytes.starts_with(CDATA) => until(bytes, b"]]>", CDATA.len(), Token::Cdata, progress),
        Some(b'!') if bytes.starts_with(DOCTYPE) => doctype(bytes, progress),
        Some(b'!') => Found::Nothing,
        _ => start_tag(bytes, progress),
    }
}

fn seen(bytes: usize) -> Progress {
    Progress {
        seen: bytes,
        ..Progress::default()
    }
}

fn until(bytes: &[u8], end: &[u8], inside: usize, token: Token, progress: Progress) -> Found {
    // the end may lie across what came before and what came now
    let from = progress.seen.saturating_sub(end.len() - 1).max(inside);
    match memchr::memmem::find(bytes.get(from..).unwrap_or_default(), end) {
        Some(at) => Found::Whole(token, from + at + end.len()),
        None => Found::Part(token, seen(bytes.len())),
    }
}

fn start_tag(bytes: &[u8], mut progress: Progress) -> Found {
    let mut at = progress.seen.max(1);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = match progress.quote {
            Some(quote) => memchr::memchr(quote, rest),
            None => memchr::memchr3(b'"', b'\'', b'>', rest),
        };
        let Some(found) = found else {
            progress.seen = bytes.len();
            return Found::Part(Token::Start, progress);
        };
        at += found + 1;
        match (progress.quote, rest.get(found)) {
            (Some(_), _) => progress.quote = None,
            (None, Some(b'>')) => {
                let is_empty = at >= 2 && bytes.get(at - 2) == Some(&b'/');
                return Found::Whole(if is_empty { Token::Empty } else { Token::Start }, at);
            }
            (None, quote) => progress.quote = quote.copied(),
        }
    }
}

/// What stands behind the DOCTYPE that `text` begins with; `None` if that has no end in it.
pub(crate) fn behind_doctype(text: &str) -> Option<&str> {
    match doctype(text.as_bytes(), Progress::default()) {
        Found::Whole(_, end) => text.get(end..),
        _ => None,
    }
}

fn doctype(bytes: &[u8], mut progress: Progress) -> Found {
    let mut at = progress.seen.max(DOCTYPE.len());
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some(end) = progress.inside {
            if rest.starts_with(end) {
                progress.inside = None;
                at += end.len() - 1;
            } else if rest.len() < end.len() {
                break;
            }
        } else if let Some(quote) = progress.quote {
            if *byte == quote {
                progress.quote = None;
            }
        } else {
            match byte {
                b'<' if rest.starts_with(b"<!--") => {
                    progress.inside = Some(b"-->");
                    at += 3;
                }
                b'<' if rest.starts_with(b"<?") => {
                    progress.inside = Some(b"?>");
                    at += 1;
                }
                b'<' if rest.len() < 4 => break,
                b'"' | b'\'' => progress.quote = Some(*byte),
                b'[' => progress.brackets += 1,
                b']' => progress.brackets = progress.brackets.saturating_sub(1),
                b'>' if progress.brackets == 0 => return Found::Whole(Token::Doctype, at + 1),
                _ => {}
            }
        }
        at += 1;
    }
    progress.seen = at;
    Found::Part(Token::Doctype, progress)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The token as found when the bytes come one by one, which must be what is found at once.
    fn found(text: &str) -> Found {
        let bytes = text.as_bytes();
        let at_once = token(bytes, Progress::default(), true);
        let mut progress = Progress::default();
        for length in 0..=bytes.len() {
            match token(&bytes[..length], progress, length == bytes.len()) {
                Found::Part(_, further) => progress = further,
                by_and_by => {
                    assert_eq!(by_and_by, at_once, "{text}");
                    return at_once;
                }
            }
        }
        at_once
    }

    #[test]
    fn a_token_ends_where_it_ends_and_nowhere_inside() {
        for (text, kind, rest) in [
            ("text &amp; more<b>", Token::Text, "<b>"),
            ("<a b='>' c=\"'/>\">x", Token::Start, "x"),
            ("<a b='/'/>x", Token::Empty, "x"),
            ("</a >x", Token::End, "x"),
            ("<!-- > -- <tu> -->x", Token::Comment, "x"),
            ("<?pi <tu> ?>x", Token::Instruction, "x"),
            ("<![CDATA[ ]] > <tu> ]]>x", Token::Cdata, "x"),
            ("<!DOCTYPE a [<!ENTITY b \"]>\"><!-- ' ]> -->]>x", Token::Doctype, "x"),
            ("<!DOCTYPE a [<?b it's ]> ?><!-- it's -->]>x", Token::Doctype, "x"),
            ("<!DOCTYPE a SYSTEM 'x'>x", Token::Doctype, "x"),
        ] {
            assert_eq!(found(text), Found::Whole(kind, text.len() - rest.len()), "{text}");
        }
    }

    #[test]
    fn what_does_not_end_is_never_whole() {
        for text in [
            "<a",
            "<a b='>",
            "</a",
            "<!-- -",
            "<?x",
            "<![CDATA[ ]]",
            "<!DOCTYPE a [ > ",
        ] {
            assert!(matches!(found(text), Found::Part(..)), "{text}");
        }
        assert_eq!(found("<!ELEMENT a>"), Found::Nothing);
        assert_eq!(found("<![cdata["), Found::Nothing);
    }
}
