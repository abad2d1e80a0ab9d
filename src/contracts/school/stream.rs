//! The event stream of one reader.

use bytes::Bytes;

use super::{encode, wire};
use crate::chat::{self, Audience, Chat, FrameKey, ParticipantScope, SharedEvent};
use crate::contracts::shared::edits::edited_message;
use crate::domain::{ChatId, Cursor, Event, EventBody, Language, Presence, Principal, Signal};
use crate::http::stream::{Encoded, StreamEncoder, sse};

/// Encodes events and signals for one reader.
pub(super) struct SchoolStream {
    pub(super) chat: Chat,
    pub(super) reader: Principal,
    /// The language of names.
    pub(super) language: Language,
    /// Whether the reader receives its own messages too.
    pub(super) echo: bool,
}

impl StreamEncoder for SchoolStream {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.reader.is_admin() {
            return Ok(Vec::new());
        }
        let presence = self.counterparts().await?;
        let online = presence.iter().filter(|counterpart| counterpart.online);
        Ok(online.map(encode::presence).collect())
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.reader.is_admin() {
            return Ok(Vec::new());
        }
        let counterparts = self.counterparts().await?;
        Ok(counterparts.iter().map(encode::presence).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.reader.user_id);
        match &event.body {
            EventBody::MessageSent(_) if audience == Audience::Actor && !self.echo => {
                Encoded::Ready(None)
            }
            EventBody::ChatRead(_) if self.reader.is_admin() => Encoded::Ready(None),
            EventBody::MessageEdited(edited) => {
                let message = edited_message(&self.chat, self.reader.user_id, edited);
                let key = FrameKey::of::<Self>(audience);
                Encoded::query(event.frame_or_try_init(key, async move {
                    let message = message.await?;
                    Ok(message.map(|message| encode::message_edited(event, message, audience)))
                }))
            }
            EventBody::ChatCreated(_) | EventBody::ChatRestored(_) => {
                Encoded::query(self.chat_created(event))
            }
            // For their list it is a new chat.
            EventBody::ParticipantJoined(joined) if joined.user_id == self.reader.user_id => {
                Encoded::query(self.chat_created(event))
            }
            _ => {
                let key = FrameKey::of::<Self>(audience);
                Encoded::Ready(event.frame(key, |event| encode::event(event, audience)))
            }
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing) => Some(encode::typing(typing)),
            Signal::Presence(presence) => Some(encode::presence(presence)),
            Signal::Draft(..) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        sse::reset_frame(head)
    }
}

impl SchoolStream {
    /// The users with whom the reader has a chat that the contract knows.
    async fn counterparts(&self) -> Result<Vec<Presence>, chat::Error> {
        self.chat.private_counterparts(self.reader.user_id).await
    }

    /// `chat_created` contains the chat as the reader's own list shows it, also when the reader comes back
    /// to it. There is no frame if the reader has left the chat since.
    async fn chat_created(&self, event: &Event) -> Result<Option<Bytes>, chat::Error> {
        let chat = if self.reader.is_admin() {
            self.item_for_admin(event.chat_id).await?
        } else {
            self.item_for_participant(event.chat_id).await?
        };
        Ok(chat.map(|chat| encode::chat_created(event, chat)))
    }

    async fn item_for_admin(
        &self,
        chat_id: ChatId,
    ) -> Result<Option<wire::AnyChatItem>, chat::Error> {
        let chat = self.chat.chat_of_realm(chat_id).await?;
        let item = |chat| wire::AnyChatItem::Admin(encode::admin_chat_item(chat, self.language));
        Ok(chat.map(item))
    }

    async fn item_for_participant(
        &self,
        chat_id: ChatId,
    ) -> Result<Option<wire::AnyChatItem>, chat::Error> {
        let (reader, scope) = (self.reader.user_id, ParticipantScope::Others);
        match self.chat.chat_of_user(reader, chat_id, scope).await {
            Ok(chat) => {
                let item = encode::chat_item(chat, self.language, false);
                Ok(Some(wire::AnyChatItem::Own(item)))
            }
            Err(chat::Error::Rejected(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
