//! Emojis with which users react.

use std::fmt;

use serde::{Serialize, Serializer};

/// One emoji of those that Unicode recommends for general interchange (RGI), with its skin tones and
/// joiners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emoji(&'static str);

impl Emoji {
    /// The emoji that is this text; `None` if the text is anything else. A text without the variation
    /// selector that makes it an emoji is none: otherwise one emoji would have two spellings.
    pub fn new(text: &str) -> Option<Self> {
        let found = emojis::get(text)?.as_str();
        (found == text).then_some(Self(found))
    }

    /// The emoji as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Emoji {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_recommended_emoji_is_accepted() {
        for text in ["👍", "👍🏽", "👨‍👩‍👧‍👦", "❤️", "1️⃣", "🇷🇺", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏻‍❤️‍💋‍👩🏿"]
        {
            assert_eq!(Emoji::new(text).map(Emoji::as_str), Some(text));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            " ",
            "a",
            "1",
            "+1",
            ":+1:",
            "👍👍",
            "👍 ",
            "❤",
            "👍\u{200d}",
            "\u{200d}",
            "🇷",
            "👨‍👨‍👨",
            "<b>",
            "👍🏽🏽",
        ] {
            assert_eq!(Emoji::new(text), None, "{text}");
        }
    }
}
