//! Texts word by word: words by Unicode (UAX #29), each inline code a word of its own.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::codes::{self, Fact, Numbers};
use super::difference::{Aspect, Run, RunSide};
use crate::model::{Code, Piece, Segment};

/// Which of words and codes count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    text: bool,
    codes: bool,
}

impl Compared {
    pub(super) const ALL: Self = Self {
        text: true,
        codes: true,
    };

    pub(super) fn new(aspects: &[Aspect]) -> Self {
        Self {
            text: aspects.contains(&Aspect::Text),
            codes: aspects.contains(&Aspect::Codes),
        }
    }

    /// A segment in a form that no other segment has, but one that differs only in what does not count.
    pub(super) fn exact(self, segment: &Segment, numbers: &mut Numbers) -> String {
        match (self.text, self.codes) {
            (true, true) => codes::exact(segment, numbers),
            (true, false) => segment.text().to_owned(),
            (false, true) => {
                let without_text = segment.codes().iter().map(|code| Code { at: 0, ..code.clone() });
                Segment::new("", without_text.collect())
                    .map_or_else(|_| String::new(), |bare| codes::exact(&bare, numbers))
            }
            (false, false) => String::new(),
        }
    }
}

/// A word, or a code.
#[derive(Debug)]
pub(super) struct Token<'s> {
    /// What it is compared by.
    exact: String,
    what: What<'s>,
}

#[derive(Debug)]
enum What<'s> {
    Word(&'s str),
    Code {
        code: &'s Code,
        has_partner: bool,
        facts: Vec<Fact>,
    },
}

impl Token<'_> {
    pub(super) fn is_code(&self) -> bool {
        matches!(self.what, What::Code { .. })
    }

    /// How it is shown, where codes bear `numbers`.
    pub(super) fn shown(&self, numbers: &mut Numbers) -> String {
        match &self.what {
            What::Word(word) => (*word).to_owned(),
            What::Code { code, .. } => codes::token(code, numbers.of(code.kind, code.id)),
        }
    }

    /// The facts of a code.
    pub(super) fn facts(&self) -> &[Fact] {
        match &self.what {
            What::Word(_) => &[],
            What::Code { facts, .. } => facts,
        }
    }

    /// The code itself.
    pub(super) fn code(&self) -> Option<&Code> {
        match &self.what {
            What::Word(_) => None,
            What::Code { code, .. } => Some(code),
        }
    }

    /// The numbers that a code bears, by which it belongs to others.
    pub(super) fn numbers(&self, numbers: &mut Numbers) -> Vec<usize> {
        match &self.what {
            What::Word(_) => Vec::new(),
            What::Code { code, has_partner, .. } => codes::numbers_of(code, *has_partner, numbers),
        }
    }

    fn is_space(&self) -> bool {
        matches!(self.what, What::Word(word) if word.chars().all(char::is_whitespace))
    }
}

/// The words and codes of a segment, as far as they count.
pub(super) fn tokens(segment: &Segment, compared: Compared) -> Vec<Token<'_>> {
    let partners = segment.partners();
    let mut tokens = Vec::new();
    let words = |text: &str| -> Vec<(usize, usize)> {
        text.split_word_bound_indices()
            .map(|(at, word)| (at, word.len()))
            .collect()
    };
    if !compared.codes {
        // without codes the text is one, whatever stood in it
        if compared.text {
            push_words(&mut tokens, segment.text(), &words(segment.text()));
        }
        return tokens;
    }
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) if compared.text => push_words(&mut tokens, text, &words(text)),
            Piece::Text(_) => {}
            Piece::Code(place, code) => {
                let has_partner = partners.get(place).copied().flatten().is_some();
                let facts = codes::facts(code, has_partner);
                let mut exact = String::from("c");
                exact.push_str(&codes::exact_facts(&facts));
                tokens.push(Token {
                    exact,
                    what: What::Code {
                        code,
                        has_partner,
                        facts,
                    },
                });
            }
        }
    }
    tokens
}

fn push_words<'s>(tokens: &mut Vec<Token<'s>>, text: &'s str, places: &[(usize, usize)]) {
    let words = places.iter().filter_map(|&(at, length)| text.get(at..at + length));
    tokens.extend(words.map(|word| Token {
        exact: format!("w{word}"),
        what: What::Word(word),
    }));
}

/// A token of one side or of both, by its place in the list of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Both(usize, usize),
    A(usize),
    B(usize),
}

