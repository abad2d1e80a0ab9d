//! Sending a message: the command, and the answer to it.

use std::convert::Infallible;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponseParts, ResponseParts};

use crate::chat::{self, Chat};
use crate::domain::text::{self, MessageText};
use crate::domain::{
    Actor, AppendOutcome, Event, EventBody, Features, MessageSent, NewMessage, SendMessage,
    StoredEvent,
};
use crate::http::plain_text;
use crate::http::problem::Problem;

/// A stored message, as the answer to a request that sends one.
pub struct Sent {
    stored: StoredEvent,
    /// Whether this request stored it, and not an earlier one with the same `client_id`.
    pub is_new: bool,
}

impl Sent {
    /// The `message_sent`.
    pub fn event(&self) -> &Event {
        &self.stored
    }

    /// Its payload.
    pub fn message(&self) -> &MessageSent {
        match &self.stored.body {
            EventBody::MessageSent(message) => message,
            _ => unreachable!("`send` returns no other kind of event"),
        }
    }

    /// Whether the message was deleted since.
    pub fn is_deleted(&self) -> bool {
        self.stored.is_deleted
    }

    /// 201, or 200 for a message that an earlier request stored.
    pub fn status(&self) -> StatusCode {
        created_or_found(self.is_new)
    }
}

/// Sends a message.
pub async fn send(
    chat: &Chat,
    sender: impl Into<Actor>,
    message: NewMessage,
) -> Result<Sent, chat::Error> {
    let command = SendMessage(message);
    let (stored, is_new) = match chat.execute(sender, command).await? {
        AppendOutcome::New(stored) => (stored, true),
        AppendOutcome::Duplicate(stored) => (stored, false),
        AppendOutcome::NoChange => return Err(not_a_message()),
    };
    match &stored.body {
        EventBody::MessageSent(_) => Ok(Sent { stored, is_new }),
        _ => Err(not_a_message()),
    }
}

fn not_a_message() -> chat::Error {
    chat::Error::Internal("a command to send a message stored none".to_owned())
}

/// 201 for what the request created, 200 for what existed before it.
pub fn created_or_found(is_new: bool) -> StatusCode {
    if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

/// The header `Location` of an answer: the path of what the request made, if it made something.
pub struct Location(Option<String>);

impl Location {
    /// For what has no path.
    pub fn none() -> Self {
        Self(None)
    }

    /// The path of what a request made; none if it was there before.
    pub fn of_new(is_new: bool, path: impl FnOnce() -> String) -> Self {
        Self(is_new.then(path))
    }
}

impl IntoResponseParts for Location {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        if let Some(path) = self.0 {
            let path = HeaderValue::try_from(path).expect("a path of names and numbers");
            parts.headers_mut().insert(header::LOCATION, path);
        }
        Ok(parts)
    }
}

/// Checks a text that is to be sent by the rules of its realm. `field` names it in the refusal.
pub fn message_text(
    features: &Features,
    field: &str,
    given: String,
) -> Result<MessageText, Problem> {
    let max = features.max_text;
    if features.strips_markup {
        return plain_text::parse(field, given, max);
    }
    text::check(&given, max)
        .and_then(|()| MessageText::new(given))
        .map_err(|reason| Problem::invalid_content(field, reason))
}
