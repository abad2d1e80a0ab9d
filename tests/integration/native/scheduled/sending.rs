//! What is sent at its time, and how often.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;
use vestnik::domain::KeyScope;

use super::{NativeFixture, Two, in_minutes, let_time_come, list, schedule, texts};
use crate::native::api_keys::{acting, add_key};
use crate::native::{SETTINGS, next_of};
use crate::support::{Client, Replica, ReplicaProcess, TestDatabase, eventually, spawn_processes};

/// The texts of all messages that were sent, in the order of the texts.
async fn sent(database: &TestDatabase) -> Vec<String> {
    let sql = "SELECT payload ->> 'content' FROM events WHERE kind = 'message_sent' ORDER BY 1";
    let rows = database.client().await.query(sql, &[]).await;
    let rows = rows.expect("the log can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn two_replicas_send_each_message_once() {
    let fixture = NativeFixture::new().await;
    let _second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let mut expected = Vec::new();
    for two in [
        fixture.two("direct").await,
        fixture.two("school").await,
        fixture.group("campus").await,
    ] {
        for number in 10..30 {
            let text = format!("{} {number}", two.realm);
            let who = if number % 2 == 0 {
                &two.one
            } else {
                &two.other
            };
            schedule(&two, who, json!({ "text": text })).await;
            expected.push(text);
        }
    }
    expected.sort();
    fixture.send_scheduled().await;
    assert_eq!(sent(&fixture.database).await, expected);
    let claims = "SELECT count(*) FROM scheduled_claims";
    fixture.database.until_number(claims, 0).await;
    fixture.assert_verified().await;
}

/// Schedules messages in a school's chat over a replica that runs in a process of its own.
async fn schedule_many(client: &Client, chat_id: i64, count: usize) -> Vec<String> {
    let texts: Vec<String> = (0..count)
        .map(|number| format!("later {number:03}"))
        .collect();
    let path = format!("/v1/school/chats/{chat_id}/messages");
    for text in &texts {
        let body = json!({ "text": text, "send_at": in_minutes(60) });
        client.post(&path, &body).await.expect(202);
    }
    texts
}

#[tokio::test]
async fn messages_of_a_killed_replica_are_sent_once_by_another() {
    let (database, pair) = TestDatabase::with_pair().await;
    let [first, _second]: [ReplicaProcess; 2] = spawn_processes(&database).await;
    let expected = schedule_many(&first.client(&pair.teacher), pair.chat_id, 90).await;
    let_time_come(&database, 0).await;
    eventually("the first message", async || {
        (!sent(&database).await.is_empty()).then_some(())
    })
    .await;
    first.kill().await;
    let waiting = "SELECT count(*) FROM scheduled_messages WHERE state = 'waiting'";
    database.until_number(waiting, 0).await;
    assert_eq!(sent(&database).await, expected);
}

#[tokio::test]
async fn message_waits_for_a_server_that_was_down() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn(&database).await;
    let expected = schedule_many(&replica.client(&pair.teacher), pair.chat_id, 1).await;
    replica.shut_down().await;
    let_time_come(&database, 0).await;
    let _replica = Replica::spawn(&database).await;
    eventually("the message", async || {
        (sent(&database).await == expected).then_some(())
    })
    .await;
}

async fn unread(two: &Two, who: &Client) -> i64 {
    two.shown(who).await["unread_count"].as_i64().unwrap()
}

