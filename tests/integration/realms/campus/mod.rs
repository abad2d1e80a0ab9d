//! The realm `campus`, with one file per subject of its contract.

mod audit;
mod conversations;
mod deleting;
mod document;
mod editing;
mod history;
mod lists;
mod participants;
mod permissions;
mod sending;
mod sockets;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Replica, TestDatabase, assert_refused};

const API: &str = "/api/unet-chat";

/// Two replicas with three users who share conversations, and an outsider.
struct CampusFixture {
    database: TestDatabase,
    replica: Replica,
    other_replica: Replica,
    ann: Person,
    bob: Person,
    eve: Person,
    stranger: Person,
}

impl CampusFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let all = [("REALMS", "all")];
        let replica = Replica::spawn_with(&database, &all).await;
        let other_replica = Replica::spawn_with(&database, &all).await;
        Self {
            ann: database.person("teacher").await,
            bob: database.person("student").await,
            eve: database.person("member").await,
            stranger: database.person("student").await,
            database,
            replica,
            other_replica,
        }
    }

    fn ann(&self) -> Client {
        self.replica.client(&self.ann)
    }

    /// A client of the other replica.
    fn bob(&self) -> Client {
        self.other_replica.client(&self.bob)
    }

    fn eve(&self) -> Client {
        self.replica.client(&self.eve)
    }

    fn stranger(&self) -> Client {
        self.replica.client(&self.stranger)
    }

    /// Creates Ann's and Bob's private conversation; returns its id.
    async fn private(&self) -> String {
        let wanted = json!({ "type": "private", "participant_ids": [self.bob.id] });
        id(&create(&self.ann(), &wanted).await.expect(201))
    }

    /// Creates a group of Ann's with these members; returns its id.
    async fn group(&self, others: &[&Person]) -> String {
        let ids: Vec<i64> = others.iter().map(|person| person.id).collect();
        let wanted = json!({ "type": "group", "title": "ИВТ-21", "participant_ids": ids });
        id(&create(&self.ann(), &wanted).await.expect(201))
    }
}

async fn create(client: &Client, wanted: &Value) -> Answer {
    client.post(&format!("{API}/conversations/"), wanted).await
}

async fn show(client: &Client, id: &str) -> Answer {
    client.get(&format!("{API}/conversations/{id}")).await
}

async fn list(client: &Client) -> Vec<Value> {
    let list = client
        .get(&format!("{API}/conversations/"))
        .await
        .expect(200);
    list.as_array().expect("an array").clone()
}

async fn send(client: &Client, conversation: &str, text: &str) -> Answer {
    let body = json!({ "conversation_id": conversation, "text": text });
    client.post(&format!("{API}/messages/"), &body).await
}

/// Sends a message and returns it.
async fn send_message(client: &Client, conversation: &str, text: &str) -> Value {
    send(client, conversation, text).await.expect(201)
}

/// Replies to a message; returns the reply.
async fn reply(client: &Client, conversation: &str, to: &str, text: &str) -> Value {
    let body = json!({ "conversation_id": conversation, "text": text, "reply_to": to });
    let answer = client.post(&format!("{API}/messages/"), &body).await;
    answer.expect(201)
}

/// A page of the history; `query` starts with `?`.
async fn history(client: &Client, conversation: &str, query: &str) -> Vec<Value> {
    let path = format!("{API}/messages/{conversation}{query}");
    let page = client.get(&path).await.expect(200);
    page.as_array().expect("an array").clone()
}

async fn edit(client: &Client, message: &str, text: &str) -> Answer {
    let path = format!("{API}/messages/{message}");
    let body = json!({ "text": text });
    client
        .send(client.request(Method::PUT, &path).json(&body))
        .await
}

async fn delete(client: &Client, message: &str) -> Answer {
    client.delete(&format!("{API}/messages/{message}")).await
}

async fn delete_conversation(client: &Client, id: &str) -> Answer {
    client.delete(&format!("{API}/conversations/{id}")).await
}

async fn add(client: &Client, conversation: &str, user: &Person) -> Answer {
    let path = format!("{API}/conversations/{conversation}/participants/");
    client.post(&path, &json!({ "user_id": user.id })).await
}

async fn remove(client: &Client, conversation: &str, user: &Person) -> Answer {
    let path = format!(
        "{API}/conversations/{conversation}/participants/{}",
        user.id
    );
    client.delete(&path).await
}

async fn mark_read(client: &Client, conversation: &str) -> Answer {
    let path = format!("{API}/conversations/{conversation}/read");
    client.send(client.request(Method::POST, &path)).await
}

#[track_caller]
fn id(thing: &Value) -> String {
    thing["id"].as_str().expect("an id").to_owned()
}

/// The texts of messages; "" for deleted ones.
fn texts(messages: &[Value]) -> Vec<&str> {
    messages
        .iter()
        .map(|message| message["text"].as_str().unwrap_or_default())
        .collect()
}
