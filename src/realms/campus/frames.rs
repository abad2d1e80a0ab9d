//! Frames of the socket, both ways. Pure.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use uuid::Uuid;

use super::wire::{self, ServerEvent};
use crate::chat::{self, Audience};
use crate::domain::{Cursor, Event, EventBody, MessageEdited, MessageSent, UserId};
use crate::http::Problem;
use crate::http::stream::{json, parse_client_frame};

/// A frame; a durable one has the id to resume from.
pub(super) fn frame(said: ServerEvent, id: Option<Cursor>) -> Bytes {
    let frame = wire::ServerFrame {
        said,
        id: id.map(|id| id.to_string()),
    };
    json(&frame)
}

/// An event's frame for an audience; `None` where this realm has none, or needs a query for it.
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

/// `message:edited`: the event's text, and the rest of the message.
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

/// `participant:added`, with the participant's name.
pub(super) fn added(event: &Event, user_id: UserId, name: String) -> Bytes {
    let added = wire::ParticipantAdded {
        conversation_id: event.chat_uuid,
        user_id: user_id.0,
        name,
    };
    frame(ServerEvent::ParticipantAdded(added), Some(event.cursor()))
}

/// `typing`, which is transient.
pub(super) fn typing(typing: wire::Typing) -> Bytes {
    frame(ServerEvent::Typing(typing), None)
}

/// `error`, with the `client_id` of the refused message, if it had one.
pub(super) fn refused(problem: &Problem, client_id: Option<Uuid>) -> Bytes {
    let refused = wire::Refused {
        code: problem.code(),
        detail: problem.detail().to_owned(),
        client_id,
    };
    frame(ServerEvent::Error(refused), None)
}

/// Parses a client's frame: `{"type","payload"}`, or a message without that wrapper.
pub(super) fn parse(frame: &str) -> Result<wire::ClientFrame, Problem> {
    let named: Named<'_> = parse_client_frame(frame)?;
    match named.kind.as_deref() {
        None => parse_client_frame(frame).map(wire::ClientFrame::MessageSend),
        // With any payload.
        Some("read") => Ok(wire::ClientFrame::Read),
        Some(_) => parse_client_frame(frame),
    }
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
}

#[cfg(test)]
mod tests {
    use super::wire::ClientFrame;
    use super::*;
    use crate::http::Code;

    fn send(text: &str) -> ClientFrame {
        ClientFrame::MessageSend(wire::Send {
            text: text.to_owned(),
            reply_to: None,
            client_id: None,
        })
    }

    #[test]
    fn a_message_may_lack_its_wrapper() {
        for frame in [
            r#"{"text":"да","reply_to":null}"#,
            r#"{"text":"да"}"#,
            r#"{"type":"message:send","payload":{"text":"да","reply_to":null}}"#,
            r#"{"payload":{"text":"да","unknown":[1]},"type":"message:send","unknown":1}"#,
        ] {
            assert_eq!(parse(frame).unwrap(), send("да"), "{frame}");
        }
    }

    #[test]
    fn typing_and_read_are_recognised_by_type() {
        let typing = r#"{"type":"typing","payload":{"is_typing":true}}"#;
        assert_eq!(
            parse(typing).unwrap(),
            ClientFrame::Typing(wire::IsTyping { is_typing: true })
        );
        for read in [r#"{"type":"read"}"#, r#"{"type":"read","payload":{}}"#] {
            assert_eq!(parse(read).unwrap(), ClientFrame::Read);
        }
    }

    #[test]
    fn other_frames_are_refused() {
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
            let problem = parse(frame).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidFrame, "{frame}");
        }
    }
}
