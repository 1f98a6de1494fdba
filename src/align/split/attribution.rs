//! The words that say whose a quotation was: 某某说, `Mr Li said`.

/// Words for speaking, in Chinese of both scripts and Japanese.
const SPEAKING: &[&str] = &[
    "说", "說", "表示", "指出", "介绍", "介紹", "称", "稱", "道", "强调", "強調", "回忆", "回憶", "认为", "認為", "问",
    "問", "写道", "寫道", "答", "坦言", "告诉", "告訴", "透露", "补充", "補充", "解释", "解釋", "感慨", "呼吁", "呼籲",
    "谈到", "談到", "提到", "评价", "評價", "笑着", "感叹", "言う", "述べ", "語っ", "話し",
];

/// Words for speaking, in English.
const SPEAKING_SPACED: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "added",
    "adds",
    "noted",
    "notes",
    "told",
    "recalled",
    "explained",
    "wrote",
    "replied",
    "stressed",
    "continued",
    "remarked",
    "exclaimed",
    "cried",
    "commented",
    "stated",
    "observed",
    "recalls",
    "explains",
];

/// What follows a quotation in Korean and says that it is one.
const SPEAKING_KOREAN: &[&str] = &["하고", "라고", "이라고", "라며", "이라며", "라는", "이라는", "고 "];

/// Whether a quotation goes on into the clause around it, in Korean.
pub(super) fn follows_korean(rest: &[char]) -> bool {
    let start: String = rest.iter().take(4).collect();
    SPEAKING_KOREAN.iter().any(|word| start.starts_with(word))
}

/// How many characters may name the speaker.
const WIDEST: usize = 40;

/// Whether a clause of speaking follows a quotation, in a language without spaces between words.
pub(super) fn follows_wide(rest: &[char]) -> bool {
    let clause: String = rest
        .iter()
        .take(WIDEST)
        .take_while(|c| !matches!(c, '，' | ',' | '。' | '！' | '？' | '：' | ':' | '“' | '「' | '；'))
        .collect();
    SPEAKING.iter().any(|word| clause.contains(word))
}

/// Whether a clause of speaking follows a quotation, in a language with spaces between words.
pub(super) fn follows_spaced(rest: &[char]) -> bool {
    let clause: String = rest
        .iter()
        .take(2 * WIDEST)
        .take_while(|c| !matches!(c, ',' | '.' | '!' | '?' | ':' | '“' | '"'))
        .collect();
    clause
        .split_whitespace()
        .take(6)
        .any(|word| SPEAKING_SPACED.contains(&word))
}
