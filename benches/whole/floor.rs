//! The floor: what it costs to go through the XML of a file and do nothing with it.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::Result;

/// Reads all events of a file, on one thread, and prints how many there are.
pub(crate) fn run(path: &Path) -> Result<()> {
    let mut reader = Reader::from_reader(BufReader::new(File::open(path)?));
    let mut buffer = Vec::new();
    let mut events = 0_u64;
    while !matches!(reader.read_event_into(&mut buffer)?, Event::Eof) {
        events += 1;
        buffer.clear();
    }
    writeln!(io::stdout(), "{events}")?;
    Ok(())
}
