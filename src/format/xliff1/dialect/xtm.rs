//! XTM: an `alt-trans` whose target is the word `null` says that a like segment comes later, and offers nothing.

use crate::format::xml::Element;

const NOTHING: &str = "null";

pub(super) fn is_no_candidate(alt_trans: Element<'_>, target: &str) -> bool {
    target == NOTHING
        && alt_trans
            .attribute("extype")
            .is_some_and(|extype| extype.contains("forward"))
}
