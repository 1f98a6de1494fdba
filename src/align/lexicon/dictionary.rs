//! Dictionaries of the user's: CC-CEDICT, tables of two columns, and what `--lexicon-out` wrote.

use std::sync::Arc;

use super::{LearntPair, Lexicon};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Origin;

/// The first line of a table that texts have taught; its languages and words follow in columns.
const HEAD: &str = "#tmforge-lexicon";

impl Lexicon {
    /// Reads CC-CEDICT (`傳統 传统 [chuan2 tong3] /tradition/traditional/`) or a table of two columns, parted by tab, `;` or `,`.
    ///
    /// Lines that begin with `#` are remarks. Each line that is ignored is a finding.
    ///
    /// # Errors
    ///
    /// Fails if no line has two columns; the error names the first of them.
    pub fn read_dictionary(&mut self, text: &str, file: &Arc<str>, sink: &mut dyn Sink) -> Result<()> {
        let before = self.entries.len();
        let mut first_bad = None;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let separator = separator(text);
        let mut leave_out = |number: u64| {
            first_bad.get_or_insert(number);
            let wanted = if separator.is_none() {
                "an entry of CC-CEDICT"
            } else {
                "two columns"
            };
            let message = format!("this line of a dictionary is not {wanted} and is left out");
            let at = Origin {
                file: Some(Arc::clone(file)),
                line: number,
                column: 1,
            };
            sink.take(Diagnostic::new(DiagnosticCode::DictionaryLine, message).at(&at));
        };
        let Some(separator) = separator else {
            for (number, line) in (1..).zip(text.lines()) {
                let is_remark = line.trim().is_empty() || line.starts_with('#');
                if !is_remark && self.take_cedict(line).is_none() {
                    leave_out(number);
                }
            }
            return self.end_dictionary(before, first_bad, file);
        };
        let mut lines = (1..).zip(text.lines()).peekable();
        while let Some((number, line)) = lines.next() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut record = line.to_owned();
            if separator != b'\t' {
                // a quoted cell may go on in the lines below, but not as far as the end
                let mut below = lines.clone();
                let mut taken = 0;
                while !has_whole_cells(&record)
                    && taken < MOST_LINES
                    && let Some((_, line)) = below.next()
                {
                    record.push('\n');
                    record.push_str(line);
                    taken += 1;
                }
                if has_whole_cells(&record) {
                    lines = below;
                } else {
                    line.clone_into(&mut record);
                }
            }
            if self.take_row(&record, separator).is_none() {
                leave_out(number);
            }
        }
        self.end_dictionary(before, first_bad, file)
    }

    /// Puts the terms in order, if some were read behind those `before`.
    fn end_dictionary(&mut self, before: usize, first_bad: Option<u64>, file: &Arc<str>) -> Result<()> {
        if self.entries.len() == before {
            return Err(
                Error::from(ErrorKind::Table("no line is an entry of a dictionary".to_owned()))
                    .with_help("give CC-CEDICT, or a term and its translation on each line with a tab between them")
                    .in_file(file)
                    .at(first_bad.unwrap_or(1), 1),
            );
        }
        self.sort();
        Ok(())
    }

    fn take_cedict(&mut self, line: &str) -> Option<()> {
        let (head, glosses) = line.split_once('/')?;
        let (_, rest) = head.split_once(' ')?;
        let (simplified, _) = rest.split_once(' ')?;
        self.add(simplified, glosses.trim_end().trim_end_matches('/'));
        Some(())
    }

    fn take_row(&mut self, row: &str, separator: u8) -> Option<()> {
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(separator)
            // what is parted by tabs has no quotation marks around its cells
            .quoting(separator != b'\t' && has_whole_cells(row))
            .has_headers(false)
            .from_reader(row.as_bytes());
        let row = rows.records().next()?.ok()?;
        let mut cells = row.iter().map(|cell| cell.trim().trim_matches('"').trim());
        let (a, b) = (cells.next()?, cells.next()?);
        if a.is_empty() || b.is_empty() {
            return None;
        }
        self.add_pair(a, b);
        Some(())
    }

    /// Takes two terms that stand for each other, in whichever order a text has their languages.
    pub fn add_pair(&mut self, a: &str, b: &str) {
        for (term, gloss) in [(a, b), (b, a)] {
            if term.chars().any(crate::align::script::is_han) {
                self.add(term, gloss);
                continue;
            }
            // a term of several words is found by each that says something
            let words: Vec<&str> = term.split_whitespace().collect();
            let told = |word: &&str| words.len() == 1 || word.chars().count() > 3;
            for word in words.iter().copied().filter(told) {
                self.add(word.trim_matches(|c: char| !c.is_alphanumeric()), gloss);
            }
        }
    }

    /// Reads a table that [`learnt_table`](Self::learnt_table) wrote.
    ///
    /// # Errors
    ///
    /// Fails at the first line that is none of such a table.
    pub fn read_learnt(&mut self, text: &str, file: &Arc<str>) -> Result<()> {
        let fail = |line: u64, message: &str| {
            Error::from(ErrorKind::Table(message.to_owned()))
                .with_help("give a file that `--lexicon-out` wrote")
                .in_file(file)
                .at(line, 1)
        };
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, line)| line.trim_end() != HEAD) {
            return Err(fail(1, "is no table of words that `--lexicon-out` wrote"));
        }
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('\t').collect();
            let share = |cell: &str| cell.parse().ok().filter(|share| (0.0..=1.0).contains(share));
            let pair = match cells.as_slice() {
                [a, b, first, second, forward, backward] => {
                    share(forward).zip(share(backward)).map(|shares| LearntPair {
                        langs: [(*a).to_owned(), (*b).to_owned()],
                        words: [(*first).to_owned(), (*second).to_owned()],
                        shares: [shares.0, shares.1],
                    })
                }
                _ => None,
            };
            let wanted = "is not two languages, two words and two shares with tabs between them";
            self.learnt.push(pair.ok_or_else(|| fail(number, wanted))?);
        }
        Ok(())
    }

    /// What texts have taught, as a table of its own kind: languages, words, probabilities both ways.
    #[must_use]
    pub fn learnt_table(&self) -> String {
        use std::fmt::Write as _;
        let mut table = format!("{HEAD}\n");
        for pair in &self.learnt {
            let ([a, b], [first, second], [forward, backward]) = (&pair.langs, &pair.words, &pair.shares);
            // writing to a string does not fail
            let _ = writeln!(table, "{a}\t{b}\t{first}\t{second}\t{forward:.4}\t{backward:.4}");
        }
        table
    }
}

