//! Rules for texts of users (`docs/realms/README.md`).

/// A valid message text: not too long, and not blank unless the message has files. Stored unchanged.
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

    /// The unchanged text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unchanged text.
    pub fn into_string(self) -> String {
        self.0
    }
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
