//! The realm `messenger` over REST, with one file per subject of its contract. The tests in
//! `client/packages/contracts/tests/messenger` cover Socket.IO with the real client.

mod attachments;
mod conversations;
mod erasure;
mod history;
mod permissions;
mod pictures;
mod s3;
mod sockets;
mod transports;
mod upload_bounds;
mod uploads;

use std::ops::Deref;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Answer, Client, Endpoint, Person, Replica, ReplicaProcess, TestDatabase, assert_refused,
};

/// Three users of one company, and an outsider.
struct MessengerFixture<R = Replica> {
    database: TestDatabase,
    replica: R,
    anna: Person,
    boris: Person,
    vera: Person,
    stranger: Person,
}

impl MessengerFixture {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    /// Uses a server with additional settings.
    async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let replica = Replica::spawn_with(&database, &realm_and(settings)).await;
        Self::of(database, replica).await
    }
}

impl MessengerFixture<ReplicaProcess> {
    /// Uses a server in its own process.
    async fn of_process(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let replica = ReplicaProcess::spawn_with(&database, &realm_and(settings)).await;
        Self::of(database, replica).await
    }

    /// Asserts that the peak memory has grown by less than this many MiB.
    fn assert_bounded_memory(&self, before: usize, mib: usize) {
        let grown = self.replica.peak().saturating_sub(before);
        assert!(grown < mib * 1024 * 1024, "{} KiB more", grown / 1024);
    }
}

fn realm_and<'a>(settings: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("REALMS", "messenger")];
    all.extend(settings);
    all
}

impl<R: Deref<Target = Endpoint>> MessengerFixture<R> {
    async fn of(database: TestDatabase, replica: R) -> Self {
        Self {
            anna: database.person("member").await,
            boris: database.person("member").await,
            vera: database.person("member").await,
            stranger: database.person("member").await,
            replica,
            database,
        }
    }

    fn client_of(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// Creates Anna's and Boris's direct conversation, optionally with a first message.
    async fn direct(&self, message: Option<&str>) -> i64 {
        let body = json!({ "participantId": self.boris.id, "message": message });
        let answer = self.client_of(&self.anna).post(CONVERSATIONS, &body).await;
        id_of(&answer.body["data"]["conversation"])
    }

    /// Appends a message with plain SQL; returns its id.
    async fn insert_message(&self, chat_id: i64, user: &Person, payload: &Value) -> i64 {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({chat_id}, 'message_sent', {}, '{payload}') RETURNING position",
            user.id
        );
        self.database.number(&sql).await
    }

    /// Appends a read mark with plain SQL.
    async fn read(&self, chat_id: i64, user: &Person, up_to: i64) {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({chat_id}, 'chat_read', {}, '{{\"up_to_id\": {up_to}}}')",
            user.id
        );
        self.database.execute(&sql).await;
    }

    async fn upload(&self, user: &Person, name: &str, content: &[u8]) -> Answer {
        let client = self.client_of(user);
        let request = client.request(Method::POST, "/api/messenger/attachments");
        let request = request
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(form("file", name, content));
        client.send(request).await
    }

    /// Uploads a file; returns its id.
    async fn file(&self, user: &Person, name: &str, content: &[u8]) -> i64 {
        id_of(&self.upload(user, name, content).await.expect(201)["data"])
    }

    /// The number of differences between the read model and the log.
    async fn findings(&self) -> i64 {
        self.database
            .number("SELECT count(*) FROM audit.verify()")
            .await
    }
}

const CONVERSATIONS: &str = "/api/messenger/conversations";

fn id_of(object: &Value) -> i64 {
    object["id"]
        .as_i64()
        .unwrap_or_else(|| panic!("no id in {object}"))
}

/// A multipart form with one file, its boundary being `limit`.
fn form(field: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let mut form = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: text/html\r\n\r\n"
    )
    .into_bytes();
    form.extend_from_slice(content);
    form.extend_from_slice(b"\r\n--limit--\r\n");
    form
}
