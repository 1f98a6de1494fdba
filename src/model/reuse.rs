//! Memory that is used again: units go round by the hundred, and would all come to be as large as the largest.

/// How many bytes a text or a list keeps when it is emptied.
const REUSED_BYTES: usize = 1 << 10;

/// Empties a text, and keeps its memory if it is no more than most texts need. Else all of it goes: what is cut down holds the
/// place in which the next large text would fit.
pub(crate) fn clear(text: &mut String) {
    if text.capacity() > REUSED_BYTES {
        *text = String::new();
    }
    text.clear();
}

/// Puts `new` in place of a text.
pub(crate) fn refill(text: &mut String, new: &str) {
    clear(text);
    text.push_str(new);
}

/// The same for a text that may not be there.
pub(crate) fn refill_or_new(text: &mut Option<String>, new: &str) {
    match text {
        Some(text) => refill(text, new),
        None => *text = Some(new.to_owned()),
    }
}

/// Shortens a list, and keeps its memory if it is no more than most lists need.
pub(crate) fn truncate<T>(list: &mut Vec<T>, length: usize) {
    list.truncate(length);
    if list.capacity() * size_of::<T>() > REUSED_BYTES {
        list.shrink_to(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_memory_is_kept_and_much_is_not() {
        for (bytes, keeps) in [(REUSED_BYTES, true), (REUSED_BYTES + 1, false)] {
            let mut text = Some("x".repeat(bytes));
            refill_or_new(&mut text, "new");
            assert_eq!(text.as_deref(), Some("new"));
            assert_eq!(text.unwrap().capacity() >= bytes, keeps);
            let mut list = vec![0_u8; bytes];
            truncate(&mut list, 1);
            assert_eq!((list.len(), list.capacity() >= bytes), (1, keeps));
        }
    }
}
