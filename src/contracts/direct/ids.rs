//! Ids as clients write them: strings, each with one spelling. A string of another form names
//! nothing, so it gets the 404 of an unknown id.

use uuid::Uuid;

use crate::chat::{Chat, PageBound};
use crate::domain::{ChatId, Rejection, UserId};
use crate::http::Problem;

/// Finds a conversation.
///
/// # Errors
/// 404.
pub(super) async fn find_conversation(chat: &Chat, id: &str) -> Result<ChatId, Problem> {
    Ok(chat.find_chat(conversation_id(id)?).await?)
}

/// Parses the id of a conversation.
///
/// # Errors
/// 404.
pub(super) fn conversation_id(id: &str) -> Result<Uuid, Problem> {
    canonical_uuid(id)
        .ok_or_else(|| Problem::not_found(Rejection::ChatNotFound, "there is no such conversation"))
}

/// Parses the id of a user.
///
/// # Errors
/// 404.
pub(super) fn user_id(id: &str) -> Result<UserId, Problem> {
    // `i64` also parses a sign.
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    let id = id.parse().ok().filter(|_| is_number).map(UserId);
    id.ok_or_else(|| Problem::not_found(Rejection::UserNotFound, "there is no such user"))
}

/// The history before a message. A malformed id becomes the nil UUID, which no message has: so
/// only a participant learns that there is no such message.
pub(super) fn before_message(id: &str) -> PageBound {
    PageBound::BeforeUuid(canonical_uuid(id).unwrap_or_default())
}

fn canonical_uuid(text: &str) -> Option<Uuid> {
    let uuid = Uuid::try_parse(text).ok()?;
    (uuid.to_string() == text).then_some(uuid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_ids_are_unknown_ids() {
        let id = "0192f0c4-1111-7222-8333-4444deadbeef";
        assert!(conversation_id(id).is_ok());
        for other in [
            "",
            "c1",
            "0192F0C4-1111-7222-8333-4444DEADBEEF",
            "0192f0c41111722283334444deadbeef",
        ] {
            assert!(conversation_id(other).is_err(), "{other}");
        }
        assert_eq!(user_id("42").unwrap(), UserId(42));
        for other in ["", "+42", "-1", "u1", "9223372036854775808"] {
            assert!(user_id(other).is_err(), "{other}");
        }
    }
}
