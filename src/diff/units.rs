//! Two units that are taken to be one: what differs between them.

use super::codes::Numbers;
use super::difference::{Aspect, Change, Field};
use super::meaning::{Meaning, Statement};
use super::partners::Partners;
use super::words::{self, Step, Token};
use crate::model::{LanguageTag, TranslationUnit, Variant};

/// What differs between two units; nothing where they mean the same.
///
/// Compared is what `aspects` names, and always the languages. The order of variants, notes and properties and the
/// spelling of code ids are no differences.
///
/// # Example
///
/// ```
/// use tmforge::diff::{Aspect, compare_units};
/// use tmforge::model::{LanguageTag, State, TranslationUnit, Variant};
///
/// let text = |tag, text: &str| Ok::<_, tmforge::Error>(Variant::new(LanguageTag::parse(tag)?, text));
/// let a = TranslationUnit::bilingual(text("en", "Open")?, text("de", "Öffnen")?);
/// let mut b = a.clone();
/// b.state = Some(State::Final);
/// assert_eq!(compare_units(&a, &b, Aspect::USUAL)[0].b.as_deref(), Some("final"));
/// assert!(compare_units(&a, &b, &[Aspect::Text]).is_empty());
/// # Ok::<(), tmforge::Error>(())
/// ```
#[must_use]
pub fn compare_units(a: &TranslationUnit, b: &TranslationUnit, aspects: &[Aspect]) -> Vec<Change> {
    let meaning = Meaning::new(aspects);
    let pairs: Vec<Pair> = paired_variants(a, b)
        .into_iter()
        .map(|(in_a, in_b)| Pair::new(in_a, in_b, meaning))
        .collect();
    let (mut a_numbers, mut b_numbers) = numbers(&pairs);
    let mut changes = Vec::new();
    for pair in &pairs {
        pair.compare(&mut changes, &mut a_numbers, &mut b_numbers);
    }
    let (a_pairing, b_pairing) = (meaning.pairing(a), meaning.pairing(b));
    if changes.is_empty() && a_pairing != b_pairing {
        // the same codes in the same places, but those of one language belong to others of the next
        let in_words = |numbers: &[usize]| {
            let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            words.join(" ")
        };
        changes.push(change(
            Field::Pairing,
            None,
            Some(in_words(&a_pairing)),
            Some(in_words(&b_pairing)),
        ));
    }
    add_statements(&mut changes, None, meaning.of_unit(a), meaning.of_unit(b));
    for pair in &pairs {
        let of = |unit, variant: Option<&Variant>| {
            variant.map_or_else(Vec::new, |variant| meaning.of_variant(unit, variant))
        };
        add_statements(&mut changes, pair.lang(), of(a, pair.a), of(b, pair.b));
    }
    changes
}

fn change(field: Field, lang: Option<&LanguageTag>, a: Option<String>, b: Option<String>) -> Change {
    Change {
        field,
        lang: lang.cloned(),
        a,
        b,
        runs: Vec::new(),
    }
}

/// Variants that belong together: of one tag, else of one language; the others alone.
fn paired_variants<'u>(
    a: &'u TranslationUnit,
    b: &'u TranslationUnit,
) -> Vec<(Option<&'u Variant>, Option<&'u Variant>)> {
    let mut partners = Partners::none(a.variants.len(), b.variants.len());
    let tag = |variant: &'u Variant| variant.lang.as_str();
    // private tags name nothing but themselves
    let language = |variant: &'u Variant| match variant.lang.language() {
        language if language.len() > 1 => language,
        _ => tag(variant),
    };
    partners.find(a.variants.iter().map(tag), b.variants.iter().map(tag));
    partners.find(a.variants.iter().map(language), b.variants.iter().map(language));
    let mut left: Vec<Option<&Variant>> = b.variants.iter().map(Some).collect();
    let mut pairs = Vec::new();
    for (variant, partner) in a.variants.iter().zip(partners.of_a()) {
        let partner = partner.and_then(|place| left.get_mut(place)?.take());
        pairs.push((Some(variant), partner));
    }
    pairs.extend(left.into_iter().flatten().map(|alone| (None, Some(alone))));
    pairs
}

