//! The realm `messenger` by REST: a file a subject of its contract. What goes over Socket.IO is
//! looked at with the real client: `client/packages/contracts/tests/messenger`.

mod attachments;
mod conversations;
mod erasure;
mod history;
mod permissions;
mod s3;
mod sockets;
mod transports;
mod upload_bounds;
mod uploads;

use std::ops::Deref;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Endpoint, Person, Replica, ReplicaProcess, TestDatabase};

/// Three of a company, and one whom they do not know.
struct Office<R = Replica> {
    database: TestDatabase,
    replica: R,
    anna: Person,
    boris: Person,
    vera: Person,
    stranger: Person,
}

impl Office {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    /// One whose server has settings of its own.
    async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let replica = Replica::spawn_with(&database, &realm_and(settings)).await;
        Self::of(database, replica).await
    }
}

impl Office<ReplicaProcess> {
    /// One whose server is a process.
    async fn of_process(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let replica = ReplicaProcess::spawn_with(&database, &realm_and(settings)).await;
        Self::of(database, replica).await
    }
}

fn realm_and<'a>(settings: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("REALMS", "messenger")];
    all.extend(settings);
    all
}

impl<R: Deref<Target = Endpoint>> Office<R> {
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

    fn as_(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// The direct conversation of Anna and Boris, with a first text if there is one.
    async fn direct(&self, message: Option<&str>) -> i64 {
        let body = json!({ "participantId": self.boris.id, "message": message });
        let answer = self.as_(&self.anna).post(CONVERSATIONS, &body).await;
        id_of(&answer.body["data"]["conversation"])
    }

    /// A message as plain SQL writes it; its id.
    async fn wrote(&self, chat_id: i64, who: &Person, payload: &Value) -> i64 {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({chat_id}, 'message_sent', {}, '{payload}') RETURNING position",
            who.id
        );
        self.database.number(&sql).await
    }

    /// A read mark, likewise.
    async fn read(&self, chat_id: i64, who: &Person, up_to: i64) {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({chat_id}, 'chat_read', {}, '{{\"up_to_id\": {up_to}}}')",
            who.id
        );
        self.database.execute(&sql).await;
    }

    /// Uploads a file.
    async fn upload(&self, who: &Person, name: &str, content: &[u8]) -> Answer {
        let client = self.as_(who);
        let request = client.request(Method::POST, "/api/messenger/attachments");
        let request = request
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(form("file", name, content));
        client.send(request).await
    }

    /// A file of somebody's; its id.
    async fn file(&self, who: &Person, name: &str, content: &[u8]) -> i64 {
        id_of(&self.upload(who, name, content).await.expect(201)["data"])
    }

    /// What is not as it follows from the log.
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
