//! WebSockets, tested through the realm `direct`; all realms share the implementation.

mod closing;
mod handshake;
mod limits;
mod metrics;
mod nginx;
mod slow_readers;

use serde_json::{Value, json};

use crate::support::{Person, Replica, Socket, TestDatabase};

const REALMS: (&str, &str) = ("REALMS", "school,direct");
const PATH: &str = "/api/v1/ws";

/// Two users with a conversation.
struct DirectFixture {
    database: TestDatabase,
    anna: Person,
    boris: Person,
    conversation: String,
    /// `chats.id`, for appends with SQL.
    chat_id: i64,
}

impl DirectFixture {
    /// Creates the conversation through a replica.
    async fn new(settings: &[(&str, &str)]) -> (Self, Replica) {
        let database = TestDatabase::new().await;
        let [anna, boris] = database.people("member").await;
        let replica = Self::replica(&database, settings).await;
        let path = format!("/api/v1/chat/direct/{}/send", boris.id);
        let first = json!({ "body": "first" });
        let sent = replica.client(&anna).post(&path, &first).await.expect(201);
        let conversation = sent["message"]["conversation_id"].as_str().expect("an id");
        let chat_id = "SELECT id FROM chats WHERE realm = 'direct'";
        let fixture = Self {
            conversation: conversation.to_owned(),
            chat_id: database.number(chat_id).await,
            database,
            anna,
            boris,
        };
        (fixture, replica)
    }

    async fn replica(database: &TestDatabase, settings: &[(&str, &str)]) -> Replica {
        let mut all = vec![REALMS];
        all.extend(settings);
        Replica::spawn_with(database, &all).await
    }

    /// A frame that sends a message.
    fn message_frame(&self, body: &str) -> Value {
        let data = json!({ "conversation_id": self.conversation, "body": body });
        json!({ "type": "message", "data": data })
    }
}

/// Sends a message and waits for it.
async fn assert_alive(fixture: &DirectFixture, socket: &mut Socket) {
    socket.send(&fixture.message_frame("alive")).await;
    let frame = socket.next_of("message").await;
    assert_eq!(frame["data"]["body"], "alive");
}
