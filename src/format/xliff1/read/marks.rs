//! Marks in text: segments, tracked changes, remarks; and elements that XLIFF does not have.

use super::code::{say_unread, type_without_prefix};
use super::inline::{Cutting, FlowReader, Stretch};
use super::numbers::Class;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::dialect::Change;
use crate::format::xml::Element;
use crate::model::{Code, Role};

impl<'t> FlowReader<'_, 't, '_, '_> {
    pub(super) fn read_mrk(&mut self, element: Element<'t>) {
        let written = element.attribute("mtype").unwrap_or_else(|| {
            self.findings
                .repaired(element.at(), "`<mrk>` has no `mtype` and is read as a highlight");
            "x-hi"
        });
        if written == "seg" {
            self.read_segment(element);
            return;
        }
        if let Some(change) = self.setting.dialects.change(written) {
            self.read_change(element, change);
            return;
        }
        let mtype = match written {
            "x-hi" => None,
            other => Some(type_without_prefix(other)),
        };
        // only `mid` tells marks of one type apart by more than their order
        let number = if let Some(mid) = element.attribute("mid") {
            self.number(Class::Mark, mid, element.at())
        } else {
            let key = (Class::Mark, mtype.unwrap_or_default());
            let seen = self.seen.entry(key).or_default();
            *seen += 1;
            let nth = *seen;
            self.numbers
                .of(Class::Mark, &format!("type {}", mtype.unwrap_or_default()), nth)
        };
        let mut mark = Code::new_mark(Role::Open, number);
        mark.code_type = mtype.map(str::to_owned);
        mark.ts = element.attribute("ts").map(str::to_owned);
        mark.mark.comment = element.attribute("comment").map(str::to_owned);
        self.setting.dialects.mark(element, &mut mark);
        say_unread(element, self.setting.dialects, self.findings);
        let opening = self.push(mark, element.at());
        self.read_children(element);
        let closing = self.push(Code::new_mark(Role::Close, number), element.at());
        self.note_span(opening, closing);
    }

    fn read_change(&mut self, element: Element<'t>, change: Change) {
        self.findings.is_sound = false;
        match change {
            Change::Deleted => {
                let message = "text that a tracked change deletes is left out";
                self.findings
                    .say_once(DiagnosticCode::ToolHabit, "deleted text", element.at(), message);
            }
            Change::Added => {
                let message = "text that a tracked change adds is read as text; that it was added is not carried";
                self.findings
                    .say_once(DiagnosticCode::ToolHabit, "added text", element.at(), message);
                self.read_children(element);
            }
            Change::Place => {
                self.findings.never_carried("the place of a sub-segment", element.at());
                self.read_children(element);
            }
        }
    }

    fn read_segment(&mut self, element: Element<'t>) {
        let comment = element.attribute("comment").filter(|comment| !comment.is_empty());
        if self.cutting == Cutting::Whole || self.in_segment {
            if comment.is_some() {
                self.findings
                    .not_carried("the `comment` of a segment that is none here", element.at());
            }
            self.read_children(element);
            return;
        }
        let segment = self.findings.reading.new_segment();
        self.flow.stretches.push(Stretch {
            is_segment: true,
            mid: element.attribute("mid"),
            comment,
            segment,
            at: element.at(),
        });
        say_unread(element, self.setting.dialects, self.findings);
        self.in_segment = true;
        self.read_children(element);
        self.in_segment = false;
    }

    /// An element that XLIFF does not have is read as the native code that it looks like.
    pub(super) fn read_unknown(&mut self, element: Element<'t>) {
        let name = element.name();
        let message = format!("XLIFF 1 has no `<{name}>` in text; it is read as a code");
        self.findings.is_sound = false;
        self.findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
        let markup = element.markup();
        let inside = element.inner_markup();
        if inside.is_empty() {
            let number = self.number(Class::Alone, name, element.at());
            self.push(Code::new(Role::Alone, number).with_data(markup), element.at());
            return;
        }
        let number = self.number(Class::Pair, name, element.at());
        let start = markup.find(inside).and_then(|at| markup.get(..at)).unwrap_or_default();
        let opening = self.push(Code::new(Role::Open, number).with_data(start), element.at());
        self.read_children(element);
        let end = format!("</{name}>");
        let closing = self.push(Code::new(Role::Close, number).with_data(end), element.at());
        self.note_span(opening, closing);
    }
}
