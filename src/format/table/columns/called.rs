//! What people call columns: by what is in them, and the two sides in several languages.

use super::Column;

/// Names by which people call columns, without case, spaces, hyphens and underscores.
const NAMES: &[(&str, Column)] = &[
    ("source", Column::Source),
    ("src", Column::Source),
    ("sourcesegment", Column::Source),
    ("sourcetext", Column::Source),
    ("srcseg.", Column::Source),
    ("msgid", Column::Source),
    ("target", Column::Target),
    ("tgt", Column::Target),
    ("trg", Column::Target),
    ("targetsegment", Column::Target),
    ("targettext", Column::Target),
    ("tgtseg.", Column::Target),
    ("translation", Column::Target),
    ("msgstr", Column::Target),
    ("sourcelang", Column::SourceLang),
    ("sourcelanguage", Column::SourceLang),
    ("srclang", Column::SourceLang),
    ("targetlang", Column::TargetLang),
    ("targetlanguage", Column::TargetLang),
    ("trglang", Column::TargetLang),
    ("tgtlang", Column::TargetLang),
    ("id", Column::Id),
    ("tuid", Column::Id),
    ("unitid", Column::Id),
    ("segmentid", Column::Id),
    ("note", Column::Note),
    ("notes", Column::Note),
    ("comment", Column::Note),
    ("comments", Column::Note),
    ("bemerkung", Column::Note),
    ("kommentar", Column::Note),
    ("commentaire", Column::Note),
    ("comentario", Column::Note),
    ("context", Column::Key),
    ("key", Column::Key),
    ("previous", Column::Previous),
    ("previoussource", Column::Previous),
    ("next", Column::Next),
    ("nextsource", Column::Next),
    ("state", Column::State),
    ("status", Column::State),
    ("created", Column::Created),
    ("creationdate", Column::Created),
    ("createdby", Column::CreatedBy),
    ("author", Column::CreatedBy),
    ("creationid", Column::CreatedBy),
    ("changed", Column::Changed),
    ("changedate", Column::Changed),
    ("modified", Column::Changed),
    ("changedby", Column::ChangedBy),
    ("changeid", Column::ChangedBy),
    ("modifiedby", Column::ChangedBy),
    ("lastused", Column::LastUsed),
    ("lastusagedate", Column::LastUsed),
    ("usagecount", Column::UsageCount),
];

/// How people call source and target otherwise, in names without case, spaces, hyphens and underscores. Each word counts only
/// beside its own other: `Quelle` beside `Übersetzung` is where a term is from.
const SIDES: &[(&str, &str)] = &[
    ("original", "translation"),
    ("quelle", "ziel"),
    ("quelltext", "zieltext"),
    ("ausgangstext", "zieltext"),
    ("quellsprache", "zielsprache"),
    ("ausgangssprache", "zielsprache"),
    ("original", "übersetzung"),
    ("source", "cible"),
    ("textesource", "textecible"),
    ("languesource", "languecible"),
    ("original", "traduction"),
    ("origen", "destino"),
    ("textodeorigen", "textodedestino"),
    ("original", "traducción"),
    ("origem", "destino"),
    ("original", "tradução"),
    ("origine", "destinazione"),
    ("originale", "traduzione"),
    ("оригинал", "перевод"),
    ("исходныйтекст", "перевод"),
    ("原文", "译文"),
    ("原文", "翻译"),
    ("源语言", "目标语言"),
    ("原文", "譯文"),
    ("原文", "翻譯"),
    ("來源語言", "目標語言"),
    ("原文", "訳文"),
    ("原文", "翻訳"),
    ("원문", "번역"),
    ("원문", "번역문"),
];

/// The name of a column without case, spaces, hyphens and underscores.
fn plain_name(cell: &str) -> String {
    let letters = cell.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

/// What a column of this name holds, if it is a name that people use.
pub(super) fn known_name(cell: &str) -> Option<Column> {
    let plain = plain_name(cell);
    NAMES
        .iter()
        .find(|(name, _)| *name == plain)
        .map(|(_, column)| column.clone())
}

/// The places of two columns that are called source and target in another language, where no other column is one of these.
pub(super) fn other_sides<'c>(list: &[Column], cells: impl Iterator<Item = &'c str>) -> Option<[usize; 2]> {
    let cells: Vec<String> = cells.map(|cell| plain_name(cell.trim())).collect();
    let place = |word: &str| cells.iter().position(|cell| cell == word);
    let is_side = |column: &Column| matches!(column, Column::Source | Column::Target);
    let is_alone = |pair: &[usize; 2]| {
        let mut sides = list.iter().enumerate().filter(|(_, column)| is_side(column));
        sides.all(|(at, _)| pair.contains(&at))
    };
    SIDES
        .iter()
        .filter_map(|(source, target)| Some([place(source)?, place(target)?]))
        .find(is_alone)
}
