//! The event stream of one reader.

use std::collections::HashSet;

use bytes::Bytes;
use parking_lot::Mutex;

use super::chats::encode::{View, chat as encode_chat};
use super::chats::wire::ChatType;
use super::context::ApiContext;
use super::events::wire;
use super::frames;
use super::messages::encode;
use super::messages::wire::Message;
use super::polls::encode::{poll as encode_poll, poll_changed};
use super::reactions::encode::reaction_changed;
use crate::accesses::Recorded;
use crate::chat::{self, Audience, FrameKey, ReaderAccess, SharedEvent};
use crate::domain::{
    ChatCreated, ChatId, Cursor, EventBody, Language, MessageId, MessageSent, ShownAs, Signal,
    UserId,
};
use crate::http::stream::{Encoded, StreamEncoder, sse};

/// What a reader receives, and may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Of a stream that has the events of all chats.
    pub(super) sees_all: Option<Recorded>,
    /// Whether the reader reads every chat and writes in none.
    pub(super) observes: bool,
}

/// Encodes events and signals for one reader.
pub(super) struct NativeStream {
    context: ApiContext,
    reader: UserId,
    access: ReaderAccess,
    /// Whether the reader writes in no chat, which changes what they may do.
    observes: bool,
    /// The language of names.
    language: Language,
    /// Chats that the reader's list may lack until their next message, which brings them as a `chat`
    /// event. Each connection of the reader has its own.
    unlisted: Mutex<HashSet<ChatId>>,
}

impl NativeStream {
    pub(super) fn new(
        context: ApiContext,
        reader: UserId,
        reading: Reading,
        language: Language,
        unlisted: HashSet<ChatId>,
    ) -> Self {
        let Reading { sees_all, observes } = reading;
        Self {
            reader,
            access: ReaderAccess {
                user_id: reader,
                sees_all,
                sees_reported: None,
            },
            observes,
            context,
            language,
            unlisted: Mutex::new(unlisted),
        }
    }
}

