//! A stream of which its client asked for a part: events of some names, or of one chat.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde::Deserialize;

use super::NativeStream;
use crate::chat::{self, SharedEvent};
use crate::domain::{ChatId, Cursor, Event, EventBody, ShownAs, Signal};
use crate::http::stream::{Encoded, StreamEncoder, sse};

/// What a client asked for. `None` does not restrict.
#[derive(Debug, Clone, Default)]
pub(in crate::api) struct EventFilter {
    pub(in crate::api) names: Option<BTreeSet<String>>,
    pub(in crate::api) chat_id: Option<ChatId>,
}

/// Encodes the part of a reader's stream that its client asked for.
pub(in crate::api) struct FilteredStream {
    pub(in crate::api) stream: NativeStream,
    pub(in crate::api) filter: EventFilter,
}

impl EventFilter {
    fn is_open(&self) -> bool {
        self.names.is_none() && self.chat_id.is_none()
    }

    /// Presence is of people and not of a chat.
    fn has_presence(&self) -> bool {
        self.chat_id.is_none() && self.has_name("presence")
    }

    fn has_name(&self, name: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.contains(name))
    }

    /// Whether a stream of all chats, or of this one, is wanted.
    fn has_chat(&self, chat_id: ChatId) -> bool {
        self.chat_id.is_none_or(|wanted| wanted == chat_id)
    }

    /// Whether frames of an event may be wanted. What an event declares is what every reader sees of it;
    /// `chat`, `chat_removed`, `member`, `read` of one's own mark and what is of scheduled messages are besides what
    /// one of them sees.
    fn may_have(&self, event: &SharedEvent) -> bool {
        let personal = [ShownAs::Chat, ShownAs::ChatRemoved, ShownAs::Member];
        let own_mark = event.is_own_mark().then_some(ShownAs::Read);
        let scheduled = [ShownAs::Scheduled, ShownAs::ScheduledFailed];
        let scheduled = scheduled.iter().filter(|_| is_of_scheduled(event));
        let declared = event.body.shown_as().iter();
        let personal = personal.iter().chain(&own_mark).chain(scheduled);
        let mut names = declared.chain(personal);
        // A block changes chats of the two, and is an event of none of them.
        let is_block = event.blocked_pair().is_some();
        (is_block || self.has_chat(event.chat_id)) && names.any(|name| self.has_name(name.as_str()))
    }

    /// The wanted ones of the frames of an event.
    fn cut(&self, frames: &Bytes) -> Option<Bytes> {
        sse::only(frames, |name, data| {
            self.has_name(name) && self.has_chat_of(data)
        })
    }

    /// Whether the data of a frame, which may be one of several chats of a block, is of a wanted chat.
    fn has_chat_of(&self, data: &str) -> bool {
        #[derive(Deserialize)]
        struct Data {
            chat: Option<Chat>,
            chat_id: Option<i64>,
        }
        #[derive(Deserialize)]
        struct Chat {
            id: i64,
        }
        let Some(wanted) = self.chat_id else {
            return true;
        };
        let shown = serde_json::from_str::<Data>(data).ok();
        let id = shown.and_then(|shown| shown.chat.map(|chat| chat.id).or(shown.chat_id));
        id.is_none_or(|id| ChatId(id) == wanted)
    }
}

/// Whether an event is about a scheduled message, or sends one.
fn is_of_scheduled(event: &Event) -> bool {
    let is_sent = match &event.body {
        EventBody::MessageSent(sent) => sent.scheduled_id.is_some(),
        _ => false,
    };
    is_sent || event.scheduled_id().is_some()
}

impl StreamEncoder for FilteredStream {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.filter.has_presence() {
            self.stream.on_open().await
        } else {
            Ok(Vec::new())
        }
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.filter.has_presence() {
            self.stream.on_gap().await
        } else {
            Ok(Vec::new())
        }
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        if self.filter.is_open() {
            return self.stream.event(event);
        }
        if !self.filter.may_have(event) {
            return Encoded::Ready(None);
        }
        let cut = |frames: Option<Bytes>| self.filter.cut(&frames?);
        match self.stream.event(event) {
            Encoded::Ready(frames) => Encoded::Ready(cut(frames)),
            Encoded::Query(frames) => Encoded::query(async move { Ok(cut(frames.await?)) }),
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        let is_wanted = match signal {
            Signal::Typing(typing) => {
                self.filter.has_name("typing") && self.filter.has_chat(typing.chat_id)
            }
            Signal::Presence(_) => self.filter.has_presence(),
            Signal::Draft(chat_id, _) => {
                self.filter.has_name("draft") && self.filter.has_chat(*chat_id)
            }
        };
        is_wanted.then(|| self.stream.signal(signal)).flatten()
    }

    fn reset(&self, head: Cursor) -> Bytes {
        self.stream.reset(head)
    }

    fn rest_after(&self, frame: &Bytes, seen: Cursor) -> Option<Bytes> {
        self.stream.rest_after(frame, seen)
    }
}
