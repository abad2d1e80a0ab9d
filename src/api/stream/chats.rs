//! Frames of chats.

use bytes::Bytes;

use super::NativeStream;
use crate::api::chats::encode::{View, chat as encode_chat};
use crate::api::chats::wire::ChatType;
use crate::api::events::wire;
use crate::api::frames;
use crate::chat::{self, SharedEvent};
use crate::domain::{ChatId, ShownAs};
use crate::http::stream::{Encoded, sse};

impl NativeStream {
    /// Where blocks are hidden, the other user's list has a chat from its first message on.
    pub(super) fn chat_created<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let is_own = event.actor_id == Some(self.reader);
        if self.context.policy.hides_blocks && !is_own && self.access.sees_all.is_none() {
            self.unlisted.lock().insert(event.chat_id);
            return Encoded::Ready(None);
        }
        Encoded::query(self.chat_and_system_message(event))
    }

    /// `chat`. There is no frame if the reader has left the chat since, or if their list does not have
    /// it.
    pub(super) async fn chat(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let chat = self.chat_as_seen(event).await?;
        Ok(chat.map(|chat| frames::chat_event(event, &chat)))
    }

    /// `chat`, and in a group the system message that tells of the event.
    pub(super) async fn chat_and_system_message(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<Bytes>, chat::Error> {
        let Some(chat) = self.chat_as_seen(event).await? else {
            return Ok(None);
        };
        if !event.is_in_group {
            return Ok(Some(frames::chat_event(event, &chat)));
        }
        Ok(Some(match self.message_frame(event).await? {
            Some(message) => frames::chat_before(event, &chat, &message),
            None => frames::chat_event(event, &chat),
        }))
    }

    /// `chat` for each private chat of the two users of a block, whose permissions change with it; for the
    /// blocked user `member` for each of their groups, which show the other one's read mark or do so no longer.
    pub(super) async fn blocked(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let Some((blocker, blocked)) = event.blocked_pair() else {
            return Ok(None);
        };
        let other = if blocker == self.reader {
            blocked
        } else {
            blocker
        };
        let chat = &self.context.chat;
        let common = chat.chats_of_two(self.reader, other, blocked == self.reader);
        let mut shown = Vec::new();
        for chat_id in common.await? {
            // Where blocks are hidden, the list lacks the chat until its first message.
            let is_unlisted = self.unlisted.lock().contains(&chat_id);
            let Some(chat) = self.chat_of(event, chat_id).await? else {
                continue;
            };
            if matches!(chat.chat.kind, ChatType::Group) {
                for member in self.members_of(event, chat_id, vec![other]).await? {
                    shown.push(frames::by_chat(event, chat_id, ShownAs::Member, &member));
                }
            } else if !is_unlisted || chat.chat.last_message.is_some() {
                shown.push(frames::by_chat(event, chat_id, ShownAs::Chat, &chat));
            }
        }
        Ok((!shown.is_empty()).then(|| sse::joined(&shown)))
    }

    /// The chat of an event as it is now.
    pub(super) async fn chat_as_seen(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<wire::ChatEvent>, chat::Error> {
        self.chat_of(event, event.chat_id).await
    }

    async fn chat_of(
        &self,
        event: &SharedEvent,
        chat_id: ChatId,
    ) -> Result<Option<wire::ChatEvent>, chat::Error> {
        let chat = self.context.chat.chat_as_seen(self.access, chat_id);
        let Some(chat) = chat.await?.filter(|chat| chat.is_listed) else {
            return Ok(None);
        };
        let users = self.users([&chat].into_iter().collect()).await?;
        let members = chat.view.members.iter().map(|member| member.user_id);
        let online = self.context.chat.online(members);
        let view = View {
            policy: &self.context.policy,
            reader: self.reader,
            observes: self.observes,
            language: self.language,
            online: &online,
        };
        Ok(Some(wire::ChatEvent {
            as_of: chat.as_of.0,
            chat: encode_chat(chat, &view),
            users,
            position: event.position.0,
            at: event.recorded_at.into(),
        }))
    }
}
