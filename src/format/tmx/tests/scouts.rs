//! What scouts find on other threads is what the reader would have found itself, whatever else stands in the document.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::sync::Arc;

use super::*;
use crate::format::tmx::{BETWEEN_UNITS, UNIT_END};
use crate::format::xml::{MOST_BYTES, UNITS_FOUND};
use crate::format::{CopyPlan, Given, Incoming};
use crate::io::Threads;
use crate::model::{Digest, Digester, Digests, RawDialect, SketchedText};

/// Digests by the texts and their place in the markup.
pub(super) struct ByText;

impl Digests for ByText {
    fn digester(&self) -> Digester {
        Box::new(|sketch, _| {
            let [(_, source), (_, target)] = sketch.variants();
            let hash = |text: &str| twox_hash::XxHash3_64::oneshot(text.as_bytes());
            let hash_of = |text: SketchedText<'_>| match text {
                SketchedText::Plain(text) => hash(text),
                SketchedText::Coded(text) => hash(&format!("{text:?}")),
            };
            Digest {
                source: hash_of(source).into(),
                key: hash_of(target).into(),
                exact: hash(sketch.markup()),
                legacy: sketch.id().map_or(0, hash),
                date: sketch.last_date().into(),
                content: 0,
            }
        })
    }
}

/// The end of an input, or that it can't be read.
struct Torn(bool);

impl io::Read for Torn {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        if self.0 { Err(io::Error::other("torn")) } else { Ok(0) }
    }
}

/// Scouts have threads of their own, or none.
const THREADS: [Threads; 2] = [Threads::One, Threads::Several];

/// All that comes of a document, in words, and how many units scouts have found, on so many threads if there are any.
fn told(text: &[u8], policy: OnBadBytes, scouts: Option<Threads>) -> (Vec<String>, usize) {
    told_by(None, text, policy, scouts)
}

/// The same, by a plan if there is one.
fn told_by(plan: Option<CopyPlan>, text: &[u8], policy: OnBadBytes, scouts: Option<Threads>) -> (Vec<String>, usize) {
    let (mut said, mut told) = (Vec::new(), Vec::new());
    let bytes = std::io::Cursor::new(text.to_vec());
    let torn = Torn(!text.ends_with(b"</tmx>"));
    let input = Input::new("a.tmx", Box::new(bytes.chain(torn))).unwrap();
    let mut decoded = Decoded::new_xml(input, None, policy, &mut said);
    let mut options = ReadOptions::default();
    if let Some(threads) = scouts {
        options.threads = threads;
        decoded = decoded.in_blocks(1);
    }
    let mut reader = super::super::reader(decoded, &options, &mut said);
    assert_eq!(reader.sparing().unwrap().has_scouts(), scouts.is_some());
    if let Some(plan) = plan {
        reader.sparing().unwrap().follow(plan);
    } else {
        reader.sparing().unwrap().give_digests(Arc::new(ByText));
        reader.sparing().unwrap().scout(Arc::new(ByText));
    }
    UNITS_FOUND.set(0);
    let mut next = Incoming::default();
    let mut unit = TranslationUnit::default();
    // how many come at once of those that a plan knows depends on how much text is there
    let (mut copied, mut passed_over) = (String::new(), 0);
    loop {
        let given = reader.read_next(&mut next, &mut said);
        told.extend(said.drain(..).map(|said| format!("{said:?}")));
        if !matches!(given, Ok(Given::Known(_))) && (!copied.is_empty() || passed_over > 0) {
            let copied = std::mem::take(&mut copied);
            told.push(format!(
                "{} passed over, copied: {copied}",
                std::mem::take(&mut passed_over)
            ));
        }
        match given {
            Ok(Given::Unit) => told.push(format!("{:?}", next.unit)),
            Ok(Given::Digest) => {
                // now and then only, more is wanted of a unit
                if told.len() % 3 == 0 {
                    reader.sparing().unwrap().sketch().unwrap().fill(&mut unit);
                    told.push(format!("{unit:?}"));
                }
                if told.len() % 5 < 2 {
                    told.push(format!("{:?}", reader.sparing().unwrap().account().unwrap()));
                }
                told.push(format!("{:?}", next.digested));
            }
            Ok(Given::Known(known)) => {
                if known.copied > 0 {
                    let markup = &next.unit.raw.as_ref().unwrap().markup;
                    assert_eq!(markup.matches("<tu ").count() as u64, known.copied, "{markup:.2000}");
                    let longest = markup.split("<tu ").map(str::len).max().unwrap();
                    assert!(markup.len() <= 2 * MOST_BYTES + longest && known.count() <= 1 << 10);
                    copied.push_str(markup);
                    copied.push_str(BETWEEN_UNITS);
                }
                passed_over += known.passed_over;
            }
            Ok(Given::End) => break,
            Err(error) => told.push(error.to_string()),
        }
    }
    told.push(format!("{:?}", reader.facts()));
    (told, UNITS_FOUND.get())
}