/// How many lines a quoted cell may go on for.
const MOST_LINES: usize = 20;

/// Whether each quotation mark has its partner.
fn has_whole_cells(row: &str) -> bool {
    row.matches('"').count().is_multiple_of(2)
}

/// What parts the columns; `None` in CC-CEDICT. The first lines decide.
fn separator(text: &str) -> Option<u8> {
    const LOOKED_AT: usize = 50;
    let lines = || {
        let told = text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        told.take(LOOKED_AT)
    };
    let count = |fits: &dyn Fn(&str) -> bool| lines().filter(|line| fits(line)).count();
    let of_cedict = count(&|line| line.contains(" [") && line.contains("] /") && line.trim_end().ends_with('/'));
    let tabs = count(&|line| line.contains('\t'));
    if of_cedict > tabs {
        return None;
    }
    let (semicolons, commas) = (count(&|line| line.contains(';')), count(&|line| line.contains(',')));
    Some(if tabs > 0 {
        b'\t'
    } else if semicolons >= commas && semicolons > 0 {
        b';'
    } else {
        b','
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Lexicon, Vec<Diagnostic>, Result<()>) {
        let (mut lexicon, mut found) = (Lexicon::default(), Vec::new());
        let result = lexicon.read_dictionary(text, &"d.tsv".into(), &mut found);
        (lexicon, found, result)
    }

    #[test]
    fn cedict_and_tables_are_told_apart() {
        let (lexicon, found, _) = read("# CC-CEDICT\n會議 会议 [hui4 yi4] /meeting/conference/\n");
        assert_eq!(lexicon.glosses_of("会议").collect::<Vec<_>>(), ["meeting/conference"]);
        assert!(found.is_empty());
        let (lexicon, found, _) = read("\"会议\",\"meeting, gathering\"\n\"a\nb\",\"\"\n");
        assert_eq!(lexicon.glosses_of("会议").collect::<Vec<_>>(), ["meeting, gathering"]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
        let (lexicon, found, _) = read("# terms\n\n\nnothing\n电影,\"film\n部长,minister\n");
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [4]);
        assert_eq!(lexicon.glosses_of("电影").collect::<Vec<_>>(), ["film"]);
        assert_eq!(lexicon.glosses_of("部长").collect::<Vec<_>>(), ["minister"]);
        for table in ["会议\tmeeting\n", "会议;meeting\n", "会议,meeting\n", "meeting\t會議\n"] {
            let (lexicon, ..) = read(table);
            assert_eq!(lexicon.glosses_of("会议").collect::<Vec<_>>(), ["meeting"], "{table}");
        }
    }

    #[test]
    fn ignored_lines_are_named_and_a_file_of_them_is_refused() {
        let (_, found, result) = read("Haus\tmaison\nnothing\n");
        assert!(result.is_ok());
        assert_eq!(found.len(), 1);
        let error = read("one\ntwo\n").2.unwrap_err();
        assert_eq!(
            (error.origin().line, error.origin().file.as_deref()),
            (1, Some("d.tsv"))
        );
    }

    #[test]
    fn a_learnt_table_reads_back() {
        let mut lexicon = Lexicon::default();
        lexicon.learnt.push(LearntPair {
            langs: ["zh".into(), "en".into()],
            words: ["会".into(), "meeting".into()],
            shares: [0.5, 0.25],
        });
        let mut back = Lexicon::default();
        back.read_learnt(&lexicon.learnt_table(), &"l".into()).unwrap();
        assert_eq!(back.learnt, lexicon.learnt);
        assert!(back.read_learnt("a\tb\n", &"l".into()).is_err());
        assert_eq!(
            back.read_learnt("#tmforge-lexicon\nzh\n", &"l".into())
                .unwrap_err()
                .origin()
                .line,
            2
        );
    }
}
