//! The event stream of one reader: which frames show an event to them.

mod chats;
pub(super) mod filtered;
mod members;
mod messages;
mod people;
mod scheduled;

use std::collections::HashSet;

use bytes::Bytes;
use parking_lot::Mutex;

use super::context::ApiContext;
use super::frames;
use super::reactions::encode::reaction_changed;
use crate::accesses::Recorded;
use crate::chat::{self, Audience, FrameKey, ReaderAccess, SharedEvent};
use crate::domain::{ChatId, Cursor, Event, EventBody, Language, ShownAs, Signal, UserId};
use crate::http::stream::{Encoded, StreamEncoder, sse};

/// The reader of frames that several readers share: no user, so that nothing is shown as one's own.
pub(super) const NOBODY: UserId = UserId(0);

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
        if event.is_own_scheduled(self.reader) {
            return Encoded::query(self.scheduled(event));
        }
        if let Some((user_id, _)) = event.shown_user() {
            return Encoded::query(self.user_changed(event, user_id));
        }
        let is_own = event.actor_id == Some(self.reader);
        match &event.body {
            EventBody::MessageSent(sent) => self.message_sent(event, sent),
            EventBody::MessageEdited(edited) => {
                Encoded::query(self.message_edited(event, edited.message_id, event.actor_id))
            }
            EventBody::MessageCustomChanged(changed) => {
                Encoded::query(self.message_edited(event, changed.message_id, changed.author_id))
            }
            EventBody::AttachmentProcessed(processed) => {
                let (id, author) = (processed.message_id, Some(processed.author_id));
                Encoded::query(self.message_edited(event, id, author))
            }
            EventBody::MessageDeleted(deleted) => {
                Encoded::query(self.message_deleted(event, deleted))
            }
            EventBody::ReactionAdded(reaction) => {
                self.shared(event, |event| reaction_changed(event, reaction, true))
            }
            EventBody::ReactionRemoved(reaction) => {
                self.shared(event, |event| reaction_changed(event, reaction, false))
            }
            EventBody::PollVoted(voted) => Encoded::query(self.poll(event, voted.message_id)),
            EventBody::PollClosed(closed) => Encoded::query(self.poll(event, closed.message_id)),
            EventBody::ChatRead(read) => self.read(event, read),
            EventBody::ChatMarkedUnread(mark) | EventBody::ChatReadAgain(mark) if is_own => {
                Encoded::query(self.own_read(event, mark.up_to_id))
            }
            EventBody::ChatCreated(_) => self.chat_created(event),
            EventBody::ParticipantJoined(joined) => self.member_joined(event, joined.user_id),
            EventBody::ParticipantLeft(left) => self.participant_left(event, left.user_id),
            EventBody::ParticipantRoleChanged(changed) => {
                Encoded::query(self.role_changed(event, changed))
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
        encode: impl FnOnce(&Event) -> Bytes,
    ) -> Encoded<'a, Bytes> {
        let key = FrameKey::of::<Self>(event.audience_of(self.reader));
        Encoded::Ready(event.frame(key, |event| Some(encode(event))))
    }

    /// The key of a frame with people, whose names are in the reader's language.
    fn key(&self, audience: Audience) -> FrameKey {
        FrameKey::of::<Self>(audience).in_language(self.language)
    }
}
