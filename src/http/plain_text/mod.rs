//! Removes HTML tags from texts that users write.
//!
//! # Guarantees
//! - A tag of HTML is removed: an element of HTML, alone or with attributes of HTML. So are comments, and scripts
//!   and styles with their content.
//! - Everything else stays as it was written: `5 < 7 & 8`, `&lt;b&gt;`, `if (a<b && c>d)`, `<ann@example.org>`.
//! - A page that shows the result as HTML, although it must not, runs and loads nothing, and hides no more than
//!   what looks like a tag. Where it would, the `<` is left out.
//!
//! # Why the tokenizer only
//! `html5ever`, the parser of browsers' rules that sanitisers use, reads the tags. Sanitisers also
//! build a document, which drops the text inside of `<select>` or after `<plaintext>`, and unknown tags; here
//! all text stays.

mod markup;
mod names;
mod strip;
#[cfg(test)]
mod tests;

use crate::domain::text::{MessageText, TextError};
use crate::http::problem::Problem;

/// Characters of a text with its tags, at most.
const MAX_RAW_CHARS: usize = 10_000;
/// Removing tags can make new ones of the rest, as in `<<b>script>`. No text of a user needs more
/// passes than this.
const MAX_PASSES: usize = 8;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum InvalidText {
    #[error(transparent)]
    Text(#[from] TextError),
    /// [`MAX_PASSES`] did not remove all tags.
    #[error("must be plain text")]
    NestedMarkup,
}

/// Removes the tags of a text, which may have `max` characters without them. `field` names it in the
/// refusal.
///
/// # Errors
/// 400.
pub fn parse(field: &str, text: String, max: usize) -> Result<MessageText, Problem> {
    parse_text(text, max).map_err(|reason| Problem::invalid_content(field, reason))
}

fn parse_text(text: String, max: usize) -> Result<MessageText, InvalidText> {
    if is_longer(&text, MAX_RAW_CHARS) {
        return Err(TextError::TooLong(max).into());
    }
    let text = MessageText::new(without_tags(text)?)?;
    if is_longer(text.as_str(), max) {
        return Err(TextError::TooLong(max).into());
    }
    Ok(text)
}

fn is_longer(text: &str, max: usize) -> bool {
    // Counting bytes is cheaper, and enough for most texts.
    text.len() > max && text.chars().count() > max
}

fn without_tags(mut text: String) -> Result<String, InvalidText> {
    for _ in 0..MAX_PASSES {
        let Some(stripped) = strip::strip(&text) else {
            break;
        };
        if stripped == text {
            return Ok(text);
        }
        text = stripped;
    }
    Err(InvalidText::NestedMarkup)
}
