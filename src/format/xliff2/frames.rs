//! `file` and `group`: what units stand in.
//!
//! A unit that names its document, in its property `x-document`, stands in a `file` of that `original`; one that names its
//! groups, in `x-group`, stands in such groups. A file or group ends where the next unit belongs elsewhere, so that the
//! order of the units stays. A file of units that name no document has an id of our own, by which readers know that its
//! `original` is no more than the name of what was converted.

use super::losses::Findings;
use super::markup::Markup;
use super::write::Settings;
use super::{OWN_FILE, metadata, notes};
use crate::model::Header;

/// How deep the root's children stand.
const DEPTH: usize = 1;

/// How many files a document may have. Units beyond stand in one last file, and each says by itself what its document is.
const MOST_FILES: usize = 1000;

/// What joins the names of groups.
const PATH: &str = super::read::PATH;

/// How deep groups may stand in each other; deeper ones are a property of their units.
const DEEPEST_GROUP: usize = 32;

/// The open file and groups.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// The open file, if one is open.
    file: Option<OpenFile>,
    files: usize,
    /// The names of the open groups, outermost first.
    open: Vec<String>,
    groups: usize,
    /// What the first file says of all units.
    header: Header,
    /// What could not be said there, until there is somebody to tell.
    of_header: Findings,
}

/// A file that is open.
#[derive(Debug)]
struct OpenFile {
    /// The document that its units name; `None` where they name none.
    document: Option<String>,
}

impl Frames {
    pub(super) fn new(header: Header) -> Self {
        Self {
            header,
            ..Self::default()
        }
    }

    /// Whether a file may yet be opened for its original.
    pub(super) fn takes_documents(&self) -> bool {
        self.files < MOST_FILES
    }

    /// How deep units stand.
    pub(super) fn depth(&self) -> usize {
        DEPTH + 1 + self.open.len()
    }

    /// Whether `path` can be written as groups.
    pub(super) fn takes_groups(path: &str) -> bool {
        path.split(PATH).count() <= DEEPEST_GROUP
    }

    /// Opens and closes what has to be for a unit of `document` and `groups`.
    pub(super) fn enter(
        &mut self,
        markup: &mut Markup<'_>,
        document: Option<&str>,
        groups: Option<&str>,
        settings: &Settings,
    ) {
        let document = document.filter(|_| self.takes_documents());
        let stays = self
            .file
            .as_ref()
            .is_some_and(|open| open.document.as_deref() == document);
        if !stays {
            self.close(markup);
            self.open_file(markup, document, settings);
        }
        let path: Vec<&str> = groups.map(|groups| groups.split(PATH).collect()).unwrap_or_default();
        let common = self
            .open
            .iter()
            .zip(&path)
            .take_while(|(open, name)| open == *name)
            .count();
        self.close_groups(markup, common);
        for name in path.into_iter().skip(common) {
            self.groups += 1;
            markup.indent(self.depth());
            markup.raw("<group id=\"g");
            markup.number(self.groups);
            markup.raw("\"");
            markup.attribute("name", name);
            markup.raw(">\n");
            self.open.push(name.to_owned());
        }
    }

    /// Closes what is open; a document without units gets an empty group, since a file has at least one unit or group,
    /// and only a group may be empty.
    pub(super) fn finish(&mut self, markup: &mut Markup<'_>, settings: &Settings) {
        if self.file.is_none() {
            self.open_file(markup, None, settings);
            markup.indent(self.depth());
            markup.raw("<group id=\"g1\"/>\n");
        }
        self.close(markup);
    }

    /// What the header of the document could not hold.
    pub(super) fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.of_header)
    }

    fn open_file(&mut self, markup: &mut Markup<'_>, document: Option<&str>, settings: &Settings) {
        self.files += 1;
        self.file = Some(OpenFile {
            document: document.map(str::to_owned),
        });
        markup.indent(DEPTH);
        markup.raw("<file id=\"");
        markup.raw(if document.is_some() { "f" } else { OWN_FILE });
        markup.number(self.files);
        markup.raw("\"");
        let own = Some(settings.original.as_str()).filter(|original| !original.is_empty());
        markup.optional("original", document.or(own));
        // the units are segments already, and white space in them is text
        markup.raw(" canResegment=\"no\" xml:space=\"preserve\">\n");
        if self.files == 1 {
            self.write_header(markup);
        }
    }

    fn write_header(&mut self, markup: &mut Markup<'_>) {
        markup.enclose(DEPTH + 1, "<mda:metadata>\n", "</mda:metadata>\n", |markup| {
            metadata::write_header(markup, &self.header, DEPTH + 2);
        });
        self.of_header.lose_characters(markup.take_cleaned(), 0);
        let notes: Vec<notes::Written<'_>> = self
            .header
            .notes
            .iter()
            .map(|note| notes::Written {
                note,
                side: None,
                id: None,
                segment: None,
                of: 0,
            })
            .collect();
        notes::write(markup, &notes, DEPTH + 1, &mut self.of_header);
    }

    fn close(&mut self, markup: &mut Markup<'_>) {
        self.close_groups(markup, 0);
        if self.file.take().is_some() {
            markup.indent(DEPTH);
            markup.raw("</file>\n");
        }
    }

    fn close_groups(&mut self, markup: &mut Markup<'_>, left: usize) {
        while self.open.len() > left {
            self.open.pop();
            markup.indent(self.depth());
            markup.raw("</group>\n");
        }
    }
}
