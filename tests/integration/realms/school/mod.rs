//! The realm `school`, with one file per subject of its contract.

mod chat_lists;
mod cookies;
mod deleting;
mod editing;
mod history;
mod lesson_series;
mod lessons;
mod people;
mod permissions;
mod reading;
mod sending;
mod snapshots;
mod times;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{
    Answer, Client, Pair, Person, Replica, TestDatabase, assert_refused, spawn_replicas,
};

/// A school with one pair, an unrelated teacher and an admin.
struct SchoolFixture {
    database: TestDatabase,
    replica: Replica,
    pair: Pair,
    stranger: Person,
    admin: Person,
}

impl SchoolFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let pair = database.pair().await;
        let stranger = database.person("teacher").await;
        let admin = database.person("admin").await;
        let [replica] = spawn_replicas(&database).await;
        Self {
            database,
            replica,
            pair,
            stranger,
            admin,
        }
    }

    fn teacher(&self) -> Client {
        self.replica.client(&self.pair.teacher)
    }

    fn student(&self) -> Client {
        self.replica.client(&self.pair.student)
    }

    fn stranger(&self) -> Client {
        self.replica.client(&self.stranger)
    }

    fn admin(&self) -> Client {
        self.replica.client(&self.admin)
    }

    /// The pair's history as `reader` gets it; `query` starts with `?`.
    async fn history(&self, reader: &Client, query: &str) -> Answer {
        let path = format!("/api/chats/{}/messages{query}", self.pair.chat_id);
        reader.get(&path).await
    }

    /// Sends messages as the teacher; returns their ids.
    async fn send_message(&self, texts: &[&str]) -> Vec<i64> {
        let teacher = self.teacher();
        let mut ids = Vec::new();
        for text in texts {
            ids.push(teacher.send_message(self.pair.chat_id, text).await);
        }
        ids
    }

    /// The unread count of the pair's chat in the reader's list.
    async fn unread(&self, reader: &Client) -> i64 {
        let list = reader.get("/api/chats").await.expect(200);
        list["chats"][0]["unread_count"].as_i64().expect("a count")
    }

    /// The number of events of a kind in the log.
    async fn events(&self, kind: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM events WHERE kind = '{kind}'");
        self.database.number(&sql).await
    }
}

/// The texts of a history page.
fn texts(page: &Value) -> Vec<&str> {
    let messages = page["messages"].as_array().expect("messages");
    messages
        .iter()
        .map(|message| message["content"].as_str().expect("a text"))
        .collect()
}

/// The ids in a list.
fn ids(list: &Value) -> Vec<i64> {
    let items = list.as_array().expect("a list");
    items
        .iter()
        .map(|item| item["id"].as_i64().expect("an id"))
        .collect()
}

/// Asserts that an object has exactly these members (separated by spaces).
#[track_caller]
fn assert_keys(object: &Value, keys: &str) {
    let found: BTreeSet<&str> = object
        .as_object()
        .unwrap_or_else(|| panic!("not an object: {object}"))
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(found, keys.split(' ').collect(), "{object}");
}
