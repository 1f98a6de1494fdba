//! Taking members out of a JSON object, each in the form that it must have.

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

/// That a member has not the form it must have.
pub(super) fn wrong(member: &str, wanted: &str) -> Error {
    Error::from(ErrorKind::Json(format!("`{member}` is not {wanted}")))
        .with_help("mend the line, or take the member out")
}

/// The members of an object that are not yet taken.
pub(super) struct Members<'m> {
    object: Map<String, Value>,
    /// What the object is called in messages; empty for the row itself.
    of: &'m str,
}

impl<'m> Members<'m> {
    pub(super) fn new(object: Map<String, Value>, of: &'m str) -> Self {
        Self { object, of }
    }

    /// Takes a member as it is; `null` is none.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.object.shift_remove(name).filter(|value| !value.is_null())
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
        match self.object.get(name) {
            Some(Value::Number(number)) => {
                let text = number.to_string();
                self.object.shift_remove(name);
                Ok(Some(text))
            }
            _ => self.text(name),
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
        let path = self.path(name);
        self.array(name)
            .into_iter()
            .map(|value| match value {
                Value::Object(object) => Ok(object),
                _ => Err(wrong(&path, "an array of objects")),
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
    pub(super) fn rest(self) -> Map<String, Value> {
        self.object
    }

    /// Refuses what was not taken, where members have no other place to go to.
    pub(super) fn refuse_rest(self) -> Result<()> {
        match self.object.keys().next() {
            None => Ok(()),
            Some(name) => Err(wrong(&self.path(name), "a member that is known")),
        }
    }
}
