//! What a change of custom data leaves, computed before its event is queued: its author chooses what merging costs.
//!
//! Under the lock of the head Postgres checks that nobody has changed the data since. If somebody has, the event
//! is prepared again.

use serde::{Deserialize, Serialize};
use tokio_postgres::types::Json;

use crate::db::{Error, Pool, query};
use crate::domain::{Custom, EventKind, MessageId, NewEvent};

const OF_CHAT: &str = include_str!("../sql/custom_of_chat.sql");
const OF_MESSAGE: &str = include_str!("../sql/custom_of_message.sql");

/// What `append_batch()` gets with a change, as JSON: see `sql/append/decided_custom.sql`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PreparedCustom {
    /// The position of the change before.
    version: Option<i64>,
    /// `None`: they are too large, or cannot be stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Custom>,
}

/// The parts of a payload that matter here.
#[derive(Deserialize)]
struct Change {
    /// None if the change is of the event's chat.
    message_id: Option<MessageId>,
    /// A merge patch; null removes all.
    custom: Option<Custom>,
}

impl PreparedCustom {
    /// The length of the data.
    pub(super) fn bytes(&self) -> usize {
        self.after.as_ref().map_or(0, Custom::bytes)
    }
}

/// Whether an event changes custom data.
pub(super) fn concerns(event: &NewEvent) -> bool {
    matches!(
        event.kind,
        EventKind::ChatCustomChanged | EventKind::MessageCustomChanged
    )
}

/// Merges a change into the data as they are.
pub(super) async fn prepare(pool: &Pool, event: &NewEvent) -> Result<PreparedCustom, Error> {
    let change: Change = serde_json::from_str(event.payload.get())
        .map_err(|_| Error::Unavailable("the payload cannot be read".into()))?;
    let row = match &change.message_id {
        Some(id) => query::first(pool, OF_MESSAGE, &[id]).await?,
        None => query::first(pool, OF_CHAT, &[&event.chat_id]).await?,
    };
    let (before, version) = match row {
        Some(row) => {
            let Json(before): Json<Custom> = row.try_get("custom")?;
            (before, row.try_get("version")?)
        }
        // Then the change is refused.
        None => (Custom::default(), None),
    };
    let after = before.patched(change.custom).ok();
    Ok(PreparedCustom { version, after })
}
