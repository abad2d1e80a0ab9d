//! The WebSocket of one party of a chat: events as frames, and the frames of the client.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use uuid::Uuid;

use super::encode;
use super::parties::Parties;
use super::wire::{ClientFrame, ServerFrame};
use crate::chat::{self, Audience, Chat, FrameKey, SharedEvent};
use crate::domain::{
    ChatId, Cursor, Event, EventBody, Features, NewMessage, Rejection, Signal, UserId,
};
use crate::http::Problem;
use crate::http::sending::{message_text, send};
use crate::http::stream::websocket::{TextFrame, WebSocket};
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder, json, parse_client_frame};

pub(super) struct MarketSocket {
    pub(super) chat: Chat,
    pub(super) user_id: UserId,
    pub(super) chat_id: ChatId,
    pub(super) parties: Parties,
    /// Whether the other party has blocked this one, kept up to date by the stream's events, so
    /// that typing needs no query. Sending does not use it: the database decides.
    pub(super) is_blocked: AtomicBool,
    pub(super) features: Features,
}

impl StreamEncoder for MarketSocket {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let Some(other) = self.parties.other(self.user_id) else {
            return Ok(Vec::new());
        };
        let online = match self.chat.presence_of(self.user_id, other).await {
            Ok(presence) => presence.online,
            // The other party was deleted.
            Err(chat::Error::Rejected(_)) => false,
            Err(error) => return Err(error),
        };
        Ok(vec![self.presence_frame(other, online)])
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        self.note_block(event);
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        let encode = |event: &Event| encode::event(event, &self.parties, audience);
        Encoded::Ready(event.frame(key, encode))
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        let other = self.parties.other(self.user_id);
        match signal {
            Signal::Typing(typing)
                if typing.chat_id == self.chat_id && typing.user_id != self.user_id =>
            {
                Some(json(&ServerFrame::Typing {
                    user_id: self.parties.public_id(typing.user_id),
                    is_typing: typing.is_typing,
                }))
            }
            Signal::Presence(presence) if other == Some(presence.user_id) => {
                Some(self.presence_frame(presence.user_id, presence.online))
            }
            Signal::Typing(_) | Signal::Presence(_) | Signal::Draft(..) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        format!(r#"{{"type":"reset","event_id":"{head}"}}"#).into()
    }
}

impl FrameHandler<WebSocket> for MarketSocket {
    fn ready(&self, start: Cursor) -> Bytes {
        encode::ready(start)
    }

    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        match parse_client_frame(&frame)? {
            ClientFrame::Message {
                message_text,
                client_id,
            } => self.send_message(message_text, client_id).await,
            ClientFrame::Typing { is_typing } => self.set_typing(is_typing).await.map(|()| None),
            ClientFrame::Read {} => {
                let marked = self.chat.mark_read(self.user_id, self.chat_id, None);
                Ok(marked.await.map(|()| None)?)
            }
        }
    }

    fn error(&self, problem: &Problem) -> Bytes {
        encode::error(problem)
    }
}

impl MarketSocket {
    /// A new message reaches its sender as an event, like the other party. A repeated one makes no
    /// event, so it is the reply.
    async fn send_message(
        &self,
        text: String,
        client_id: Option<Uuid>,
    ) -> Result<Option<Bytes>, Problem> {
        let text = message_text(&self.features, "message_text", text)?;
        let message = NewMessage {
            client_id,
            ..NewMessage::text(self.chat_id, text)
        };
        let sent = send(&self.chat, self.user_id, message).await?;
        if sent.is_new {
            return Ok(None);
        }
        // Read marks may have moved since this connection opened.
        let parties = Parties::from(self.chat.participants(self.user_id, self.chat_id).await?);
        let (event, audience) = (sent.event(), Audience::Actor);
        let mut message = encode::sent_message(event, sent.message(), &parties, audience);
        message.is_read = parties.is_read(event.actor_id, message.id);
        Ok(Some(json(&ServerFrame::Message { message })))
    }

    async fn set_typing(&self, is_typing: bool) -> Result<(), Problem> {
        if self.is_blocked.load(Ordering::Relaxed) {
            return Err(Rejection::Blocked.into());
        }
        let typing = self.chat.typing(self.user_id, self.chat_id, is_typing);
        Ok(typing.await?)
    }

    fn note_block(&self, event: &Event) {
        match &event.body {
            EventBody::ParticipantBlocked(blocked) if blocked.user_id == self.user_id => {
                self.is_blocked.store(true, Ordering::Relaxed);
            }
            EventBody::ParticipantUnblocked(unblocked) if unblocked.user_id == self.user_id => {
                self.is_blocked.store(false, Ordering::Relaxed);
            }
            _ => {}
        }
    }

    fn presence_frame(&self, user_id: UserId, online: bool) -> Bytes {
        let user_id = self.parties.public_id(user_id);
        json(&ServerFrame::Online { user_id, online })
    }
}
