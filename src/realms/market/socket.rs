//! The realm's side of a WebSocket.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use serde::Serialize;
use uuid::Uuid;

use super::translate::{self, Parties};
use super::{plain_text, wire};
use crate::chat::{self, Chat, ChatAccess, SharedEvent};
use crate::domain::{AppendOutcome, ChatId, Command, Cursor, EventBody, Rejection, Signal, UserId};
use crate::http::json::from_object_slice;
use crate::http::ws::FrameHandler;
use crate::http::{Code, Problem};

/// One side's talk with the server, about one chat.
pub(super) struct MarketSocket {
    chat: Chat,
    user_id: UserId,
    chat_id: ChatId,
    sides: Parties,
    /// Whether the other side is told that this one types. What it may send is decided by the
    /// log; this follows it, so that it costs no question.
    is_blocked: AtomicBool,
}

impl MarketSocket {
    pub(super) fn new(chat: Chat, user_id: UserId, chat_id: ChatId, place: ChatAccess) -> Self {
        Self {
            chat,
            user_id,
            chat_id,
            is_blocked: AtomicBool::new(place.is_blocked),
            sides: place.sides.into(),
        }
    }
}

impl FrameHandler for MarketSocket {
    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let Some(other) = self.sides.other(self.user_id) else {
            return Ok(Vec::new());
        };
        match self.chat.presence_of(self.user_id, other).await {
            Ok(presence) => Ok(vec![self.presence_frame(other, presence.online)]),
            // The other side is gone for good.
            Err(chat::Error::Rejected(_)) => Ok(vec![self.presence_frame(other, false)]),
            Err(error) => Err(error),
        }
    }

    async fn render(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
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
        Ok(event.frame(audience, |event| {
            let frame = translate::event(event, &self.sides, audience)?;
            Some(durable(event.cursor(), &frame))
        }))
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing)
                if typing.chat_id == self.chat_id && typing.user_id != self.user_id =>
            {
                Some(json(&wire::ServerFrame::Typing {
                    user_id: self.sides.name(typing.user_id),
                    is_typing: typing.is_typing,
                }))
            }
            Signal::Presence(presence)
                if self.sides.other(self.user_id) == Some(presence.user_id) =>
            {
                Some(self.presence_frame(presence.user_id, presence.online))
            }
            Signal::Typing(_) | Signal::Presence(_) => None,
        }
    }

    async fn handle_frame(&self, frame: &str) -> Option<Bytes> {
        let answer = match parse(frame) {
            Ok(frame) => self.act(frame).await,
            Err(problem) => Err(problem),
        };
        answer.unwrap_or_else(|problem| Some(self.error_frame(&problem)))
    }

    fn error_frame(&self, problem: &Problem) -> Bytes {
        json(&translate::refusal(problem))
    }

    fn reset(&self, head: Cursor) -> Bytes {
        format!(r#"{{"type":"reset","event_id":"{head}"}}"#).into()
    }
}

impl MarketSocket {
    /// Does what a client wants. What comes of it comes as an event, if anything.
    async fn act(&self, frame: wire::ClientFrame) -> Result<Option<Bytes>, Problem> {
        match frame {
            wire::ClientFrame::Message {
                message_text,
                client_id,
            } => self.say(message_text, client_id).await,
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

    async fn say(&self, typed: String, client_id: Option<Uuid>) -> Result<Option<Bytes>, Problem> {
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
            // It comes to its sender like to the other one.
            AppendOutcome::New(_) | AppendOutcome::NoChange => Ok(None),
            AppendOutcome::Duplicate(stored) => {
                // Who has read it by now is not what it was when this began.
                let place = self.chat.access(self.user_id, self.chat_id).await?;
                let text = repeated.unwrap_or_default();
                let message = translate::stored(&stored, &place.sides.into(), text, client_id);
                Ok(Some(json(&wire::ServerFrame::Message { message })))
            }
        }
    }

    fn presence_frame(&self, user_id: UserId, online: bool) -> Bytes {
        json(&wire::ServerFrame::Online {
            user_id: self.sides.name(user_id),
            online,
        })
    }
}

fn parse(frame: &str) -> Result<wire::ClientFrame, Problem> {
    from_object_slice(frame.as_bytes())
        .map_err(|error| Problem::bad_request(Code::InvalidFrame, error.to_string()))
}

/// A frame that a client can resume from.
fn durable(event_id: Cursor, frame: &wire::ServerFrame) -> Bytes {
    #[derive(Serialize)]
    struct Durable<'a> {
        #[serde(flatten)]
        frame: &'a wire::ServerFrame,
        event_id: String,
    }
    json(&Durable {
        frame,
        event_id: event_id.to_string(),
    })
}

fn json(frame: &impl Serialize) -> Bytes {
    serde_json::to_vec(frame)
        .expect("wire types have string keys only")
        .into()
}
