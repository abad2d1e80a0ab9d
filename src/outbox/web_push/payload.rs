//! The payload of a push.

use serde::Serialize;

use crate::domain::Language;
use crate::outbox::content::Content;

#[derive(Serialize)]
struct Payload<'a> {
    realm: &'a str,
    chat_id: i64,
    message_id: i64,
    title: String,
    body: String,
}

/// The payload, as JSON. Encrypted, it fits the 4,096 bytes that a push service takes (RFC 8030, 7.2),
/// even if each character needs an escape sequence.
pub(super) fn of(content: &Content, language: Language) -> Vec<u8> {
    let (title, body) = content.title_and_body(language);
    let payload = Payload {
        realm: &content.realm,
        chat_id: content.chat_id,
        message_id: content.message_id,
        title,
        body,
    };
    serde_json::to_vec(&payload).expect("the payload has string keys only")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Name, UserId};

    #[test]
    fn the_longest_payload_fits_a_push() {
        let long = "\u{1}".repeat(300);
        let content = Content {
            realm: "campus".to_owned(),
            chat_id: 40,
            message_id: 813,
            group_title: Some(long.clone()),
            sender: Name::Number(UserId(7)),
            text: long,
            files: String::new(),
        };
        let payload = of(&content, Language::Russian);
        assert!(payload.len() < 3_000, "{}", payload.len());
    }
}
