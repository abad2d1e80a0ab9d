//! An event that all its subscribers share, with the frames it was encoded to.

use std::any::{Any, TypeId};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::domain::{Event, EventBody, Language, UserId};

/// The recipients of a frame: the actor of an event sees more of it than others do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The actor, who gets its `client_id` back.
    Actor,
    /// All other users.
    Others,
}

/// Identifies one of an event's frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameKey {
    encoder: TypeId,
    audience: Audience,
    language: Language,
}

impl FrameKey {
    /// The frame of the encoder `E` for an audience, in no language. Encoders that encode
    /// differently are different types, so their frames cannot be confused.
    pub fn of<E: 'static>(audience: Audience) -> Self {
        Self {
            encoder: TypeId::of::<E>(),
            audience,
            language: Language::default(),
        }
    }

    /// The same frame in a language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }
}

/// An event that all its subscribers share. It is encoded once for each [`FrameKey`], for any
/// number of subscribers.
#[derive(Debug)]
pub struct SharedEvent {
    event: Event,
    /// Whether it is for readers whom its actor blocks.
    hides_read_mark: bool,
    frames: FrameCache,
    /// What the readers who need frames of their own read once for all of them.
    shared: OnceCell<Arc<dyn Any + Send + Sync>>,
}

/// The frames of one event, in the order in which they were first requested.
///
/// # Why inline, and why four
/// An event is encoded for one realm, whose encoder makes two frames of it (for its [`Audience`]s), or four
/// in two languages. What several realms show has frames for each reader. Finding one of them takes an atomic
/// load and a comparison for each slot before it, without a lock or an allocation. A fifth key is encoded for
/// each subscriber: slower, but correct.
#[derive(Debug)]
struct FrameCache([OnceLock<CachedFrame>; 4]);

#[derive(Debug)]
struct CachedFrame {
    key: FrameKey,
    frame: OnceCell<Option<Bytes>>,
}

impl FrameCache {
    const fn new() -> Self {
        Self([const { OnceLock::new() }; 4])
    }

    /// The slot of a key; `None` if all slots have other keys.
    fn slot(&self, key: FrameKey) -> Option<&OnceCell<Option<Bytes>>> {
        self.0.iter().find_map(|slot| {
            let cached = slot.get_or_init(|| CachedFrame {
                key,
                frame: OnceCell::new(),
            });
            (cached.key == key).then_some(&cached.frame)
        })
    }
}

impl SharedEvent {
    /// Wraps an event that was read from the log.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            hides_read_mark: false,
            frames: FrameCache::new(),
            shared: OnceCell::new(),
        }
    }

    /// The user whose read mark the event moves: reading does, and so does sending.
    pub(super) fn marked_reader(&self) -> Option<UserId> {
        match &self.event.body {
            EventBody::ChatRead(_) => self.event.actor_id,
            EventBody::MessageSent(sent) if sent.is_visit() => self.event.actor_id,
            _ => None,
        }
    }

    /// The event for a reader whom its actor blocks: a message without the mark that it moves. `None`
    /// if it is nothing but a mark. Its frames are its own.
    pub(super) fn without_read_mark(&self) -> Option<Self> {
        let is_message = matches!(self.event.body, EventBody::MessageSent(_));
        is_message.then(|| Self {
            hides_read_mark: true,
            ..Self::new(self.event.clone())
        })
    }

    /// Whether the reader may be told that the event moves its actor's read mark.
    pub fn shows_read_mark(&self) -> bool {
        !self.hides_read_mark
    }

    /// The audience that a user belongs to.
    pub fn audience_of(&self, user_id: UserId) -> Audience {
        if self.event.actor_id == Some(user_id) {
            Audience::Actor
        } else {
            Audience::Others
        }
    }

    /// The frame of a key, encoded by the first caller; `None` if the event has no frame.
    pub fn frame(
        &self,
        key: FrameKey,
        encode: impl FnOnce(&Event) -> Option<Bytes>,
    ) -> Option<Bytes> {
        let Some(slot) = self.frames.slot(key) else {
            return encode(&self.event);
        };
        if let Some(frame) = slot.get() {
            return frame.clone();
        }
        let frame = encode(&self.event);
        // A concurrent caller has encoded the same frame.
        let _ = slot.set(frame.clone());
        frame
    }

    /// The frame of a key whose encoding needs a query. One caller encodes while the others wait;
    /// after an error the next caller tries.
    pub async fn frame_or_try_init<E>(
        &self,
        key: FrameKey,
        encode: impl Future<Output = Result<Option<Bytes>, E>>,
    ) -> Result<Option<Bytes>, E> {
        match self.frames.slot(key) {
            Some(slot) => slot.get_or_try_init(|| encode).await.cloned(),
            None => encode.await,
        }
    }

    /// The frame of a key, if it was encoded before.
    pub fn encoded_frame(&self, key: FrameKey) -> Option<Bytes> {
        self.frames.slot(key)?.get()?.clone()
    }

    /// What readers of the event share besides frames, which one of them queries while the others wait; after an
    /// error the next one tries.
    ///
    /// # Panics
    /// If readers of one event ask for values of different types.
    pub async fn shared_or_try_init<T, E>(
        &self,
        query: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E>
    where
        T: Any + Send + Sync,
    {
        let init = async { Ok(Arc::new(query.await?) as Arc<dyn Any + Send + Sync>) };
        let shared = self.shared.get_or_try_init(|| init).await?.clone();
        Ok(shared.downcast().expect("a kind of event has one type"))
    }

    /// An estimate of its memory in bytes, frames included.
    pub(super) fn memory_estimate(&self) -> usize {
        const FIXED: usize = 720;
        FIXED + self.event.body.memory()
    }
}

impl Deref for SharedEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.event
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{ChatDeleted, ChatId, Position, Realm};

    struct First;
    struct Second;
    struct Third;

    fn event() -> SharedEvent {
        SharedEvent::new(Event {
            position: Position(1),
            event_id: Uuid::nil(),
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            subject_uuid: None,
            is_in_group: false,
            actor_id: None,
            body: EventBody::ChatDeleted(ChatDeleted {}),
            recorded_at: Timestamp::UNIX_EPOCH,
        })
    }

    fn frame(event: &SharedEvent, key: FrameKey, text: &'static str) -> Bytes {
        let frame = event.frame(key, |_| Some(Bytes::from_static(text.as_bytes())));
        frame.expect("it was encoded")
    }

    #[test]
    fn frames_are_cached_by_encoder_audience_and_language() {
        let event = event();
        let keys = [
            FrameKey::of::<First>(Audience::Actor),
            FrameKey::of::<First>(Audience::Others),
            FrameKey::of::<Second>(Audience::Others),
            FrameKey::of::<Second>(Audience::Others).in_language(Language::Russian),
        ];
        for (key, text) in keys.into_iter().zip(["a", "b", "c", "d"]) {
            assert_eq!(frame(&event, key, text), text);
        }
        for (key, text) in keys.into_iter().zip(["a", "b", "c", "d"]) {
            assert_eq!(frame(&event, key, "again"), text);
        }
    }

    #[test]
    fn a_full_cache_still_encodes() {
        let event = event();
        for audience in [Audience::Actor, Audience::Others] {
            frame(&event, FrameKey::of::<First>(audience), "first");
            frame(&event, FrameKey::of::<Second>(audience), "second");
        }
        let key = FrameKey::of::<Third>(Audience::Others);
        assert_eq!(frame(&event, key, "third"), "third");
        assert_eq!(frame(&event, key, "again"), "again");
    }
}
