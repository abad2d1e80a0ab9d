//! The WebSocket of one user: events as frames, and the frames of the client.

use bytes::Bytes;

use super::wire::ServerFrame;
use super::{encode, ids, wire};
use crate::chat::{self, Audience, FrameKey, SharedEvent};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::client_frame::ClientFrame;
use crate::contracts::shared::edits::edited_message;
use crate::domain::{Cursor, EventBody, NewMessage, Signal, UserId};
use crate::http::Problem;
use crate::http::sending::send;
use crate::http::stream::websocket::{self, TextFrame, WebSocket};
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder, json};

pub(super) struct DirectSocket {
    pub(super) context: ContractContext,
    pub(super) user_id: UserId,
}

impl StreamEncoder for DirectSocket {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let online = self.context.chat.counterparts_online(self.user_id).await?;
        Ok(online.into_iter().map(encode::presence).collect())
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        let counterparts = self.context.chat.counterparts(self.user_id).await?;
        Ok(counterparts.into_iter().map(encode::presence).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        match &event.body {
            EventBody::MessageEdited(edited) => {
                let message = edited_message(&self.context.chat, self.user_id, edited);
                Encoded::query(event.frame_or_try_init(key, async move {
                    let message = message.await?;
                    Ok(
                        message
                            .and_then(|message| encode::message_edited(event, message, audience)),
                    )
                }))
            }
            _ => Encoded::Ready(event.frame(key, |event| encode::event(event, audience))),
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing) if typing.user_id != self.user_id => {
                Some(encode::typing(typing))
            }
            Signal::Presence(presence) if presence.user_id != self.user_id => {
                Some(encode::presence(*presence))
            }
            Signal::Typing(_) | Signal::Presence(_) | Signal::Draft(..) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        websocket::reset_frame(head)
    }
}

impl FrameHandler<WebSocket> for DirectSocket {
    fn ready(&self, start: Cursor) -> Bytes {
        encode::ready(start)
    }

    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        match parse(&frame)? {
            wire::ClientFrame::Message(message) => self.send_message(message).await,
            wire::ClientFrame::Typing(typing) => self.set_typing(&typing).await.map(|()| None),
            wire::ClientFrame::Read(read) => self.mark_read(&read).await.map(|()| None),
        }
    }

    fn error(&self, problem: &Problem) -> Bytes {
        json(&ServerFrame::Error(problem.into()))
    }
}

impl DirectSocket {
    /// A new message reaches its sender as an event, like the other participant. A repeated one
    /// makes no event, so it is the reply.
    async fn send_message(&self, message: wire::SendFrame) -> Result<Option<Bytes>, Problem> {
        let text = self.context.message_text("body", message.body)?;
        let chat_id = ids::find_conversation(&self.context.chat, &message.conversation_id).await?;
        let message = NewMessage {
            client_id: message.client_id,
            ..NewMessage::text(chat_id, text)
        };
        let sent = send(&self.context.chat, self.user_id, message).await?;
        if sent.is_new {
            return Ok(None);
        }
        let message = encode::sent_message(sent.event(), sent.message(), Audience::Actor);
        Ok(Some(json(&ServerFrame::Message(message.into()))))
    }

    async fn set_typing(&self, typing: &wire::TypingFrame) -> Result<(), Problem> {
        let chat_id = ids::find_conversation(&self.context.chat, &typing.conversation_id).await?;
        let typing = self
            .context
            .chat
            .typing(self.user_id, chat_id, typing.is_typing);
        Ok(typing.await?)
    }

    async fn mark_read(&self, read: &wire::ReadFrame) -> Result<(), Problem> {
        let chat_id = ids::find_conversation(&self.context.chat, &read.conversation_id).await?;
        Ok(self
            .context
            .chat
            .mark_read(self.user_id, chat_id, None)
            .await?)
    }
}

fn parse(frame: &str) -> Result<wire::ClientFrame, Problem> {
    let frame = ClientFrame::parse(frame)?;
    match frame.kind() {
        "message" => frame.data().map(wire::ClientFrame::Message),
        "typing" => frame.data().map(wire::ClientFrame::Typing),
        "read" => frame.data().map(wire::ClientFrame::Read),
        _ => Err(ClientFrame::unknown_type()),
    }
}
