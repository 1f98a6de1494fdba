//! Months, days of the week, hours, and the letters of `30th`.

/// Names of months by language, in lower case; an English abbreviation is their first three or four letters.
const MONTHS: &[(&str, &str)] = &[
    (
        "en",
        "january february march april may june july august september october november december",
    ),
    (
        "de",
        "januar februar märz april mai juni juli august september oktober november dezember",
    ),
    (
        "fr",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    ),
    (
        "es",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    (
        "it",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    ),
    (
        "pt",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    (
        "ru",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    ),
    (
        "ar",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    ),
];

/// Names of the days of the week, Monday first.
const WEEK_DAYS: &[(&str, &str)] = &[
    ("en", "monday tuesday wednesday thursday friday saturday sunday"),
    ("de", "montag dienstag mittwoch donnerstag freitag samstag sonntag"),
    ("fr", "lundi mardi mercredi jeudi vendredi samedi dimanche"),
    ("es", "lunes martes miércoles jueves viernes sábado domingo"),
    ("ru", "понедельник вторник среда четверг пятница суббота воскресенье"),
];

/// The month that a word names, from 1.
pub(super) fn named_month(word: &str, lang: &str) -> Option<usize> {
    let (_, names) = MONTHS.iter().find(|(of, _)| *of == lang)?;
    let is_short = lang == "en" && matches!(word.len(), 3 | 4) && word.is_ascii();
    names
        .split_ascii_whitespace()
        .position(|name| name == word || is_short && name.starts_with(word))
        .map(|month| month + 1)
}

/// The day of the week that a word names, from 1 for Monday.
pub(super) fn named_week_day(word: &str, lang: &str) -> Option<usize> {
    let (_, names) = WEEK_DAYS.iter().find(|(of, _)| *of == lang)?;
    names
        .split_ascii_whitespace()
        .position(|name| name == word)
        .map(|day| day + 1)
}

/// The day of the week that Chinese characters name, and how many they are.
pub(super) fn week_day(chars: &[char]) -> Option<(usize, usize)> {
    let prefix = match chars {
        ['星', '期', ..] | ['礼' | '禮', '拜', ..] => 2,
        ['周' | '週', ..] => 1,
        _ => return None,
    };
    let day = match chars.get(prefix)? {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '日' | '天' => 7,
        _ => return None,
    };
    Some((day, prefix + 1))
}

/// How many characters after a number make it a month.
pub(super) fn month_mark(chars: &[char], lang: &str) -> Option<usize> {
    match (chars, lang) {
        (['月', '龄' | '齡', ..], _) => None,
        (['月', '份', ..], "zh") => Some(2),
        (['月', ..], "zh" | "ja") | (['월', ..], "ko") => Some(1),
        _ => None,
    }
}

/// Whether `p.m.`, or minutes and `p.m.`, follow an hour.
pub(super) fn is_afternoon(chars: &[char]) -> bool {
    let rest: String = chars.iter().take(10).flat_map(|c| c.to_lowercase()).collect();
    let rest = rest
        .trim_start_matches(|c: char| c == ':' || c.is_ascii_digit())
        .trim_start();
    rest.starts_with("p.m") || rest.starts_with("pm")
}

/// How many characters of an English ordinal follow its digits.
pub(super) fn ordinal_suffix(chars: &[char]) -> usize {
    match chars {
        [a, b, rest @ ..]
            if matches!((a, b), ('s', 't') | ('n' | 'r', 'd') | ('t', 'h'))
                && !rest.first().is_some_and(|c| c.is_alphanumeric()) =>
        {
            2
        }
        _ => 0,
    }
}
