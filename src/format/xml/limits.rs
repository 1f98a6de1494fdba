//! How large and how deep XML may be. Real files stay far below; what lies beyond is an error that says so.

/// How many elements may stand inside each other.
pub(crate) const MAX_DEPTH: usize = 256;

/// How many bytes of UTF-8 one tag may have, from `<` to `>`, with all its attributes.
pub(crate) const MAX_TAG_BYTES: usize = 1 << 20;

/// How many bytes of UTF-8 a unit, a header, or any other piece may have that is read as a whole.
pub(crate) const MAX_PIECE_BYTES: usize = 16 << 20;

/// How many elements, attributes and texts one piece may have.
pub(crate) const MAX_NODES: usize = 100_000;

/// How many bytes of UTF-8 a DOCTYPE may have, with its internal subset.
pub(crate) const MAX_DOCTYPE_BYTES: usize = 1 << 20;

/// How many bytes of UTF-8 one entity of the internal subset may stand for, all references in it replaced.
pub(crate) const MAX_ENTITY_BYTES: usize = 1 << 16;

/// How deep entities may refer to each other.
pub(crate) const MAX_ENTITY_DEPTH: usize = 16;

/// How many bytes of UTF-8 all entities in one piece may become together.
pub(crate) const MAX_EXPANDED_BYTES: usize = 1 << 20;

/// How many odd characters of one piece are said one by one; the rest are counted.
pub(crate) const MAX_ODDITIES_SAID: usize = 1000;

/// How many errors of one file are listed; what comes after the first hundred mostly follows from it.
pub(crate) const MAX_ERRORS: usize = 100;
