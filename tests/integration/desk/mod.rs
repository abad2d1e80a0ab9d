//! The operator's desk: `/v1/{realm}/desk`.

mod access;
mod accesses;
mod erasures;
mod figures;
mod past;
mod proof;
mod reports;
mod timeline;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Pair, Person, Replica, TestDatabase};

/// A school and a market, with those who work at their desks.
struct DeskFixture {
    database: TestDatabase,
    replica: Replica,
    pair: Pair,
    admin: Person,
    moderator: Person,
    seller: Person,
    buyer: Person,
}

impl DeskFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let settings = [("REALMS", "all"), ("MARKET_MESSAGES_PER_5_SECONDS", "1000")];
        Self {
            replica: Replica::spawn_with(&database, &settings).await,
            pair: database.pair().await,
            admin: database.person("admin").await,
            moderator: database.person("moderator").await,
            seller: database.person("member").await,
            buyer: database.person("member").await,
            database,
        }
    }

    fn client(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    fn admin(&self) -> Client {
        self.client(&self.admin)
    }

    fn moderator(&self) -> Client {
        self.client(&self.moderator)
    }

    /// The answer of the school's desk.
    async fn school(&self, path: &str) -> Value {
        let path = format!("/v1/school/desk{path}");
        self.admin().get(&path).await.expect(200)
    }

    /// The answer of the market's desk.
    async fn market(&self, path: &str) -> Value {
        let path = format!("/v1/market/desk{path}");
        self.moderator().get(&path).await.expect(200)
    }

    /// Sends a message; returns its id.
    async fn send(&self, realm: &str, chat_id: i64, by: &Person, text: &str) -> i64 {
        let path = format!("/v1/{realm}/chats/{chat_id}/messages");
        let sent = self.client(by).post(&path, &json!({ "text": text })).await;
        sent.expect(201)["id"].as_i64().unwrap()
    }

    async fn ask(&self, text: &str) -> i64 {
        let pair = &self.pair;
        self.send("school", pair.chat_id, &pair.student, text).await
    }

    async fn answer(&self, text: &str) -> i64 {
        let pair = &self.pair;
        self.send("school", pair.chat_id, &pair.teacher, text).await
    }

    async fn delete(&self, realm: &str, message_id: i64, by: &Person) {
        let path = format!("/v1/{realm}/messages/{message_id}");
        assert_eq!(self.client(by).delete(&path).await.status, 204);
    }

    /// The buyer's chat with the seller about a listing.
    async fn listing(&self) -> i64 {
        self.listing_of(7).await
    }

    async fn listing_of(&self, listing_id: i64) -> i64 {
        let new = json!({
            "type": "listing", "listing_id": listing_id, "user_ids": [self.seller.id]
        });
        let chat = self
            .client(&self.buyer)
            .post("/v1/market/chats", &new)
            .await;
        chat.expect(201)["id"].as_i64().unwrap()
    }

    async fn report(&self, message_id: i64, by: &Person, reason: &str) {
        let path = format!("/v1/market/messages/{message_id}/report");
        let body = json!({ "reason": reason });
        assert_eq!(self.client(by).post(&path, &body).await.status, 202);
    }
}

/// GET with a preferred language.
async fn get_in(client: &Client, language: &str, path: &str) -> Answer {
    let request = client.request(Method::GET, path);
    client
        .send(request.header("accept-language", language))
        .await
}
