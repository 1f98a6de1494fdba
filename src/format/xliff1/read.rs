//! Reading.

use crate::diag::Sink;
use crate::error::Result;
use crate::format::xml::{Cut, DocumentParser, Element, Reading, XmlReader};
use crate::format::{ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::Header;

/// A reader of XLIFF 1.
pub(crate) fn reader(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Box<dyn UnitReader> {
    Box::new(XmlReader::new(input, Parser::default(), options, sink))
}

#[derive(Debug, Default)]
struct Parser {
    header: Header,
}

impl DocumentParser for Parser {
    const UNITS: &'static [&'static str] = &["trans-unit"];

    fn cut(local: &str, _depth: usize) -> Cut {
        match local {
            "xliff" | "file" | "body" | "group" => Cut::Open,
            _ => Cut::Whole,
        }
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn start(&mut self, _element: Element<'_>, _reading: &mut Reading<'_>) -> Result<()> {
        Ok(())
    }

    fn end(&mut self) {}

    fn whole(&mut self, _element: Element<'_>, _reading: &mut Reading<'_>) -> Result<()> {
        Ok(())
    }

    fn skipped(&mut self, _reading: &mut Reading<'_>) {}
}
