//! An event on its way out, with the frames it was rendered to.

use std::ops::Deref;

use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::domain::{Event, EventBody, Language, UserId};

/// Who a frame is for: an event looks different to the one who caused it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The actor, who gets its `client_id` back.
    Actor,
    /// Everyone else.
    Others,
}

/// An event that all its subscribers share. A realm renders it once for each [`Audience`] and
/// language, whatever the number of subscribers.
#[derive(Debug)]
pub struct SharedEvent {
    event: Event,
    frames: [OnceCell<Option<Bytes>>; 4],
}

impl SharedEvent {
    /// Wraps an event that was read from the log.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            frames: [const { OnceCell::const_new() }; 4],
        }
    }

    /// What this event is to a user.
    pub fn audience_of(&self, user_id: UserId) -> Audience {
        if self.event.actor_id == Some(user_id) {
            Audience::Actor
        } else {
            Audience::Others
        }
    }

    /// The frame for an audience, rendered by the first who asks, in no language.
    pub fn frame(
        &self,
        audience: Audience,
        render: impl FnOnce(&Event) -> Option<Bytes>,
    ) -> Option<Bytes> {
        let shared = &self.frames[audience as usize];
        if let Some(frame) = shared.get() {
            return frame.clone();
        }
        let frame = render(&self.event);
        // Whoever was at it at the same moment made the same.
        let _ = shared.set(frame.clone());
        frame
    }

    /// The frame for an audience and a language where something has to be asked for to render
    /// it: that is done once, by the first who succeeds, and the others wait.
    pub async fn frame_or_try_init<E>(
        &self,
        (audience, language): (Audience, Language),
        render: impl Future<Output = Result<Option<Bytes>, E>>,
    ) -> Result<Option<Bytes>, E> {
        let shared = &self.frames[audience as usize + 2 * language as usize];
        let frame = shared.get_or_try_init(|| render).await?;
        Ok(frame.clone())
    }

    /// Roughly what it holds in memory, its frames included.
    pub(super) fn memory_estimate(&self) -> usize {
        const FIXED: usize = 512;
        match &self.event.body {
            // The text, and two frames that repeat it.
            EventBody::MessageSent(sent) => {
                FIXED + 3 * sent.content.len() + 1024 * sent.files.len()
            }
            // The ids, and two frames of digits.
            EventBody::ChatRead(read) => FIXED + 32 * read.newly_read.len(),
            EventBody::MessageEdited(edited) => FIXED + 3 * edited.content.len(),
            EventBody::MessageReported(reported) => FIXED + reported.content.len(),
            _ => FIXED,
        }
    }
}

impl Deref for SharedEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.event
    }
}
