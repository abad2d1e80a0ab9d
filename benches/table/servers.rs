//! Vestnik as it is measured, and its database.

use std::time::Duration;

use serde_json::json;
use support::load::{Opening, RepeatedRequest, Stamp};
use support::{Endpoint, Pair, Person, ReplicaProcess, TestDatabase};

/// The path of a user's event stream.
const EVENTS: &str = "/api/events/chat";

/// The text of a message of a benchmark.
pub fn text() -> String {
    format!("Домашнее задание на завтра {}", Stamp::PLACE)
}

/// A migrated database. From then on Postgres is set as in production: tests turn some settings off,
/// but the cluster is this process's own.
pub async fn durable_database() -> TestDatabase {
    let database = TestDatabase::new().await;
    for setting in ["fsync", "full_page_writes", "autovacuum"] {
        let sql = format!("ALTER SYSTEM SET {setting} = on");
        database.execute(&sql).await;
    }
    database.execute("SELECT pg_reload_conf()").await;
    database
        .until_number("SELECT (current_setting('fsync') = 'on')::int::bigint", 1)
        .await;
    database
}

/// Writes what the last turn left dirty, so that this one does not wait for it.
pub async fn checkpoint(database: &TestDatabase) {
    database.execute("CHECKPOINT").await;
}

/// Starts a replica.
pub async fn replica(database: &TestDatabase) -> ReplicaProcess {
    ReplicaProcess::spawn_with(
        database,
        &[("RUST_LOG", "warn"), ("REALMS", "school,direct")],
    )
    .await
}

/// The request with which a user sends a message.
pub fn send(chat_id: i64, sender: &Person) -> RepeatedRequest {
    let body = json!({"chat_id": chat_id, "content": text()});
    RepeatedRequest::post(sender, "/api/messages", &body)
}

/// The request with which the student of a pair sends a message.
pub fn send_to_teacher(pair: &Pair) -> RepeatedRequest {
    send(pair.chat_id, &pair.student)
}

/// A user's event stream.
pub fn stream(replica: &Endpoint, person: &Person) -> Opening {
    Opening::event_stream(replica.address(), person, EVENTS)
}

/// A user's WebSocket.
pub fn websocket(replica: &Endpoint, person: &Person) -> Opening {
    Opening::websocket(replica.address(), Some(person), "/api/v1/ws")
}

/// Processor time for each message, in milliseconds.
pub fn milliseconds_each(time: Duration, messages: usize) -> f64 {
    time.as_secs_f64() * 1_000.0 / messages as f64
}
