//! The realm `market`, with one file per subject of its contract.

mod chats;
mod guests;
mod inbox;
mod limits;
mod moderation;
mod permissions;
mod socket;
mod texts;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    Answer, Client, Person, Replica, Socket, SocketRequest, TestDatabase, assert_refused,
};

/// Limits that no test reaches by accident.
const UNLIMITED: [(&str, &str); 5] = [
    ("REALMS", "school,market"),
    ("MARKET_MESSAGES_PER_MINUTE", "100000"),
    ("MARKET_MESSAGES_PER_5_SECONDS", "100000"),
    ("MARKET_CHATS_PER_MINUTE", "100000"),
    ("MARKET_SAME_TEXT_CHATS", "100000"),
];

/// A seller, a buyer with an account, an outsider and a moderator.
struct MarketFixture {
    database: TestDatabase,
    replica: Replica,
    seller: Person,
    buyer: Person,
    stranger: Person,
    moderator: Person,
}

#[derive(Clone)]
struct Guest {
    id: String,
    token: String,
}

impl MarketFixture {
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

    /// Spawns a server with this realm and `school`, without limits.
    async fn replica(database: &TestDatabase) -> Replica {
        Replica::spawn_with(database, &UNLIMITED).await
    }

    /// Spawns a server with one limit.
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

    fn anonymous_client(&self) -> Client {
        self.replica.anonymous_client()
    }

    /// Requests a new guest from the server.
    async fn guest(&self) -> Guest {
        let client = self.anonymous_client();
        let guest = client.post("/api/chat/guests", &Value::Null).await;
        let guest = guest.expect(201);
        Guest {
            id: text(&guest["buyer_id"]).to_owned(),
            token: text(&guest["token"]).to_owned(),
        }
    }

    fn as_guest(&self, guest: &Guest) -> Client {
        self.anonymous_client().with_token(&guest.token)
    }

    /// Requests a guest and opens their chat with the seller.
    async fn guest_chat(&self) -> (Guest, i64) {
        let guest = self.guest().await;
        let request = self.guest_chat_request(&guest, 7);
        let chat_id = open(&self.as_guest(&guest), &request).await;
        (guest, chat_id)
    }

    /// The `users.id` of a guest.
    async fn guest_id(&self, guest: &Guest) -> i64 {
        let sql = "SELECT id FROM users WHERE external_id = 'guest:";
        self.database.number(&format!("{sql}{}'", guest.id)).await
    }

    /// Opens the buyer's chat about a listing; returns its id.
    async fn chat(&self, iphone_id: i64) -> i64 {
        let chat_request = self.chat_request(iphone_id);
        open(&self.client(&self.buyer), &chat_request).await
    }

    /// The body with which the buyer requests a chat.
    fn chat_request(&self, iphone_id: i64) -> Value {
        let buyer_id = self.buyer.id.to_string();
        chat_request(iphone_id, self.seller.id, &buyer_id, true)
    }

    /// The body with which a guest requests a chat.
    fn guest_chat_request(&self, guest: &Guest, iphone_id: i64) -> Value {
        chat_request(iphone_id, self.seller.id, &guest.id, false)
    }

    /// The body with which a client without a token claims a guest's UUID.
    fn claim(&self, uuid: Uuid) -> Value {
        chat_request(7, self.seller.id, &uuid.to_string(), false)
    }

    /// Opens a chat's WebSocket that starts at the current head.
    async fn socket(&self, token: &str, chat_id: i64) -> Socket {
        self.socket_at(&self.replica, token, chat_id).await
    }

    /// Opens the WebSocket on another replica.
    async fn socket_at(&self, replica: &Replica, token: &str, chat_id: i64) -> Socket {
        let path = format!("/api/chat/ws/{chat_id}");
        SocketRequest::at(&replica.url, &path)
            .bearer(token)
            .open()
            .await
    }

    /// Sends a message; returns it as its sender sees it.
    async fn send_message(&self, person: &Person, chat_id: i64, message: &str) -> Value {
        let mut socket = self.socket(&person.token, chat_id).await;
        send_message(&mut socket, message).await
    }

    async fn history(&self, reader: &Client, chat_id: i64) -> Vec<Value> {
        let path = format!("/api/chat/chats/{chat_id}/messages");
        let page = reader.get(&path).await.expect(200);
        page["messages"].as_array().expect("messages").clone()
    }

    /// Asserts that the read model matches the log and that a rebuild replaces nothing.
    async fn assert_verified(&self) {
        let findings = "SELECT count(*) FROM audit.verify()";
        assert_eq!(self.database.number(findings).await, 0);
        let client = self.database.client().await;
        let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await;
        let replaced: i64 = rebuilt.expect("the rebuild succeeds").get(0);
        assert_eq!(replaced, 0);
    }
}

fn chat_request(iphone_id: i64, seller_id: i64, buyer_id: &str, is_registered: bool) -> Value {
    json!({
        "iphone_id": iphone_id, "seller_id": seller_id, "buyer_id": buyer_id,
        "buyer_is_registered": is_registered,
    })
}

async fn create(client: &Client, chat_request: &Value) -> Answer {
    client.post("/api/chat/chats", chat_request).await
}

/// Creates a chat; returns its id.
async fn open(client: &Client, chat_request: &Value) -> i64 {
    let chat = create(client, chat_request).await.expect(201);
    chat["id"].as_i64().expect("a chat has an id")
}

/// Sends a message; returns it as its sender sees it.
async fn send_message(socket: &mut Socket, message: &str) -> Value {
    match try_send_message(socket, message).await {
        Ok(message) => message,
        Err(code) => panic!("refused: {code}"),
    }
}

/// Sends a message; returns it or the refusal's code.
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

/// Asserts that an object has exactly these members (separated by spaces).
#[track_caller]
fn assert_keys(object: &Value, keys: &str) {
    let object = object.as_object().expect("an object");
    let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
    found.sort_unstable();
    let mut expected: Vec<&str> = keys.split(' ').collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
