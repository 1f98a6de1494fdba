//! The page on which a person looks over an alignment: HTML that needs no server and loads nothing.
//!
//! The rows are in it as JSONL, just as [`JsonlWriter`](super::jsonl::JsonlWriter) writes them, and what the page saves is
//! JSONL again, which is read like any other. They are written as they come, and nothing is held.

use std::io::Write;

use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::format::UnitWriter;
use crate::format::jsonl::write_row;
use crate::model::TranslationUnit;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// What a row is and what is saved of it, what is shown, what can be done, and who asks for it.
const SCRIPT: &str = concat!(
    include_str!("page/rows.js"),
    "\n",
    include_str!("page/shown.js"),
    "\n",
    include_str!("page/done.js"),
    "\n",
    include_str!("page/asked.js"),
);

/// Where the rows stand in the page.
const ROWS: &str = "{{rows}}";

/// Writes the page.
pub struct ReviewWriter {
    output: Box<dyn Write>,
    /// What follows the rows.
    tail: String,
    buffer: String,
    escaped: String,
}

impl ReviewWriter {
    /// Begins a page to `output`, with `title` as its heading.
    ///
    /// # Errors
    ///
    /// Fails if the output can't be written.
    pub fn new(mut output: Box<dyn Write>, title: &str) -> Result<Self> {
        let page = PAGE
            .replace("{{style}}", STYLE.trim_end())
            .replace("{{script}}", SCRIPT.trim_end());
        let (head, tail) = page.split_once(ROWS).unwrap_or((&page, ""));
        let head = head.replace("{{title}}", &escaped_title(title));
        output.write_all(head.as_bytes()).map_err(failed)?;
        Ok(Self {
            output,
            tail: tail.to_owned(),
            buffer: String::new(),
            escaped: String::new(),
        })
    }
}

fn failed(error: std::io::Error) -> Error {
    ErrorKind::Write(error).into()
}

fn escaped_title(title: &str) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl UnitWriter for ReviewWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        self.buffer.clear();
        write_row(&mut self.buffer, unit, None)?;
        // in JSON a `<` stands in texts alone; as it is, it could end the element that the rows stand in, or begin a
        // comment there (HTML, 4.12.1.3)
        self.escaped.clear();
        let mut parts = self.buffer.split('<');
        self.escaped.extend(parts.next());
        for part in parts {
            self.escaped.push_str("\\u003c");
            self.escaped.push_str(part);
        }
        self.output.write_all(self.escaped.as_bytes()).map_err(failed)
    }

    fn finish(mut self: Box<Self>, _sink: &mut dyn Sink) -> Result<()> {
        self.output.write_all(self.tail.as_bytes()).map_err(failed)?;
        self.output.flush().map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LanguageTag, Variant};

    fn page(texts: [&str; 2], title: &str) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut writer = Box::new(ReviewWriter::new(Box::new(file.reopen().unwrap()), title).unwrap());
        let lang = |tag| LanguageTag::parse(tag).unwrap();
        let [source, target] = texts;
        let unit = TranslationUnit::bilingual(Variant::new(lang("ar"), source), Variant::new(lang("en"), target));
        writer.write_unit(&unit, &mut Vec::new()).unwrap();
        writer.finish(&mut Vec::new()).unwrap();
        std::fs::read_to_string(file.path()).unwrap()
    }

    #[test]
    fn no_text_ends_the_element_that_it_stands_in() {
        let page = page(["a </script><!-- b", "<script>"], "x</title>&");
        let (_, rows) = page.split_once("id=\"data\">\n").unwrap();
        let (rows, _) = rows.split_once("</script>").unwrap();
        let row: serde_json::Value = serde_json::from_str(rows.trim_end()).unwrap();
        assert_eq!(row["source"], "a </script><!-- b");
        assert_eq!(row["target"], "<script>");
        assert!(page.contains("<h1>x&lt;/title&gt;&amp;</h1>"), "{page}");
    }

    #[test]
    fn the_page_is_whole_and_loads_nothing() {
        let page = page(["a", "b"], "t");
        assert!(!page.contains("{{"), "{page}");
        for address in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(address), "{address}");
        }
        assert!(page.contains("default-src 'none'"));
    }
}
