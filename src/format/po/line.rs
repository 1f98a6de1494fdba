//! What a line of a catalogue holds: keywords, numbers of forms, and strings with the escapes of C.

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `msgid` and its like.
    Keyword(Keyword),
    /// The number of a plural form: `[1]`.
    Form(usize),
    /// What a string holds.
    Text(String),
}

/// The keywords, in the order in which a message has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keyword {
    Context,
    Id,
    Plural,
    String,
}

impl Keyword {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Context => "msgctxt",
            Self::Id => "msgid",
            Self::Plural => "msgid_plural",
            Self::String => "msgstr",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Context, Self::Id, Self::Plural, Self::String]
            .into_iter()
            .find(|keyword| keyword.as_str() == word)
    }
}

/// What is wrong with a line, and at which character of it, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) what: String,
    pub(super) column: u64,
}

/// Cuts a line into its words, each with its column; the first character has column `first_column`. Escapes that C does
/// not have, or that name a byte above 127, go to `unknown`.
pub(super) fn tokens(line: &str, first_column: u64, unknown: &mut Vec<String>) -> Result<Vec<(Token, u64)>, Wrong> {
    let mut tokens = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let place = line.len() - rest.len();
        let before = line.get(..place).unwrap_or_default();
        let column = first_column + before.chars().count() as u64;
        let wrong = |what: String| Err(Wrong { what, column });
        if rest.is_empty() {
            return Ok(tokens);
        }
        if let Some(after) = rest.strip_prefix('"') {
            let Some((text, behind)) = string(after, unknown) else {
                return wrong("the string is not closed in its line".to_owned());
            };
            tokens.push((Token::Text(text), column));
            rest = behind;
        } else if let Some(after) = rest.strip_prefix('[') {
            let form = after
                .split_once(']')
                .and_then(|(number, behind)| Some((number.trim().parse().ok()?, behind)));
            let Some((number, behind)) = form else {
                return wrong("no number of a plural form stands in the brackets".to_owned());
            };
            tokens.push((Token::Form(number), column));
            rest = behind;
        } else {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            let Some(keyword) = Keyword::parse(word) else {
                let shown = if word.is_empty() { rest } else { word };
                let shown: String = shown.chars().take(20).collect();
                return wrong(format!("`{shown}` is no keyword of a catalogue"));
            };
            tokens.push((Token::Keyword(keyword), column));
            rest = behind;
        }
    }
}

/// Reads a string behind its opening quotation mark, and gives it with what stands behind it; `None` if it is not closed.
fn string<'l>(after: &'l str, unknown: &mut Vec<String>) -> Option<(String, &'l str)> {
    let mut text = String::new();
    let mut rest = after;
    loop {
        let at = rest.find(['"', '\\'])?;
        text.push_str(rest.get(..at)?);
        let behind = rest.get(at + 1..)?;
        if rest.get(at..)?.starts_with('"') {
            return Some((text, behind));
        }
        rest = escape(behind, &mut text, unknown)?;
    }
}

/// Reads an escape behind its backslash into `text`, and gives what stands behind it.
fn escape<'l>(behind: &'l str, text: &mut String, unknown: &mut Vec<String>) -> Option<&'l str> {
    let letter = behind.chars().next()?;
    let tail = behind.get(letter.len_utf8()..)?;
    let plain = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'v' => '\u{B}',
        'f' => '\u{C}',
        '"' | '\\' => letter,
        '0'..='7' => return Some(number(behind, 0, 3, 8, text, unknown)),
        'x' => return Some(number(behind, 1, 2, 16, text, unknown)),
        _ => {
            let written = format!("\\{letter}");
            text.push_str(&written);
            unknown.push(written);
            return Some(tail);
        }
    };
    text.push(plain);
    Some(tail)
}

/// Reads the number of a byte, of up to `most` digits behind `skipped` letters.
fn number<'l>(
    behind: &'l str,
    skipped: usize,
    most: usize,
    radix: u32,
    text: &mut String,
    unknown: &mut Vec<String>,
) -> &'l str {
    let digits = behind
        .chars()
        .skip(skipped)
        .take(most)
        .take_while(|c| c.is_digit(radix))
        .count();
    let (written, tail) = behind.split_at(skipped + digits);
    let value = u32::from_str_radix(written.get(skipped..).unwrap_or_default(), radix).ok();
    if let Some(character) = value.and_then(char::from_u32).filter(char::is_ascii) {
        text.push(character);
    } else {
        let written = format!("\\{written}");
        text.push_str(&written);
        unknown.push(written);
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(line: &str) -> (String, Vec<String>) {
        let mut unknown = Vec::new();
        let tokens = tokens(line, 1, &mut unknown).unwrap();
        let [(Token::Text(text), 1)] = &tokens[..] else {
            panic!("{tokens:?}")
        };
        (text.clone(), unknown)
    }

    #[test]
    fn a_line_is_keywords_forms_and_strings_each_with_its_column() {
        let found = tokens("msgstr [ 1 ] \"a\"\t\"b\" ", 1, &mut Vec::new()).unwrap();
        let text = |text: &str| Token::Text(text.to_owned());
        let expected = [
            (Token::Keyword(Keyword::String), 1),
            (Token::Form(1), 8),
            (text("a"), 14),
            (text("b"), 18),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_escapes_of_c_are_undone() {
        let (text, unknown) = text_of(r#""\t\"q\"\\ \101\x42\r\n""#);
        assert_eq!((text.as_str(), unknown.len()), ("\t\"q\"\\ AB\r\n", 0));
    }

    #[test]
    fn other_escapes_and_bytes_above_127_stay_and_are_given_back() {
        let (text, unknown) = text_of(r#""\q \xC3\xA9 \377 \é \x""#);
        assert_eq!(text, r"\q \xC3\xA9 \377 \é \x");
        assert_eq!(unknown, [r"\q", r"\xC3", r"\xA9", r"\377", r"\é", r"\x"]);
    }

    #[test]
    fn what_is_wrong_has_its_column() {
        let wrong = |line: &str| tokens(line, 1, &mut Vec::new()).unwrap_err().column;
        assert_eq!(wrong("msgid \"a"), 7);
        assert_eq!(wrong("msgid \"é\\"), 7);
        assert_eq!(wrong("msgid é"), 7);
        assert_eq!(wrong("msgstr[x] \"\""), 7);
        assert_eq!(wrong("\"a\" domain"), 5);
    }
}