impl Step {
    pub(super) fn side(self) -> RunSide {
        match self {
            Self::Both(..) => RunSide::Both,
            Self::A(_) => RunSide::A,
            Self::B(_) => RunSide::B,
        }
    }
}

/// What leads from the tokens of `a` to those of `b`.
///
/// Space between two words that differ differs with them, so that a changed phrase is one run.
pub(super) fn steps(a: &[Token], b: &[Token]) -> Vec<Step> {
    let exact = |tokens: &[Token]| -> Vec<String> { tokens.iter().map(|token| token.exact.clone()).collect() };
    let ops = capture_diff_slices(Algorithm::Myers, &exact(a), &exact(b));
    let mut steps: Vec<Step> = Vec::with_capacity(a.len().max(b.len()));
    let last = ops.len().saturating_sub(1);
    for (place, op) in ops.iter().enumerate() {
        let (old, new) = (op.old_range(), op.new_range());
        let is_kept = matches!(op, DiffOp::Equal { .. });
        let is_bridge = || {
            let kept = a.get(old.clone()).unwrap_or_default();
            place > 0 && place < last && kept.iter().all(Token::is_space)
        };
        if is_kept && !is_bridge() {
            steps.extend(old.zip(new).map(|(old, new)| Step::Both(old, new)));
        } else {
            steps.extend(old.map(Step::A));
            steps.extend(new.map(Step::B));
        }
    }
    sorted(steps)
}

/// In each stretch that differs, what `a` has first.
fn sorted(mut steps: Vec<Step>) -> Vec<Step> {
    for stretch in steps.chunk_by_mut(|x, y| (x.side() == RunSide::Both) == (y.side() == RunSide::Both)) {
        let is_of_b = |step: &&Step| matches!(step, Step::B(_));
        let of_a = stretch.iter().filter(|step| !is_of_b(step));
        let ordered: Vec<Step> = of_a.chain(stretch.iter().filter(is_of_b)).copied().collect();
        stretch.copy_from_slice(&ordered);
    }
    steps
}

/// The steps as text, neighbours of one kind joined.
pub(super) fn runs(
    steps: &[Step],
    (a, a_numbers): (&[Token], &mut Numbers),
    (b, b_numbers): (&[Token], &mut Numbers),
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for step in steps {
        let (token, numbers) = match *step {
            Step::Both(place, _) | Step::A(place) => (a.get(place), &mut *a_numbers),
            Step::B(place) => (b.get(place), &mut *b_numbers),
        };
        let Some(token) = token else { continue };
        let text = token.shown(numbers);
        match runs.last_mut() {
            Some(last) if last.side == step.side() && !last.is_code && !token.is_code() => last.text.push_str(&text),
            _ => runs.push(Run {
                side: step.side(),
                text,
                is_code: token.is_code(),
            }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

    fn drawn(a: &Segment, b: &Segment) -> String {
        let (a, b) = (tokens(a, Compared::ALL), tokens(b, Compared::ALL));
        let mut numbers = (Numbers::default(), Numbers::default());
        runs(&steps(&a, &b), (&a, &mut numbers.0), (&b, &mut numbers.1))
            .iter()
            .map(|run| match run.side {
                RunSide::Both => run.text.clone(),
                RunSide::A => format!("[-{}-]", run.text),
                RunSide::B => format!("{{+{}+}}", run.text),
            })
            .collect()
    }

    #[test]
    fn a_changed_phrase_is_one_run() {
        assert_eq!(
            drawn(
                &"Open the old red door now".into(),
                &"Open the new blue door now".into()
            ),
            "Open the [-old red-]{+new blue+} door now"
        );
        assert_eq!(drawn(&"a b".into(), &"a b c".into()), "a b{+ c+}");
    }

    #[test]
    fn writing_without_spaces_is_compared_by_its_characters() {
        assert_eq!(drawn(&"打开文件".into(), &"关闭文件".into()), "[-打开-]{+关闭+}文件");
    }

    #[test]
    fn a_code_is_a_word_of_its_own() {
        let with = |data: &str| {
            let mut segment = Segment::plain("Save ");
            segment.push_code(Code::new(Role::Alone, 7).with_data(data));
            segment.push_str("now");
            segment
        };
        assert_eq!(drawn(&with("%s"), &with("%d")), "Save [-%s-]{+%d+}now");
        assert_eq!(drawn(&with(""), &"Save now".into()), "Save [-<1/>-]now");
        assert_eq!(drawn(&with("{0}"), &"Save {0}now".into()), "Save [-{0}-]{+{0}+}now");
    }
}
