//! Lines that a text has once in each language, though they are in one of them or in neither: names of products, telephone
//! numbers, a quotation.

use crate::align::junk::ends_like_sentence;
use crate::align::lines::{Line, trim};
use crate::align::script::{Letters, is_address};

/// The most that a line says, in Latin letters, which is known again by an address or a telephone number alone.
const MOST_LETTERS: f64 = 60.0;

/// The share of each language that must stand on its own side of one place for the text to be of two blocks.
const APART: f64 = 0.9;

/// Gives lines that stand several times to the language around each, where these differ.
///
/// Of a text whose one language stands after the other, lines that are more number than word go with their block too.
pub(super) fn settle(sides: &mut [Option<usize>], lines: &[Line<'_>], letters: &[Letters]) {
    let groups = groups(lines, letters);
    let mut around = sides.to_vec();
    for &place in groups.iter().flatten() {
        around[place] = None;
    }
    if let Some(blocks) = Blocks::of(&around, letters) {
        by_blocks(sides, lines, letters, &groups, &blocks);
    } else {
        by_paragraphs(sides, lines, &groups, &around);
        by_turns(sides, &groups, &around);
    }
}

/// Where the languages take turns by lines, two lines that are alike, one below the other, take turns too.
fn by_turns(sides: &mut [Option<usize>], groups: &[Vec<usize>], around: &[Option<usize>]) {
    for pair in groups.iter().flat_map(|group| group.windows(2)) {
        let [first, second] = [pair[0], pair[1]];
        let before = around[..first].iter().rev().find_map(|&side| side);
        let after = around[second..].iter().find_map(|&side| side);
        if second == first + 1
            && before.is_some_and(|side| after.is_none_or(|after| after != side))
            && super::is_alternating(around, first)
        {
            sides[first] = before.map(|side| 1 - side);
            sides[second] = before;
        }
    }
}

/// The places of lines that are alike, in the order of the text.
fn groups(lines: &[Line<'_>], letters: &[Letters]) -> Vec<Vec<usize>> {
    let mut keys: Vec<(String, usize)> = Vec::new();
    for (place, (line, letters)) in lines.iter().zip(letters).enumerate() {
        if letters.main().is_some() {
            let of_line = keys_of(line.text, letters.total());
            keys.extend(of_line.into_iter().flatten().map(|key| (key, place)));
        }
    }
    keys.sort_unstable();
    let alike = keys.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    alike
        .map(|group| group.iter().map(|&(_, place)| place).collect())
        .collect()
}

/// What a line is known again by: its words, and where it says little besides them its address and its telephone number.
fn keys_of(line: &str, weight: f64) -> [Option<String>; 3] {
    let line: String = trim(line).chars().map(narrow).collect();
    let line = line.to_lowercase();
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let words = words.join(" ");
    let short = weight <= MOST_LETTERS;
    let address = || {
        let mut words = line.split(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '(' | ')' | ','));
        words.find(|word| is_address(word)).map(|word| format!("@{word}"))
    };
    let number = || telephone(&line).map(|digits| format!("#{digits}"));
    [
        (words.len() > 2).then_some(words),
        short.then(address).flatten(),
        short.then(number).flatten(),
    ]
}

/// A full-width letter, digit or mark as the ASCII one.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The last digits of the first telephone number: how it begins hangs on whom it is written for.
fn telephone(line: &str) -> Option<String> {
    const FEWEST: usize = 8;
    const SAME: usize = 7;
    let mut digits = String::new();
    for c in line.chars().chain(['\n']) {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '(' | ')' | '+' | '\u{A0}' | '\u{2010}'..='\u{2013}' => {}
            _ if digits.len() >= FEWEST => return digits.get(digits.len() - SAME..).map(str::to_owned),
            _ => digits.clear(),
        }
    }
    None
}

/// Where the one language ends and the other begins.
struct Blocks {
    first: usize,
    /// The last line of the first block and the first line of the second that are surely of it.
    last: usize,
    next: usize,
}

