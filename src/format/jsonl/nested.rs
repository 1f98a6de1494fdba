//! Values inside of a row, as `serde_json` has them, but that members which come again are noted.

use std::fmt;

use indexmap::IndexSet;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::value::SHOWN;

/// Reads the value of a member.
pub(super) struct Nested<'r> {
    path: Path<'r>,
    /// The paths of members that have come more than once.
    repeated: &'r mut IndexSet<String>,
}

/// The names of a member and of those that it stands in.
#[derive(Clone, Copy)]
struct Path<'p> {
    outer: Option<&'p Path<'p>>,
    name: &'p str,
}

impl<'r> Nested<'r> {
    /// Reads the value of the member `name` of a row.
    pub(super) fn in_member(name: &'r str, repeated: &'r mut IndexSet<String>) -> Self {
        Self {
            path: Path { outer: None, name },
            repeated,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(outer) = self.outer {
            write!(f, "{outer}.")?;
        }
        f.write_str(self.name)
    }
}

impl<'de> DeserializeSeed<'de> for Nested<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value, E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let nested = Nested {
                path: self.path,
                repeated: &mut *self.repeated,
            };
            match array.next_element_seed(nested)? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let path = Path {
                outer: Some(&self.path),
                name: &name,
            };
            let value = object.next_value_seed(Nested {
                path,
                repeated: &mut *self.repeated,
            })?;
            if members.contains_key(&name) {
                // those that are only counted are not held with all that they stand in
                let is_shown = self.repeated.len() < SHOWN;
                self.repeated
                    .insert(if is_shown { path.to_string() } else { name.clone() });
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}
