//! Saying what an output can't hold.

use crate::diag::{Diagnostic, Fact, Sink, counted};
use crate::error::{Error, ErrorKind};
use crate::model::{TranslationUnit, is_illegal};

/// Reports the facts of one unit that an output can't hold, each kind of fact once a unit.
pub struct Losses<'a> {
    unit: &'a TranslationUnit,
    format: &'static str,
    sink: &'a mut dyn Sink,
    said: Vec<Fact>,
}

impl<'a> Losses<'a> {
    /// Losses of `unit` in an output of `format`, whose name is shown to users (`TMX`, `XLIFF 1.2`).
    pub fn new(unit: &'a TranslationUnit, format: &'static str, sink: &'a mut dyn Sink) -> Self {
        Self {
            unit,
            format,
            sink,
            said: Vec::new(),
        }
    }

    /// Says that `what` is lost: a noun phrase such as "the display text of a code".
    pub fn lose(&mut self, fact: Fact, what: &str) {
        self.say(fact, |format| format!("{format} has no place for {what}: left out"));
    }

    /// Says that `what` is lost as such, and what became of it: "stand in the text as they are".
    pub fn lose_into(&mut self, fact: Fact, what: &str, became: &str) {
        self.say(fact, |format| {
            format!("{format} has no place for {what}, which {became}")
        });
    }

    /// Says it in words that are found if it was not said before.
    fn say(&mut self, fact: Fact, message: impl FnOnce(&str) -> String) {
        if self.said.contains(&fact) {
            return;
        }
        self.said.push(fact);
        self.sink.take(
            Diagnostic::loss(fact, message(self.format))
                .at(&self.unit.origin)
                .of_unit(self.unit.id.as_deref()),
        );
    }

    /// Says that `what` is lost if `held` is true.
    pub fn lose_if(&mut self, held: bool, fact: Fact, what: &str) {
        if held {
            self.lose(fact, what);
        }
    }

    /// Says that `count` characters which XML 1.0 forbids were cleaned away, and which.
    pub fn lose_characters(&mut self, count: usize) {
        if count > 0 {
            let unit = self.unit;
            self.say(Fact::Character, |format| cleaned(format, count, "", illegal_in(unit)));
        }
    }

    /// Says that these characters, which XML 1.0 forbids, were cleaned away; where from, in words such as " in notes", or
    /// none.
    pub fn lose_these_characters(&mut self, characters: Vec<char>, place: &str) {
        if !characters.is_empty() {
            self.say(Fact::Character, |format| {
                cleaned(format, characters.len(), place, characters)
            });
        }
    }
}

/// That `count` characters were cleaned away, each named once.
fn cleaned(format: &str, count: usize, place: &str, characters: Vec<char>) -> String {
    let mut codes: Vec<u32> = characters.into_iter().map(u32::from).collect();
    codes.sort_unstable();
    codes.dedup();
    let named: Vec<String> = codes.iter().map(|code| format!("U+{code:04X}")).collect();
    let which = if named.is_empty() {
        String::new()
    } else {
        format!(" ({})", named.join(", "))
    };
    let characters = counted(count as u64, "character");
    let are = if count == 1 { "is" } else { "are" };
    format!("{format} can't hold {characters} that XML 1.0 forbids{place}{which}, which {are} cleaned away")
}

/// The characters in the texts, codes, notes and properties of a unit that XML 1.0 forbids.
fn illegal_in(unit: &TranslationUnit) -> Vec<char> {
    let segments = unit.variants.iter().map(|variant| &variant.segment);
    let codes = segments
        .clone()
        .flat_map(crate::model::Segment::codes)
        .map(|code| code.data.as_str());
    let notes = unit
        .notes
        .iter()
        .chain(unit.variants.iter().flat_map(|variant| &variant.notes));
    let properties = unit
        .properties
        .iter()
        .chain(unit.variants.iter().flat_map(|variant| &variant.properties));
    let texts = segments
        .map(crate::model::Segment::text)
        .chain(codes)
        .chain(notes.map(|note| note.text.as_str()))
        .chain(properties.map(|property| property.value.as_str()));
    texts.flat_map(str::chars).filter(|c| is_illegal(*c)).collect()
}

/// The error for a character that an output can't hold, where such are to be refused.
pub(crate) fn refused(unit: &TranslationUnit, character: char) -> Error {
    Error::from(ErrorKind::IllegalCharacter {
        code: u32::from(character),
    })
    .at_origin(&unit.origin)
    .of_unit(unit.id.as_deref())
    .with_help("take it out, or choose `--illegal-characters clean`")
}
