//! Events as WebSocket frames for one party of a chat, and what the party's client asks for.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use uuid::Uuid;

use super::translate::{self, Parties};
use super::{plain_text, wire};
use crate::chat::{self, Chat, FrameKey, SharedEvent};
use crate::domain::{AppendOutcome, ChatId, Command, Cursor, EventBody, Rejection, Signal, UserId};
use crate::http::stream::websocket::{TextFrame, WebSocket};
use crate::http::stream::{
    Encoded, FrameHandler, StreamEncoder, WithEventId, json, parse_client_frame,
};
use crate::http::{Code, Problem};

/// One party's side of a connection, which is about one chat.
pub(super) struct MarketSocket {
    chat: Chat,
    user_id: UserId,
    chat_id: ChatId,
    parties: Parties,
    /// Whether the other party has blocked this one, as the stream's events say. It decides
    /// about typing without a query; messages are decided with the head of the log locked.
    is_blocked: AtomicBool,
}

impl MarketSocket {
    pub(super) fn new(
        chat: Chat,
        user_id: UserId,
        chat_id: ChatId,
        parties: Parties,
        is_blocked: bool,
    ) -> Self {
        Self {
            chat,
            user_id,
            chat_id,
            is_blocked: AtomicBool::new(is_blocked),
            parties,
        }
    }
}

impl StreamEncoder for MarketSocket {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let Some(other) = self.parties.other(self.user_id) else {
            return Ok(Vec::new());
        };
        match self.chat.presence_of(self.user_id, other).await {
            Ok(presence) => Ok(vec![self.presence_frame(other, presence.online)]),
            // The other party was deleted.
            Err(chat::Error::Rejected(_)) => Ok(vec![self.presence_frame(other, false)]),
            Err(error) => Err(error),
        }
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        match &event.body {
            EventBody::ParticipantBlocked(blocked) if blocked.user_id == self.user_id => {
                self.is_blocked.store(true, Ordering::Relaxed);
            }
            EventBody::ParticipantUnblocked(blocked) if blocked.user_id == self.user_id => {
                self.is_blocked.store(false, Ordering::Relaxed);
            }
            _ => {}
        }
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        Encoded::Ready(event.frame(key, |event| {
            let frame = &translate::event(event, &self.parties, audience)?;
            let event_id = event.cursor();
            Some(json(&WithEventId { event_id, frame }))
        }))
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing)
                if typing.chat_id == self.chat_id && typing.user_id != self.user_id =>
            {
                Some(json(&wire::ServerFrame::Typing {
                    user_id: self.parties.name(typing.user_id),
                    is_typing: typing.is_typing,
                }))
            }
            Signal::Presence(presence)
                if self.parties.other(self.user_id) == Some(presence.user_id) =>
            {
                Some(self.presence_frame(presence.user_id, presence.online))
            }
            Signal::Typing(_) | Signal::Presence(_) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        format!(r#"{{"type":"reset","event_id":"{head}"}}"#).into()
    }
}

impl FrameHandler<WebSocket> for MarketSocket {
    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        self.dispatch(parse_client_frame(&frame)?).await
    }

    fn error(&self, problem: &Problem) -> Bytes {
        json(&translate::refusal(problem))
    }
}

impl MarketSocket {
    /// Executes a request. Its effect, if any, reaches the client as an event.
    async fn dispatch(&self, frame: wire::ClientFrame) -> Result<Option<Bytes>, Problem> {
        match frame {
            wire::ClientFrame::Message {
                message_text,
                client_id,
            } => self.send_message(message_text, client_id).await,
            wire::ClientFrame::Typing { is_typing } => {
                if self.is_blocked.load(Ordering::Relaxed) {
                    return Err(Rejection::Blocked.into());
                }
                self.chat
                    .typing(self.user_id, self.chat_id, is_typing)
                    .await?;
                Ok(None)
            }
            wire::ClientFrame::Read {} => {
                let mark = Command::MarkRead {
                    chat_id: self.chat_id,
                    up_to: None,
                };
                self.chat.execute(self.user_id, mark).await?;
                Ok(None)
            }
        }
    }

    async fn send_message(
        &self,
        typed: String,
        client_id: Option<Uuid>,
    ) -> Result<Option<Bytes>, Problem> {
        let text = plain_text::message_text(typed).map_err(|refused| {
            Problem::bad_request(Code::InvalidContent, format!("message_text {refused}"))
        })?;
        let repeated = client_id.map(|_| text.as_str().to_owned());
        let command = Command::SendMessage {
            chat_id: self.chat_id,
            text,
            client_id,
            reply_to: None,
        };
        match self.chat.execute(self.user_id, command).await? {
            // The sender gets it as an event, like the other party.
            AppendOutcome::New(_) | AppendOutcome::NoChange => Ok(None),
            AppendOutcome::Duplicate(stored) => {
                // Read marks may have moved since this connection opened.
                let parties = self.chat.participants(self.chat_id).await?.into();
                let text = repeated.unwrap_or_default();
                let message = translate::stored(&stored, &parties, text, client_id);
                Ok(Some(json(&wire::ServerFrame::Message { message })))
            }
        }
    }

    fn presence_frame(&self, user_id: UserId, online: bool) -> Bytes {
        json(&wire::ServerFrame::Online {
            user_id: self.parties.name(user_id),
            online,
        })
    }
}
