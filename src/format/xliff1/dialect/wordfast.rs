//! Wordfast Pro and `GlobalLink`: txlf. Who changed a target and when stands in `gs4tr:seginfo`, as escaped XML.

use crate::format::xliff1::read::{Draft, Findings};
use crate::format::xml::Element;
use crate::model::Moment;

const NAMESPACE: &str = "http://www.gs4tr.org/schema/xliff-ext";

pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let Some(target) = element.first("target") else { return };
    let Some(info) = target.attribute_of(NAMESPACE, "seginfo") else {
        return;
    };
    let (user, time) = (attribute(info, "username"), attribute(info, "timestamp"));
    if user.is_none() && time.is_none() && !info.is_empty() {
        findings.never_carried("what `seginfo` says in a way of its own", target.at());
    }
    for draft in drafts.iter_mut().filter(|draft| draft.is_segment) {
        if let Some(time) = &time {
            draft.unit.provenance_mut().changed = Some(Moment::parse(time));
        }
        if let Some(user) = &user {
            draft.unit.provenance_mut().changed_by = Some(user.clone());
        }
    }
}

/// The value of an attribute of the one element in `markup`, its references replaced.
fn attribute(markup: &str, name: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(markup);
    loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let found = tag
                    .attributes()
                    .flatten()
                    .find(|attribute| attribute.key.as_ref() == name)?;
                return quick_xml::escape::unescape(&found.value)
                    .ok()
                    .map(std::borrow::Cow::into_owned);
            }
            quick_xml::events::Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_of_escaped_markup_is_read() {
        let markup = "<root username=\"m&amp;m\" timestamp='20250715T081500Z'/>";
        assert_eq!(attribute(markup, "username").as_deref(), Some("m&m"));
        assert_eq!(attribute(markup, "timestamp").as_deref(), Some("20250715T081500Z"));
        assert_eq!(attribute(markup, "other"), None);
        assert_eq!(attribute("no markup", "username"), None);
    }
}
