//! Fragment identifiers, by which references name what stands in a document (XLIFF 2, Fragment Identification).

use crate::model::AppliesTo;

/// The prefixes of modules, whose ids no memory keeps.
const MODULES: [&str; 10] = ["ctr", "fs", "gls", "its", "mda", "mtc", "pgs", "res", "slr", "val"];

/// `#f=…/g=…/u=…/n=…`, in this order: each step may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fragment<'a> {
    /// Whether it begins at the root, so that nothing is to be taken from around the reference.
    is_absolute: bool,
    file: Option<&'a str>,
    group: Option<&'a str>,
    unit: Option<&'a str>,
    /// What the last step names; `None` where it has a prefix that is not known.
    named: Option<Named<'a>>,
}

/// What a fragment names of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    /// The unit itself.
    Unit,
    /// A segment or what stands between two, a code or a mark.
    Inline {
        /// Its id.
        id: &'a str,
        /// In the source, if not said otherwise.
        side: AppliesTo,
    },
    /// A note, by its id.
    Note(&'a str),
    /// Native code or what a module says, which has no name in a memory.
    Nameless,
}

/// The ids of a unit and of the file that it stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Home<'a> {
    pub(super) file: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
}

impl<'a> Fragment<'a> {
    /// Parses a reference that is a fragment of its own document.
    pub(super) fn parse(reference: &'a str) -> Option<Self> {
        Self::parse_path(reference.strip_prefix('#')?)
    }

    /// The same where a reference can mean nothing else: with or without the name of a document in front, or the `#`.
    pub(super) fn parse_loosely(reference: &'a str) -> Option<Self> {
        Self::parse_path(reference.rsplit_once('#').map_or(reference, |(_, path)| path))
    }

    fn parse_path(path: &'a str) -> Option<Self> {
        let relative = path.strip_prefix('/');
        let mut steps = relative.unwrap_or(path).split('/').peekable();
        let mut around = |prefix| {
            let step = steps.next_if(|step| step.starts_with(prefix))?;
            step.strip_prefix(prefix)
        };
        let (file, group, unit) = (around("f="), around("g="), around("u="));
        let named = match steps.next().map(|step| step.split_once('=').ok_or(step)) {
            None => Some(Named::Unit),
            Some(Err("")) => return None,
            Some(Err(id)) => Some(Named::Inline {
                id,
                side: AppliesTo::Source,
            }),
            Some(Ok(("t", id))) => Some(Named::Inline {
                id,
                side: AppliesTo::Target,
            }),
            Some(Ok(("n", id))) => Some(Named::Note(id)),
            Some(Ok((prefix, _))) if prefix == "d" || MODULES.contains(&prefix) => Some(Named::Nameless),
            Some(Ok(_)) => None,
        };
        steps.next().is_none().then_some(Self {
            is_absolute: relative.is_some(),
            file,
            group,
            unit,
            named,
        })
    }

    /// What it names of the unit in `home`, where a reference with it stands; `None` if that is somewhere else, or unknown.
    ///
    /// The ids of units are those of one file, whatever their groups are.
    pub(super) fn within(self, home: Home<'_>) -> Option<Named<'a>> {
        let is_at_home = match self.unit {
            Some(unit) if self.file.is_some() || self.is_absolute => {
                home == Home {
                    file: self.file,
                    unit: Some(unit),
                }
            }
            Some(unit) => home.unit == Some(unit),
            None => self.file.is_none() && self.group.is_none() && !self.is_absolute,
        };
        self.named.filter(|_| is_at_home)
    }

    /// The side of what it names, wherever that is.
    pub(super) fn side(self) -> AppliesTo {
        match self.named {
            Some(Named::Inline { side, .. }) => side,
            _ => AppliesTo::Source,
        }
    }
}

impl<'a> Named<'a> {
    /// The id of a segment, code or mark.
    pub(super) fn inline_id(self) -> Option<&'a str> {
        match self {
            Self::Inline { id, .. } => Some(id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Home<'_> = Home {
        file: Some("f1"),
        unit: Some("u1"),
    };

    fn named(reference: &str) -> Option<Named<'_>> {
        Fragment::parse(reference)?.within(HOME)
    }

    fn inline(id: &str, side: AppliesTo) -> Named<'_> {
        Named::Inline { id, side }
    }

    #[test]
    fn what_is_beyond_the_unit_is_not_named_within() {
        for reference in [
            "",
            "#",
            "#/",
            "5",
            "http://example.org/x#y",
            "a.xlf#5",
            "#f=f2/u=u1/5",
            "#f=f1/u=u2/5",
            "#u=u2",
            "#u=u2/n=a",
            "#f=f1",
            "#f=f1/n=a",
            "#g=g1/n=a",
            "#/f=f1",
            "#/u=u1/5",
            "#/5",
            "#u=u1/f=f1/5",
            "#u=u1/5/6",
            "#my=1",
            "#u=u1/my=1",
        ] {
            assert_eq!(named(reference), None, "{reference}");
        }
    }

    #[test]
    fn steps_to_the_own_unit_may_stand_or_be_missing() {
        for around in ["#", "#u=u1/", "#g=g1/u=u1/", "#f=f1/u=u1/", "#/f=f1/g=g1/u=u1/"] {
            let of = |last: &str| format!("{around}{last}");
            assert_eq!(named(&of("a")), Some(inline("a", AppliesTo::Source)), "{around}");
            assert_eq!(named(&of("t=a")), Some(inline("a", AppliesTo::Target)), "{around}");
            assert_eq!(named(&of("n=a")), Some(Named::Note("a")), "{around}");
            assert_eq!(named(&of("d=a")), Some(Named::Nameless), "{around}");
            assert_eq!(named(&of("gls=a")), Some(Named::Nameless), "{around}");
        }
        for reference in ["#u=u1", "#f=f1/u=u1", "#/f=f1/u=u1"] {
            assert_eq!(named(reference), Some(Named::Unit), "{reference}");
        }
    }

    #[test]
    fn where_only_the_own_unit_can_be_meant_the_front_may_be_missing() {
        for reference in ["a", "#a", "a.xlf#a", "#u=u1/a", "http://example.org/x#f=f1/u=u1/a"] {
            let fragment = Fragment::parse_loosely(reference).unwrap();
            assert_eq!(
                fragment.within(HOME),
                Some(inline("a", AppliesTo::Source)),
                "{reference}"
            );
        }
    }
}
