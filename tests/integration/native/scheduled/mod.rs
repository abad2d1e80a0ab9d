//! Messages that are sent later.

mod ends;
mod frames;
mod refusals;
mod sending;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{NativeFixture, PNG, REALMS, Two, patch, put_json, upload};
use crate::support::{Answer, Client, TestDatabase, assert_refused, eventually};

/// A time so many minutes ahead, as the server writes it.
pub(super) fn in_minutes(minutes: i64) -> String {
    let time = Timestamp::now() + SignedDuration::from_mins(minutes);
    format!("{time:.3}")
}

/// Schedules a message with these fields in an hour, unless they say otherwise.
async fn attempt(two: &Two, who: &Client, fields: Value) -> Answer {
    let mut body = json!({ "text": "later", "send_at": in_minutes(60) });
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    who.post(&two.chat("/messages"), &body).await
}

async fn schedule(two: &Two, who: &Client, fields: Value) -> Value {
    attempt(two, who, fields).await.expect(202)
}

/// A user's scheduled messages.
async fn list(two: &Two, who: &Client) -> Vec<Value> {
    let list = who.get(&two.path("/scheduled?limit=100")).await.expect(200);
    list["scheduled"].as_array().unwrap().clone()
}

fn path(two: &Two, scheduled: &Value) -> String {
    two.path(&format!("/scheduled/{}", scheduled["id"]))
}

/// The texts of the chat's messages.
async fn texts(two: &Two, who: &Client) -> Vec<String> {
    let page = who.get(&two.chat("/messages?limit=100")).await.expect(200);
    let messages = page["messages"].as_array().unwrap().iter();
    messages
        .map(|message| message["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Lets the time of all messages that wait be over for so many hours, as an event of the log.
async fn let_time_come(database: &TestDatabase, hours_ago: i64) {
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT s.chat_id, 'scheduled_changed', s.user_id, jsonb_strip_nulls(jsonb_build_object(
                    'scheduled_id', s.id, 'via_key', s.via_key,
                    'send_at', to_char((now() - {hours_ago} * interval '1 hour') AT TIME ZONE 'UTC',
                                       'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')))
         FROM scheduled_messages AS s WHERE s.state = 'waiting'"
    );
    database.execute(&sql).await;
}

/// Waits until no message waits whose time has come.
async fn until_none_is_due(database: &TestDatabase) {
    let due = "SELECT count(*) FROM scheduled_messages
               WHERE state = 'waiting' AND send_at <= now()";
    database.until_number(due, 0).await;
}

impl NativeFixture {
    /// Has all messages that wait sent, or refused.
    async fn send_scheduled(&self) {
        let_time_come(&self.database, 0).await;
        until_none_is_due(&self.database).await;
    }
}

#[tokio::test]
async fn message_is_scheduled_changed_and_cancelled_unseen_by_others() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let before = texts(&two, &two.other).await;
        let send_at = in_minutes(60);
        let made = schedule(&two, &two.one, json!({ "send_at": send_at })).await;
        let expected = json!({
            "id": made["id"], "chat_id": two.chat_id, "text": "later", "attachments": [],
            "reply_to": null, "send_at": send_at, "state": "waiting"
        });
        assert_eq!(made, expected, "{realm}");
        assert_eq!(list(&two, &two.one).await, [expected]);
        assert!(list(&two, &two.other).await.is_empty());

        let change = json!({ "text": "much later", "send_at": in_minutes(120) });
        let changed = patch(&two.one, &path(&two, &made), &change).await;
        let changed = changed.expect(200);
        assert_eq!(
            (&changed["text"], &changed["send_at"], &changed["state"]),
            (&change["text"], &change["send_at"], &json!("waiting"))
        );
        let head = fixture.database.head().await;
        let nothing = patch(&two.one, &path(&two, &made), &json!({})).await;
        assert_eq!(nothing.expect(200), changed);
        assert_eq!(fixture.database.head().await, head, "nothing has changed");

        for stranger in [&two.other, &two.stranger] {
            let refused = patch(stranger, &path(&two, &made), &change).await;
            assert_refused(&refused, 404, "scheduled_not_found");
            let refused = stranger.delete(&path(&two, &made)).await;
            assert_refused(&refused, 404, "scheduled_not_found");
        }
        two.one.delete(&path(&two, &made)).await.expect(204);
        let gone = two.one.delete(&path(&two, &made)).await;
        assert_refused(&gone, 404, "scheduled_not_found");
        assert!(list(&two, &two.one).await.is_empty());
        assert_eq!(texts(&two, &two.other).await, before);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn list_has_pages_in_the_order_of_scheduling() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let quoted = two.send(&two.other, "quoted").await;
    let mut made = Vec::new();
    for minutes in [90, 30, 60] {
        let fields = json!({ "send_at": in_minutes(minutes), "reply_to_id": quoted });
        made.push(schedule(&two, &two.one, fields).await["id"].clone());
    }
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = two.path(&format!("/scheduled?limit=2{cursor}"));
        let page = two.one.get(&page).await.expect(200);
        for scheduled in page["scheduled"].as_array().unwrap() {
            assert_eq!(scheduled["reply_to"]["excerpt"], "quoted");
            found.push(scheduled["id"].clone());
        }
        assert_eq!(page["users"][0]["id"], two.other_id);
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, made);
}

