//! The realm `campus`: a file a subject of its contract.

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

use crate::support::{Answer, Client, Person, Replica, TestDatabase};

/// Where everything is.
const API: &str = "/api/unet-chat";

/// A university on two replicas, with three people and one whom nobody knows.
struct Campus {
    database: TestDatabase,
    here: Replica,
    there: Replica,
    ann: Person,
    bob: Person,
    eve: Person,
    stranger: Person,
}

impl Campus {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let all = [("REALMS", "all")];
        let here = Replica::spawn_with(&database, &all).await;
        let there = Replica::spawn_with(&database, &all).await;
        Self {
            ann: database.person("teacher").await,
            bob: database.person("student").await,
            eve: database.person("member").await,
            stranger: database.person("student").await,
            database,
            here,
            there,
        }
    }

    fn ann(&self) -> Client {
        self.here.client(&self.ann)
    }

    /// On the other replica.
    fn bob(&self) -> Client {
        self.there.client(&self.bob)
    }

    fn eve(&self) -> Client {
        self.here.client(&self.eve)
    }

    fn stranger(&self) -> Client {
        self.here.client(&self.stranger)
    }

    /// Ann's and Bob's own conversation.
    async fn private(&self) -> String {
        let wanted = json!({ "type": "private", "participant_ids": [self.bob.id] });
        id(&create(&self.ann(), &wanted).await.expect(201))
    }

    /// A group of Ann's with these others in it.
    async fn group(&self, others: &[&Person]) -> String {
        let ids: Vec<i64> = others.iter().map(|person| person.id).collect();
        let wanted = json!({ "type": "group", "title": "ИВТ-21", "participant_ids": ids });
        id(&create(&self.ann(), &wanted).await.expect(201))
    }
}

/// Asks for a conversation.
async fn create(client: &Client, wanted: &Value) -> Answer {
    client.post(&format!("{API}/conversations/"), wanted).await
}

/// A conversation as somebody sees it.
async fn show(client: &Client, id: &str) -> Answer {
    client.get(&format!("{API}/conversations/{id}")).await
}

/// Somebody's list.
async fn list(client: &Client) -> Vec<Value> {
    let list = client
        .get(&format!("{API}/conversations/"))
        .await
        .expect(200);
    list.as_array().expect("an array").clone()
}

/// Asks for a message to be sent.
async fn send(client: &Client, conversation: &str, text: &str) -> Answer {
    let body = json!({ "conversation_id": conversation, "text": text });
    client.post(&format!("{API}/messages/"), &body).await
}

/// Says something; the message.
async fn send_message(client: &Client, conversation: &str, text: &str) -> Value {
    send(client, conversation, text).await.expect(201)
}

/// Answers a message; the answer.
async fn reply(client: &Client, conversation: &str, to: &str, text: &str) -> Value {
    let body = json!({ "conversation_id": conversation, "text": text, "reply_to": to });
    let answer = client.post(&format!("{API}/messages/"), &body).await;
    answer.expect(201)
}

/// A page of the history; the query with its `?`.
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

async fn add(client: &Client, conversation: &str, whom: &Person) -> Answer {
    let path = format!("{API}/conversations/{conversation}/participants/");
    client.post(&path, &json!({ "user_id": whom.id })).await
}

async fn remove(client: &Client, conversation: &str, whom: &Person) -> Answer {
    let path = format!(
        "{API}/conversations/{conversation}/participants/{}",
        whom.id
    );
    client.delete(&path).await
}

async fn mark_read(client: &Client, conversation: &str) -> Answer {
    let path = format!("{API}/conversations/{conversation}/read");
    client.send(client.request(Method::POST, &path)).await
}

/// What a thing is called.
#[track_caller]
fn id(thing: &Value) -> String {
    thing["id"].as_str().expect("an id").to_owned()
}

/// The texts of messages; "" of deleted ones.
fn texts(messages: &[Value]) -> Vec<&str> {
    messages
        .iter()
        .map(|message| message["text"].as_str().unwrap_or_default())
        .collect()
}

/// An answer is this refusal, as a problem.
#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.code()),
        (status, code),
        "{}",
        answer.body
    );
    assert_eq!(answer.headers["content-type"], "application/problem+json");
}