impl Blocks {
    /// The blocks of a text that has one language after the other; `None` if they take turns.
    fn of(sides: &[Option<usize>], letters: &[Letters]) -> Option<Self> {
        let weight = |place: usize| letters[place].total().max(1.0);
        let known: Vec<(usize, usize)> = sides
            .iter()
            .enumerate()
            .filter_map(|(place, side)| Some((place, (*side)?)))
            .collect();
        let mut all = [0.0; 2];
        for &(place, side) in &known {
            all[side] += weight(place);
        }
        let mut before = [0.0; 2];
        let mut best: Option<(f64, Self)> = None;
        for pair in known.windows(2) {
            let [(last, side), (next, _)] = *pair else { continue };
            before[side] += weight(last);
            for first in [0, 1] {
                let shares = [before[first] / all[first], 1.0 - before[1 - first] / all[1 - first]];
                let sum = shares[0] + shares[1];
                if shares.iter().all(|&share| share >= APART) && best.as_ref().is_none_or(|best| sum > best.0) {
                    best = Some((sum, Self { first, last, next }));
                }
            }
        }
        best.map(|(_, blocks)| blocks)
    }

    /// The language of the block in which a line stands; `None` between the two.
    fn side(&self, place: usize) -> Option<usize> {
        if place <= self.last {
            Some(self.first)
        } else if place >= self.next {
            Some(1 - self.first)
        } else {
            None
        }
    }
}

fn by_blocks(
    sides: &mut [Option<usize>],
    lines: &[Line<'_>],
    letters: &[Letters],
    groups: &[Vec<usize>],
    blocks: &Blocks,
) {
    for (place, side) in sides.iter_mut().enumerate() {
        if let Some(block) = blocks.side(place)
            && side.is_some()
            && is_number(lines[place].text, letters[place].total())
        {
            *side = Some(block);
        }
    }
    for group in groups {
        let stands: Vec<Option<usize>> = group.iter().map(|&place| blocks.side(place)).collect();
        let [first, second] = [0, 1].map(|side| stands.contains(&Some(side)));
        let between = stands.iter().filter(|side| side.is_none()).count();
        // a sentence that a block has again at its end is no name
        let is_sentence = group.iter().any(|&place| ends_like_sentence(lines[place].text));
        if !(first && second || (first || second) && between == 1 && !is_sentence) {
            continue;
        }
        for (&place, &stands) in group.iter().zip(&stands) {
            let missing = (first != second).then_some(usize::from(first));
            sides[place] = stands.or(missing).or(sides[place]);
        }
    }
}

/// Whether a line is more number than word.
fn is_number(line: &str, weight: f64) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    digits >= 6 && crate::align::real(digits) > weight
}

/// Where the languages take turns by paragraphs, a line that stands in a paragraph of each is in both.
fn by_paragraphs(sides: &mut [Option<usize>], lines: &[Line<'_>], groups: &[Vec<usize>], around: &[Option<usize>]) {
    // what each line's paragraph has of each language
    let mut paragraphs: Vec<[bool; 2]> = vec![[false; 2]];
    let mut paragraph_of = Vec::with_capacity(lines.len());
    for (line, side) in lines.iter().zip(around) {
        if line.is_blank() {
            paragraphs.push([false; 2]);
        }
        if let (Some(side), Some(has)) = (*side, paragraphs.last_mut()) {
            has[side] = true;
        }
        paragraph_of.push(paragraphs.len() - 1);
    }
    if paragraphs.contains(&[true; 2]) {
        return;
    }
    for group in groups {
        let votes = group.iter().map(|&place| match paragraphs[paragraph_of[place]] {
            [false, false] => None,
            [_, second] => Some(usize::from(second)),
        });
        if [0, 1].iter().all(|&side| votes.clone().any(|vote| vote == Some(side))) {
            for (&place, vote) in group.iter().zip(votes) {
                sides[place] = vote.or(sides[place]);
            }
        }
    }
}
