//! `/ws/conversations/{conversation_id}/`.

mod client_frames;
mod closing;
mod frames;
mod opening;
mod resuming;
mod snapshots;

use serde_json::Value;

use super::{API, CampusFixture};
use crate::support::{Person, Replica, Socket};

/// The path of a conversation's socket.
fn path(conversation: &str) -> String {
    format!("{API}/ws/conversations/{conversation}/")
}

/// Opens a conversation's socket that resumes after an id.
pub(super) async fn resume(
    replica: &Replica,
    person: &Person,
    conversation: &str,
    id: &str,
) -> Socket {
    let path = format!("{}?last_event_id={id}", path(conversation));
    replica.socket(person, &path).open().await
}

impl CampusFixture {
    /// Opens a conversation's socket at the head: Ann's on one replica, others' on the other.
    pub(super) async fn follow(&self, person: &Person, conversation: &str) -> Socket {
        let is_ann = person.id == self.ann.id;
        let replica = if is_ann {
            &self.replica
        } else {
            &self.other_replica
        };
        replica.socket(person, &path(conversation)).open().await
    }

    /// Opens a user's sockets on both replicas.
    async fn on_both_replicas(&self, person: &Person, conversation: &str) -> [Socket; 2] {
        let path = path(conversation);
        [
            self.replica.socket(person, &path).open().await,
            self.other_replica.socket(person, &path).open().await,
        ]
    }
}

/// Asserts that a frame has this type and an id to resume from; returns its payload.
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

/// Asserts that a frame is an error with this code; returns its payload.
#[track_caller]
fn error(frame: &Value, code: &str) -> Value {
    assert_eq!(frame["type"], "error", "{frame}");
    assert!(frame.get("id").is_none(), "{frame}");
    assert_eq!(frame["payload"]["code"], code, "{frame}");
    assert!(frame["payload"]["detail"].is_string(), "{frame}");
    frame["payload"].clone()
}
