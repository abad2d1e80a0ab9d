//! The payload of an event, and what of it is hashed: `sql/audit/event_hash.sql` describes it.

use std::borrow::Cow;

use serde_json::Value;
use uuid::Uuid;

use crate::audit::hashes::{TEXTS_DIGEST as DIGEST, salt_of, texts_digest};

use super::object::{Object, as_text, without_nulls};

/// What erasing removes, besides the title of a listing.
const TEXTS: [&str; 6] = [
    "content",
    "title",
    "forwarded_from",
    "files",
    "former_name",
    "custom",
];

/// The kind whose text is of whom it names.
const NAMED: &str = "user_named";
/// The kind whose data are of a message, and so of its author.
const MESSAGE_CUSTOM: &str = "message_custom_changed";

/// A payload as Postgres prints it.
pub(in crate::audit) struct Payload<'a> {
    text: &'a str,
    /// Empty if it is no object, which a log that was not tampered with has nowhere.
    fields: Object<'a>,
}

impl<'a> Payload<'a> {
    pub(in crate::audit) fn read(text: &'a str) -> Self {
        let fields = Object::read(text).unwrap_or_default();
        Self { text, fields }
    }

    /// The id that a field has.
    pub(super) fn id(&self, name: &str) -> Option<i64> {
        self.fields.get(name)?.parse().ok()
    }

    /// The text that a field has.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        as_text(self.fields.get(name)?)
    }

    /// Whether it has what erasing removes, or had it.
    pub(in crate::audit) fn has_texts(&self) -> bool {
        TEXTS.iter().any(|name| self.fields.has(name)) || self.has_listing_title()
    }

    /// Whether its texts were replaced by their digest.
    pub(super) fn has_digest(&self) -> bool {
        self.fields.has(DIGEST)
    }

    /// Whether it has a digest and nothing of a text, as an erasure leaves it.
    pub(in crate::audit) fn is_erased(&self) -> bool {
        let is_empty = |name| self.text(name).is_none_or(|text| text.is_empty());
        self.has_digest()
            && is_empty("content")
            && is_empty("title")
            && !self.fields.has("forwarded_from")
            && !self.fields.has("files")
            && !self.fields.has("former_name")
            && !self.fields.has("custom")
            && !self.has_listing_title()
    }

    fn context(&self) -> Option<Object<'_>> {
        Object::read(self.fields.get("context")?)
    }

    fn has_listing_title(&self) -> bool {
        self.context().is_some_and(|context| context.has("title"))
    }

    /// Whose text it is: `audit.text_author()`.
    pub(in crate::audit) fn text_author(&self, kind: &str, actor_id: Option<i64>) -> Option<i64> {
        let Some(from) = self.fields.get("forwarded_from").and_then(Object::read) else {
            return match kind {
                NAMED => self.id("user_id"),
                MESSAGE_CUSTOM => self.id("author_id").or(actor_id),
                _ => actor_id,
            };
        };
        let id = |name| as_text(from.get(name)?)?.parse().ok();
        id("text_author_id")
            .or_else(|| id("author_id"))
            .or(actor_id)
    }

    /// With whom the text is erased: `audit.texts_erased_with()`.
    pub(super) fn erased_with(
        &self,
        kind: &str,
        actor_id: Option<i64>,
    ) -> impl Iterator<Item = i64> {
        let author_id = self.text_author(kind, actor_id);
        let actor_id = actor_id.filter(|_| ![NAMED, MESSAGE_CUSTOM].contains(&kind));
        [actor_id, author_id].into_iter().flatten()
    }

    /// What the hash of the event covers: the payload with the digest of its texts in their place.
    pub(in crate::audit) fn hashed(&self, event_id: Uuid, key: Option<&[u8]>) -> String {
        if self.is_erased() {
            let mut fields = self.without_texts();
            fields.remove("erased_user_id");
            return fields.to_string();
        }
        if !self.has_texts() {
            return self.text.to_owned();
        }
        let mut fields = self.without_texts();
        let digest = texts_digest(&salt_of(key, event_id), &self.texts());
        fields.set(DIGEST, format!("\"{digest}\""));
        fields.to_string()
    }

    /// `audit.without_texts()`.
    fn without_texts(&self) -> Object<'_> {
        let mut fields = self.fields.clone();
        for name in TEXTS {
            fields.remove(name);
        }
        if let Some(mut context) = self.context().filter(|context| context.has("title")) {
            context.remove("title");
            fields.set("context", context.to_string());
        }
        if self.fields.has("forwarded_from") {
            fields.set("was_forwarded", "true");
        }
        fields
    }

    /// What the digest covers: `audit.texts_of()`.
    pub(in crate::audit) fn texts(&self) -> String {
        let context = self.context().unwrap_or_default();
        let mut texts = Object::default();
        let parts = [
            ("content", self.fields.get("content")),
            ("title", self.fields.get("title")),
            ("listing_title", context.get("title")),
            ("forwarded_from", self.fields.get("forwarded_from")),
            ("files", self.fields.get("files")),
            ("former_name", self.fields.get("former_name")),
        ];
        for (name, value) in parts {
            if let Some(value) = value.filter(|value| *value != "null") {
                texts.set(name, without_nulls(value));
            }
        }
        // As a text, since nulls in them count.
        if let Some(custom) = self.fields.get("custom") {
            texts.set("custom", Value::from(custom).to_string());
        }
        texts.to_string()
    }
}