#[tokio::test]
async fn scheduling_ends_the_draft_and_sending_ends_none() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let draft = async |text: &str| {
        let saved = put_json(&two.one, &two.chat("/draft"), &json!({ "text": text })).await;
        saved.expect(204);
    };
    draft("later").await;
    schedule(&two, &two.one, json!({})).await;
    assert_eq!(two.shown(&two.one).await["me"]["draft"], Value::Null);
    draft("another").await;
    fixture.send_scheduled().await;
    assert_eq!(texts(&two, &two.one).await, ["later"]);
    let shown = two.shown(&two.one).await;
    assert_eq!(shown["me"]["draft"]["text"], "another");
}

#[tokio::test]
async fn repeated_client_id_schedules_and_sends_once() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let client_id = "0190b5a2-0000-7000-8000-000000000001";
    let (send_at, other_id) = (in_minutes(60), "0190b5a2-0000-7000-8000-000000000002");
    let same = json!({ "client_id": client_id, "send_at": send_at });
    let made = schedule(&two, &two.one, same.clone()).await;
    let again = attempt(&two, &two.one, same.clone()).await;
    assert_eq!(again.expect(200), made);
    for other in [
        json!({ "client_id": client_id, "send_at": send_at, "text": "other" }),
        json!({ "client_id": client_id, "send_at": in_minutes(61) }),
    ] {
        let refused = attempt(&two, &two.one, other).await;
        assert_refused(&refused, 409, "idempotency_conflict");
    }
    let now = json!({ "client_id": other_id, "text": "now" });
    let sent = two.one.post(&two.chat("/messages"), &now).await;
    sent.expect(201);
    let refused = attempt(&two, &two.one, json!({ "client_id": other_id })).await;
    assert_refused(&refused, 409, "idempotency_conflict");

    fixture.send_scheduled().await;
    // It is the same request, however late it is repeated, and the message has the id that its author chose.
    let again = attempt(&two, &two.one, same).await;
    assert_eq!(again.expect(200)["state"], "sent");
    let repeated = json!({ "client_id": client_id, "text": "later" });
    let repeated = two.one.post(&two.chat("/messages"), &repeated).await;
    assert_eq!(repeated.expect(200)["client_id"], client_id);
    assert_eq!(texts(&two, &two.one).await, ["now", "later"]);
}

#[tokio::test]
async fn file_of_a_scheduled_message_does_not_expire() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let mut files = Vec::new();
    for name in ["kept.png", "dropped.png"] {
        let stored = upload(&two.one, two.realm, name, PNG).await;
        files.push(stored.expect(201));
    }
    let with_file = |file: &Value| json!({ "text": "", "attachment_ids": [file["id"]] });
    let kept = schedule(&two, &two.one, with_file(&files[0])).await;
    assert_eq!(kept["attachments"][0]["id"], files[0]["id"]);
    let dropped = schedule(&two, &two.one, with_file(&files[1])).await;
    let expire = "UPDATE attachments SET created_at = now() - interval '2 days';
                  SELECT public.expire_unposted_attachments(100)";
    fixture.database.execute(expire).await;
    let left = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(left).await, 2);
    let url = files[0]["url"].as_str().unwrap();
    assert_refused(&two.other.get(url).await, 404, "attachment_not_found");

    two.one.delete(&path(&two, &dropped)).await.expect(204);
    fixture.database.execute(expire).await;
    assert_eq!(fixture.database.number(left).await, 1);
    let blank = patch(&two.one, &path(&two, &kept), &json!({ "text": " " })).await;
    blank.expect(200);
    let_time_come(&fixture.database, 0).await;
    eventually("the file", async || {
        (two.other.get(url).await.status == 200).then_some(())
    })
    .await;
    let page = two.other.get(&two.chat("/messages")).await.expect(200);
    let attached = &page["messages"][0]["attachments"][0];
    assert_eq!(attached["id"], files[0]["id"]);
    fixture.assert_verified().await;
}
