//! The realm `market`: a file a subject of its contract.

mod chats;
mod guests;
mod inbox;
mod limits;
mod moderation;
mod permissions;
mod socket;
mod texts;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Replica, Socket, SocketRequest, TestDatabase};

/// No limit that a test would meet by accident.
const UNLIMITED: [(&str, &str); 5] = [
    ("REALMS", "school,market"),
    ("MARKET_MESSAGES_PER_MINUTE", "100000"),
    ("MARKET_MESSAGES_PER_5_SECONDS", "100000"),
    ("MARKET_CHATS_PER_MINUTE", "100000"),
    ("MARKET_SAME_TEXT_CHATS", "100000"),
];

/// A seller, a buyer with an account, one whom neither knows, and a moderator.
struct Market {
    database: TestDatabase,
    replica: Replica,
    seller: Person,
    buyer: Person,
    stranger: Person,
    moderator: Person,
}

/// A buyer without an account.
#[derive(Clone)]
struct Guest {
    id: String,
    token: String,
}

impl Market {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let seller = database.person("member").await;
        let buyer = database.person("member").await;
        let stranger = database.person("member").await;
        let moderator = database.person("moderator").await;
        let replica = Self::replica(&database).await;
        Self {
            database,
            replica,
            seller,
            buyer,
            stranger,
            moderator,
        }
    }

    /// A server of this realm and the school, without limits.
    async fn replica(database: &TestDatabase) -> Replica {
        Replica::spawn_with(database, &UNLIMITED).await
    }

    /// A server with one limit.
    async fn limited(database: &TestDatabase, variable: &str, limit: &str) -> Replica {
        let settings = UNLIMITED.map(|(name, value)| {
            if name == variable {
                (name, limit)
            } else {
                (name, value)
            }
        });
        Replica::spawn_with(database, &settings).await
    }

    fn client(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    fn nobody(&self) -> Client {
        self.replica.anonymous_client()
    }

    /// A guest whom the server named.
    async fn guest(&self) -> Guest {
        let answer = self.nobody().post("/api/chat/guests", &Value::Null).await;
        let guest = answer.expect(201);
        Guest {
            id: text(&guest["buyer_id"]).to_owned(),
            token: text(&guest["token"]).to_owned(),
        }
    }

    fn as_guest(&self, guest: &Guest) -> Client {
        self.nobody().with_token(&guest.token)
    }

    /// The buyer's chat about a listing.
    async fn chat(&self, iphone_id: i64) -> i64 {
        let wanted = self.wanted(iphone_id);
        open(&self.client(&self.buyer), &wanted).await
    }

    /// What the buyer asks for a chat with.
    fn wanted(&self, iphone_id: i64) -> Value {
        json!({
            "iphone_id": iphone_id, "seller_id": self.seller.id,
            "buyer_id": self.buyer.id.to_string(), "buyer_is_registered": true,
        })
    }

    /// What a guest asks for a chat with.
    fn wanted_by(&self, guest: &Guest, iphone_id: i64) -> Value {
        json!({
            "iphone_id": iphone_id, "seller_id": self.seller.id,
            "buyer_id": guest.id, "buyer_is_registered": false,
        })
    }

    /// Somebody's WebSocket of a chat, from now on.
    async fn socket(&self, token: &str, chat_id: i64) -> Socket {
        self.socket_at(&self.replica, token, chat_id).await
    }

    /// The same, on another replica.
    async fn socket_at(&self, replica: &Replica, token: &str, chat_id: i64) -> Socket {
        let path = format!("/api/chat/ws/{chat_id}");
        SocketRequest::at(&replica.url, &path)
            .bearer(token)
            .open()
            .await
    }

    /// Somebody writes; the message as they see it.
    async fn send_message(&self, person: &Person, chat_id: i64, message: &str) -> Value {
        let mut socket = self.socket(&person.token, chat_id).await;
        send_message(&mut socket, message).await
    }

    async fn history(&self, reader: &Client, chat_id: i64) -> Vec<Value> {
        let path = format!("/api/chat/chats/{chat_id}/messages");
        let page = reader.get(&path).await.expect(200);
        page["messages"].as_array().expect("messages").clone()
    }

    /// The read model is what follows from the log, and a rebuild finds nothing to do.
    async fn assert_provable(&self) {
        let findings = "SELECT count(*) FROM audit.verify()";
        assert_eq!(self.database.number(findings).await, 0);
        let client = self.database.client().await;
        let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await;
        let replaced: i64 = rebuilt.expect("it can be rebuilt").get(0);
        assert_eq!(replaced, 0);
    }
}

/// Opens a chat that is not there yet; its id.
async fn open(client: &Client, wanted: &Value) -> i64 {
    let chat = client.post("/api/chat/chats", wanted).await.expect(201);
    chat["id"].as_i64().expect("a chat has an id")
}

/// Writes; the message as its sender sees it.
async fn send_message(socket: &mut Socket, message: &str) -> Value {
    match try_send_message(socket, message).await {
        Ok(message) => message,
        Err(code) => panic!("refused: {code}"),
    }
}

/// Writes; the message, or the code of the refusal.
async fn try_send_message(socket: &mut Socket, message: &str) -> Result<Value, String> {
    let client_id = uuid::Uuid::new_v4().to_string();
    let frame = json!({ "type": "message", "message_text": message, "client_id": client_id });
    socket.send(&frame).await;
    loop {
        let frame = socket.next().await;
        if frame["type"] == "error" {
            return Err(text(&frame["code"]).to_owned());
        }
        if frame["message"]["client_id"] == client_id.as_str() {
            return Ok(frame["message"].clone());
        }
    }
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// An answer is a problem with this code.
#[track_caller]
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.code()),
        (status, code),
        "{}",
        answer.body
    );
    assert_eq!(answer.headers["content-type"], "application/problem+json");
}

/// An object has these members (separated by spaces) and no other.
#[track_caller]
fn assert_keys(object: &Value, keys: &str) {
    let object = object.as_object().expect("an object");
    let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
    found.sort_unstable();
    let mut expected: Vec<&str> = keys.split(' ').collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
