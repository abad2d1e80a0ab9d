//! Misbehaving Socket.IO clients over a plain WebSocket. Other tests cover ordinary use with the
//! real client.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::MessengerFixture;
use crate::support::{Endpoint, Person, ReplicaProcess, Socket, SocketRequest, eventually};

const PATH: &str = "/socket.io/?EIO=4&transport=websocket";
/// More events than a connection, the ring and the kernel buffer.
const MANY: i64 = 1_500;
const PADDING: usize = 9_000;
const MIB: u64 = 1024 * 1024;

/// A client that controls when it reads.
struct SocketIoClient {
    socket: Socket,
}

impl SocketIoClient {
    /// Opens an authenticated connection.
    async fn open(replica: &Endpoint, user: &Person, last_event_id: Option<&str>) -> Self {
        let opening = SocketRequest::at(&replica.url, PATH).small_receive_buffer();
        let socket = opening.open().await;
        let mut line = Self { socket };
        line.packet().await.expect("the `open` packet");
        let auth = json!({ "token": user.token, "last_event_id": last_event_id });
        line.socket.send_text(&format!("40{auth}")).await;
        let answer = line.packet().await.expect("an answer");
        assert!(answer.starts_with("40"), "{answer}");
        line
    }

    /// The next packet, answering pings; `None` once the connection is closed.
    async fn packet(&mut self) -> Option<String> {
        loop {
            match self.socket.next_raw().await? {
                Message::Text(text) if text.as_str() == "2" => {
                    let pong = Message::text("3");
                    self.socket.try_send_raw(pong).await.ok()?;
                }
                Message::Text(text) => return Some(text.as_str().to_owned()),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// The data of the next event with this name; `None` once the connection is closed.
    async fn event(&mut self, name: &str) -> Option<Value> {
        loop {
            let packet = self.packet().await?;
            let Some(event) = packet.strip_prefix("42") else {
                continue;
            };
            let mut event: Value = serde_json::from_str(event).expect("an event is JSON");
            if event[0] == name {
                return Some(event[1].take());
            }
        }
    }
}

/// Reads new messages and reconnects if the server closes the connection because a busy machine
/// answered a ping too late.
struct Reader<'a> {
    messenger: &'a MessengerFixture<ReplicaProcess>,
    user: &'a Person,
    line: SocketIoClient,
    last_event_id: String,
}

impl<'a> Reader<'a> {
    async fn open(messenger: &'a MessengerFixture<ReplicaProcess>, user: &'a Person) -> Self {
        let last_event_id = messenger
            .database
            .cursor(messenger.database.head().await)
            .await;
        let line = SocketIoClient::open(&messenger.replica, user, Some(&last_event_id)).await;
        Self {
            messenger,
            user,
            line,
            last_event_id,
        }
    }

    /// Waits for the next message; returns its text.
    async fn message(&mut self) -> String {
        let mut event = self.line.event("new_message").await;
        if event.is_none() {
            self.line = SocketIoClient::open(
                &self.messenger.replica,
                self.user,
                Some(&self.last_event_id),
            )
            .await;
            event = self.line.event("new_message").await;
        }
        let mut event = event.expect("the connection resumes");
        self.last_event_id = text_of(&mut event["event_id"]);
        text_of(&mut event["message"]["content"])
    }
}

fn text_of(value: &mut Value) -> String {
    match value.take() {
        Value::String(text) => text,
        other => panic!("a text, not {other}"),
    }
}

#[tokio::test]
async fn stalled_reader_uses_bounded_memory_and_catches_up_in_order() {
    let messenger = MessengerFixture::of_process(&[]).await;
    let chat = messenger.direct(None).await;
    let mut stalled = Reader::open(&messenger, &messenger.boris).await;
    let mut quick = Reader::open(&messenger, &messenger.boris).await;
    let mut sent = Vec::new();
    let mut before = 0;
    for round in 1..=4 {
        let prefix = format!("round {round}: ");
        let (database, anna) = (&messenger.database, &messenger.anna);
        let texts = database.append_padded(chat, anna, &prefix, MANY, PADDING);
        let texts = texts.await;
        for text in &texts {
            assert!(quick.message().await == **text, "{}", quick.last_event_id);
        }
        sent.extend(texts);
        let memory = messenger.replica.memory();
        if round <= 2 {
            before = memory;
        }
        // The ring is full, so memory must not grow further.
        let grown = memory.saturating_sub(before);
        assert!(grown < 40 * MIB, "grown by {} MiB", grown / MIB);
    }

    for text in &sent {
        assert!(
            stalled.message().await == **text,
            "{}",
            stalled.last_event_id
        );
    }
}

#[tokio::test]
async fn flooding_client_is_refused_and_then_disconnected() {
    let messenger = MessengerFixture::new().await;
    let chat = messenger.direct(None).await;
    let mut line = SocketIoClient::open(&messenger.replica, &messenger.anna, None).await;
    let typing = json!(["typing", { "conversationId": chat, "isTyping": true }]);
    let mut has_ended = false;
    for _ in 0..2_000 {
        let packet = Message::text(format!("42{typing}"));
        if line.socket.try_send_raw(packet).await.is_err() {
            has_ended = true;
            break;
        }
    }
    let refused = line.event("error").await;
    assert_eq!(
        refused.map(|error| error["code"].clone()),
        Some(json!("rate_limited"))
    );
    // `41` is the disconnect packet; the connection may also close before it arrives.
    while !has_ended {
        has_ended = line.packet().await.is_none_or(|packet| packet == "41");
    }
    let known = "SELECT count(*) FROM presence";
    eventually("the presence row to be deleted", async || {
        (messenger.database.number(known).await == 0).then_some(())
    })
    .await;
    // Other users are not affected.
    messenger
        .client_of(&messenger.boris)
        .get("/api/messenger/unread-count")
        .await
        .expect(200);
}
