//! Somebody whom a text mentions, and where.

use serde::{Deserialize, Serialize};

use crate::domain::ids::UserId;

/// Somebody whom a text mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    pub user_id: UserId,
    /// `None` if they stand nowhere in the text, and the author chose them.
    #[serde(flatten)]
    pub place: Option<MentionPlace>,
}

/// Where an `@` and the name behind it stand in a text, in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionPlace {
    pub start: usize,
    /// Exclusive.
    pub end: usize,
}

impl Mention {
    /// One whose place in the text, if any, is not known yet.
    pub(crate) fn of(user_id: UserId) -> Self {
        Self {
            user_id,
            place: None,
        }
    }

    /// The name by which a text mentions them.
    pub(crate) fn name_in<'a>(&self, text: &'a str) -> Option<&'a str> {
        let place = self.place?;
        let (from, to) = (byte_at(text, place.start)?, byte_at(text, place.end)?);
        text.get(from..to)?.strip_prefix('@')
    }
}

/// The byte of a text at which a UTF-16 code unit stands; `None` within a character, and beyond the end.
fn byte_at(text: &str, unit: usize) -> Option<usize> {
    let mut units = 0;
    for (byte, char) in text.char_indices() {
        if units >= unit {
            return (units == unit).then_some(byte);
        }
        units += char.len_utf16();
    }
    (units == unit).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, end: usize) -> Mention {
        Mention {
            user_id: UserId(1),
            place: Some(MentionPlace { start, end }),
        }
    }

    #[test]
    fn name_is_read_from_its_place_if_one_is_there() {
        let text = "🌸 @Аня!";
        for (start, end, name) in [
            (3, 7, Some("Аня")),
            (3, 8, Some("Аня!")),
            (1, 7, None),
            (2, 7, None),
            (4, 7, None),
            (3, 9, None),
            (7, 3, None),
        ] {
            assert_eq!(mention(start, end).name_in(text), name, "{start}..{end}");
        }
        assert_eq!(Mention::of(UserId(1)).name_in(text), None);
    }

    #[test]
    fn mention_without_a_place_has_its_user_alone() {
        for (written, mention) in [
            (r#"{"user_id":1}"#, Mention::of(UserId(1))),
            (r#"{"user_id":1,"start":0,"end":4}"#, mention(0, 4)),
        ] {
            assert_eq!(serde_json::to_string(&mention).unwrap(), written);
            let read: Mention = serde_json::from_str(written).unwrap();
            assert_eq!(read, mention);
        }
    }
}
