//! What all files have once: each event, and each `client_id` of a sender in a chat.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::people::People;
use crate::audit::portable::EventLine;
use crate::db::query::Parameters;
use crate::db::{DbConnection, Error};
use crate::domain::EventKind;

/// The keys of what the lines so far have, with a value for each. Postgres keeps it, because it grows with the
/// messages.
pub(super) const CREATE: &str = "
    SET temp_buffers = '64MB';
    CREATE TEMP TABLE seen (key uuid PRIMARY KEY, value uuid NOT NULL)";
const ADD_SEEN: &str = include_str!("../sql/add_seen.sql");
const SEEN_OTHERWISE: &str = include_str!("../sql/seen_otherwise.sql");

/// Events by their ids, with a digest of what they are, and messages by their sender's id, with their ids.
#[derive(Default)]
pub(super) struct Seen {
    /// The index of the line, and whether the key is that of an event.
    origins: Vec<(usize, bool)>,
    keys: Vec<Uuid>,
    values: Vec<Uuid>,
}

impl Seen {
    pub(super) fn add(&mut self, index: usize, event: &EventLine, people: &People) {
        let (at, payload) = (event.at, without_files(event));
        let line = (
            at,
            &event.realm,
            event.chat,
            &event.kind,
            event.actor,
            payload,
        );
        self.push(index, true, event.event_id, digest(&line));
        if let (Some(client_id), Some(actor)) = (client_id(event), event.actor) {
            let sender = people.identity(&actor).map(|sender| sender.to_string());
            let key = digest(&(event.chat, sender, client_id));
            self.push(index, false, key, event.event_id);
        }
    }

    fn push(&mut self, index: usize, is_event: bool, key: Uuid, value: Uuid) {
        self.origins.push((index, is_event));
        self.keys.push(key);
        self.values.push(value);
    }

    /// The lines with what another line has otherwise, each with the reason.
    pub(super) async fn otherwise(
        &self,
        connection: &DbConnection,
    ) -> Result<Vec<(usize, &'static str)>, Error> {
        let parameters: Parameters<'_> = &[&self.keys, &self.values];
        let mut found = Vec::new();
        if connection.execute(ADD_SEEN, parameters).await? == self.keys.len() as u64 {
            return Ok(found);
        }
        for row in connection.query(SEEN_OTHERWISE, parameters).await? {
            let (index, is_event) =
                self.origins[crate::audit::import::check::batch::Batch::index(row.try_get("n")?)];
            let reason = if is_event {
                "another line of this event differs"
            } else {
                "its sender has another message with this `client_id` in its chat"
            };
            found.push((index, reason));
        }
        Ok(found)
    }
}

/// The `client_id` of a message. What was scheduled has that of the message that is sent.
pub(super) fn client_id(event: &EventLine) -> Option<Uuid> {
    let id = event.payload.get("client_id")?.as_str()?;
    let is_message = event.kind == EventKind::MessageSent.as_str();
    id.parse().ok().filter(|_| is_message)
}

/// A payload without its files: one that is deleted later is null from then on.
fn without_files(event: &EventLine) -> Vec<(&String, &Value)> {
    let files = ["attachments", "attachment_id", "previous_id"];
    let fields = event.payload.iter();
    fields
        .filter(|(name, _)| !files.contains(&name.as_str()))
        .collect()
}

fn digest(value: &impl serde::Serialize) -> Uuid {
    let text = serde_json::to_vec(value).expect("it has keys of text only");
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(text)[..16]);
    Uuid::from_bytes(bytes)
}
