//! What is said of a unit beside its texts, in bytes: to be compared, or to be told to another unit later.

use super::{Of, Said, Sketch};
use crate::model::TranslationUnit;
use crate::model::telling::Tellings;

/// All that is said and has no name of its own.
pub(super) const NAMELESS: [Said; 9] = [
    Said::Note,
    Said::Created,
    Said::CreatedBy,
    Said::Changed,
    Said::ChangedBy,
    Said::LastUsed,
    Said::UsageCount,
    Said::Tool,
    Said::ToolVersion,
];

/// What stands for the value of a property, whose name follows.
const PROPERTY: u8 = b'p';

/// What stands for something that is said.
fn byte_of(said: Said) -> u8 {
    match said {
        Said::Named(_) | Said::Property(_) => PROPERTY,
        Said::Note => b'n',
        Said::Created => b'c',
        Said::CreatedBy => b'C',
        Said::Changed => b'd',
        Said::ChangedBy => b'D',
        Said::LastUsed => b'l',
        Said::UsageCount => b'u',
        Said::Tool => b't',
        Said::ToolVersion => b'v',
    }
}

/// What stands for those of whom it is said.
fn byte_of_whom(of: Of) -> u8 {
    match of {
        Of::Unit => b'u',
        Of::Source => b's',
        Of::Target => b't',
    }
}

/// The longest text whose length takes one byte.
const SHORT: u8 = u8::MAX - 1;

/// What stands before the length of a longer text, in eight bytes.
const LONG: u8 = u8::MAX;

/// Adds a text to `bytes` behind its length: as often as this is done, most lengths must not take eight times what they need.
fn put(bytes: &mut Vec<u8>, text: &str) {
    if let Ok(length @ ..=SHORT) = u8::try_from(text.len()) {
        bytes.push(length);
    } else {
        bytes.push(LONG);
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    }
    bytes.extend_from_slice(text.as_bytes());
}

/// The text that `bytes` begin with, and what stands behind it; `None` if no text stands there.
fn take(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = match bytes.split_first()? {
        (&LONG, rest) => {
            let (length, rest) = rest.split_first_chunk()?;
            (usize::try_from(u64::from_le_bytes(*length)).ok()?, rest)
        }
        (length, rest) => (usize::from(*length), rest),
    };
    let (text, rest) = rest.split_at_checked(length)?;
    Some((str::from_utf8(text).ok()?, rest))
}

impl Sketch {
    /// Adds all that is said beside the texts to `bytes`, so that other facts give other bytes.
    pub(crate) fn put_facts(&self, bytes: &mut Vec<u8>) {
        for fact in &self.facts {
            bytes.extend_from_slice(&[byte_of_whom(fact.of), byte_of(fact.said)]);
            put(bytes, self.text_of(fact.value));
            match fact.said {
                Said::Named(name) => put(bytes, name),
                Said::Property(name) => put(bytes, self.text_of(name)),
                _ => {}
            }
        }
    }

    /// Whether uses are counted.
    pub(crate) fn counts_uses(&self) -> bool {
        self.facts.iter().any(|fact| fact.said == Said::UsageCount)
    }
}

/// Tells `unit`, which has two texts, what [`Sketch::put_facts`] has put into `bytes`, in place of what is said there; `None` if
/// that is not what stands in them.
pub(crate) fn tell_facts(mut bytes: &[u8], unit: &mut TranslationUnit) -> Option<()> {
    let mut tellings = Tellings::new(unit)?;
    while let [of, said, rest @ ..] = bytes {
        let known = [Of::Unit, Of::Source, Of::Target];
        let of = known.into_iter().find(|known| byte_of_whom(*known) == *of)?;
        let (value, rest) = take(rest)?;
        bytes = rest;
        if *said == PROPERTY {
            let (name, rest) = take(rest)?;
            bytes = rest;
            tellings.of(of).property(name, value);
        } else {
            let said = NAMELESS.into_iter().find(|known| byte_of(*known) == *said)?;
            tellings.of(of).tell(said, value);
        }
    }
    tellings.end();
    bytes.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_comes_back() {
        let mut bytes = Vec::new();
        let texts = [0, 1, 253, 254, 255, 256, 70_000].map(|length| "x".repeat(length));
        for text in &texts {
            put(&mut bytes, text);
        }
        let mut rest = bytes.as_slice();
        for text in &texts {
            let (taken, behind) = take(rest).unwrap();
            assert_eq!(taken, text);
            rest = behind;
        }
        assert!(rest.is_empty() && take(rest).is_none());
        for torn in [&[3, b'a', b'b'][..], &[LONG, 1, 0], &[1, 0xFF]] {
            assert!(take(torn).is_none());
        }
    }

    #[test]
    fn other_facts_give_other_bytes() {
        let name = |sketch: &mut Sketch, text: &str| {
            let mut span = sketch.resolved();
            sketch.resolve(&mut span, text);
            span
        };
        let mut seen = Vec::new();
        for said in [
            Said::Note,
            Said::CreatedBy,
            Said::ChangedBy,
            Said::Tool,
            Said::ToolVersion,
            Said::Named("note"),
        ] {
            for of in [Of::Unit, Of::Source, Of::Target] {
                let mut sketch = Sketch::default();
                let value = name(&mut sketch, "v");
                sketch.say(of, said, value);
                let mut bytes = Vec::new();
                sketch.put_facts(&mut bytes);
                assert!(!seen.contains(&bytes), "{said:?} of {of:?}");
                seen.push(bytes);
            }
        }
        for (name_text, value_text) in [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")] {
            let mut sketch = Sketch::default();
            let (property, value) = (name(&mut sketch, name_text), name(&mut sketch, value_text));
            sketch.say(Of::Unit, Said::Property(property), value);
            let mut bytes = Vec::new();
            sketch.put_facts(&mut bytes);
            assert!(!seen.contains(&bytes), "{name_text}|{value_text}");
            seen.push(bytes);
        }
        for property in ["note", "created by", "tool", ""] {
            let mut sketch = Sketch::default();
            let (property, value) = (name(&mut sketch, property), name(&mut sketch, "v"));
            sketch.say(Of::Unit, Said::Property(property), value);
            let mut bytes = Vec::new();
            sketch.put_facts(&mut bytes);
            let is_named_alike = sketch.text_of(property) == "note";
            assert_eq!(seen.contains(&bytes), is_named_alike);
        }
    }
}
