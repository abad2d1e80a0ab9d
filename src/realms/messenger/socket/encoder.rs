//! Events as Socket.IO packets for one user, and what the user's client asks for.

use serde::de::DeserializeOwned;
use serde_json::json;

use super::connection::{Packet, SocketIoConnection};
use super::inbox::{ClientEvent, ClientMessage};
use crate::chat::{self, Audience, Chat, FrameKey, SharedEvent};
use crate::domain::{
    AttachmentId, ChatId, Command, Cursor, Event, EventBody, MessageId, Presence, Signal, UserId,
};
use crate::http::stream::{self, Encoded, FrameHandler, StreamEncoder, WithEventId};
use crate::http::{Code, Problem};
use crate::realms::messenger::frames::{
    ConversationCreated, ReadMessages, Refusal, Reset, SendMessage, Typing, UserStatus, UserTyping,
};
use crate::realms::messenger::sending::{self, MessageDraft};
use crate::realms::messenger::translate;

/// Ids in one `read_messages` at most.
const MAX_IDS: usize = 10_000;

/// One user's side of a connection.
pub(super) struct MessengerEncoder {
    pub(super) chat: Chat,
    pub(super) user_id: UserId,
}

impl StreamEncoder for MessengerEncoder {
    type Frame = Packet;

    async fn on_open(&self) -> Result<Vec<Packet>, chat::Error> {
        Ok(statuses(self.chat.counterparts_online(self.user_id).await))
    }

    async fn on_gap(&self) -> Result<Vec<Packet>, chat::Error> {
        Ok(statuses(self.chat.counterparts(self.user_id).await))
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Packet> {
        let Some(name) = self.event_name(event) else {
            return Encoded::Ready(None);
        };
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        let data = event.frame(key, |event| event_data(event, audience));
        Encoded::Ready(data.map(|data| Packet { name, data }))
    }

    fn signal(&self, signal: &Signal) -> Option<Packet> {
        match signal {
            Signal::Typing(typing) if typing.user_id != self.user_id => Some(Packet {
                name: "user_typing",
                data: stream::json(&UserTyping::from(typing)),
            }),
            Signal::Presence(presence) if presence.user_id != self.user_id => {
                Some(user_status(*presence))
            }
            Signal::Typing(_) | Signal::Presence(_) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Packet {
        let event_id = head.to_string();
        Packet {
            name: "reset",
            data: stream::json(&Reset { event_id }),
        }
    }
}

impl FrameHandler<SocketIoConnection> for MessengerEncoder {
    async fn handle(&self, message: ClientMessage) -> Result<serde_json::Value, Problem> {
        match message.event {
            ClientEvent::Send => self.send(parse(message.data)?).await,
            ClientEvent::Typing => self.set_typing(&parse(message.data)?).await,
            ClientEvent::Read => self.mark_read(parse(message.data)?).await,
            ClientEvent::Unknown => Err(invalid("there is no such event".to_owned())),
        }
    }

    fn error(&self, problem: &Problem) -> Packet {
        Packet {
            name: "error",
            data: stream::json(&Refusal::from(problem)),
        }
    }
}

impl MessengerEncoder {
    /// The name of an event's packet; `None` for events that this realm does not send.
    fn event_name(&self, event: &Event) -> Option<&'static str> {
        match &event.body {
            // Its text has been erased.
            EventBody::MessageSent(sent) if sent.content.is_empty() && sent.files.is_empty() => {
                None
            }
            EventBody::MessageSent(_) => Some("new_message"),
            EventBody::ChatCreated(_) => Some("conversation_created"),
            EventBody::ChatRead(read)
                if event.actor_id != Some(self.user_id) && !read.newly_read.is_empty() =>
            {
                Some("messages_read")
            }
            _ => None,
        }
    }

    async fn send(&self, message: SendMessage) -> Result<serde_json::Value, Problem> {
        let files = message.attachments.unwrap_or_default();
        let files = files.iter().map(|file| AttachmentId(file.id())).collect();
        let kind = message.kind.unwrap_or_default().into();
        let content = message.content.unwrap_or_default();
        let draft = MessageDraft::new(content, kind, files, message.client_id)?;
        let chat_id = ChatId(message.conversation_id);
        let message = sending::send(&self.chat, self.user_id, chat_id, draft).await?;
        Ok(json!({ "message": message }))
    }

    async fn set_typing(&self, typing: &Typing) -> Result<serde_json::Value, Problem> {
        let chat_id = ChatId(typing.conversation_id);
        let published = self.chat.typing(self.user_id, chat_id, typing.is_typing);
        match published.await {
            Ok(()) => Ok(json!({})),
            Err(error) => Err(self.chat.distinguish_not_found(error, chat_id).await.into()),
        }
    }

    async fn mark_read(&self, read: ReadMessages) -> Result<serde_json::Value, Problem> {
        let chat_id = ChatId(read.conversation_id);
        if read.message_ids.len() > MAX_IDS {
            let detail = format!("there may be at most {MAX_IDS} messageIds");
            return Err(invalid(detail));
        }
        let ids: Vec<MessageId> = read.message_ids.into_iter().map(MessageId).collect();
        let newest = self.chat.latest_in_chat(chat_id, &ids).await?;
        // If no id is of this conversation, the mark stays, but membership is still checked.
        let up_to = Some(newest.unwrap_or(MessageId(0)));
        let mark = Command::MarkRead { chat_id, up_to };
        if let Err(error) = self.chat.execute(self.user_id, mark).await {
            return Err(self.chat.distinguish_not_found(error, chat_id).await.into());
        }
        match newest {
            None if !ids.is_empty() => Err(Problem::not_found(
                Code::MessageNotFound,
                "there are no such messages in this conversation",
            )),
            _ => Ok(json!({})),
        }
    }
}

fn event_data(event: &Event, audience: Audience) -> Option<bytes::Bytes> {
    let event_id = event.cursor();
    match &event.body {
        EventBody::MessageSent(sent) => {
            let frame = &translate::new_message(event, sent, audience);
            Some(stream::json(&WithEventId { event_id, frame }))
        }
        EventBody::ChatCreated(created) => {
            let conversation = translate::begun(event, created);
            let frame = &ConversationCreated { conversation };
            Some(stream::json(&WithEventId { event_id, frame }))
        }
        EventBody::ChatRead(read) => {
            let frame = &translate::messages_read(event, &read.newly_read);
            Some(stream::json(&WithEventId { event_id, frame }))
        }
        _ => None,
    }
}

/// `user_status` of each; none where presence cannot be queried now: it is queried again at the
/// next gap, and a connection is not worth closing for it.
fn statuses(presence: Result<Vec<Presence>, chat::Error>) -> Vec<Packet> {
    let presence = presence.unwrap_or_else(|error| {
        tracing::warn!(%error, "presence could not be sent to a connection");
        Vec::new()
    });
    presence.into_iter().map(user_status).collect()
}

fn user_status(presence: Presence) -> Packet {
    Packet {
        name: "user_status",
        data: stream::json(&UserStatus::from(presence)),
    }
}

fn parse<T: DeserializeOwned>(data: serde_json::Value) -> Result<T, Problem> {
    if data.is_array() {
        return Err(invalid("an array, where an object is expected".to_owned()));
    }
    serde_json::from_value(data).map_err(|error| invalid(error.to_string()))
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidFrame, detail)
}