/// A document of many blocks, in which much stands beside units of the common form.
fn memory(odd: &str) -> String {
    let mut memory = format!("<?xml version=\"1.0\"?>\n<tmx version=\"1.4\">{HEADER}<body>\n");
    let unit = |id: &str, target: &str| {
        format!(
            "<tu{id} creationdate=\"20240101T000000Z\"><prop type=\"p\">1</prop>\n<tuv xml:lang=\"en\"><seg>One — 字</seg></tuv>\
             <tuv xml:lang=\"de\"><seg>{target}</seg></tuv></tu>"
        )
    };
    for number in 0..12_000 {
        // ids are repeated now and then, and some units have none
        let id = match number % 11 {
            5 => String::new(),
            6 => format!(" tuid=\"{}\"", number - 2),
            _ => format!(" tuid=\"{number}\""),
        };
        let text = format!("Eins {number} &amp; zwei");
        let written = match number % 40 {
            3 => format!("<!-- {} -->", unit(&id, &text)),
            7 => unit(&id, &format!("<!--</tu>{}-->", unit(&id, "x"))),
            11 => unit(&id, "a<ph x=\"1\">{0}</ph>b"),
            15 => unit(&id, " edge "),
            19 => unit(&id, &text).replace("\"de\"", "\"fr\""),
            23 => unit(&id, &text).replace("\"p\"", "\"q\""),
            // lines end in values, and behind the last
            13 => unit(&id, "Eins\nzwei").replace("</tuv></tu>", "</tuv>\n</tu>"),
            14 => unit(&id, &text)
                .replace("</tuv></tu>", "</tuv>\n  </tu>")
                .replace("One", "O\n\nne"),
            // sources that are not written as they are meant
            17 => unit(&id, &text).replace("One", "1 &lt; 2"),
            21 => unit(&id, &text).replace("One", "<ph x=\"1\">{0}</ph>One"),
            27 if number % 1000 == 67 => unit(&id, &"long ".repeat(60_000)),
            31 => format!("<other>{}</other>", unit(&id, &text)),
            35 if number > 6000 => odd.to_owned(),
            _ => unit(&id, &text),
        };
        let _ = writeln!(memory, "{}{written}", " ".repeat(number % 3));
    }
    memory.push_str("</body></tmx>");
    memory
}

#[test]
fn scouts_find_what_the_reader_would_have_found() {
    for odd in [
        "",
        "stray text",
        "]]>",
        "<tu/>",
        "\r",
        "<body>",
        "</tu>",
        "<tu",
        "\u{FFFE}",
        "<!-- -- -->",
    ] {
        let text = memory(odd);
        let (straight, none) = told(text.as_bytes(), OnBadBytes::Refuse, None);
        let end = |told: &String| {
            let last: Vec<char> = told.chars().rev().take(300).collect();
            last.into_iter().rev().collect::<String>()
        };
        for threads in THREADS {
            let (scouted, found) = told(text.as_bytes(), OnBadBytes::Refuse, Some(threads));
            let other = straight.iter().zip(&scouted).find(|(one, other)| one != other);
            let ends = other.map(|(one, other)| (end(one), end(other)));
            assert!(straight == scouted, "{odd}: {ends:?}");
            assert!(none == 0 && found > 1000, "{found} units found with {odd}");
        }
    }
}

#[test]
fn scouts_find_the_same_places_whatever_lines_end_in() {
    for line_end in ["\r\n", "\r"] {
        let text = memory("").replace('\n', line_end);
        let (straight, _) = told(text.as_bytes(), OnBadBytes::Refuse, None);
        for threads in THREADS {
            let (scouted, found) = told(text.as_bytes(), OnBadBytes::Refuse, Some(threads));
            assert!(straight == scouted && found > 1000, "{found}");
        }
    }
}