impl StreamEncoder for NativeStream {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.access.sees_all.is_some() {
            return Ok(Vec::new());
        }
        let online = self.context.chat.counterparts_online(self.reader).await?;
        Ok(online.iter().map(frames::presence).collect())
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.access.sees_all.is_some() {
            return Ok(Vec::new());
        }
        let counterparts = self.context.chat.counterparts(self.reader).await?;
        Ok(counterparts.iter().map(frames::presence).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let is_own = event.actor_id == Some(self.reader);
        match &event.body {
            EventBody::MessageSent(sent) => self.message_sent(event, sent),
            EventBody::MessageEdited(edited) => {
                Encoded::query(self.message_edited(event, edited.message_id, event.actor_id))
            }
            EventBody::AttachmentProcessed(processed) => {
                let (id, author) = (processed.message_id, Some(processed.author_id));
                Encoded::query(self.message_edited(event, id, author))
            }
            EventBody::MessageDeleted(deleted) if deleted.was_pinned => {
                Encoded::query(self.pinned_message_deleted(event, deleted.message_id))
            }
            EventBody::MessageDeleted(deleted) => {
                let id = deleted.message_id.0;
                self.shared(event, |event| frames::message_deleted(event, id))
            }
            EventBody::ReactionAdded(reaction) => {
                self.shared(event, |event| reaction_changed(event, reaction, true))
            }
            EventBody::ReactionRemoved(reaction) => {
                self.shared(event, |event| reaction_changed(event, reaction, false))
            }
            EventBody::PollVoted(voted) => Encoded::query(self.poll(event, voted.message_id)),
            EventBody::PollClosed(closed) => Encoded::query(self.poll(event, closed.message_id)),
            EventBody::ChatRead(read) if is_own => {
                Encoded::query(self.own_read(event, read.up_to_id))
            }
            EventBody::ChatRead(read) => {
                let id = read.up_to_id.0;
                self.shared(event, |event| frames::read(event, id, None))
            }
            EventBody::ChatCreated(created) => self.chat_created(event, created),
            EventBody::ParticipantLeft(left)
                if left.user_id == self.reader && self.access.sees_all.is_none() =>
            {
                Encoded::Ready(Some(frames::chat_removed(event)))
            }
            EventBody::ChatHidden(_) if is_own => {
                self.unlisted.lock().insert(event.chat_id);
                Encoded::Ready(Some(frames::chat_removed(event)))
            }
            EventBody::UserBlocked(_)
            | EventBody::UserUnblocked(_)
            | EventBody::ParticipantBlocked(_)
            | EventBody::ParticipantUnblocked(_) => Encoded::query(self.blocked(event)),
            EventBody::ChatSettingsChanged(_) if is_own => Encoded::query(self.chat(event)),
            // What changes the chat for all its members needs no arm of its own.
            body => match body.shown_as() {
                [ShownAs::Chat, ShownAs::Message] => {
                    Encoded::query(self.chat_and_system_message(event))
                }
                [ShownAs::Chat] => Encoded::query(self.chat(event)),
                [ShownAs::ChatRemoved] => self.shared(event, frames::chat_removed),
                _ => Encoded::Ready(None),
            },
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        Some(match signal {
            Signal::Typing(typing) => frames::typing(typing),
            Signal::Presence(presence) => frames::presence(presence),
            Signal::Draft(chat_id, draft) => frames::draft_event(*chat_id, draft.clone()),
        })
    }

    fn reset(&self, head: Cursor) -> Bytes {
        sse::reset_frame(head)
    }

    fn rest_after(&self, frame: &Bytes, seen: Cursor) -> Option<Bytes> {
        sse::rest_after(frame, seen)
    }
}

impl NativeStream {
    /// A frame that all readers of an audience share.
    fn shared<'a>(
        &self,
        event: &SharedEvent,
        encode: impl FnOnce(&crate::domain::Event) -> Bytes,
    ) -> Encoded<'a, Bytes> {
        let key = self.key(event);
        Encoded::Ready(event.frame(key, |event| Some(encode(event))))
    }

    fn key(&self, event: &SharedEvent) -> FrameKey {
        FrameKey::of::<Self>(event.audience_of(self.reader))
    }

    /// Where blocks are hidden, the other user's list has a chat from its first message on.
    fn chat_created<'a>(
        &'a self,
        event: &'a SharedEvent,
        _created: &ChatCreated,
    ) -> Encoded<'a, Bytes> {
        let is_own = event.actor_id == Some(self.reader);
        if self.context.policy.hides_blocks && !is_own && self.access.sees_all.is_none() {
            self.unlisted.lock().insert(event.chat_id);
            return Encoded::Ready(None);
        }
        Encoded::query(self.chat_and_system_message(event))
    }

    fn message_sent<'a>(
        &'a self,
        event: &'a SharedEvent,
        sent: &'a MessageSent,
    ) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.reader);
        // A mention brings a chat back from the archive.
        let is_mentioned = sent.mentions.contains(&self.reader);
        if is_mentioned || self.unlisted.lock().contains(&event.chat_id) {
            return Encoded::query(self.message_after_chat(event));
        }
        if sent.reply_to.is_some() {
            return Encoded::query(self.message_frame(event));
        }
        let frame = event.frame(self.key(event), |sent_event| {
            let message = encode::sent_message(sent_event, sent, audience)?;
            Some(frames::new_message(event, message, audience))
        });
        Encoded::Ready(frame)
    }

    /// The frame of a new message, which readers share.
    async fn message_frame(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let audience = event.audience_of(self.reader);
        let frame = event.frame_or_try_init(self.key(event), async {
            let EventBody::MessageSent(sent) = &event.body else {
                return Ok(None);
            };
            let message = match encode::sent_message(event, sent, audience) {
                Some(message) => Some(message),
                None => self.message(event.message_id(), audience).await?,
            };
            Ok(message
                .map(|message| frames::new_message(event, message.without_later_parts(), audience)))
        });
        frame.await
    }

    /// The frame of a new message, and before it the chat, which the reader's list may lack.
    async fn message_after_chat(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let message = self.message_frame(event).await?;
        let chat = self.chat_as_seen(event.chat_id).await?;
        // Not before, since an event may be encoded again before its query runs.
        self.unlisted.lock().remove(&event.chat_id);
        Ok(match (chat, message) {
            (Some(chat), Some(message)) => Some(frames::chat_before(event, &chat, Some(&message))),
            (_, message) => message,
        })
    }

    /// `message_edited`. A message with marks of the reader's own has a frame for each reader.
    async fn message_edited(
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
        let shared = event.frame_or_try_init(FrameKey::of::<Self>(audience), async {
            let message = self.message(id, audience).await?;
            let message = message.filter(|message| !message.has_own_marks());
            Ok::<_, chat::Error>(message.map(|message| frames::message_edited(event, message)))
        });
        if let Some(frame) = shared.await? {
            return Ok(Some(frame));
        }
        let message = self.context.chat.message_as_seen(self.reader, id).await?;
        let (realm, reader) = (self.context.policy.realm, Some(self.reader));
        Ok(message.map(|message| {
            frames::message_edited(
                event,
                encode::message(message, realm, reader, self.language),
            )
        }))
    }

    /// `poll`, as it is now. The votes are read once for all readers, and those who did not vote share a frame.
    /// There is none if the poll was deleted since.
    async fn poll(&self, event: &SharedEvent, id: MessageId) -> Result<Option<Bytes>, chat::Error> {
        let query = self.context.chat.voted_poll(id);
        let Some(voted) = event.poll_or_try_init(query).await? else {
            return Ok(None);
        };
        let encode = |event: &crate::domain::Event| {
            let poll = encode_poll(&voted.seen_by(self.reader), &voted.text)?;
            Some(poll_changed(event, id, poll))
        };
        if voted.votes.contains_key(&self.reader) {
            return Ok(encode(event));
        }
        Ok(event.frame(FrameKey::of::<Self>(Audience::Others), encode))
    }

    /// A message as it is now, for all readers of the audience. So it does not depend on whether this one
    /// may still see the chat: each receives it for their own membership.
    async fn message(
        &self,
        id: MessageId,
        audience: Audience,
    ) -> Result<Option<Message>, chat::Error> {
        let author = (audience == Audience::Actor).then_some(self.reader);
        let message = self.context.chat.message_as_seen(self.reader, id).await?;
        let realm = self.context.policy.realm;
        Ok(message.map(|message| encode::message(message, realm, author, self.language)))
    }

    /// `read` of the reader's own mark, with what is unread now.
    async fn own_read(
        &self,
        event: &SharedEvent,
        up_to: MessageId,
    ) -> Result<Option<Bytes>, chat::Error> {
        let unread = self.context.chat.unread_in(self.reader, event.chat_id);
        Ok(Some(frames::read(event, up_to.0, unread.await?)))
    }

    async fn pinned_message_deleted(
        &self,
        event: &SharedEvent,
        id: MessageId,
    ) -> Result<Option<Bytes>, chat::Error> {
        let chat = self.chat_as_seen(event.chat_id).await?;
        let frame = frames::pinned_message_deleted(event, id.0, chat.as_ref());
        Ok(Some(frame))
    }

    /// `chat` for each private chat of the two users of a block, whose permissions change with it; for the
    /// blocked user for each of their groups too, which show the other one's read mark or do so no longer.
    async fn blocked(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
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
        let mut chats = Vec::new();
        for chat_id in common.await? {
            // Where blocks are hidden, the list lacks the chat until its first message.
            let is_unlisted = self.unlisted.lock().contains(&chat_id);
            let chat = self.chat_as_seen(chat_id).await?;
            let is_listed =
                |shown: &wire::ChatEvent| !is_unlisted || shown.chat.last_message.is_some();
            chats.extend(chat.filter(is_listed));
        }
        Ok(frames::chats_event(event, &chats))
    }

    /// `chat`. There is no frame if the reader has left the chat since, or if their list does not have
    /// it.
    async fn chat(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let chat = self.chat_as_seen(event.chat_id).await?;
        Ok(chat.map(|chat| frames::chat_event(event, &chat)))
    }

    /// `chat`, and in a group the system message that tells of the event.
    async fn chat_and_system_message(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<Bytes>, chat::Error> {
        let Some(chat) = self.chat_as_seen(event.chat_id).await? else {
            return Ok(None);
        };
        if !matches!(chat.chat.kind, ChatType::Group) {
            return Ok(Some(frames::chat_event(event, &chat)));
        }
        let message = self.message(event.message_id(), Audience::Others).await?;
        let message = message.map(|message| frames::system_message(event, message));
        Ok(Some(frames::chat_before(event, &chat, message.as_ref())))
    }

    async fn chat_as_seen(&self, chat_id: ChatId) -> Result<Option<wire::ChatEvent>, chat::Error> {
        let chat = self.context.chat.chat_as_seen(self.access, chat_id);
        let Some(chat) = chat.await?.filter(|chat| chat.is_listed) else {
            return Ok(None);
        };
        let members = chat.view.members.iter().map(|member| member.user_id);
        let online = self.context.chat.online(members);
        let view = View {
            policy: &self.context.policy,
            reader: self.reader,
            observes: self.observes,
            language: self.language,
            online: &online,
        };
        let as_of = chat.as_of.0;
        let chat = encode_chat(chat, &view);
        Ok(Some(wire::ChatEvent { chat, as_of }))
    }
}
