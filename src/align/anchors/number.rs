//! Numbers in digits.

/// A number as decimal digits and a power of ten, so that no two writings of one number differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    digits: u64,
    power: i32,
}

impl Number {
    pub(super) fn new(digits: u64, power: i32) -> Self {
        let mut number = Self { digits, power };
        while number.digits != 0 && number.digits.is_multiple_of(10) {
            number.digits /= 10;
            number.power += 1;
        }
        if number.digits == 0 {
            number.power = 0;
        }
        number
    }

    pub(super) fn whole(number: u64) -> Self {
        Self::new(number, 0)
    }

    /// A share such as two thirds, as a key that no other number has.
    pub(super) fn share(over: u64, of: u64) -> Option<Self> {
        Some(Self::new(over.checked_mul(1000)?.checked_add(of)?, -9))
    }

    pub(super) fn times_ten_to(self, power: i32) -> Self {
        Self::new(self.digits, self.power + power)
    }

    /// The sum with a small whole number.
    pub(super) fn plus(self, other: u64) -> Self {
        self.small().map_or(self, |number| Self::whole(number + other))
    }

    /// The number itself if it is whole and below 1000.
    pub(super) fn small(self) -> Option<u64> {
        let power = u32::try_from(self.power).ok()?;
        let number = self.digits.checked_mul(10_u64.checked_pow(power)?)?;
        (number < 1000).then_some(number)
    }

    pub(super) fn key(self) -> String {
        format!("{}e{}", self.digits, self.power)
    }
}

/// What stands before the decimals and between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `1,234.5`
    Point,
    /// `1.234,5` or `1 234,5`
    Comma,
}

impl Notation {
    pub(super) fn of(lang: &str) -> Self {
        match lang {
            "de" | "fr" | "es" | "it" | "pt" | "nl" | "ru" | "uk" | "bg" | "be" | "pl" | "cs" | "sk" | "sl" | "hr"
            | "sr" | "hu" | "ro" | "da" | "nb" | "no" | "sv" | "fi" | "et" | "lv" | "lt" | "el" | "tr" | "id"
            | "vi" | "ca" => Self::Comma,
            _ => Self::Point,
        }
    }
}

/// Reads the number that `chars` begin with, which is a digit, and says how many characters it takes.
pub(super) fn read(chars: &[char], notation: Notation) -> (Number, usize) {
    let (thousands, decimal) = match notation {
        Notation::Point => (',', '.'),
        Notation::Comma => ('.', ','),
    };
    let digit = |at: usize| chars.get(at).and_then(|c| c.to_digit(10));
    let mut digits = 0_u64;
    let mut power = 0;
    let mut at = 0;
    let mut in_decimals = false;
    while let Some(&c) = chars.get(at) {
        if let Some(value) = digit(at) {
            // longer numbers are labels: their first digits tell them apart well enough
            if let Some(more) = digits.checked_mul(10).and_then(|ten| ten.checked_add(u64::from(value))) {
                digits = more;
                power -= i32::from(in_decimals);
            }
            at += 1;
            continue;
        }
        let group = (1..=3).all(|next| digit(at + next).is_some()) && digit(at + 4).is_none();
        let space = notation == Notation::Comma && matches!(c, ' ' | '\u{A0}' | '\u{202F}');
        if !in_decimals && group && (c == thousands || space) {
            at += 1;
        } else if !in_decimals && c == decimal && digit(at + 1).is_some() {
            in_decimals = true;
            at += 1;
        } else {
            break;
        }
    }
    (Number::new(digits, power), at)
}

/// Characters for powers of ten after digits, the longest first.
const WIDE_SCALES: &[(&str, i32)] = &[
    ("万亿", 12),
    ("萬億", 12),
    ("兆", 12),
    ("亿", 8),
    ("億", 8),
    ("억", 8),
    ("千万", 7),
    ("千萬", 7),
    ("百万", 6),
    ("百萬", 6),
    ("十万", 5),
    ("万", 4),
    ("萬", 4),
    ("만", 4),
    ("千", 3),
    ("천", 3),
    ("百", 2),
];

/// Words for powers of ten after digits.
const SCALES: &[(&str, i32)] = &[
    ("trillion", 12),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
    ("hundred", 2),
    ("bn", 9),
    ("mln", 6),
    ("milliarden", 9),
    ("milliarde", 9),
    ("millionen", 6),
    ("mrd", 9),
    ("mio", 6),
    ("tausend", 3),
    ("milliards", 9),
    ("milliard", 9),
    ("millions", 6),
    ("mille", 3),
    ("millones", 6),
    ("millón", 6),
    ("mil", 3),
    ("milhões", 6),
    ("milioni", 6),
    ("miliardi", 9),
    ("миллиардов", 9),
    ("миллиарда", 9),
    ("миллиард", 9),
    ("миллионов", 6),
    ("миллиона", 6),
    ("миллион", 6),
    ("тысячи", 3),
    ("тысяч", 3),
    ("млрд", 9),
    ("млн", 6),
    ("тыс", 3),
    ("مليون", 6),
    ("مليار", 9),
    ("ألف", 3),
];

/// The power of ten that stands after digits, and how many characters it takes with what is before it.
pub(super) fn scale(chars: &[char]) -> Option<(i32, usize)> {
    let mark = chars.first()?;
    let skip = usize::from(matches!(mark, '多' | '余' | '餘' | '几' | '幾' | ' ' | '\u{A0}' | '-'));
    let rest = chars.get(skip..)?;
    let wide = WIDE_SCALES.iter().find(|(word, _)| {
        let length = word.chars().count();
        word.chars().eq(rest.iter().copied().take(length))
    });
    if let Some((word, power)) = wide {
        return Some((*power, skip + word.chars().count()));
    }
    let word: String = rest
        .iter()
        .take_while(|c| c.is_alphabetic())
        .take(12)
        .flat_map(|c| c.to_lowercase())
        .collect();
    let (_, power) = SCALES.iter().find(|(known, _)| *known == word)?;
    Some((*power, skip + word.chars().count()))
}
