//! Who may find and approach whom, and what people are called: the same in every realm.

mod blocks;
mod companies;
mod leaving;
mod names;
mod realms;
mod unknown;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Replica, TestDatabase};

/// A server of every realm, and people who belong to all of them.
struct Town {
    database: TestDatabase,
    replica: Replica,
    ann: Person,
    bob: Person,
    eve: Person,
}

const CAMPUS: &str = "/api/unet-chat";
const DIRECT: &str = "/api/v1/chat";
const MESSENGER: &str = "/api/messenger";

impl Town {
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

    fn as_(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// Sets the realms of somebody, by SQL: a list separated by commas.
    async fn move_to(&self, person: &Person, realms: &str) {
        let sql = format!(
            "UPDATE users SET realms = '{{{realms}}}' WHERE id = {}",
            person.id
        );
        self.database.execute(&sql).await;
    }

    /// Ann's and Bob's conversation in `campus`.
    async fn campus_pair(&self) -> String {
        let answer = campus_private(&self.as_(&self.ann), self.bob.id).await;
        id(&answer.expect(201))
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

/// Asks for a private conversation in `campus`.
async fn campus_private(client: &Client, with: i64) -> Answer {
    let wanted = json!({ "type": "private", "participant_ids": [with] });
    client
        .post(&format!("{CAMPUS}/conversations/"), &wanted)
        .await
}

/// Asks for a group in `campus`.
async fn campus_group(client: &Client, with: &[i64]) -> Answer {
    let wanted = json!({ "type": "group", "title": "G", "participant_ids": with });
    client
        .post(&format!("{CAMPUS}/conversations/"), &wanted)
        .await
}

async fn campus_add(client: &Client, group: &str, whom: i64) -> Answer {
    let path = format!("{CAMPUS}/conversations/{group}/participants/");
    client.post(&path, &json!({ "user_id": whom })).await
}

async fn campus_say(client: &Client, conversation: &str) -> Answer {
    let body = json!({ "conversation_id": conversation, "text": "!" });
    client.post(&format!("{CAMPUS}/messages/"), &body).await
}

/// Asks for a direct conversation in `messenger`.
async fn messenger_direct(client: &Client, with: i64) -> Answer {
    let wanted = json!({ "participantId": with });
    client
        .post(&format!("{MESSENGER}/conversations"), &wanted)
        .await
}

/// Asks for a group in `messenger`.
async fn messenger_group(client: &Client, with: &[i64]) -> Answer {
    let wanted = json!({ "participantIds": with, "name": "G", "type": "group" });
    client
        .post(&format!("{MESSENGER}/conversations"), &wanted)
        .await
}

/// Sends to somebody in `direct`.
async fn direct_send(client: &Client, to: i64) -> Answer {
    let path = format!("{DIRECT}/direct/{to}/send");
    client.post(&path, &json!({ "body": "!" })).await
}

/// Blocks somebody, or (`DELETE`) lifts that.
async fn block(client: &Client, method: Method, base: &str, whom: i64) -> Answer {
    let path = format!("{base}/users/{whom}/block");
    client.send(client.request(method, &path)).await
}

/// The id of a conversation: a text or a number.
#[track_caller]
fn id(of: &Value) -> String {
    match &of["id"] {
        Value::String(id) => id.clone(),
        id => id.as_i64().expect("an id").to_string(),
    }
}

/// The id of a conversation that `messenger` answered.
#[track_caller]
fn conversation(answer: Answer) -> i64 {
    let body = answer.expect(201);
    body["data"]["conversation"]["id"].as_i64().expect("an id")
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let found = (answer.status, answer.code());
    assert_eq!(found, (status, code), "{}", answer.body);
}
