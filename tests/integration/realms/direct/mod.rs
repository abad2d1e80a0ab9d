//! The realm `direct`, with one file per subject of its contract.

mod conversations;
mod frames;
mod permissions;
mod sending;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Replica, Socket, TestDatabase, assert_refused};

/// Two users who share a conversation, and an outsider.
struct DirectFixture {
    database: TestDatabase,
    replica: Replica,
    anna: Person,
    boris: Person,
    stranger: Person,
}

impl DirectFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let anna = database.person("member").await;
        let boris = database.person("member").await;
        let stranger = database.person("member").await;
        let replica = Self::replica(&database).await;
        Self {
            database,
            replica,
            anna,
            boris,
            stranger,
        }
    }

    /// A server with this realm and `school`.
    async fn replica(database: &TestDatabase) -> Replica {
        Replica::spawn_with(database, &[("REALMS", "school,direct")]).await
    }

    fn anna(&self) -> Client {
        self.replica.client(&self.anna)
    }

    fn boris(&self) -> Client {
        self.replica.client(&self.boris)
    }

    /// Opens a user's WebSocket that starts at the current head.
    async fn socket(&self, person: &Person) -> Socket {
        self.socket_at(&self.replica, person).await
    }

    /// Opens the WebSocket on another replica.
    async fn socket_at(&self, replica: &Replica, person: &Person) -> Socket {
        replica.socket(person, "/api/v1/ws").open().await
    }

    /// Sends from Anna to Boris; returns the message.
    async fn write(&self, body: &str) -> Value {
        let sent = send(&self.anna(), &self.boris, &json!({ "body": body })).await;
        sent.expect(201)["message"].clone()
    }

    /// The id of Anna's and Boris's conversation, which a first message creates if needed.
    async fn conversation(&self) -> String {
        let message = self.write("first").await;
        text(&message["conversation_id"]).to_owned()
    }
}

async fn send(client: &Client, to: &Person, body: &Value) -> Answer {
    let path = format!("/api/v1/chat/direct/{}/send", to.id);
    client.post(&path, body).await
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