/// A variant of `a` and the one of `b` that belongs to it.
struct Pair<'u> {
    a: Option<&'u Variant>,
    b: Option<&'u Variant>,
    a_tokens: Vec<Token<'u>>,
    b_tokens: Vec<Token<'u>>,
    steps: Vec<Step>,
}

impl<'u> Pair<'u> {
    fn new(a: Option<&'u Variant>, b: Option<&'u Variant>, meaning: Meaning) -> Self {
        let tokens = |variant: Option<&'u Variant>| {
            variant.map_or_else(Vec::new, |variant| words::tokens(&variant.segment, meaning.compared))
        };
        let (a_tokens, b_tokens) = (tokens(a), tokens(b));
        let steps = words::steps(&a_tokens, &b_tokens);
        Self {
            a,
            b,
            a_tokens,
            b_tokens,
            steps,
        }
    }

    fn lang(&self) -> Option<&'u LanguageTag> {
        self.a.or(self.b).map(|variant| &variant.lang)
    }

    fn compare(&self, changes: &mut Vec<Change>, a_numbers: &mut Numbers, b_numbers: &mut Numbers) {
        if let (Some(a), Some(b)) = (self.a, self.b)
            && a.lang != b.lang
        {
            let tags = (a.lang.to_string(), b.lang.to_string());
            changes.push(change(Field::Language, None, Some(tags.0), Some(tags.1)));
        }
        let runs = words::runs(
            &self.steps,
            (&self.a_tokens, &mut *a_numbers),
            (&self.b_tokens, &mut *b_numbers),
        );
        let is_same = self.steps.iter().all(|step| matches!(step, Step::Both(..)));
        let lang = self.lang();
        let text = |variant: Option<&Variant>, tokens: &[Token], numbers: &mut Numbers| {
            variant?;
            Some(tokens.iter().map(|token| token.shown(numbers)).collect::<String>())
        };
        let a = text(self.a, &self.a_tokens, a_numbers);
        let b = text(self.b, &self.b_tokens, b_numbers);
        if !is_same || self.a.is_none() || self.b.is_none() {
            let words_differ = self.differing().any(|token| !token.is_code());
            let is_one_sided = self.a.is_none() || self.b.is_none();
            let field = if words_differ || is_one_sided {
                Field::Text
            } else {
                Field::Codes
            };
            changes.push(Change {
                runs,
                ..change(field, lang, a, b)
            });
            self.compare_codes(changes, a_numbers, b_numbers);
        } else if own_numbers(&self.a_tokens) != own_numbers(&self.b_tokens) {
            changes.push(change(
                Field::Pairing,
                lang,
                Some(ends(&self.a_tokens)),
                Some(ends(&self.b_tokens)),
            ));
        }
    }

    /// The tokens that only one side has.
    fn differing(&self) -> impl Iterator<Item = &Token<'u>> {
        self.steps.iter().filter_map(|step| match *step {
            Step::Both(..) => None,
            Step::A(place) => self.a_tokens.get(place),
            Step::B(place) => self.b_tokens.get(place),
        })
    }

    /// Says in which facts codes differ that the text shows as changed: the first that only `a` has is taken to have
    /// become the first of the same role that only `b` has, and so on.
    fn compare_codes(&self, changes: &mut Vec<Change>, a_numbers: &mut Numbers, b_numbers: &mut Numbers) {
        let of_a = self.steps.iter().filter_map(|step| match *step {
            Step::A(place) => self.a_tokens.get(place),
            _ => None,
        });
        let of_b = self.steps.iter().filter_map(|step| match *step {
            Step::B(place) => self.b_tokens.get(place),
            _ => None,
        });
        let mut left: Vec<&Token> = of_b.filter(|token| token.is_code()).collect();
        for token in of_a.filter(|token| token.is_code()) {
            let became = left
                .iter()
                .position(|other| token.code().map(|code| code.role) == other.code().map(|code| code.role));
            let became = became.map(|place| left.remove(place));
            let shown = token.shown(a_numbers);
            add_facts(changes, self.lang(), &shown, Some(token), became);
        }
        for token in left {
            let shown = token.shown(b_numbers);
            add_facts(changes, self.lang(), &shown, None, Some(token));
        }
    }
}

