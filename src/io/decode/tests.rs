use std::io::Cursor;

use super::*;

fn decoded(bytes: &[u8], told: Option<&'static Encoding>, on_bad_bytes: OnBadBytes) -> (Result<String>, u64) {
    let input = Input::new("x.txt", Box::new(Cursor::new(bytes.to_vec()))).unwrap();
    let mut decoded = Decoded::new(input, told, on_bad_bytes, &mut Vec::new());
    (decoded.read_to_text(), decoded.bad_bytes())
}

#[test]
fn a_mark_wins_over_what_was_told() {
    let text = decoded(b"\xFF\xFEa\0\xE9\0", Some(encoding_rs::GB18030), OnBadBytes::Refuse).0;
    assert_eq!(text.unwrap(), "aé");
}

#[test]
fn a_bad_byte_is_an_error_with_line_column_and_offset() {
    let error = decoded("één\nzwei é\u{20}".as_bytes(), None, OnBadBytes::Refuse).0;
    assert!(error.is_ok());
    let mut bytes = "één\nzwei é".as_bytes().to_vec();
    bytes.extend(b"\xC3( und");
    let error = decoded(&bytes, None, OnBadBytes::Refuse).0.unwrap_err().to_string();
    assert!(
        error.starts_with("x.txt:2:7: byte 13 (0xC3) is not valid UTF-8"),
        "{error}"
    );
}

#[test]
fn bad_bytes_are_replaced_and_counted_when_asked() {
    let (text, count) = decoded(b"a\xFFb\xFE", None, OnBadBytes::Replace);
    assert_eq!((text.unwrap().as_str(), count), ("a\u{FFFD}b\u{FFFD}", 2));
}

#[test]
fn one_sequence_that_was_replaced_is_said_to_be_one() {
    let one = "1 byte sequence that is not valid UTF-8 became U+FFFD";
    let two = "2 byte sequences that are not valid UTF-8 became U+FFFD";
    assert_eq!([replaced(1, "UTF-8"), replaced(2, "UTF-8")], [one, two]);
}

#[test]
fn utf_16_of_odd_length_is_cut() {
    assert!(decoded(b"\xFF\xFEa\0b", None, OnBadBytes::Refuse).0.is_err());
}

#[test]
fn text_longer_than_a_chunk_comes_out_whole() {
    let text = "长文本 — ".repeat(40_000);
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    assert_eq!(decoded(&bytes, None, OnBadBytes::Refuse).0.unwrap(), text);
    assert_eq!(decoded(text.as_bytes(), None, OnBadBytes::Refuse).0.unwrap(), text);
}

/// What comes of reading on, text by text: its length and a hash, how many bad bytes so far, and the error.
fn told(mut decoded: Decoded) -> Vec<(usize, u64, u64, Option<String>)> {
    let mut told = Vec::new();
    loop {
        let mut text = String::new();
        let added = decoded.add_text(&mut text);
        let has_ended = !matches!(added, Ok(bytes) if bytes > 0);
        let hash = twox_hash::XxHash3_64::oneshot(text.as_bytes());
        let error = added.err().map(|error| error.to_string());
        told.push((text.len(), hash, decoded.bad_bytes(), error));
        if has_ended {
            return told;
        }
    }
}

#[test]
fn all_text_before_an_error_is_given_before_it() {
    let good = "长文本 — \n".repeat(60_000);
    for threads in [None, Some(0), Some(1)] {
        let bytes = [good.as_bytes(), b"\xFF rest"].concat();
        let input = Input::new("x.txt", Box::new(Cursor::new(bytes))).unwrap();
        let mut decoded = Decoded::new(input, Some(UTF_8), OnBadBytes::Refuse, &mut Vec::new());
        if let Some(threads) = threads {
            decoded = decoded.in_blocks(threads);
        }
        let mut text = String::new();
        let error = loop {
            match decoded.add_text(&mut text) {
                Ok(added) => assert!(added > 0),
                Err(error) => break error,
            }
        };
        assert!(text == good);
        assert!(Error::from_read(error).to_string().starts_with("x.txt:60001:1: "));
        assert_eq!(decoded.add_text(&mut text).unwrap(), 0);
    }
}

#[test]
fn another_thread_decodes_the_same_in_the_same_pieces() {
    let (good, long) = ("aé字\n".repeat(10), "长文本 — \n".repeat(60_000));
    let torn = [long.as_bytes(), b"\xFF\xFE", long.as_bytes(), b"\xC3", good.as_bytes()].concat();
    for (bytes, pieces) in [(good.as_bytes(), 2), (long.as_bytes(), 6), (&torn, 12)] {
        for policy in [OnBadBytes::Refuse, OnBadBytes::Replace] {
            let open = || {
                let input = Input::new("x.txt", Box::new(Cursor::new(bytes.to_vec()))).unwrap();
                Decoded::new(input, Some(UTF_8), policy, &mut Vec::new())
            };
            let here = told(open());
            let is_refused = policy == OnBadBytes::Refuse && bytes.len() == torn.len();
            assert_eq!(here.last().unwrap().3.is_some(), is_refused);
            assert!(is_refused || here.len() >= pieces, "{} of {pieces}", here.len());
            let lines = |mut decoded: Decoded| {
                let mut line = String::new();
                while matches!(decoded.read_line_of(1000, &mut line), Ok(bytes) if bytes > 0) {}
                line
            };
            for threads in [0, 1] {
                assert_eq!(told(open().in_blocks(threads)), here);
                assert!(lines(open().in_blocks(threads)) == lines(open()));
            }
        }
    }
}
