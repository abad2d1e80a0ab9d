//! The text of a notification.

use serde::Serialize;

use crate::domain::{Language, Name};

/// The most characters of a title and of a body: encrypted, they fit the 4,096 bytes that a push
/// service takes (RFC 8030, 7.2), even if each of them needs an escape sequence.
const MAX_TITLE: usize = 100;
const MAX_BODY: usize = 200;

/// A message to notify of.
pub(super) struct Content {
    pub(super) realm: String,
    pub(super) chat_id: i64,
    pub(super) message_id: i64,
    /// `None` in a private chat.
    pub(super) group_title: Option<String>,
    pub(super) sender: Name,
    /// The beginning of the text.
    pub(super) text: String,
    /// The names of the files.
    pub(super) files: String,
}

#[derive(Serialize)]
struct Payload<'a> {
    realm: &'a str,
    chat_id: i64,
    message_id: i64,
    title: String,
    body: &'a str,
}

impl Content {
    /// The payload, as JSON.
    pub(super) fn into_payload(self, language: Language) -> Vec<u8> {
        let sender = self.sender.in_language(language);
        let text = if self.text.is_empty() {
            format!("📎 {}", self.files)
        } else {
            self.text
        };
        let (title, body) = match self.group_title.filter(|title| !title.is_empty()) {
            Some(title) => (title, format!("{sender}: {text}")),
            None => (sender, text),
        };
        let payload = Payload {
            realm: &self.realm,
            chat_id: self.chat_id,
            message_id: self.message_id,
            title: cut(title, MAX_TITLE),
            body: &cut(body, MAX_BODY),
        };
        serde_json::to_vec(&payload).expect("the payload has string keys only")
    }
}

/// The text, with an ellipsis if it is longer than `max` characters.
fn cut(text: String, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text;
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    fn content(group_title: Option<&str>, text: &str) -> Content {
        Content {
            realm: "campus".to_owned(),
            chat_id: 40,
            message_id: 813,
            group_title: group_title.map(str::to_owned),
            sender: Name::Number(UserId(7)),
            text: text.to_owned(),
            files: "homework.jpg".to_owned(),
        }
    }

    fn payload(content: Content) -> serde_json::Value {
        serde_json::from_slice(&content.into_payload(Language::Russian)).unwrap()
    }

    #[test]
    fn a_group_is_the_title_and_its_sender_in_the_body() {
        let payload = payload(content(Some("Алгебра"), "Привет"));
        assert_eq!(payload["title"], "Алгебра");
        assert_eq!(payload["body"], "Пользователь 7: Привет");
        assert_eq!(payload["realm"], "campus");
        assert_eq!(
            (&payload["chat_id"], &payload["message_id"]),
            (&40.into(), &813.into())
        );
    }

    #[test]
    fn a_message_without_text_shows_its_files() {
        let payload = payload(content(None, ""));
        assert_eq!(payload["title"], "Пользователь 7");
        assert_eq!(payload["body"], "📎 homework.jpg");
    }

    #[test]
    fn the_longest_payload_fits_a_push() {
        let long = "\u{1}".repeat(300);
        let payload = content(Some(&long), &long).into_payload(Language::Russian);
        assert!(payload.len() < 3_000, "{}", payload.len());
    }
}
