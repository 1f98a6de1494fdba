//! For tests of formats: a unit that is made after another is the unit that is read otherwise.

use std::fmt::Debug;

use crate::format::xml::UNITS_MADE;

/// What each character of a unit is replaced by, and what is put before it.
const ODD: &[&str] = &[
    "", " ", "<", ">", "&", "\"", "'", "/", "=", "\r", "\n", "x", "9", "]", "\u{1}", "a",
];

/// Reads `units` behind one of the same form, and behind one of another. `told` gives what is read behind the first unit.
pub(crate) fn are_read_alike<T: PartialEq + Debug>(told: impl Fn(&str) -> T, first: &str, units: &[&str]) {
    let other = first.replacen(" id=", "  id=", 1);
    let all = |first: &str| format!("{}\n{}", first.replace("ID", "first"), units.join("\n"));
    assert_eq!(told(&all(first)), told(&all(&other)), "{units:?}");
}

/// The same for units of the form of `unit`, whose id is to be filled in for `ID`, whatever any of their characters is.
pub(crate) fn is_read_alike_whatever_any_character_is<T: PartialEq + Debug>(told: impl Fn(&str) -> T, unit: &str) {
    let named = unit.replace("ID", "u1");
    let before = UNITS_MADE.get();
    are_read_alike(&told, unit, &[&named, &unit.replace("ID", "u2")]);
    // both behind one of their form, and the second behind the first
    assert_eq!(UNITS_MADE.get() - before, 3, "{unit}");
    for (at, c) in named.char_indices() {
        let (before, from) = named.split_at(at);
        let after = from.get(c.len_utf8()..).unwrap_or_default();
        for odd in ODD.iter().skip(at % 2).step_by(2) {
            let [replaced, added] = [after, from].map(|rest| format!("{before}{odd}{rest}"));
            are_read_alike(&told, unit, &[&replaced, &unit.replace("ID", "u2")]);
            are_read_alike(&told, unit, &[&added, &unit.replace("ID", "u2")]);
        }
    }
}
