use super::*;
use crate::align::anchors::Token;
use crate::align::beads::{Model, Shapes};
use crate::align::cost::{Cost, of_spelling};
use crate::io::Threads;

/// Says the same of each pair, and nothing of other beads.
struct OfPairs(f64);

impl Cost for OfPairs {
    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64 {
        if (source.len(), target.len()) == (1, 1) {
            self.0
        } else {
            0.0
        }
    }
}

fn words(sides: [&[&str]; 2]) -> Words {
    let tokens = |sentence: &&str| {
        let words = sentence.split(' ').map(|word| Token {
            kind: Kind::Word,
            key: word.to_owned(),
        });
        words.collect::<Vec<_>>()
    };
    Words::new(sides.map(|side| side.iter().map(tokens).collect()))
}

/// The beads after a last look at `path`.
fn revised(sides: [&[&str]; 2], of_pairs: f64, path: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let words = words(sides);
    let linked = Linked::of(&words, &of_spelling(&words));
    let lengths = sides.map(|side| side.iter().map(|sentence| real(sentence.len())).collect::<Vec<_>>());
    let band = Band::whole(sides[0].len(), sides[1].len());
    let model = Model::new(Shapes::all(0.1)).with(1.0, OfPairs(of_pairs));
    let last_look = LastLook {
        words: &words,
        linked: &linked,
        lengths: [&lengths[0], &lengths[1]],
        scores: &Scores::of(&model, &band, Threads::One),
        band: &band,
    };
    let beads = path.iter().map(|&(source, target)| (Step { source, target }, 0.6));
    let revised = last_look.revise(&beads.collect::<Vec<_>>());
    assert!(revised.iter().all(|(_, confidence)| (0.0..=1.0).contains(confidence)));
    revised.iter().map(|(step, _)| (step.source, step.target)).collect()
}

#[test]
fn a_sentence_whose_words_are_left_over_in_the_bead_beside_it_joins_it() {
    let target: &[&str] = &["red green", "blue white"];
    assert_eq!(
        revised([&["red green blue white"], target], 0.0, &[(1, 1), (0, 1)]),
        [(1, 2)]
    );
    let source: &[&str] = &["red green", "blue white"];
    assert_eq!(
        revised([source, &["red green blue white"]], 0.0, &[(1, 0), (1, 1)]),
        [(2, 1)]
    );
}

#[test]
fn a_sentence_for_which_there_is_no_room_is_parted_from_its_bead() {
    let source: &[&str] = &["red green blue white"];
    assert_eq!(
        revised([source, &["red green blue white", "one two"]], 0.0, &[(1, 2)]),
        [(1, 1), (0, 1)]
    );
    assert_eq!(
        revised([source, &["one two", "red green blue white"]], 0.0, &[(1, 2)]),
        [(0, 1), (1, 1)]
    );
}

#[test]
fn a_pair_for_which_little_speaks_is_parted() {
    assert_eq!(revised([&["red"], &["one"]], -3.0, &[(1, 1)]), [(1, 0), (0, 1)]);
    assert_eq!(revised([&["red"], &["red"]], 0.0, &[(1, 1)]), [(1, 1)]);
}

#[test]
fn a_bead_changes_once() {
    let target: &[&str] = &["red green", "blue white", "pink"];
    let path = [(0, 1), (1, 1), (0, 1)];
    assert_eq!(
        revised([&["red green blue white"], target], 0.0, &path),
        [(1, 2), (0, 1)]
    );
}

#[test]
fn nothing_is_done_to_no_beads() {
    assert_eq!(revised([&[], &[]], 0.0, &[]), []);
}
