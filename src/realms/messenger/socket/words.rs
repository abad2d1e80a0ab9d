//! What is said over a connection: events for it, and what its client wants.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::inbox::{ClientEvent, ClientMessage};
use crate::chat::{self, Chat, SharedEvent};
use crate::domain::{
    AttachmentId, ChatId, Command, EventBody, MessageId, Presence, Signal, UserId,
};
use crate::http::{Code, Problem};
use crate::realms::messenger::frames::{
    ConversationCreated, Durable, ReadMessages, SendMessage, Typing, UserStatus, UserTyping,
};
use crate::realms::messenger::sending::{self, MessageDraft};
use crate::realms::messenger::translate;

/// Ids in one `read_messages` at most.
const MAX_IDS: usize = 10_000;

/// An event of the server: its name, and its data as JSON.
pub(super) type Frame = (&'static str, Bytes);

/// One user's words.
pub(super) struct MessengerEncoder {
    pub(super) chat: Chat,
    pub(super) user_id: UserId,
}

impl MessengerEncoder {
    /// What is true now and no event tells.
    pub(super) async fn greeting(&self) -> Result<Vec<Frame>, chat::Error> {
        let online = self.chat.counterparts_online(self.user_id).await?;
        Ok(online.into_iter().map(status).collect())
    }

    /// The same where something was missed: what has become untrue as well.
    pub(super) async fn reminder(&self) -> Result<Vec<Frame>, chat::Error> {
        let all = self.chat.counterparts(self.user_id).await?;
        Ok(all.into_iter().map(status).collect())
    }

    /// An event as this user is to see it.
    pub(super) fn event(&self, event: &SharedEvent) -> Option<Frame> {
        let audience = event.audience_of(self.user_id);
        let name = match &event.body {
            // What it said is gone.
            EventBody::MessageSent(sent) if sent.content.is_empty() && sent.files.is_empty() => {
                return None;
            }
            EventBody::MessageSent(_) => "new_message",
            EventBody::ChatCreated(_) => "conversation_created",
            EventBody::ChatRead(read)
                if event.actor_id != Some(self.user_id) && !read.newly_read.is_empty() =>
            {
                "messages_read"
            }
            // The others are not said here; among them other realms' kinds.
            _ => return None,
        };
        let data = event.frame(audience, |event| {
            let event_id = event.cursor().to_string();
            match &event.body {
                EventBody::MessageSent(sent) => {
                    let data = translate::new_message(event, sent, audience);
                    Some(json(&Durable { event_id, data }))
                }
                EventBody::ChatCreated(created) => {
                    let conversation = translate::begun(event, created);
                    let data = ConversationCreated { conversation };
                    Some(json(&Durable { event_id, data }))
                }
                EventBody::ChatRead(read) => {
                    let data = translate::messages_read(event, &read.newly_read);
                    Some(json(&Durable { event_id, data }))
                }
                _ => None,
            }
        });
        data.map(|data| (name, data))
    }

    /// A signal as this user is to see it.
    pub(super) fn signal(&self, signal: &Signal) -> Option<Frame> {
        match signal {
            Signal::Typing(typing) if typing.user_id != self.user_id => {
                Some(("user_typing", json(&UserTyping::from(typing))))
            }
            Signal::Presence(presence) if presence.user_id != self.user_id => {
                Some(status(*presence))
            }
            Signal::Typing(_) | Signal::Presence(_) => None,
        }
    }

    /// Does what the client wants; `data` of the acknowledgement.
    pub(super) async fn heed(&self, said: ClientMessage) -> Result<serde_json::Value, Problem> {
        match said.verb {
            ClientEvent::Send => self.send(parse(said.data)?).await,
            ClientEvent::Typing => self.set_typing(&parse(said.data)?).await,
            ClientEvent::Read => self.read(parse(said.data)?).await,
            ClientEvent::Unknown => Err(invalid("there is no such event".to_owned())),
        }
    }

    async fn send(&self, message: SendMessage) -> Result<serde_json::Value, Problem> {
        let files = message.attachments.unwrap_or_default();
        let files = files.iter().map(|file| AttachmentId(file.id())).collect();
        let kind = message.kind.unwrap_or_default().into();
        let content = message.content.unwrap_or_default();
        let writing = MessageDraft::new(content, kind, files, message.client_id)?;
        let chat_id = ChatId(message.conversation_id);
        let message = sending::send(&self.chat, self.user_id, chat_id, writing).await?;
        Ok(json!({ "message": message }))
    }

    async fn set_typing(&self, typing: &Typing) -> Result<serde_json::Value, Problem> {
        let chat_id = ChatId(typing.conversation_id);
        let told = self.chat.typing(self.user_id, chat_id, typing.is_typing);
        match told.await {
            Ok(()) => Ok(json!({})),
            Err(error) => Err(self.chat.distinguish_not_found(error, chat_id).await.into()),
        }
    }

    async fn read(&self, read: ReadMessages) -> Result<serde_json::Value, Problem> {
        let chat_id = ChatId(read.conversation_id);
        if read.message_ids.len() > MAX_IDS {
            let detail = format!("there may be at most {MAX_IDS} messageIds");
            return Err(invalid(detail));
        }
        let ids: Vec<MessageId> = read.message_ids.into_iter().map(MessageId).collect();
        let newest = self.chat.latest_in_chat(chat_id, &ids).await?;
        // Where none is of this conversation nothing moves, but who asks is looked at.
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

fn parse<T: DeserializeOwned>(data: serde_json::Value) -> Result<T, Problem> {
    if data.is_array() {
        return Err(invalid("an array, where an object is expected".to_owned()));
    }
    serde_json::from_value(data).map_err(|error| invalid(error.to_string()))
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidFrame, detail)
}

fn status(presence: Presence) -> Frame {
    ("user_status", json(&UserStatus::from(presence)))
}

pub(super) fn json(data: &impl Serialize) -> Bytes {
    serde_json::to_vec(data)
        .expect("wire types have string keys only")
        .into()
}
