//! Which language each line is in, by how much lines speak for each: it doesn't change without need, or, where languages take
//! turns, doesn't stay without need.

use std::ops::Range;

use crate::align::lines::Line;

/// How many languages a text is told to be in at most.
pub(super) const MOST: usize = 5;

/// What it costs to change language from one line to the next, in the unit of a sure line.
const TURN: f64 = 0.25;

/// What it costs where one language stands after the other.
const TURN_OF_BLOCKS: f64 = 1.5;

/// By how much less it costs behind the widest gaps of such a text, if there are no more than it has turns.
const GAP: f64 = 0.5;

/// How much lines must speak for their language to count.
const CLEAR: f64 = 0.25;

/// What lines say of their language: which of those in question it is, and how surely, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Evidence {
    pub(super) of: usize,
    pub(super) sure: f64,
}

impl Evidence {
    fn is_clear(self) -> bool {
        self.sure >= CLEAR
    }
}

/// A line, or the lines of a paragraph that are weighed together.
struct Stretch {
    lines: Range<usize>,
    evidence: Evidence,
    behind_gap: bool,
}

/// The language of each line that is `written`, of `count`. `say` tells what lines say together.
pub(super) fn smooth(
    lines: &[Line<'_>],
    written: &[bool],
    count: usize,
    say: &dyn Fn(Range<usize>) -> Evidence,
) -> Vec<Option<usize>> {
    let alone: Vec<Evidence> = (0..written.len())
        .map(|at| {
            if written[at] {
                say(at..at + 1)
            } else {
                Evidence::default()
            }
        })
        .collect();
    let stretches = stretches(lines, written, count, &alone, say);
    let clear = || {
        stretches
            .windows(2)
            .filter(|pair| pair.iter().all(|stretch| stretch.evidence.is_clear()))
    };
    let turns = clear()
        .filter(|pair| pair[0].evidence.of != pair[1].evidence.of)
        .count();
    let takes_turns = turns >= 3 && turns * 4 >= clear().count() * 3;
    let blocks = || {
        let found = best(&stretches, count, [0.0, TURN_OF_BLOCKS, GAP]);
        are_blocks(&stretches, &found, count).then_some(found)
    };
    let found = if takes_turns { None } else { blocks() };
    let found = found.unwrap_or_else(|| {
        let costs = if takes_turns {
            [TURN, 0.0, 0.0]
        } else {
            [0.0, TURN, 0.0]
        };
        best(&stretches, count, costs)
    });
    let mut sides = vec![None; written.len()];
    for (stretch, side) in stretches.iter().zip(found) {
        for at in stretch.lines.clone().filter(|&at| written[at]) {
            sides[at] = Some(side);
        }
    }
    sides
}

/// Whether each language stands in one place, and hardly anything speaks against it.
fn are_blocks(stretches: &[Stretch], sides: &[usize], count: usize) -> bool {
    /// How surely a stretch may be in another language than its block, and the share of all that may say so.
    const UNSURE: f64 = 0.6;
    const LEAST: f64 = 0.1;
    let turns = sides.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let (mut all, mut against) = (0.0, 0.0);
    for (evidence, &side) in stretches.iter().map(|stretch| stretch.evidence).zip(sides) {
        all += evidence.sure;
        if evidence.of != side {
            if evidence.sure >= UNSURE {
                return false;
            }
            against += evidence.sure;
        }
    }
    turns + 1 == count && against <= LEAST * all
}

/// The paragraphs, each as one stretch unless languages take turns line by line or its lines don't agree.
fn stretches(
    lines: &[Line<'_>],
    written: &[bool],
    count: usize,
    alone: &[Evidence],
    say: &dyn Fn(Range<usize>) -> Evidence,
) -> Vec<Stretch> {
    let all = lines;
    let paragraphs = paragraphs(written);
    let (mut turns, mut stays) = (0, 0);
    for pair in paragraphs.iter().flat_map(|lines| alone[lines.clone()].windows(2)) {
        if pair.iter().all(|evidence| evidence.is_clear()) {
            *(if pair[0].of == pair[1].of {
                &mut stays
            } else {
                &mut turns
            }) += 1;
        }
    }
    let kinds = || {
        paragraphs
            .iter()
            .filter(|of| of.len() > 1)
            .map(|of| versions(&all[of.clone()]))
    };
    let many = |least: Versions| kinds().filter(|&kind| kind >= least).count();
    let (numbered, alike, several) = (many(Versions::Numbered), many(Versions::Alike), many(Versions::No));
    let by_line = paragraphs.len() == 1
        || turns >= 2 && turns >= stays * 3
        || alike * 4 >= several * 3 && (numbered > 0 || several > 2) && stays <= turns + numbered;
    let gaps = || paragraphs.windows(2).map(|pair| pair[1].start - pair[0].end);
    let widest = gaps().max().unwrap_or(0);
    let are_few = widest >= 2 && gaps().filter(|&gap| gap == widest).count() < count;
    let mut found: Vec<Stretch> = Vec::new();
    let mut end = None;
    for lines in paragraphs {
        let behind_gap = are_few && end.is_some_and(|end| lines.start - end == widest);
        end = Some(lines.end);
        let of_lines = &alone[lines.clone()];
        let kind = versions(&all[lines.clone()]);
        let mut clear = of_lines.iter().filter(|evidence| evidence.is_clear());
        let agree = match clear.next() {
            Some(first) => clear.all(|evidence| evidence.of == first.of),
            None => kind == Versions::No || !of_lines.windows(2).all(|pair| pair[0].of != pair[1].of),
        };
        if by_line || !agree || lines.len() == 1 || kind == Versions::Numbered {
            found.extend(lines.clone().map(|at| Stretch {
                lines: at..at + 1,
                evidence: alone[at],
                behind_gap: behind_gap && at == lines.start,
            }));
        } else {
            found.push(Stretch {
                evidence: say(lines.clone()),
                lines,
                behind_gap,
            });
        }
    }
    found
}

/// Whether each two lines look like one in both languages: with about as much text and the same numbers, if any.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Versions {
    No,
    Alike,
    Numbered,
}

fn versions(lines: &[Line<'_>]) -> Versions {
    let digits = |line: &Line<'_>| {
        let mut counts = [0_usize; 10];
        for digit in line.text.bytes().filter(u8::is_ascii_digit) {
            counts[usize::from(digit - b'0')] += 1;
        }
        counts
    };
    let (pairs, rest) = lines.as_chunks::<2>();
    let mut found = if rest.is_empty() { Versions::Alike } else { Versions::No };
    for [first, second] in pairs {
        let [a, b] = [first, second].map(|line| line.text.len());
        let numbers = digits(first);
        if numbers != digits(second) || a.max(b) > 2 * a.min(b) {
            found = Versions::No;
        } else if found == Versions::Alike && numbers != [0; 10] {
            found = Versions::Numbered;
        }
    }
    found
}

/// The runs of written lines.
fn paragraphs(written: &[bool]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..written.len()).filter(|&at| written[at]) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// The languages of the stretches that agree best with the evidence, where staying in one, turning to another and turning
/// behind the gap cost this much, the last so much less.
fn best(stretches: &[Stretch], count: usize, [stay, turn, gap]: [f64; 3]) -> Vec<usize> {
    let mut worth = [0.0_f64; MOST];
    let mut came: Vec<[usize; MOST]> = Vec::with_capacity(stretches.len());
    let heaviest = |worth: &[f64; MOST], but: usize| {
        let mut best = usize::from(but == 0);
        for side in (0..count).filter(|&side| side != but) {
            if worth[side] > worth[best] {
                best = side;
            }
        }
        best
    };
    for stretch in stretches {
        let before = worth;
        let turn = if stretch.behind_gap { turn - gap } else { turn };
        let mut from = [0; MOST];
        for side in 0..count {
            let other = heaviest(&before, side);
            let (stays, turns) = (before[side] - stay, before[other] - turn);
            worth[side] = stays.max(turns);
            from[side] = if turns > stays { other } else { side };
            let sure = stretch.evidence.sure;
            worth[side] += if stretch.evidence.of == side { sure } else { -sure };
        }
        came.push(from);
    }
    let mut side = heaviest(&worth, MOST);
    let mut sides = vec![0; stretches.len()];
    for (at, from) in came.iter().enumerate().rev() {
        sides[at] = side;
        side = from[side];
    }
    sides
}
