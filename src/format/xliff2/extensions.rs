//! Foreign elements: written back where they can stand in a unit.

use crate::format::xml::Tree;
use crate::model::Extension;

/// Whether an element can be written: it is whole, needs nothing from around it, and is none of a standard, whose schema
/// would ask more of it than is known.
pub(super) fn can_be_written(extension: &Extension) -> bool {
    let Some(tree) = Tree::of_fragment(&extension.markup) else {
        return false;
    };
    let root = tree.root(&extension.markup);
    root.is_some_and(|root| root.namespace() == extension.namespace && super::read::stands_alone(root))
}
