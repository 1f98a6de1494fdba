//! Numbers in Han characters: 第九, 三百二十, 三分之二, 五千多.

use super::number::Number;

/// Whether `c` is a digit or a power of ten in Han characters.
pub(super) fn is_han_digit(c: char) -> bool {
    han_digit(c).is_some() || han_power(c).is_some()
}

fn han_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn han_power(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// A number in words, and how many characters it takes.
pub(super) struct Spelled {
    pub(super) number: Number,
    pub(super) length: usize,
}

/// Characters that are counted with: after one of them a single digit is a number.
const MEASURES: &str = "个個名项項点點次年月日天人件家条條种種类類届屆期座所位包段章方大季度世周週岁歲分时時小倍只支篇块塊步号號阶階级級册冊者轮輪艘";

/// More Han digits than any number has.
const LONGEST: usize = 24;

/// Reads the number in Han characters that `chars` begin with; `None` where the characters are part of a word.
pub(super) fn han_number(chars: &[char], before: Option<char>) -> Option<Spelled> {
    let length = chars.iter().take(LONGEST + 1).take_while(|&&c| is_han_digit(c)).count();
    if length > LONGEST {
        return None;
    }
    let run = chars.get(..length)?;
    let after = chars.get(length).copied();
    if let Some(part) = fraction(chars, length) {
        return Some(part);
    }
    if let [only] = run {
        return single(*only, before, after);
    }
    let number = value(run)?;
    // 四十余万
    if matches!(after, Some('多' | '余' | '餘'))
        && let Some(&power) = chars.get(length + 1)
        && matches!(power, '万' | '萬' | '亿' | '億')
    {
        let number = Number::whole(number.checked_mul(han_power(power)?)?);
        return Some(Spelled {
            number,
            length: length + 2,
        });
    }
    Some(Spelled {
        number: Number::whole(number),
        length,
    })
}

/// Reads one digit, which is a number only after 第, before 是 at the head of a clause, and before a measure.
fn single(digit: char, before: Option<char>, after: Option<char>) -> Option<Spelled> {
    let value = han_digit(digit).or_else(|| (digit == '十').then_some(10))?;
    let number = Number::whole(value);
    if after == Some('成') {
        return Some(Spelled {
            number: number.times_ten_to(1),
            length: 2,
        });
    }
    let ordinal = matches!(before, Some('第' | '其'));
    let at_head =
        before.is_none_or(|c| matches!(c, ':' | '。' | ';' | ',' | '；' | ' ' | '\u{3000}' | '(' | '!' | '?'));
    let leads = at_head && matches!(after, Some('是' | '要' | '、'));
    // 一 is a number by itself only in a date
    let counted = (value != 1 || matches!(before, Some('月' | '年'))) && after.is_some_and(|c| MEASURES.contains(c));
    (ordinal || leads || counted).then_some(Spelled { number, length: 1 })
}

/// Reads 三分之二 as a share, 百分之五 as its number.
fn fraction(chars: &[char], length: usize) -> Option<Spelled> {
    let rest = chars.get(length..)?;
    if !rest.starts_with(&['分', '之']) {
        return None;
    }
    let of = value(chars.get(..length)?)?;
    let digits = rest
        .get(2..)?
        .iter()
        .take(LONGEST)
        .take_while(|&&c| is_han_digit(c))
        .count();
    let over = value(rest.get(2..2 + digits)?)?;
    let number = if of == 100 {
        Number::whole(over)
    } else {
        Number::share(over, of)?
    };
    Some(Spelled {
        number,
        length: length + 2 + digits,
    })
}

/// The value of Han digits: 二十三, 二〇二三, 五千.
fn value(run: &[char]) -> Option<u64> {
    if run.is_empty() {
        return None;
    }
    if run.iter().all(|&c| han_digit(c).is_some()) {
        return run
            .iter()
            .try_fold(0_u64, |sum, &c| sum.checked_mul(10)?.checked_add(han_digit(c)?));
    }
    let (mut whole, mut section, mut digit) = (0_u64, 0_u64, None);
    for &c in run {
        if let Some(value) = han_digit(c) {
            digit = Some(value);
        } else if let Some(power) = han_power(c) {
            if power >= 10_000 {
                section = section.checked_add(digit.take().unwrap_or(0))?;
                whole = whole.checked_add(section)?.max(1).checked_mul(power)?;
                section = 0;
            } else {
                section = section.checked_add(digit.take().unwrap_or(1).checked_mul(power)?)?;
            }
        }
    }
    whole.checked_add(section)?.checked_add(digit.unwrap_or(0))
}

/// Reads 首次, 首个 as the number 1.
pub(super) fn first(chars: &[char]) -> Option<(Number, usize)> {
    match chars {
        [
            '首',
            '次' | '个' | '個' | '批' | '届' | '屆' | '条' | '位' | '轮' | '艘' | '家',
            ..,
        ] => Some((Number::whole(1), 2)),
        _ => None,
    }
}

/// Roman numbers, in order from 1.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx",
];

/// The number of a list's item: digits, Han digits, a Roman number, a letter.
pub(super) fn list_number(label: &[char]) -> Option<u64> {
    if label.is_empty() || label.len() > 5 {
        return None;
    }
    if label.iter().all(char::is_ascii_digit) && label.len() <= 3 {
        return label.iter().collect::<String>().parse().ok();
    }
    if label.iter().all(|&c| is_han_digit(c)) {
        return value(label);
    }
    let text = label.iter().collect::<String>().to_lowercase();
    if let Some(place) = ROMAN.iter().position(|&roman| roman == text) {
        return u64::try_from(place + 1).ok();
    }
    match text.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u64::from(letter - b'a' + 1)),
        _ => None,
    }
}
