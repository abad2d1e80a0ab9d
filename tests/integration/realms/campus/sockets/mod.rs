//! `/ws/conversations/{conversation_id}/`.

mod client_frames;
mod closing;
mod frames;
mod opening;
mod resuming;
mod snapshots;

use serde_json::Value;

use super::{API, Campus};
use crate::support::{Person, Replica, Socket};

/// Where a conversation is followed.
fn path(conversation: &str) -> String {
    format!("{API}/ws/conversations/{conversation}/")
}

/// Follows a conversation from an id on.
pub(super) async fn resume(
    replica: &Replica,
    person: &Person,
    conversation: &str,
    id: &str,
) -> Socket {
    let path = format!("{}?last_event_id={id}", path(conversation));
    replica.socket(person, &path).open().await
}

impl Campus {
    /// Follows a conversation from now on.
    pub(super) async fn follow(
        &self,
        replica: &Replica,
        person: &Person,
        conversation: &str,
    ) -> Socket {
        replica.socket(person, &path(conversation)).open().await
    }

    /// Somebody on both replicas at once.
    async fn everywhere(&self, person: &Person, conversation: &str) -> [Socket; 2] {
        [
            self.follow(&self.here, person, conversation).await,
            self.follow(&self.there, person, conversation).await,
        ]
    }
}

/// The next frame is of this type; its payload. The id to resume from is there.
#[track_caller]
fn durable(frame: &Value, kind: &str) -> Value {
    assert_eq!(frame["type"], kind, "{frame}");
    let id = frame["id"].as_str().unwrap_or_default();
    let (position, fingerprint) = id.split_once('-').unwrap_or_default();
    assert!(
        position.parse::<i64>().is_ok() && fingerprint.len() == 8,
        "{frame}"
    );
    assert_eq!(
        frame.as_object().map(serde_json::Map::len),
        Some(3),
        "{frame}"
    );
    frame["payload"].clone()
}

/// An error frame of this code; its whole payload.
#[track_caller]
fn error(frame: &Value, code: &str) -> Value {
    assert_eq!(frame["type"], "error", "{frame}");
    assert!(frame.get("id").is_none(), "{frame}");
    assert_eq!(frame["payload"]["code"], code, "{frame}");
    assert!(frame["payload"]["detail"].is_string(), "{frame}");
    frame["payload"].clone()
}
