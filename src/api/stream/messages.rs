//! Frames of messages, and of what is done with them.

use std::sync::Arc;

use bytes::Bytes;

use super::NativeStream;
use crate::api::events::wire;
use crate::api::frames;
use crate::api::messages::encode;
use crate::api::messages::wire::Message;
use crate::api::polls::encode::{poll as encode_poll, poll_changed};
use crate::chat::{self, Audience, FrameKey, NamedPeople, SharedEvent};
use crate::domain::{
    ChatRead, Event, EventBody, MessageDeleted, MessageId, MessageSent, UserId, VotedPoll,
};
use crate::http::stream::Encoded;

impl NativeStream {
    pub(super) fn message_sent<'a>(
        &'a self,
        event: &'a SharedEvent,
        sent: &'a MessageSent,
    ) -> Encoded<'a, Bytes> {
        // A mention brings a chat back from the archive.
        let is_mentioned = sent.mentions(self.reader);
        if is_mentioned || self.unlisted.lock().contains(&event.chat_id) {
            return Encoded::query(self.message_after_chat(event));
        }
        if self.own_scheduled(event).is_some() {
            return Encoded::query(self.message_and_scheduled(event));
        }
        let key = self.key(event.audience_of(self.reader));
        match event.encoded_frame(key) {
            Some(frame) => Encoded::Ready(Some(frame)),
            None => Encoded::query(self.message_frame(event)),
        }
    }

    /// The frame of a new message, which readers share unless they see its people differently.
    pub(super) async fn message_frame(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<Bytes>, chat::Error> {
        let audience = match &event.body {
            EventBody::MessageSent(_) => event.audience_of(self.reader),
            // A system message is nobody's own.
            _ => Audience::Others,
        };
        let shared = event.frame_or_try_init(self.key(audience), async {
            let Some((message, named)) = self.new_message(event, audience).await? else {
                return Ok(None);
            };
            let users = self.users_for_all(named).await?;
            Ok::<_, chat::Error>(users.map(|users| frames::new_message(event, message, users)))
        });
        if let Some(frame) = shared.await? {
            return Ok(Some(frame));
        }
        let Some((message, named)) = self.new_message(event, audience).await? else {
            return Ok(None);
        };
        let users = self.users(named).await?;
        Ok(Some(frames::new_message(event, message, users)))
    }

    /// A new message, and whom it names. A system message, and one that replies, are read from the database.
    async fn new_message(
        &self,
        event: &SharedEvent,
        audience: Audience,
    ) -> Result<Option<(Message, NamedPeople)>, chat::Error> {
        if let EventBody::MessageSent(sent) = &event.body
            && let Some(message) = encode::sent_message(event, sent, audience)
        {
            return Ok(Some((message, NamedPeople::of_sent(event, sent))));
        }
        let found = self.message(event.message_id(), audience).await?;
        Ok(found.map(|(message, named)| (message.without_later_parts(), named)))
    }

    /// The frame of a new message, and before it the chat, which the reader's list may lack.
    async fn message_after_chat(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let message = self.message_and_scheduled(event).await?;
        let chat = self.chat_as_seen(event).await?;
        // Not before, since an event may be encoded again before its query runs.
        self.unlisted.lock().remove(&event.chat_id);
        Ok(match (chat, message) {
            (Some(chat), Some(message)) => Some(frames::chat_before(event, &chat, &message)),
            (_, message) => message,
        })
    }

    /// `message_edited`. A message with marks of the reader's own has a frame for each reader.
    pub(super) async fn message_edited(
        &self,
        event: &SharedEvent,
        id: MessageId,
        author: Option<UserId>,
    ) -> Result<Option<Bytes>, chat::Error> {
        let audience = if author == Some(self.reader) {
            Audience::Actor
        } else {
            Audience::Others
        };
        let shared = event.frame_or_try_init(self.key(audience), async {
            let found = self.message(id, audience).await?;
            let Some((message, named)) = found.filter(|(message, _)| !message.has_own_marks())
            else {
                return Ok(None);
            };
            let users = self.users_for_all(named).await?;
            Ok::<_, chat::Error>(users.map(|users| frames::message_edited(event, message, users)))
        });
        if let Some(frame) = shared.await? {
            return Ok(Some(frame));
        }
        let message = self.context.chat.message_as_seen(self.reader, id).await?;
        let Some(message) = message else {
            return Ok(None);
        };
        let users = self.users(NamedPeople::from_iter([&message])).await?;
        let (realm, reader) = (self.context.policy.realm, Some(self.reader));
        let message = encode::message(message, realm, reader, self.language);
        Ok(Some(frames::message_edited(event, message, users)))
    }

    /// `message_deleted`, with the chat as it is without it; of a pinned message `chat` too.
    pub(super) async fn message_deleted(
        &self,
        event: &SharedEvent,
        deleted: &MessageDeleted,
    ) -> Result<Option<Bytes>, chat::Error> {
        let shown = self.chat_as_seen(event).await?;
        let of_members = shown.as_ref().filter(|shown| shown.chat.me.role.is_some());
        let data = wire::MessageDeletedEvent {
            chat_id: event.chat_id.0,
            message_id: deleted.message_id.0,
            last_message: shown
                .as_ref()
                .and_then(|shown| shown.chat.last_message.clone()),
            unread_count: of_members.map(|shown| shown.chat.unread_count),
            unread_mention_count: of_members.map(|shown| shown.chat.unread_mention_count),
            users: shown
                .as_ref()
                .map(|shown| shown.users.clone())
                .unwrap_or_default(),
            as_of: shown.as_ref().map(|shown| shown.as_of),
            position: event.position.0,
            at: event.recorded_at.into(),
        };
        let chat = shown.as_ref().filter(|_| deleted.was_pinned);
        Ok(Some(if deleted.was_pinned {
            frames::pinned_message_deleted(event, &data, chat)
        } else {
            frames::message_deleted(event, &data)
        }))
    }

    /// `poll`, as it is now. The votes are read once for all readers, and those who did not vote share a frame.
    /// There is none if the poll was deleted since.
    pub(super) async fn poll(
        &self,
        event: &SharedEvent,
        id: MessageId,
    ) -> Result<Option<Bytes>, chat::Error> {
        let query = self.context.chat.voted_poll(id);
        let voted: Arc<Option<VotedPoll>> = event.shared_or_try_init(query).await?;
        let Some(voted) = voted.as_ref() else {
            return Ok(None);
        };
        let encode = |event: &Event| {
            let poll = encode_poll(&voted.seen_by(self.reader), &voted.text)?;
            Some(poll_changed(event, id, poll))
        };
        if voted.votes.contains_key(&self.reader) {
            return Ok(encode(event));
        }
        Ok(event.frame(FrameKey::of::<Self>(Audience::Others), encode))
    }

    /// A message as it is now, for all readers of the audience, and whom it names. So it does not depend on
    /// whether this one may still see the chat: each receives it for their own membership.
    async fn message(
        &self,
        id: MessageId,
        audience: Audience,
    ) -> Result<Option<(Message, NamedPeople)>, chat::Error> {
        let author = (audience == Audience::Actor).then_some(self.reader);
        let message = self.context.chat.message_as_seen(self.reader, id).await?;
        let realm = self.context.policy.realm;
        Ok(message.map(|message| {
            let named = NamedPeople::from_iter([&message]);
            (
                encode::message(message, realm, author, self.language),
                named,
            )
        }))
    }

    /// `read`, unless the message that moves the mark has told of it.
    pub(super) fn read<'a>(
        &'a self,
        event: &'a SharedEvent,
        read: &ChatRead,
    ) -> Encoded<'a, Bytes> {
        if read.visit {
            return Encoded::Ready(None);
        }
        if event.actor_id == Some(self.reader) {
            return Encoded::query(self.own_read(event, read.up_to_id));
        }
        let id = read.up_to_id.0;
        self.shared(event, |event| frames::read(event, id, None))
    }

    /// `read` of the reader's own mark, which they may have moved back, with what is unread: all as it is now. Who has
    /// left the chat since has the mark of the event.
    pub(super) async fn own_read(
        &self,
        event: &SharedEvent,
        up_to: MessageId,
    ) -> Result<Option<Bytes>, chat::Error> {
        let unread = self.context.chat.unread_in(self.reader, event.chat_id);
        let unread = unread.await?;
        let mark = unread.map_or(up_to, |unread| unread.last_read_id);
        Ok(Some(frames::read(event, mark.0, unread)))
    }
}