/// Adds the facts in which two codes differ, or of one that has no partner those that its token does not show: that it is
/// a code at all, where it looks like text.
fn add_facts(changes: &mut Vec<Change>, lang: Option<&LanguageTag>, shown: &str, a: Option<&Token>, b: Option<&Token>) {
    let facts = |token: Option<&Token>| token.map_or_else(Vec::new, |token| token.facts().to_vec());
    let (in_a, mut in_b) = (facts(a), facts(b));
    let looks_like_text = in_a.iter().chain(&in_b).any(|fact| fact.0 == "data" && fact.1 == shown);
    let tells = |name: &str, value: &str| match name {
        "role" => looks_like_text,
        "data" => value != shown,
        _ => true,
    };
    let mut add = |name, a: Option<String>, b: Option<String>| {
        changes.push(change(Field::Code(shown.to_owned(), name), lang, a, b));
    };
    for (name, value) in in_a {
        let same = in_b.iter().position(|(other, _)| *other == name);
        let other = same.map(|place| in_b.remove(place).1);
        if other.as_ref() != Some(&value) && (other.is_some() || tells(name, &value)) {
            add(name, Some(value), other);
        }
    }
    for (name, value) in in_b {
        if tells(name, &value) {
            add(name, None, Some(value));
        }
    }
}

/// Numbers for the codes of both units under which those that both have look alike.
fn numbers(pairs: &[Pair]) -> (Numbers, Numbers) {
    let (mut of_a, mut of_b) = (Numbers::default(), Numbers::default());
    for pair in pairs {
        for code in pair.a_tokens.iter().filter_map(Token::code) {
            of_a.of(code.kind, code.id);
        }
    }
    for pair in pairs {
        for step in &pair.steps {
            if let Step::Both(a, b) = *step
                && let Some(a) = pair.a_tokens.get(a).and_then(Token::code)
                && let Some(b) = pair.b_tokens.get(b).and_then(Token::code)
            {
                of_b.set(b.kind, b.id, of_a.of(a.kind, a.id));
            }
        }
    }
    (of_a, of_b)
}

/// The numbers of codes within one text alone.
fn own_numbers(tokens: &[Token]) -> Vec<usize> {
    let mut numbers = Numbers::default();
    tokens.iter().flat_map(|token| token.numbers(&mut numbers)).collect()
}

/// The codes of one text with the numbers by which they belong together.
fn ends(tokens: &[Token]) -> String {
    let mut numbers = Numbers::default();
    let ends: Vec<String> = tokens
        .iter()
        .filter_map(Token::code)
        .map(|code| super::codes::numbered(code, numbers.of(code.kind, code.id)))
        .collect();
    ends.concat()
}

/// Adds what only one side says, and pairs of what both say of one thing, but not the same.
fn add_statements(changes: &mut Vec<Change>, lang: Option<&LanguageTag>, in_a: Vec<Statement>, in_b: Vec<Statement>) {
    let whole = |statement: &Statement| (statement.field.clone(), statement.exact.clone());
    let mut same = Partners::none(in_a.len(), in_b.len());
    same.find(in_a.iter().map(whole), in_b.iter().map(whole));
    let mut in_b: Vec<Option<Statement>> = in_b.into_iter().map(Some).collect();
    let mut only_in_a = Vec::new();
    for (statement, partner) in in_a.into_iter().zip(same.of_a()) {
        match partner.and_then(|place| in_b.get_mut(place)) {
            Some(partner) => *partner = None,
            None => only_in_a.push(statement),
        }
    }
    let mut only_in_b: Vec<Option<Statement>> = in_b.into_iter().flatten().map(Some).collect();
    let mut of_one_thing = Partners::none(only_in_a.len(), only_in_b.len());
    of_one_thing.find(
        only_in_a.iter().map(|statement| Some(statement.field.clone())),
        only_in_b
            .iter()
            .map(|statement| Some(statement.as_ref()?.field.clone())),
    );
    for (statement, partner) in only_in_a.into_iter().zip(of_one_thing.of_a()) {
        let other = partner.and_then(|place| only_in_b.get_mut(place)?.take());
        let other = other.map(|other| other.shown);
        changes.push(change(statement.field, lang, Some(statement.shown), other));
    }
    for statement in only_in_b.into_iter().flatten() {
        changes.push(change(statement.field, lang, None, Some(statement.shown)));
    }
}

#[cfg(test)]
mod tests;
