//! The realm's side of a WebSocket.

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{translate, wire};
use crate::chat::{self, Chat, SharedEvent};
use crate::domain::{AppendOutcome, ChatId, Command, Cursor, Presence, Signal, UserId};
use crate::http::json::from_object_slice;
use crate::http::ws::FrameHandler;
use crate::http::{Code, Problem};
use crate::realms::direct::api::people::text;

/// One user's talk with the server.
pub(super) struct DirectSocket {
    pub(super) chat: Chat,
    pub(super) user_id: UserId,
}

impl FrameHandler for DirectSocket {
    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let online = self.chat.counterparts_online(self.user_id).await?;
        Ok(presence(online))
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(presence(self.chat.counterparts(self.user_id).await?))
    }

    async fn render(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let audience = event.audience_of(self.user_id);
        Ok(event.frame(audience, |event| {
            let frame = translate::event(event, audience)?;
            Some(durable(event.cursor(), &frame))
        }))
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        let frame = match signal {
            Signal::Typing(typing) if typing.user_id != self.user_id => {
                wire::ServerFrame::Typing(typing.clone().into())
            }
            Signal::Presence(presence) if presence.user_id != self.user_id => {
                wire::ServerFrame::Presence((*presence).into())
            }
            Signal::Typing(_) | Signal::Presence(_) => return None,
        };
        Some(passing(&frame))
    }

    async fn handle_frame(&self, frame: &str) -> Option<Bytes> {
        let answer = match parse(frame) {
            Ok(frame) => self.dispatch(frame).await,
            Err(problem) => Err(problem),
        };
        answer.unwrap_or_else(|problem| Some(self.error_frame(&problem)))
    }

    fn error_frame(&self, problem: &Problem) -> Bytes {
        passing(&wire::ServerFrame::Error(problem.into()))
    }
}

impl DirectSocket {
    /// Does what a client wants. What comes of it comes as an event, if anything.
    async fn dispatch(&self, frame: wire::ClientFrame) -> Result<Option<Bytes>, Problem> {
        match frame {
            wire::ClientFrame::Message(say) => self.send_message(say).await,
            wire::ClientFrame::Typing(typing) => {
                let (_, chat_id) = self.find(&typing.conversation_id).await?;
                self.chat
                    .typing(self.user_id, chat_id, typing.is_typing)
                    .await?;
                Ok(None)
            }
            wire::ClientFrame::Read(read) => {
                let (_, chat_id) = self.find(&read.conversation_id).await?;
                let mark = Command::MarkRead {
                    chat_id,
                    up_to: None,
                };
                self.chat.execute(self.user_id, mark).await?;
                Ok(None)
            }
        }
    }

    async fn send_message(&self, say: wire::SayFrame) -> Result<Option<Bytes>, Problem> {
        let (text, client_id) = (text(say.body)?, say.client_id);
        let (id, chat_id) = self.find(&say.conversation_id).await?;
        let body = text.as_str().to_owned();
        let command = Command::SendMessage {
            chat_id,
            text,
            client_id,
            reply_to: None,
        };
        match self.chat.execute(self.user_id, command).await? {
            // It comes to its sender like to the other one.
            AppendOutcome::New(_) | AppendOutcome::NoChange => Ok(None),
            AppendOutcome::Duplicate(stored) => {
                let message = translate::stored(&stored, id, body, client_id);
                let frame = wire::ServerFrame::Message(message.into());
                Ok(Some(passing(&frame)))
            }
        }
    }

    async fn find(&self, conversation_id: &str) -> Result<(Uuid, ChatId), Problem> {
        let id = translate::conversation_id(conversation_id)?;
        Ok((id, self.chat.find_chat(id).await?))
    }
}

/// Reads a frame, in two steps so that what is said of a bad one is of use.
fn parse(frame: &str) -> Result<wire::ClientFrame, Problem> {
    #[derive(serde::Deserialize)]
    struct Envelope<'a> {
        #[serde(rename = "type", borrow)]
        kind: std::borrow::Cow<'a, str>,
        #[serde(borrow)]
        data: Option<&'a RawValue>,
    }
    let invalid = |detail: String| Problem::bad_request(Code::InvalidFrame, detail);
    let Envelope { kind, data } =
        from_object_slice(frame.as_bytes()).map_err(|error| invalid(error.to_string()))?;
    let data = data.map_or("null", RawValue::get).as_bytes();
    let parsed = match &*kind {
        "message" => from_object_slice(data).map(wire::ClientFrame::Message),
        "typing" => from_object_slice(data).map(wire::ClientFrame::Typing),
        "read" => from_object_slice(data).map(wire::ClientFrame::Read),
        _ => return Err(invalid("there is no such type of frame".to_owned())),
    };
    parsed.map_err(|error| invalid(format!("data: {error}")))
}

fn presence(of: Vec<Presence>) -> Vec<Bytes> {
    of.into_iter()
        .map(|presence| passing(&wire::ServerFrame::Presence(presence.into())))
        .collect()
}

/// A frame of what is true for a moment, or for one client alone.
fn passing(frame: &wire::ServerFrame) -> Bytes {
    json(frame)
}

/// A frame that a client can resume from.
fn durable(id: Cursor, frame: &wire::ServerFrame) -> Bytes {
    #[derive(Serialize)]
    struct Durable<'a> {
        id: String,
        #[serde(flatten)]
        frame: &'a wire::ServerFrame,
    }
    json(&Durable {
        id: id.to_string(),
        frame,
    })
}

fn json(frame: &impl Serialize) -> Bytes {
    serde_json::to_vec(frame)
        .expect("wire types have string keys only")
        .into()
}
