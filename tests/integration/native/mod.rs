//! `/v1/{realm}`: the same API in every realm.

pub(crate) mod api_keys;
mod asyncapi;
mod blocked_view;
mod chat_files;
mod chats;
mod classes;
mod compressed;
mod cursors;
mod custom;
mod cuts;
mod deletions;
mod downloads;
mod drafts;
mod event_webhooks;
mod files;
mod filters;
mod folded_names;
mod forwarding;
mod frame_rules;
mod groups;
mod guests;
mod hidden_classes;
mod idempotency;
mod imported_files;
mod key_commands;
mod key_tokens;
mod known;
mod known_members;
mod known_people;
mod lean;
mod limits;
mod managed_users;
mod media;
mod member_events;
mod members;
mod mentions;
mod messages;
mod named_people;
mod names;
mod numbered_users;
mod observed_classes;
mod observers;
mod old_contracts;
mod operations;
mod people;
mod permissions;
mod photos;
mod pictures;
mod pins;
mod polls;
mod previews;
mod problem_language;
mod programs;
mod public_storage;
mod rate_limits;
mod reactions;
mod resumed;
mod scheduled;
mod search;
mod sent_files;
mod settings;
mod several_people;
mod silent;
mod stream;
mod strict;
mod system_messages;
mod times;
mod unread;
mod uploads;
mod user_events;
mod via_key;
mod voice;
mod walk;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::photos::{PNG, upload};
use crate::support::{
    Answer, Client, EventStream, Pair, Person, Replica, TestDatabase, eventually,
};

/// All realms, by name.
const REALMS: [&str; 5] = ["school", "campus", "messenger", "market", "direct"];

/// Every realm, without the tight limits of the one that has its own.
const SETTINGS: &[(&str, &str)] = &[
    ("REALMS", "all"),
    ("MARKET_MESSAGES_PER_MINUTE", "1000"),
    ("MARKET_MESSAGES_PER_5_SECONDS", "1000"),
];

/// A server with every realm, users who belong to all of them, and a school.
struct NativeFixture {
    database: TestDatabase,
    replica: Replica,
    ann: Person,
    bob: Person,
    eve: Person,
    pair: Pair,
    admin: Person,
}

/// A chat of two users of a realm, and a stranger to it.
struct Two {
    realm: &'static str,
    chat_id: i64,
    one: Client,
    other: Client,
    stranger: Client,
    one_id: i64,
    other_id: i64,
}

impl NativeFixture {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let settings = [SETTINGS, settings].concat();
        Self {
            replica: Replica::spawn_with(&database, &settings).await,
            ann: database.person("member").await,
            bob: database.person("member").await,
            eve: database.person("member").await,
            pair: database.pair().await,
            admin: database.person("admin").await,
            database,
        }
    }

    fn client(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// A private chat: in the school the teacher's and the student's, elsewhere Ann's and Bob's, which
    /// Ann has begun.
    async fn two(&self, realm: &'static str) -> Two {
        let (one, other) = if realm == "school" {
            (&self.pair.teacher, &self.pair.student)
        } else {
            (&self.ann, &self.bob)
        };
        let new = match realm {
            "market" => json!({ "type": "listing", "listing_id": 7, "user_ids": [other.id] }),
            _ => json!({ "type": "private", "user_ids": [other.id] }),
        };
        let path = format!("/v1/{realm}/chats");
        let answer = self.client(one).post(&path, &new).await;
        assert!([200, 201].contains(&answer.status), "{}", answer.body);
        Two {
            realm,
            chat_id: answer.body["id"].as_i64().unwrap(),
            one: self.client(one),
            other: self.client(other),
            stranger: self.client(&self.eve),
            one_id: one.id,
            other_id: other.id,
        }
    }

    /// A group of Ann's with Bob.
    async fn group(&self, realm: &'static str) -> Two {
        let new = json!({ "type": "group", "title": "G", "user_ids": [self.bob.id] });
        let path = format!("/v1/{realm}/chats");
        let answer = self.client(&self.ann).post(&path, &new).await;
        Two {
            realm,
            chat_id: answer.expect(201)["id"].as_i64().unwrap(),
            one: self.client(&self.ann),
            other: self.client(&self.bob),
            stranger: self.client(&self.eve),
            one_id: self.ann.id,
            other_id: self.bob.id,
        }
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

impl Two {
    fn path(&self, rest: &str) -> String {
        format!("/v1/{}{rest}", self.realm)
    }

    fn chat(&self, rest: &str) -> String {
        self.path(&format!("/chats/{}{rest}", self.chat_id))
    }

    async fn send(&self, who: &Client, text: &str) -> i64 {
        let body = json!({ "text": text });
        let message = who.post(&self.chat("/messages"), &body).await.expect(201);
        message["id"].as_i64().unwrap()
    }

    async fn shown(&self, who: &Client) -> Value {
        who.get(&self.chat("")).await.expect(200)
    }
}

/// Uploads a picture and waits for its preview, after which the attachment does not change any more.
async fn upload_with_preview(client: &Client, realm: &str) -> Value {
    let stored = upload(client, realm, "a.png", PNG).await.expect(201);
    eventually("the preview", async || {
        let info = format!("{}/info", stored["url"].as_str().expect("a path"));
        let info = client.get(&info).await.expect(200);
        info["preview_url"].is_string().then_some(info)
    })
    .await
}

async fn patch(client: &Client, path: &str, body: &Value) -> Answer {
    client
        .send(client.request(Method::PATCH, path).json(body))
        .await
}

async fn put(client: &Client, path: &str) -> Answer {
    client.send(client.request(Method::PUT, path)).await
}

async fn put_json(client: &Client, path: &str, body: &Value) -> Answer {
    client
        .send(client.request(Method::PUT, path).json(body))
        .await
}

/// The data of the next event of this name.
async fn next_of(stream: &mut EventStream, event: &str) -> Value {
    loop {
        let frame = stream.next().await;
        if frame.event == event {
            return frame.data;
        }
    }
}

fn ids(list: &Value) -> Vec<i64> {
    let items = list.as_array().expect("a list").iter();
    items.map(|item| item["id"].as_i64().unwrap()).collect()
}
