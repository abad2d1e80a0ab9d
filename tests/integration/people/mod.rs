//! Rules shared by all realms: which users can be found and contacted, and display names.

mod blocks;
mod companies;
mod leaving;
mod names;
mod other_realms;
mod realms;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Replica, TestDatabase};

/// A server with every realm and users who belong to all of them.
struct AllRealmsFixture {
    database: TestDatabase,
    replica: Replica,
    ann: Person,
    bob: Person,
    eve: Person,
}

const CAMPUS: &str = "/api/unet-chat";
const DIRECT: &str = "/api/v1/chat";
const MESSENGER: &str = "/api/messenger";

impl AllRealmsFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        Self {
            replica: Self::replica(&database).await,
            ann: database.person("member").await,
            bob: database.person("member").await,
            eve: database.person("member").await,
            database,
        }
    }

    async fn replica(database: &TestDatabase) -> Replica {
        Replica::spawn_with(database, &[("REALMS", "all")]).await
    }

    fn client(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// The clients of Ann, Bob and Eve.
    fn clients(&self) -> [Client; 3] {
        [&self.ann, &self.bob, &self.eve].map(|person| self.client(person))
    }

    /// Sets a user's realms with SQL; `realms` is separated by commas.
    async fn set_realms(&self, person: &Person, realms: &str) {
        let sql = format!(
            "UPDATE users SET realms = '{{{realms}}}' WHERE id = {}",
            person.id
        );
        self.database.execute_and_fence(&sql, 1).await;
    }

    /// Opens Ann's and Bob's conversation in `campus`; returns its id.
    async fn campus_pair(&self) -> String {
        let answer = campus_private(&self.client(&self.ann), self.bob.id).await;
        id(&answer.expect(201))
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

/// Requests a private conversation in `campus`.
async fn campus_private(client: &Client, with: i64) -> Answer {
    let wanted = json!({ "type": "private", "participant_ids": [with] });
    client
        .post(&format!("{CAMPUS}/conversations/"), &wanted)
        .await
}

/// Requests a group in `campus`.
async fn campus_group(client: &Client, with: &[i64]) -> Answer {
    let wanted = json!({ "type": "group", "title": "G", "participant_ids": with });
    client
        .post(&format!("{CAMPUS}/conversations/"), &wanted)
        .await
}

async fn campus_add(client: &Client, group: &str, user_id: i64) -> Answer {
    let path = format!("{CAMPUS}/conversations/{group}/participants/");
    client.post(&path, &json!({ "user_id": user_id })).await
}

async fn campus_send(client: &Client, conversation: &str) -> Answer {
    let body = json!({ "conversation_id": conversation, "text": "!" });
    client.post(&format!("{CAMPUS}/messages/"), &body).await
}

/// Requests a direct conversation in `messenger`.
async fn messenger_direct(client: &Client, with: i64) -> Answer {
    let wanted = json!({ "participantId": with });
    client
        .post(&format!("{MESSENGER}/conversations"), &wanted)
        .await
}

/// Requests a group in `messenger`.
async fn messenger_group(client: &Client, with: &[i64]) -> Answer {
    let wanted = json!({ "participantIds": with, "name": "G", "type": "group" });
    client
        .post(&format!("{MESSENGER}/conversations"), &wanted)
        .await
}

/// Sends a message to a user in `direct`.
async fn direct_send(client: &Client, to: i64) -> Answer {
    let path = format!("{DIRECT}/direct/{to}/send");
    client.post(&path, &json!({ "body": "!" })).await
}

/// Blocks a user with `POST` or lifts the block with `DELETE`.
async fn block(client: &Client, method: Method, base: &str, user_id: i64) -> Answer {
    let path = format!("{base}/users/{user_id}/block");
    client.send(client.request(method, &path)).await
}

/// The `id` of a JSON object: text or number.
#[track_caller]
fn id(of: &Value) -> String {
    match &of["id"] {
        Value::String(id) => id.clone(),
        id => id.as_i64().expect("an id").to_string(),
    }
}

/// The conversation id in an answer of `messenger`.
#[track_caller]
fn conversation(answer: Answer) -> i64 {
    let body = answer.expect(200);
    body["data"]["conversation"]["id"].as_i64().expect("an id")
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let found = (answer.status, answer.code());
    assert_eq!(found, (status, code), "{}", answer.body);
}
