//! Events as WebSocket frames for one user, and what the user's client asks for.

use bytes::Bytes;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{translate, wire};
use crate::chat::{self, Chat, FrameKey, SharedEvent};
use crate::domain::{AppendOutcome, ChatId, Command, Cursor, Presence, Signal, UserId};
use crate::http::json::from_object_slice;
use crate::http::stream::websocket::{self, TextFrame, WebSocket};
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder, WithId, json, parse_client_frame};
use crate::http::{Code, Problem};
use crate::realms::direct::api::people::text;

/// One user's side of a connection.
pub(super) struct DirectSocket {
    pub(super) chat: Chat,
    pub(super) user_id: UserId,
}

impl StreamEncoder for DirectSocket {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        let online = self.chat.counterparts_online(self.user_id).await?;
        Ok(presence(online))
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(presence(self.chat.counterparts(self.user_id).await?))
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        Encoded::Ready(event.frame(key, |event| {
            let frame = &translate::event(event, audience)?;
            let id = event.cursor();
            Some(json(&WithId { id, frame }))
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
        Some(json(&frame))
    }

    fn reset(&self, head: Cursor) -> Bytes {
        websocket::reset_frame(head)
    }
}

impl FrameHandler<WebSocket> for DirectSocket {
    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        self.dispatch(parse(&frame)?).await
    }

    fn error(&self, problem: &Problem) -> Bytes {
        json(&wire::ServerFrame::Error(problem.into()))
    }
}

impl DirectSocket {
    /// Executes a request. Its effect, if any, reaches the client as an event.
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
            // The sender gets it as an event, like the other participant.
            AppendOutcome::New(_) | AppendOutcome::NoChange => Ok(None),
            AppendOutcome::Duplicate(stored) => {
                let message = translate::stored(&stored, id, body, client_id);
                let frame = wire::ServerFrame::Message(message.into());
                Ok(Some(json(&frame)))
            }
        }
    }

    async fn find(&self, conversation_id: &str) -> Result<(Uuid, ChatId), Problem> {
        let id = translate::conversation_id(conversation_id)?;
        Ok((id, self.chat.find_chat(id).await?))
    }
}

/// Parses a frame in two steps, so that the error names what is wrong with it.
fn parse(frame: &str) -> Result<wire::ClientFrame, Problem> {
    #[derive(serde::Deserialize)]
    struct Envelope<'a> {
        #[serde(rename = "type", borrow)]
        kind: std::borrow::Cow<'a, str>,
        #[serde(borrow)]
        data: Option<&'a RawValue>,
    }
    let invalid = |detail: String| Problem::bad_request(Code::InvalidFrame, detail);
    let Envelope { kind, data } = parse_client_frame(frame)?;
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
        .map(|presence| json(&wire::ServerFrame::Presence(presence.into())))
        .collect()
}
