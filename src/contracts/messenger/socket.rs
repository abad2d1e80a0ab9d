//! One user's Socket.IO connection.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::encode::{self, Packet};
use super::send::Draft;
use super::socket_io::connection::SocketIoConnection;
use super::socket_io::inbox::ClientMessage;
use super::wire::frames::{ReadMessages, Refusal, SendMessage, Typing};
use crate::chat::{self, Audience, Chat, FrameKey, SharedEvent};
use crate::contracts::shared::edits::edited_message;
use crate::domain::{
    AttachmentId, ChatId, Cursor, EventBody, Features, MessageEdited, MessageId, Presence,
    Rejection, Signal, UserId,
};
use crate::http::json::from_object;
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder};
use crate::http::{Code, Problem};

/// Ids in one `read_messages` at most.
const MESSAGE_IDS_MAX: usize = 10_000;

/// Encodes events and signals for one user, and handles the messages of the user's client.
pub(super) struct MessengerSocket {
    pub(super) chat: Chat,
    pub(super) features: Features,
    pub(super) user_id: UserId,
}

impl StreamEncoder for MessengerSocket {
    type Frame = Packet;

    async fn on_open(&self) -> Result<Vec<Packet>, chat::Error> {
        let online = self.chat.counterparts_online(self.user_id).await;
        Ok(presence_packets(online))
    }

    async fn on_gap(&self) -> Result<Vec<Packet>, chat::Error> {
        let counterparts = self.chat.counterparts(self.user_id).await;
        Ok(presence_packets(counterparts))
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Packet> {
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        if let EventBody::MessageEdited(edited) = &event.body {
            return Encoded::query(async move {
                let data = self.message_edited(event, edited, audience).await?;
                let name = "message_edited";
                Ok(data.map(|data| Packet { name, data }))
            });
        }
        let Some(name) = encode::event_name(event, self.user_id) else {
            return Encoded::Ready(None);
        };
        let data = event.frame(key, |event| encode::event_data(event, audience));
        Encoded::Ready(data.map(|data| Packet { name, data }))
    }

    fn signal(&self, signal: &Signal) -> Option<Packet> {
        match signal {
            Signal::Typing(typing) if typing.user_id != self.user_id => {
                Some(encode::typing(typing))
            }
            Signal::Presence(presence) if presence.user_id != self.user_id => {
                Some(encode::presence(presence))
            }
            Signal::Typing(_) | Signal::Presence(_) | Signal::Draft(..) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Packet {
        encode::reset(head)
    }
}

/// None if presence cannot be queried now: it is sent again after the next gap, and the connection
/// stays open.
fn presence_packets(presence: Result<Vec<Presence>, chat::Error>) -> Vec<Packet> {
    let presence = presence.unwrap_or_else(|error| {
        tracing::warn!(%error, "presence could not be sent to a connection");
        Vec::new()
    });
    presence.iter().map(encode::presence).collect()
}

impl FrameHandler<SocketIoConnection> for MessengerSocket {
    fn ready(&self, start: Cursor) -> Packet {
        encode::ready(start)
    }

    async fn handle(&self, message: ClientMessage) -> Result<Value, Problem> {
        match message.event.as_str() {
            "send_message" => self.send(parse(&message.data)?).await,
            "typing" => self.set_typing(&parse(&message.data)?).await,
            "read_messages" => self.mark_read(parse(&message.data)?).await,
            _ => Err(invalid("there is no such event".to_owned())),
        }
    }

    fn error(&self, problem: &Problem) -> Packet {
        encode::error(&Refusal::from(problem))
    }
}

impl MessengerSocket {
    /// The data of `message_edited`, which the readers of an audience share, but for those who do not see
    /// the read marks of users who block them.
    async fn message_edited(
        &self,
        event: &SharedEvent,
        edited: &MessageEdited,
        audience: Audience,
    ) -> Result<Option<Bytes>, chat::Error> {
        if self.chat.is_blocked_by_any(self.user_id) {
            let reader = Some(self.user_id);
            return self
                .message_edited_for(reader, event, edited, audience)
                .await;
        }
        let shared = self.message_edited_for(None, event, edited, audience);
        let key = FrameKey::of::<Self>(audience);
        event.frame_or_try_init(key, shared).await
    }

    async fn message_edited_for(
        &self,
        reader: Option<UserId>,
        event: &SharedEvent,
        edited: &MessageEdited,
        audience: Audience,
    ) -> Result<Option<Bytes>, chat::Error> {
        let Some(message) = edited_message(&self.chat, self.user_id, edited).await? else {
            return Ok(None);
        };
        let (chat_id, id) = (event.chat_id, message.id);
        let read_at = self.chat.read_at(reader, chat_id, &[id]).await?;
        let read_at = read_at.get(&id).copied();
        Ok(Some(encode::message_edited(
            event, message, read_at, audience,
        )))
    }

    async fn send(&self, message: SendMessage) -> Result<Value, Problem> {
        let attachments = message.attachments.unwrap_or_default();
        let ids = attachments.iter().map(|file| AttachmentId(file.id()));
        let draft = Draft::new(
            &self.features,
            message.content.unwrap_or_default(),
            message.kind.unwrap_or_default().into(),
            ids.collect(),
            message.client_id,
        )?;
        let chat_id = ChatId(message.conversation_id);
        let message = draft.send(&self.chat, self.user_id, chat_id).await?;
        Ok(json!({ "message": message }))
    }

    async fn set_typing(&self, typing: &Typing) -> Result<Value, Problem> {
        let chat_id = ChatId(typing.conversation_id);
        let published = self.chat.typing(self.user_id, chat_id, typing.is_typing);
        self.chat.or_chat_not_found(chat_id, published).await?;
        Ok(json!({}))
    }

    /// Marks a conversation read up to the newest of the given messages.
    async fn mark_read(&self, read: ReadMessages) -> Result<Value, Problem> {
        if read.message_ids.len() > MESSAGE_IDS_MAX {
            let detail = format!("there may be at most {MESSAGE_IDS_MAX} messageIds");
            return Err(invalid(detail));
        }
        let (chat, chat_id) = (&self.chat, ChatId(read.conversation_id));
        let ids: Vec<MessageId> = read.message_ids.into_iter().map(MessageId).collect();
        let newest = chat.latest_in_chat(chat_id, &ids).await?;
        // Without a message nothing is marked, but the membership is still checked.
        let up_to = Some(newest.unwrap_or(MessageId::NONE));
        let marked = chat.mark_read(self.user_id, chat_id, up_to);
        chat.or_chat_not_found(chat_id, marked).await?;
        if newest.is_none() && !ids.is_empty() {
            let detail = "there are no such messages in this conversation";
            return Err(Problem::not_found(Rejection::MessageNotFound, detail));
        }
        Ok(json!({}))
    }
}

fn parse<T: DeserializeOwned>(data: &Value) -> Result<T, Problem> {
    from_object(data).map_err(|error| invalid(format!("data: {error}")))
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidFrame, detail)
}
