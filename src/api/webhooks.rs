//! Events for webhooks: what the stream of a whole realm shows of them.

use std::collections::{HashMap, HashSet};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::value::RawValue;

use super::context::ApiContext;
use super::stream::{NOBODY, NativeStream, Reading};
use crate::accesses::Recorded;
use crate::chat::SharedEvent;
use crate::domain::{Event, Language, Realm, ShownAs};
use crate::http::stream::{Encoded, StreamEncoder as _, sse};
use crate::outbox::{EncodeError, EncodedEvent, EventEncoder};

/// What they show: the events of all chats.
const WHOLE_REALM: Reading = Reading {
    sees_all: Some(Recorded::unneeded()),
    observes: false,
};

/// Encodes events as `GET /events?all=true` does, in the default language.
pub struct WebhookEvents(HashMap<Realm, NativeStream>);

impl WebhookEvents {
    /// Encodes events of these realms.
    pub fn new<'a>(contexts: impl Iterator<Item = &'a ApiContext>) -> Self {
        let streams = contexts.map(|context| {
            let (language, none) = (Language::default(), HashSet::new());
            let stream = NativeStream::new(context.clone(), NOBODY, WHOLE_REALM, language, none);
            (context.policy.realm, stream)
        });
        Self(streams.collect())
    }
}

impl EventEncoder for WebhookEvents {
    fn encode(&self, event: Event) -> BoxFuture<'_, Result<Vec<EncodedEvent>, EncodeError>> {
        async move {
            let Some(stream) = self.0.get(&event.realm) else {
                return Ok(Vec::new());
            };
            let event = SharedEvent::new(event);
            let declared = event.body.shown_as();
            let frame = match stream.event(&event) {
                Encoded::Ready(frame) => frame,
                Encoded::Query(frame) => frame.await?,
            };
            let shown = frame.as_ref().map(sse::events).unwrap_or_default();
            let encoded = shown.into_iter().map(|(name, data)| {
                // An endpoint is asked for declared names only, and would never get another one.
                let known = ShownAs::named(&name).filter(|shown| declared.contains(shown));
                let event_type =
                    known.ok_or_else(|| format!("its kind does not declare the name {name}"))?;
                let data = RawValue::from_string(data)?;
                Ok(EncodedEvent { event_type, data })
            });
            encoded.collect()
        }
        .boxed()
    }
}
