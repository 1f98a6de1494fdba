//! English numbers in words: `twenty-one`, `Fourth`, `two decades`, `three quarters`.

use super::number::Number;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TEN_ORDINALS: [&str; 8] = [
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
];

/// More words than any number has.
const MOST_WORDS: usize = 12;

/// What a word does to a number under way.
enum Part {
    /// Adds to it.
    Add(u64),
    /// Adds to it and ends it: an ordinal.
    Last(u64),
    /// Multiplies what has been added.
    Times(u64),
    /// Makes a share of it: thirds.
    Share(u64),
}

fn place(words: &[&str], word: &str) -> Option<u64> {
    words
        .iter()
        .position(|&known| known == word)
        .and_then(|place| u64::try_from(place).ok())
}

fn part(word: &str) -> Option<Part> {
    if let Some(unit) = place(&UNITS, word) {
        return Some(Part::Add(unit));
    }
    if let Some(ten) = place(&TENS, word) {
        return Some(Part::Add((ten + 2) * 10));
    }
    if let Some(unit) = place(&ORDINALS, word) {
        return Some(Part::Last(unit));
    }
    if let Some(ten) = place(&TEN_ORDINALS, word) {
        return Some(Part::Last((ten + 2) * 10));
    }
    Some(match word {
        "decade" | "decades" => Part::Times(10),
        "dozen" => Part::Times(12),
        "hundred" | "hundredth" => Part::Times(100),
        "thousand" => Part::Times(1000),
        "million" => Part::Times(1_000_000),
        "billion" => Part::Times(1_000_000_000),
        "thirds" => Part::Share(3),
        "quarter" | "quarters" => Part::Share(4),
        "fifths" => Part::Share(5),
        _ => return None,
    })
}

/// Reads the number in words that `chars` begin with, and says how many characters it takes.
///
/// `one` by itself is too often no number.
pub(super) fn read(chars: &[char]) -> Option<(Number, usize)> {
    let (mut whole, mut section) = (0_u64, 0_u64);
    let (mut at, mut length, mut words) = (0, 0, 0);
    let mut small_before = None;
    let mut only_one = true;
    while words < MOST_WORDS
        && let Some(word) = word_at(chars, at)
    {
        let taken = at + word.len();
        if word == "and" && words > 0 && section >= 100 {
            at = taken + 1;
            continue;
        }
        let Some(part) = part(&word) else { break };
        let mut ends = false;
        match part {
            Part::Add(value) => {
                section = section.checked_add(value)?;
                only_one &= value <= 1;
                small_before = (value < 10).then_some(value);
            }
            Part::Last(value) => {
                // one fifth, two thirds; but twenty-first
                if words == 1
                    && value > 2
                    && let Some(over) = small_before
                {
                    return Some((Number::share(over, value)?, taken));
                }
                section = section.checked_add(value)?;
                only_one = false;
                ends = true;
            }
            Part::Times(value) => {
                if words == 0 && value != 10 {
                    break;
                }
                only_one = false;
                if value >= 1000 {
                    whole = whole.checked_add(section.max(1).checked_mul(value)?)?;
                    section = 0;
                } else {
                    section = section.max(1).checked_mul(value)?;
                }
            }
            Part::Share(of) => {
                let over = small_before.filter(|_| words == 1)?;
                return Some((Number::share(over, of)?, taken));
            }
        }
        words += 1;
        length = taken;
        at = taken + 1;
        if ends || !matches!(chars.get(taken), Some(' ' | '-' | '\u{A0}')) {
            break;
        }
    }
    if words == 0 || only_one || chars.get(length).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    Some((Number::whole(whole.checked_add(section)?), length))
}

fn word_at(chars: &[char], at: usize) -> Option<String> {
    let letters = chars.get(at..)?.iter().take_while(|c| c.is_ascii_alphabetic());
    let word: String = letters.map(char::to_ascii_lowercase).take(13).collect();
    (!word.is_empty()).then_some(word)
}
