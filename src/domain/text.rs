//! Rules for texts of users (`docs/realms/README.md`).

use unicode_segmentation::GraphemeCursor;

/// The most characters that a quote and the desk show of a message. SQL reads one more, which tells
/// whether the last one is whole.
pub const EXCERPT_CHARS: usize = 200;

/// A valid message text: not too long, and not blank unless the message has files or forwards another one.
/// Stored unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageText(String);

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Only white space.
    #[error("must not be empty")]
    Empty,
    /// More Unicode scalar values than allowed.
    #[error("must be at most {0} characters")]
    TooLong(usize),
    /// U+0000, which Postgres cannot store.
    #[error("must not contain the character U+0000")]
    Nul,
}

impl MessageText {
    /// In Unicode scalar values.
    pub const MAX_CHARS: usize = 10_000;

    /// Validates a text.
    pub fn new(text: String) -> Result<Self, TextError> {
        check(&text, Self::MAX_CHARS)?;
        Ok(Self(text))
    }

    /// Validates a text beside files, which may be blank, of at most `max` characters.
    pub fn beside_files(text: String, max: usize) -> Result<Self, TextError> {
        reject_nul(&text)?;
        check_length(&text, max)?;
        Ok(Self(text))
    }

    /// The text of a message that has files only, or those of a message that it forwards.
    pub const fn none() -> Self {
        Self(String::new())
    }

    /// The unchanged text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unchanged text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The beginning of a text: at most `max` characters, of whole graphemes. An emoji of several characters
/// is not cut through, unless it has more than `max` by itself.
pub fn beginning(text: &str, max: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return text;
    };
    let whole = grapheme_boundary(text, end);
    &text[..if whole == 0 { end } else { whole }]
}

/// The last boundary between graphemes at or before a byte of the text.
fn grapheme_boundary(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    // Errors ask for other chunks of a text, and this one is whole.
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Checks that a text is not blank, has at most `max` characters and no NUL.
pub fn check(text: &str, max: usize) -> Result<(), TextError> {
    reject_nul(text)?;
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_length(text, max)
}

fn check_length(text: &str, max: usize) -> Result<(), TextError> {
    // A text has at most as many characters as bytes.
    if text.len() > max && text.chars().count() > max {
        return Err(TextError::TooLong(max));
    }
    Ok(())
}

/// Checks that Postgres can store a text.
pub fn reject_nul(text: &str) -> Result<(), TextError> {
    if text.contains('\0') {
        Err(TextError::Nul)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_of_whole_graphemes() {
        let family = "👨‍👩‍👧‍👦";
        assert_eq!(beginning(&format!("{family}{family}"), 13), family);
        assert_eq!(beginning(&format!("a{family}"), 7), "a");
        assert_eq!(beginning("🇷🇺🇷🇺", 3), "🇷🇺");
        assert_eq!(beginning("e\u{301}e\u{301}", 3), "e\u{301}");
        assert_eq!(beginning("12", 2), "12");
        assert_eq!(beginning("\r\nab", 3), "\r\na");
    }

    #[test]
    fn a_grapheme_longer_than_the_limit_is_cut() {
        let long = format!("e{}", "\u{301}".repeat(10));
        assert_eq!(beginning(&long, 3), "e\u{301}\u{301}");
    }

    #[test]
    fn counts_scalar_values_not_bytes() {
        assert!(MessageText::new("ё".repeat(10_000)).is_ok());
        assert_eq!(
            MessageText::new("ё".repeat(10_001)),
            Err(TextError::TooLong(10_000))
        );
    }

    #[test]
    fn white_space_is_kept_but_does_not_count_as_text() {
        assert_eq!(
            MessageText::new(" \u{a0}\n\t".into()),
            Err(TextError::Empty)
        );
        assert_eq!(MessageText::new("  да ".into()).unwrap().as_str(), "  да ");
    }

    #[test]
    fn refuses_nul() {
        assert_eq!(MessageText::new("a\0b".into()), Err(TextError::Nul));
    }
}
