//! A group of the campus, its members, and a server-side key of that realm.

use serde_json::json;
use vestnik::auth::ApiKeyList;
use vestnik::contracts::campus;
use vestnik::domain::KeyScope;

use crate::support::{Client, Person, TestDatabase};

/// A group with two members.
pub struct Group {
    pub chat_id: i64,
    pub owner: Person,
    pub member: Person,
    pub key_name: String,
    /// The secret of the key.
    pub key: String,
}

impl Group {
    /// Creates one through the server at `base`.
    pub async fn new(database: &TestDatabase, base: &str) -> Self {
        let owner = database.person("member").await;
        let member = database.person("member").await;
        let key_name = format!("faults-{}", owner.id);
        let keys = ApiKeyList::open(&database.connector()).await;
        let keys = keys.expect("the database can be reached");
        let name = key_name.parse().expect("a name");
        let added = keys.add(&name, campus::REALM, &KeyScope::ALL).await;
        let key = added.expect("a key").expect("the name is free").secret;
        let body = json!({ "type": "group", "title": "Group", "user_ids": [member.id] });
        let client = Client::new(base).with_token(&owner.token);
        let created = client.post("/v1/campus/chats", &body).await.expect(201);
        Self {
            chat_id: created["id"].as_i64().expect("a chat has an id"),
            owner,
            member,
            key_name,
            key,
        }
    }
}