#[tokio::test]
async fn scheduled_message_marks_nothing_read_and_is_unread_to_others() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "messenger", "market"] {
        let two = fixture.two(realm).await;
        two.send(&two.one, "before").await;
        schedule(&two, &two.one, json!({})).await;
        let asked = two.send(&two.other, "asked").await;
        assert_eq!(unread(&two, &two.one).await, 1);
        fixture.send_scheduled().await;
        assert_eq!(texts(&two, &two.one).await, ["before", "asked", "later"]);
        assert_eq!(unread(&two, &two.one).await, 1, "{realm}");
        assert_eq!(unread(&two, &two.other).await, 1, "{realm}");
        let read = json!({ "up_to_id": asked });
        let read = two.one.post(&two.chat("/read"), &read).await;
        read.expect(204);
        assert_eq!(unread(&two, &two.one).await, 0, "{realm}");
        let mark = two.shown(&two.one).await["me"]["last_read_id"].clone();
        assert_eq!(mark, asked);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn mentions_are_those_of_the_time_of_sending() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let add = json!({ "user_ids": [fixture.eve.id] });
    let added = group.one.post(&group.chat("/members"), &add).await;
    added.expect(200);
    let ids = json!({ "mention_ids": [fixture.eve.id, group.other_id] });
    schedule(&group, &group.one, ids).await;
    let member = group.chat(&format!("/members/{}", fixture.eve.id));
    group.one.delete(&member).await.expect(204);
    fixture.send_scheduled().await;
    let page = group.one.get(&group.chat("/messages")).await.expect(200);
    let messages = page["messages"].as_array().unwrap();
    let sent = messages.iter().find(|message| message["text"] == "later");
    let mentions = sent.expect("it was sent")["mentions"].as_array().unwrap();
    let mentioned: Vec<_> = mentions.iter().map(|mention| &mention["user_id"]).collect();
    assert_eq!(mentioned, [&json!(group.other_id)]);
}

#[tokio::test]
async fn every_event_of_a_message_that_a_key_schedules_names_the_key() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let (secret, _) = add_key(&fixture.database, "bot", "campus", &KeyScope::ALL).await;
    let key = fixture.replica.anonymous_client().with_token(&secret);
    let act = async |method: Method, path: &str, body: serde_json::Value| {
        let answer = acting(&key, two.one_id, method, path, &body).await;
        assert!((200..300).contains(&answer.status), "{}", answer.body);
        answer.body["id"].clone()
    };
    let new = json!({ "text": "!", "send_at": in_minutes(60), "client_id": Uuid::new_v4() });
    let dropped = act(Method::POST, &two.chat("/messages"), new).await;
    let dropped = two.path(&format!("/scheduled/{dropped}"));
    act(Method::PATCH, &dropped, json!({ "text": "?" })).await;
    act(Method::DELETE, &dropped, json!({})).await;
    let new = json!({ "text": "later", "send_at": in_minutes(60) });
    act(Method::POST, &two.chat("/messages"), new).await;
    assert_eq!(list(&two, &two.one).await.len(), 1);
    fixture.send_scheduled().await;
    for kind in [
        "message_scheduled",
        "scheduled_changed",
        "scheduled_cancelled",
        "message_sent",
    ] {
        let of_kind = format!("SELECT count(*) FROM events WHERE kind = '{kind}'");
        assert_ne!(fixture.database.number(&of_kind).await, 0, "{kind}");
        let unnamed = format!("{of_kind} AND payload ->> 'via_key' IS DISTINCT FROM 'bot'");
        assert_eq!(fixture.database.number(&unnamed).await, 0, "{kind}");
    }
}

#[tokio::test]
async fn sent_message_has_what_was_scheduled_with_it() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let rename = format!(
        "UPDATE users SET name = 'Bob' WHERE id = {}",
        group.other_id
    );
    fixture.database.execute(&rename).await;
    let fields = json!({ "text": "hi, @bob", "custom": { "a": 1 }, "silent": true });
    schedule(&group, &group.one, fields).await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    fixture.send_scheduled().await;
    let frame = next_of(&mut stream, "message").await;
    let message = &frame["message"];
    let mention = json!({ "user_id": group.other_id, "start": 4, "end": 8 });
    assert_eq!(message["mentions"], json!([mention]));
    assert_eq!(
        (&message["custom"], &frame["silent"]),
        (&json!({ "a": 1 }), &json!(true))
    );
}
