//! Taking members out of a JSON object, each in the form that it must have.

use std::collections::HashMap;
use std::fmt;

use indexmap::IndexSet;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::nested::Nested;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Origin;

/// That a member has not the form it must have.
pub(super) fn wrong(member: &str, wanted: &str) -> Error {
    Error::from(ErrorKind::Json(format!("`{member}` is not {wanted}")))
        .with_help("mend the line, or take the member out")
}

/// How many members that come again are named.
pub(super) const SHOWN: usize = 8;

/// A row. Of several members of one name the last counts, in the place of the first.
///
/// They are few, and found sooner by looking than by hashing.
pub(super) struct Row {
    /// The members, in the order of the line.
    members: Vec<(String, Value)>,
    /// The names of those that came again, and the paths of those inside of members that did.
    repeated: IndexSet<String>,
}

impl Row {
    /// Says which members have come more than once.
    pub(super) fn say_repeated(&self, origin: &Origin, sink: &mut dyn Sink) {
        for name in self.repeated.iter().take(SHOWN) {
            let message = format!("`{name}` stands more than once in the row; the last value is read");
            sink.take(Diagnostic::new(DiagnosticCode::Member, message).at(origin));
        }
        let others = self.repeated.len().saturating_sub(SHOWN);
        if others > 0 {
            let message = match others {
                1 => "1 more member stands more than once in the row; the last value is read".to_owned(),
                others => {
                    format!("{others} more members stand more than once in the row; the last value of each is read")
                }
            };
            sink.take(Diagnostic::new(DiagnosticCode::Member, message).at(origin));
        }
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> std::result::Result<Self::Value, A::Error> {
        /// Beyond how many members each is not compared with all before it.
        const FEW: usize = 32;
        let mut members: Vec<(String, Value)> = Vec::with_capacity(FEW / 2);
        // the places of the members where they are many
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut repeated = IndexSet::new();
        while let Some(name) = object.next_key::<String>()? {
            let value = object.next_value_seed(Nested::in_member(&name, &mut repeated))?;
            let place = if members.len() < FEW {
                members.iter().position(|(own, _)| *own == name)
            } else {
                if places.is_empty() {
                    let all = members.iter().enumerate();
                    places.extend(all.map(|(place, (name, _))| (name.clone(), place)));
                }
                places.get(&name).copied()
            };
            if let Some((_, own)) = place.and_then(|place| members.get_mut(place)) {
                *own = value;
                repeated.insert(name);
            } else {
                if !places.is_empty() {
                    places.insert(name.clone(), members.len());
                }
                members.push((name, value));
            }
        }
        Ok(Row { members, repeated })
    }
}

/// The members of an object that are not yet taken.
pub(super) struct Members<'m> {
    members: Vec<(String, Value)>,
    /// What the object is called in messages; empty for the row itself.
    of: &'m str,
}

impl<'m> Members<'m> {
    /// The members of an object, each of another name.
    pub(super) fn new(object: impl IntoIterator<Item = (String, Value)>, of: &'m str) -> Self {
        Self {
            members: object.into_iter().collect(),
            of,
        }
    }

    /// The members of a row.
    pub(super) fn of_row(row: Row) -> Self {
        Self {
            members: row.members,
            of: "",
        }
    }

    /// Takes a member as it is; `null` is none.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.members.iter().position(|(own, _)| own == name)?;
        let (_, value) = self.members.remove(place);
        Some(value).filter(|value| !value.is_null())
    }

    /// Whether there is such a member, and more than `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(own, value)| own == name && !value.is_null())
    }

    fn path(&self, name: &str) -> String {
        if self.of.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.of)
        }
    }

    /// Takes a string.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(&self.path(name), "a string")),
        }
    }

    /// Takes a string, or a number as it is written.
    pub(super) fn text_or_number(&mut self, name: &str) -> Result<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(&self.path(name), "a string")),
        }
    }

    /// Takes a whole number from 0.
    pub(super) fn count(&mut self, name: &str) -> Result<Option<u64>> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(count) => Ok(Some(count)),
                None => Err(wrong(&self.path(name), "a whole number from 0")),
            },
        }
    }

    /// Takes a whole number of 32 bits, also where it is written as a string.
    pub(super) fn number_u32(&mut self, name: &str) -> Result<Option<u32>> {
        let number = match self.take(name) {
            None => return Ok(None),
            Some(Value::String(digits)) => digits.parse().ok(),
            Some(value) => value.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        number
            .map(Some)
            .ok_or_else(|| wrong(&self.path(name), "a whole number"))
    }

    /// Takes a number.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<f64>> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(&self.path(name), "a number")),
            },
        }
    }

    /// Takes `true` or `false`.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool> {
        match self.take(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(wrong(&self.path(name), "`true` or `false`")),
        }
    }

    /// Takes one of `words`.
    pub(super) fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Result<Option<T>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*meaning));
        }
        let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        Err(wrong(&self.path(name), &format!("one of {}", known.join(", "))))
    }

    /// Takes an array; a single value stands for an array of it.
    pub(super) fn array(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        }
    }

    /// Takes an array of objects.
    pub(super) fn objects(&mut self, name: &str) -> Result<Vec<Map<String, Value>>> {
        self.array(name)
            .into_iter()
            .map(|value| match value {
                Value::Object(object) => Ok(object),
                _ => Err(wrong(&self.path(name), "an array of objects")),
            })
            .collect()
    }

    /// Takes an object.
    pub(super) fn object(&mut self, name: &str) -> Result<Option<Map<String, Value>>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(wrong(&self.path(name), "an object")),
        }
    }

    /// What was not taken, in the order of the line.
    pub(super) fn rest(self) -> Vec<(String, Value)> {
        self.members
    }

    /// Refuses what was not taken, where members have no other place to go to.
    pub(super) fn refuse_rest(self) -> Result<()> {
        match self.members.first() {
            None => Ok(()),
            Some((name, _)) => Err(wrong(&self.path(name), "a member that is known")),
        }
    }
}
