//! Two people of each realm that talks over sockets.

use serde_json::{Value, json};
use uuid::Uuid;

use super::subscribers::LONG;
use crate::support::database::token_lasting;
use crate::support::{Client, Nginx, Person, TestDatabase};

/// A realm whose clients talk over sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    /// One WebSocket for each user.
    Direct,
    /// One WebSocket for each conversation.
    Campus,
    /// Socket.IO.
    Messenger,
    /// One WebSocket for each chat, of a seller and of a guest.
    Market,
}

impl Application {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Campus, Self::Messenger, Self::Market];

    /// Whether sockets tell that a conversation began.
    pub fn tells_beginnings(self) -> bool {
        self == Self::Messenger
    }
}

/// Two people of such a realm.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Which.
    pub application: Application,
    /// Its name on the wire, where that is no number.
    pub uuid: Uuid,
    /// Its number in the log.
    pub chat_id: i64,
    /// Both; in the market the second one is a guest.
    pub people: [Person; 2],
}

impl PartialEq for Conversation {
    fn eq(&self, other: &Self) -> bool {
        self.chat_id == other.chat_id
    }
}

impl Eq for Conversation {}

impl Conversation {
    /// Two people, who have not said anything yet.
    pub async fn of(database: &TestDatabase, nginx: &Nginx, application: Application) -> Self {
        let one = database.person("member").await;
        let (other, chat_id) = match application {
            Application::Market => buyer_of(&one, database, nginx).await,
            Application::Direct => partner_of(&one, database, "direct").await,
            Application::Campus => partner_of(&one, database, "campus").await,
            Application::Messenger => partner_of(&one, database, "messenger").await,
        };
        let sql = "SELECT event_id FROM events WHERE position = $1";
        let client = database.client().await;
        let row = client.query_one(sql, &[&chat_id]).await;
        Self {
            application,
            uuid: row.expect("it has begun").get(0),
            chat_id,
            people: [one, other],
        }
    }

    /// A token for one of the two that does not expire.
    pub fn token(&self, person: &Person) -> String {
        let is_guest = self.application == Application::Market && person.id == self.people[1].id;
        if is_guest {
            // Theirs is signed with the servers' own key.
            person.token.clone()
        } else {
            token_lasting(person.id, LONG)
        }
    }
}

/// Somebody with an account, and the conversation with them.
async fn partner_of(one: &Person, database: &TestDatabase, realm: &str) -> (Person, i64) {
    let other = database.person("member").await;
    let (one, two) = (one.id, other.id);
    let sql = format!(
        "INSERT INTO events (realm, kind, actor_id, payload)
         VALUES ('{realm}', 'chat_created', {one}, jsonb_build_object(
             'type', 'private', 'pair_key', '{one}:{two}',
             'participants', jsonb_build_array(
                 jsonb_build_object('user_id', {one}),
                 jsonb_build_object('user_id', {two}))))
         RETURNING chat_id"
    );
    (other, database.number(&sql).await)
}

/// Somebody without one, and their chat with the seller.
async fn buyer_of(seller: &Person, database: &TestDatabase, nginx: &Nginx) -> (Person, i64) {
    let nobody = Client::new(&nginx.url);
    let guest = nobody.post("/api/chat/guests", &Value::Null).await;
    let guest = guest.expect(201);
    let (uuid, token) = (&guest["buyer_id"], &guest["token"]);
    let (uuid, token) = uuid.as_str().zip(token.as_str()).expect("texts");
    let wanted = json!({
        "iphone_id": 7, "seller_id": seller.id, "buyer_id": uuid, "buyer_is_registered": false,
    });
    let buyer = nobody.with_token(token);
    let chat = buyer.post("/api/chat/chats", &wanted).await;
    let chat_id = chat.expect(201)["id"].as_i64().expect("a number");
    let sql = format!("SELECT id FROM users WHERE external_id = 'guest:{uuid}'");
    let buyer = Person {
        id: database.number(&sql).await,
        name: format!("guest {uuid}"),
        token: token.to_owned(),
    };
    (buyer, chat_id)
}
