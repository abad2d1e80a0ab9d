//! E-mail addresses.

use super::text::{self, TextError};

/// Longest e-mail address, in characters.
const MAX_CHARS: usize = 255;

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    #[error(transparent)]
    Text(#[from] TextError),
    /// No e-mail can be sent to it.
    #[error("must be an e-mail address")]
    Malformed,
}

/// The address in a given text, without the white space around it: one to which e-mails can be sent, as
/// far as its form tells.
pub fn email_address(given: &str) -> Result<&str, InvalidEmail> {
    let email = given.trim();
    text::check(email, MAX_CHARS)?;
    if email.parse::<lettre::Address>().is_err() {
        return Err(InvalidEmail::Malformed);
    }
    Ok(email)
}
