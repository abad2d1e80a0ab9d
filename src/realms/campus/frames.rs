//! Frames of the socket: events as they are said, and what clients say. Pure.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use uuid::Uuid;

use super::wire::{self, ServerEvent};
use crate::chat::{self, Audience};
use crate::domain::{Cursor, Event, EventBody, MessageEdited, MessageSent, UserId};
use crate::http::json::from_object_slice;
use crate::http::{Code, Problem};

/// A frame, and the id to resume from where it stays.
pub(super) fn frame(said: ServerEvent, id: Option<Cursor>) -> Bytes {
    let frame = wire::ServerFrame {
        said,
        id: id.map(|id| id.to_string()),
    };
    let text = serde_json::to_vec(&frame).expect("wire types have string keys only");
    text.into()
}

/// What an event says by itself to an audience; nothing where it says nothing here, or only
/// together with what is not in it.
pub(super) fn event(event: &Event, audience: Audience) -> Option<Bytes> {
    let conversation_id = event.chat_uuid;
    let said = match &event.body {
        EventBody::MessageSent(sent) => ServerEvent::MessageNew(message(event, sent, audience)),
        EventBody::MessageDeleted(_) => ServerEvent::MessageDeleted(wire::MessageDeleted {
            id: event.subject_uuid?,
            conversation_id,
        }),
        EventBody::ParticipantLeft(left) => {
            ServerEvent::ParticipantRemoved(wire::ParticipantRemoved {
                conversation_id,
                user_id: left.user_id.0,
            })
        }
        EventBody::ChatDeleted => ServerEvent::ConversationDeleted(wire::ConversationDeleted {
            id: conversation_id,
        }),
        EventBody::ChatRead(_) => ServerEvent::Read(wire::Read {
            user_id: event.actor_id.map(|id| id.0),
            last_read_id: event.subject_uuid,
        }),
        // The others are not said here, or not here alone; among them other realms' kinds.
        _ => return None,
    };
    Some(frame(said, Some(event.cursor())))
}

fn message(event: &Event, sent: &MessageSent, audience: Audience) -> wire::Message {
    wire::Message {
        id: event.event_id,
        conversation_id: event.chat_uuid,
        sender_id: event.actor_id.map(|id| id.0),
        text: Some(sent.content.clone()),
        reply_to: event.subject_uuid,
        is_edited: false,
        is_deleted: None,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
        created_at: event.recorded_at,
    }
}

/// `message:edited`: the text that the event gave it, and the rest of the message.
pub(super) fn edited(
    event: &Event,
    edited: &MessageEdited,
    whole: &chat::Message,
    audience: Audience,
) -> Bytes {
    let message = wire::Message {
        id: whole.uuid,
        conversation_id: event.chat_uuid,
        sender_id: whole.sender_id.map(|id| id.0),
        text: Some(edited.content.clone()),
        reply_to: whole.reply_to,
        is_edited: true,
        is_deleted: None,
        client_id: whole.client_id.filter(|_| audience == Audience::Actor),
        created_at: whole.created_at,
    };
    frame(ServerEvent::MessageEdited(message), Some(event.cursor()))
}

/// `participant:added`, with what they are called.
pub(super) fn added(event: &Event, user_id: UserId, name: String) -> Bytes {
    let added = wire::ParticipantAdded {
        conversation_id: event.chat_uuid,
        user_id: user_id.0,
        name,
    };
    frame(ServerEvent::ParticipantAdded(added), Some(event.cursor()))
}

/// `typing`, which is true for a moment.
pub(super) fn typing(typing: wire::Typing) -> Bytes {
    frame(ServerEvent::Typing(typing), None)
}

/// `error`; with the name of the message that was refused, where it had one.
pub(super) fn refused(problem: &Problem, client_id: Option<Uuid>) -> Bytes {
    let refused = wire::Refused {
        code: problem.code(),
        detail: problem.detail().to_owned(),
        client_id,
    };
    frame(ServerEvent::Error(refused), None)
}

/// Reads a frame of a client: `{"type","payload"}`, or a message without that wrapper.
pub(super) fn read(frame: &str) -> Result<wire::ClientFrame, Problem> {
    let named: Named<'_> = parse(frame)?;
    match named.kind.as_deref() {
        None => parse(frame).map(wire::ClientFrame::MessageSend),
        // Whatever its payload is.
        Some("read") => Ok(wire::ClientFrame::Read),
        Some(_) => parse(frame),
    }
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Problem> {
    from_object_slice(text.as_bytes())
        .map_err(|error| Problem::bad_request(Code::InvalidFrame, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::wire::ClientFrame;
    use super::*;

    fn send(text: &str) -> ClientFrame {
        ClientFrame::MessageSend(wire::Send {
            text: text.to_owned(),
            reply_to: None,
            client_id: None,
        })
    }

    #[test]
    fn a_message_comes_with_its_wrapper_or_without() {
        for frame in [
            r#"{"text":"да","reply_to":null}"#,
            r#"{"text":"да"}"#,
            r#"{"type":"message:send","payload":{"text":"да","reply_to":null}}"#,
            r#"{"payload":{"text":"да","unknown":[1]},"type":"message:send","unknown":1}"#,
        ] {
            assert_eq!(read(frame).unwrap(), send("да"), "{frame}");
        }
    }

    #[test]
    fn typing_and_reading_are_told_by_their_type() {
        let typing = r#"{"type":"typing","payload":{"is_typing":true}}"#;
        assert_eq!(
            read(typing).unwrap(),
            ClientFrame::Typing(wire::IsTyping { is_typing: true })
        );
        for read in [r#"{"type":"read"}"#, r#"{"type":"read","payload":{}}"#] {
            assert_eq!(super::read(read).unwrap(), ClientFrame::Read);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for frame in [
            "",
            "hi",
            "[]",
            "null",
            "{}",
            r#"{"text":1}"#,
            r#"{"text":"a","reply_to":"b"}"#,
            r#"{"text":"a","client_id":7}"#,
            r#"{"type":"message:send"}"#,
            r#"{"type":"message:send","payload":"a"}"#,
            r#"{"type":"message:new","payload":{"text":"a"}}"#,
            r#"{"type":"typing","payload":{}}"#,
            r#"{"type":7}"#,
        ] {
            let problem = read(frame).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidFrame, "{frame}");
        }
    }
}
