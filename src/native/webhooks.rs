//! Events for webhooks: what the stream of a whole realm shows of them.

use std::collections::{HashMap, HashSet};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::value::RawValue;

use super::NativeContext;
use super::stream::{NativeStream, Reading};
use crate::chat::SharedEvent;
use crate::domain::{Event, EventBody, Language, Realm, UserId};
use crate::http::stream::{Encoded, StreamEncoder as _, sse};
use crate::outbox::{EncodeError, EncodedEvent, EventEncoder, EventType};

/// The reader of these streams: no user, so that nothing is shown as one's own.
const NOBODY: UserId = UserId(0);

/// What they show: the events of all chats.
const WHOLE_REALM: Reading = Reading {
    sees_all: true,
    observes: false,
};

/// Encodes events as `GET /events?all=true` does, in the default language.
pub struct WebhookEvents(HashMap<Realm, NativeStream>);

impl WebhookEvents {
    /// Encodes events of these realms.
    pub fn new<'a>(contexts: impl Iterator<Item = &'a NativeContext>) -> Self {
        let streams = contexts.map(|context| {
            let (language, none) = (Language::default(), HashSet::new());
            let stream = NativeStream::new(context.clone(), NOBODY, WHOLE_REALM, language, none);
            (context.policy.realm, stream)
        });
        Self(streams.collect())
    }
}

impl EventEncoder for WebhookEvents {
    /// The same cases as those of the stream, whose encoder needs queries for some.
    fn types(&self, body: &EventBody) -> &'static [EventType] {
        use EventType::{
            Chat, ChatRemoved, Message, MessageDeleted, MessageEdited, Reaction, Read,
        };
        match body {
            EventBody::MessageSent(_) => &[Message, Read],
            EventBody::MessageEdited(_) | EventBody::AttachmentProcessed(_) => &[MessageEdited],
            EventBody::MessageDeleted(deleted) if deleted.was_pinned => &[MessageDeleted, Chat],
            EventBody::MessageDeleted(_) => &[MessageDeleted],
            EventBody::ReactionAdded(_) | EventBody::ReactionRemoved(_) => &[Reaction],
            EventBody::ChatRead(_) => &[Read],
            EventBody::ChatCreated(_)
            | EventBody::ChatRenamed(_)
            | EventBody::ParticipantJoined(_)
            | EventBody::ParticipantLeft(_) => &[Chat, Message],
            EventBody::MessagePinned(_)
            | EventBody::MessageUnpinned(_)
            | EventBody::ChatRestored(_)
            | EventBody::ChatPictureChanged(_)
            | EventBody::ParticipantRoleChanged(_) => &[Chat],
            EventBody::ChatDeleted(_) => &[ChatRemoved],
            // Those of one user, those of moderators, and erasing, which no stream shows.
            EventBody::ChatHidden(_)
            | EventBody::ChatSettingsChanged(_)
            | EventBody::ParticipantBlocked(_)
            | EventBody::ParticipantUnblocked(_)
            | EventBody::UserBlocked(_)
            | EventBody::UserUnblocked(_)
            | EventBody::UserErased(_)
            | EventBody::MessageReported(_)
            | EventBody::ReportResolved(_)
            | EventBody::UserBanned(_)
            | EventBody::UserUnbanned(_)
            | EventBody::Unknown => &[],
        }
    }

    fn encode(&self, event: Event) -> BoxFuture<'_, Result<Vec<EncodedEvent>, EncodeError>> {
        async move {
            let Some(stream) = self.0.get(&event.realm) else {
                return Ok(Vec::new());
            };
            let expected = self.types(&event.body);
            let event = SharedEvent::new(event);
            let frame = match stream.event(&event) {
                Encoded::Ready(frame) => frame,
                Encoded::Query(frame) => frame.await?,
            };
            let shown = frame.as_ref().map(sse::events).unwrap_or_default();
            let encoded = shown.into_iter().map(|(name, data)| {
                let event_type = EventType::named(&name);
                let event_type = event_type.ok_or("the stream has an event of an unknown type")?;
                debug_assert!(expected.contains(&event_type), "{event_type:?}");
                let data = RawValue::from_string(data)?;
                Ok(EncodedEvent { event_type, data })
            });
            encoded.collect()
        }
        .boxed()
    }
}