#[test]
fn scouts_change_nothing_where_a_document_breaks_off() {
    let text = memory("").into_bytes();
    let mut bad = text.clone();
    bad.splice(1_900_000..1_900_003, *b"\xFF\xFE\x80");
    for policy in [OnBadBytes::Refuse, OnBadBytes::Replace] {
        for torn in [&bad, &bad[..2_300_001].to_vec(), &text[..2_000_001].to_vec()] {
            let (straight, _) = told(torn, policy, None);
            for threads in THREADS {
                let (scouted, found) = told(torn, policy, Some(threads));
                assert!(straight == scouted && found > 500, "{found}");
            }
        }
    }
}

/// A plan that copies many units that are written plainly, and passes over some, as if the document was read before.
fn plan_of(text: &str) -> CopyPlan {
    let mut plan = CopyPlan::new(RawDialect::Tmx14, UNIT_END, BETWEEN_UNITS, None);
    for unit in read(text).units {
        let raw = unit.raw.filter(|raw| raw.markup.ends_with("</tu>"));
        let Some(piece) = raw.and_then(|raw| raw.piece) else {
            continue;
        };
        match piece % 7 {
            0 => {}
            1 => plan.passed_over.add(piece),
            _ => plan.copied.add(piece),
        }
    }
    plan.knows_most = true;
    plan
}

#[test]
fn scouts_find_the_ends_of_units_that_are_known() {
    for odd in ["", "<!-- </tu> -->", "<tu/>", "<body>", "</tu>"] {
        let text = memory(odd);
        let (straight, none) = told_by(Some(plan_of(&text)), text.as_bytes(), OnBadBytes::Refuse, None);
        for threads in THREADS {
            let plan = Some(plan_of(&text));
            let (scouted, found) = told_by(plan, text.as_bytes(), OnBadBytes::Refuse, Some(threads));
            assert!(straight == scouted, "{odd}");
            assert!(none == 0 && found > 1000, "{found} ends found with {odd}");
        }
        let known: Vec<_> = straight
            .iter()
            .filter(|told| told.contains(" passed over, copied: "))
            .collect();
        let units = known.iter().flat_map(|told| told.matches("<tu ")).count();
        assert!(units > 3000, "{odd}");
        assert!(known.iter().any(|told| !told.starts_with('0')));
    }
}

#[test]
fn copied_units_are_joined_as_they_are_written_whatever_stood_between_them() {
    let unit = |number: usize| {
        format!(
            "<tu tuid=\"{number}\"><tuv xml:lang=\"en\"><seg>One</seg></tuv><tuv xml:lang=\"de\"><seg>Eins {number}</seg></tuv></tu>"
        )
    };
    for between in [
        BETWEEN_UNITS,
        "",
        "\n",
        "\n  ",
        "\r\n    ",
        " \n    ",
        "\n    <!-- x -->",
        "\n    x",
        "\n    <tux/>",
        "\n    <tuv/>",
    ] {
        let units: Vec<String> = (0..9).map(unit).collect();
        let text = format!(
            "<tmx version=\"1.4\">{HEADER}<body>{}</body></tmx>",
            units.join(between)
        );
        let mut plan = CopyPlan::new(RawDialect::Tmx14, UNIT_END, BETWEEN_UNITS, None);
        let pieces: Vec<u64> = read(&text)
            .units
            .iter()
            .map(|unit| unit.raw.as_ref().unwrap().piece.unwrap())
            .collect();
        // the first is read before a plan is there, and one is passed over
        for (number, piece) in pieces.iter().enumerate().skip(1) {
            let marks = if number == 4 {
                &mut plan.passed_over
            } else {
                &mut plan.copied
            };
            marks.add(*piece);
        }
        let input = Input::new("a.tmx", Box::new(io::Cursor::new(text.into_bytes()))).unwrap();
        let decoded = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let mut reader = super::super::reader(decoded, &ReadOptions::default(), &mut Vec::new());
        reader.sparing().unwrap().follow(plan);
        let (mut next, mut copied, mut passed_over) = (Incoming::default(), Vec::new(), 0);
        loop {
            match reader.read_next(&mut next, &mut Vec::new()).unwrap() {
                Given::Known(known) => {
                    passed_over += known.passed_over;
                    if known.copied > 0 {
                        copied.push(next.unit.raw.as_ref().unwrap().markup.clone());
                    }
                }
                Given::End => break,
                _ => {}
            }
        }
        let expected: Vec<String> = (1..9).filter(|number| *number != 4).map(unit).collect();
        assert_eq!(copied.join(BETWEEN_UNITS), expected.join(BETWEEN_UNITS), "{between:?}");
        assert_eq!(passed_over, 1, "{between:?}");
        assert!(between != BETWEEN_UNITS || copied.len() == 1);
    }
}
