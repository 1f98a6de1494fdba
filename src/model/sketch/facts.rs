//! What is said of a unit beside its texts, in bytes: to be compared, or to be told to another unit later.

use super::{Of, Said, Sketch};
use crate::model::telling::Tellings;
use crate::model::{TranslationUnit, put_text, take_text};

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

impl Sketch {
    /// Adds all that is said beside the texts to `bytes`, so that other facts give other bytes.
    pub(crate) fn put_facts(&self, bytes: &mut Vec<u8>) {
        for fact in &self.facts {
            bytes.extend_from_slice(&[byte_of_whom(fact.of), byte_of(fact.said)]);
            put_text(bytes, self.text_of(fact.value));
            match fact.said {
                Said::Named(name) => put_text(bytes, name),
                Said::Property(name) => put_text(bytes, self.text_of(name)),
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
        let (value, rest) = take_text(rest)?;
        bytes = rest;
        if *said == PROPERTY {
            let (name, rest) = take_text(rest)?;
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
