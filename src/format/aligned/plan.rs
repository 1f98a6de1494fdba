//! Beads of an alignment file, checked against the texts, and the order in which they become units.

use std::ops::Range;

use super::index::{Rung, WrittenBead, lists, rung};
use super::texts::SideText;
use crate::error::{ErrorKind, Result};
use crate::format::Format;
use crate::format::line_input::LineInput;

/// The names of the sides, for messages.
const SIDES: [&str; 2] = ["source", "target"];

/// What becomes a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A bead of the file.
    Bead(WrittenBead),
    /// A sentence that no bead has: its side and number.
    Alone(usize, u32),
}

/// Reads the beads in `lines`, and puts what they leave out between them: before the first bead that lies behind it.
///
/// # Errors
///
/// Fails if a line has not the form of `format`, or the beads don't fit the texts.
pub(super) fn read(lines: &mut LineInput, format: Format, texts: &[SideText; 2]) -> Result<Vec<Item>> {
    let mut plan = Plan {
        // numbers are named as they are written
        first_number: u32::from(format == Format::Champollion),
        items: Vec::new(),
        owners: texts.each_ref().map(|text| vec![0; text.count() as usize]),
    };
    if format == Format::Ladder {
        read_ladder(lines, texts, &mut plan)?;
    } else {
        while lines.cut()? {
            if lines.text().trim().is_empty() {
                continue;
            }
            let Some(bead) = lists(lines.text(), format) else {
                return Err(not_of_form(lines, format));
            };
            plan.add(bead, lines, texts)?;
        }
    }
    Ok(plan.in_order(texts))
}

fn not_of_form(lines: &LineInput, format: Format) -> crate::Error {
    let wanted = match format {
        Format::Ladder => "two numbers and a score between tabs",
        Format::Champollion => "numbers on both sides of `<=>`",
        _ => "two lists of numbers",
    };
    let message = format!("the line is not {wanted}, as in {}", format.name());
    lines
        .error(ErrorKind::Alignment(message), 0)
        .with_help("name the form with `--from`; if it is the last line, the file is cut short")
}

fn read_ladder(lines: &mut LineInput, texts: &[SideText; 2], plan: &mut Plan) -> Result<()> {
    let mut last: Option<Rung> = None;
    while lines.cut()? {
        if lines.text().trim().is_empty() {
            continue;
        }
        let Some(next) = rung(lines.text()) else {
            return Err(not_of_form(lines, Format::Ladder));
        };
        let refuse = |message: String, help: &str| {
            let error = lines.error(ErrorKind::Alignment(message), 0);
            Err(error.with_help(help.to_owned()))
        };
        match &last {
            None if next.sides != [0, 0] => {
                return refuse(
                    format!(
                        "the ladder begins at {} and {}, not at 0 and 0",
                        next.sides[0], next.sides[1]
                    ),
                    "get the whole file",
                );
            }
            Some(last) if (0..2).any(|side| next.sides[side] < last.sides[side]) => {
                return refuse(
                    format!(
                        "the rung {} and {} lies before {} and {}",
                        next.sides[0], next.sides[1], last.sides[0], last.sides[1]
                    ),
                    "rungs never go back: mend the file, or align again",
                );
            }
            _ => {}
        }
        if let Some(last) = last {
            let side = |side: usize| (last.sides[side]..next.sides[side]).collect::<Vec<u32>>();
            // the numbers are checked before a list of them is made
            check_range(lines, texts, next.sides)?;
            let bead = WrittenBead {
                sides: [side(0), side(1)],
                figure: Some(last.score),
            };
            plan.add(bead, lines, texts)?;
        }
        last = Some(next);
    }
    let ends = last.map_or([0, 0], |last| last.sides);
    for ((end, text), side) in ends.into_iter().zip(texts).zip(SIDES) {
        if let Some(left) = (end..text.count()).find(|number| text.sentence(*number).is_some()) {
            let message = format!(
                "the ladder ends at {side} sentence {end}, but `{}` has {}, the next at line {}",
                text.file(),
                text.count(),
                text.origin(left).line
            );
            return Err(lines
                .error(ErrorKind::Alignment(message), 0)
                .with_help("give the texts that were aligned, and the whole ladder"));
        }
    }
    Ok(())
}

/// Rungs are boundaries, so the highest is the number of sentences.
fn check_range(lines: &LineInput, texts: &[SideText; 2], rungs: [u32; 2]) -> Result<()> {
    for ((rung, text), side) in rungs.into_iter().zip(texts).zip(SIDES) {
        if rung > text.count() {
            return Err(out_of_range(lines, side, rung, text));
        }
    }
    Ok(())
}

fn out_of_range(lines: &LineInput, side: &str, number: u32, text: &SideText) -> crate::Error {
    let message = format!(
        "{side} sentence {number} is not in `{}`, which has {}",
        text.file(),
        text.count()
    );
    lines
        .error(ErrorKind::Alignment(message), 0)
        .with_help("give the texts that were aligned, the source first")
}

struct Plan {
    first_number: u32,
    items: Vec<WrittenBead>,
    /// For each sentence of each side the line of the bead that has it; 0 where none has.
    owners: [Vec<u64>; 2],
}

impl Plan {
    fn add(&mut self, bead: WrittenBead, lines: &LineInput, texts: &[SideText; 2]) -> Result<()> {
        for (side, numbers) in bead.sides.iter().enumerate() {
            let (Some(owners), Some(text), Some(name)) = (self.owners.get_mut(side), texts.get(side), SIDES.get(side))
            else {
                continue;
            };
            for number in numbers {
                let Some(owner) = owners.get_mut(*number as usize) else {
                    return Err(out_of_range(
                        lines,
                        name,
                        number.saturating_add(self.first_number),
                        text,
                    ));
                };
                if *owner != 0 {
                    let number = *number + self.first_number;
                    let message = format!("{name} sentence {number} is in the bead of line {owner} already");
                    return Err(lines
                        .error(ErrorKind::Alignment(message), 0)
                        .with_help("a sentence belongs to one bead: mend the file, or align again"));
                }
                *owner = lines.number();
            }
        }
        self.items.push(bead);
        Ok(())
    }

    fn in_order(self, texts: &[SideText; 2]) -> Vec<Item> {
        let counts = texts.each_ref().map(SideText::count);
        let mut items = Vec::with_capacity(self.items.len());
        let mut next = [0, 0];
        let alone = |side: usize, range: Range<u32>| {
            let owners = self.owners.get(side).map(Vec::as_slice).unwrap_or_default();
            let text = texts.get(side);
            range
                .filter(|number| owners.get(*number as usize) == Some(&0))
                .filter(|number| text.is_some_and(|text| text.sentence(*number).is_some()))
                .map(|number| Item::Alone(side, number))
                .collect::<Vec<_>>()
        };
        for bead in self.items {
            for (side, numbers) in bead.sides.iter().enumerate() {
                let (Some(first), Some(next)) = (numbers.iter().min(), next.get_mut(side)) else {
                    continue;
                };
                if *first > *next {
                    items.extend(alone(side, *next..*first));
                    *next = *first;
                }
            }
            items.push(Item::Bead(bead));
        }
        for (side, (from, count)) in next.into_iter().zip(counts).enumerate() {
            items.extend(alone(side, from..count));
        }
        items
    }
}
