//! Which marks of source and target belong together.

/// A mark that was written, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenMark {
    /// The scope of the sub-flow that it stands in; 0 for the text itself.
    pub(super) flow: u32,
    /// Its `mtype`.
    pub(super) mtype: String,
    /// Scope and id of the mark, the same in source and target.
    pub(super) id: (u32, u32),
    /// The part of the unit that it stands in.
    pub(super) part: usize,
}

/// The first part whose marks a reader would join wrongly.
///
/// The schema lets `mid` of a `mrk` in `target` name segments only, so readers join the n-th marks of equal type.
pub(super) fn mismatch(source: &[WrittenMark], target: &[WrittenMark]) -> Option<usize> {
    let wrong = |(at, mark): (usize, &WrittenMark)| {
        let alike = |other: &&WrittenMark| other.flow == mark.flow && other.mtype == mark.mtype;
        let nth = target.iter().take(at).filter(alike).count();
        let joined = source.iter().filter(alike).nth(nth).map(|other| other.id);
        let partner = source
            .iter()
            .find(|other| other.flow == mark.flow && other.id == mark.id)
            .map(|other| other.id);
        (joined != partner).then_some(mark.part)
    };
    target.iter().enumerate().find_map(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(mtype: &str, id: u32) -> WrittenMark {
        WrittenMark {
            flow: 0,
            mtype: mtype.to_owned(),
            id: (1, id),
            part: 0,
        }
    }

    #[test]
    fn order_and_type_tell_marks_apart() {
        let source = [mark("term", 1), mark("name", 2), mark("term", 3)];
        assert_eq!(mismatch(&source, &source), None);
        assert_eq!(mismatch(&source, &[mark("name", 2), mark("term", 1)]), None);
        assert_eq!(mismatch(&source, &[]), None);
    }

    #[test]
    fn equal_marks_in_another_order_and_a_mark_of_its_own_mismatch() {
        let source = [mark("term", 1), mark("term", 2)];
        assert_eq!(mismatch(&source, &[mark("term", 2), mark("term", 1)]), Some(0));
        assert_eq!(mismatch(&source, &[mark("term", 2)]), Some(0));
        assert_eq!(mismatch(&source, &[mark("term", 9)]), Some(0));
        assert_eq!(mismatch(&[], &[mark("term", 9)]), None);
    }
}
