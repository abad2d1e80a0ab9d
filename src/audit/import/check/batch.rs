//! The events of a chunk that are checked together.

use serde_json::Value;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::audit::portable::EventLine;
use crate::domain::EventKind;

/// Events of a chunk whose lines are well formed, by column.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) lines: Vec<(u64, EventLine)>,
    pub(super) ids: Vec<Uuid>,
    pub(super) realms: Vec<String>,
    pub(super) kinds: Vec<&'static str>,
    /// Their references are replaced by 0.
    pub(super) payloads: Vec<Json<Value>>,
    /// Their chats, if no line before creates them.
    pub(super) chats: Vec<Option<Uuid>>,
    /// Whether the log has an event with this id.
    pub(super) is_stored: Vec<bool>,
}

impl Batch {
    pub(super) fn push(
        &mut self,
        line: u64,
        event: EventLine,
        checked: (EventKind, Value, Option<Uuid>),
    ) {
        let (kind, payload, chat) = checked;
        self.ids.push(event.event_id);
        self.realms.push(event.realm.clone());
        self.kinds.push(kind.as_str());
        self.payloads.push(Json(payload));
        self.chats.push(chat);
        self.is_stored.push(false);
        self.lines.push((line, event));
    }

    /// The events that the log does not have, with their indexes.
    pub(super) fn not_in_log(&self) -> impl Iterator<Item = (usize, &EventLine)> {
        let lines = self.lines.iter().zip(&self.is_stored).enumerate();
        lines.filter_map(|(index, ((_, event), is_stored))| (!is_stored).then_some((index, event)))
    }

    /// The index of the element with this ordinal, from 1.
    pub(super) fn index(n: i32) -> usize {
        usize::try_from(n - 1).expect("ordinals begin with 1")
    }
}
