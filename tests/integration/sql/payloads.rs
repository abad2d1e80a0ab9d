//! Every payload that the database accepts can be read: each field that the server reads is tested
//! with invalid values, which the database refuses or the server reads.

use serde_json::{Map, Value, json};
use tokio_postgres::Client;
use vestnik::domain::{EventBody, EventKind};
use vestnik::log::read::LogReader;

use crate::support::{Metrics, Pair, TestDatabase};

/// Placeholder for the invalid value in a payload.
const PLACEHOLDER: &str = "@@";

/// JSON values that Postgres accepts and that are invalid for most fields.
fn invalid_values() -> Vec<String> {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let deep_object = format!("{}1{}", r#"{"a":"#.repeat(300), "}".repeat(300));
    let listed = [
        "null",
        "true",
        r#""""#,
        r#""x""#,
        r#""7""#,
        "0",
        "-1",
        "1.5",
        "1.0",
        "1e2",
        "1e30",
        "1e400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "[]",
        "[null]",
        "[1.5]",
        "{}",
        r#"{"user_id": 1, "role": null}"#,
        r#"{"a": 1e400}"#,
        r#""00000000-0000-7000-8000-000000000000""#,
        r#""{00000000-0000-7000-8000-000000000000}""#,
        r#""0000-0000-0000-7000-8000-0000-0000-0000""#,
        r#""0000000-00000-7000-8000-000000000000""#,
        r#""0000000--0000-7000-8000-000000000000""#,
        r#""0000000g-0000-7000-8000-000000000000""#,
    ];
    let listed = listed.into_iter().map(str::to_owned);
    listed.chain([deep, deep_object]).collect()
}

/// A payload of each kind with every field that the server reads.
fn kinds() -> Vec<(&'static str, Value)> {
    [kinds_of_chats(), kinds_of_messages()].concat()
}

fn kinds_of_messages() -> Vec<(&'static str, Value)> {
    vec![
        (
            "message_sent",
            json!({ "content": "!", "client_id": "00000000-0000-7000-8000-000000000001",
                    "reply_to": 1, "type": "text", "attachments": [1], "content_digest": "",
                    "poll": { "multiple": true, "anonymous": false, "options": 2 },
                    "mentions": [{ "user_id": 1, "start": 0, "end": 1 }], "custom": { "a": 1 },
                    "silent": true }),
        ),
        (
            "message_custom_changed",
            json!({ "message_id": 1, "author_id": 1, "custom": { "a": 1 }, "content_digest": "" }),
        ),
        ("message_edited", json!({ "message_id": 1, "content": "!" })),
        (
            "message_deleted",
            json!({ "message_id": 1, "was_pinned": true }),
        ),
        (
            "attachment_processed",
            json!({ "message_id": 1, "author_id": 1, "attachment_id": 1 }),
        ),
        ("message_pinned", json!({ "message_id": 1 })),
        ("message_unpinned", json!({ "message_id": 1 })),
        (
            "reaction_added",
            json!({ "message_id": 1, "user_id": 1, "emoji": "👍", "count": 1 }),
        ),
        (
            "reaction_removed",
            json!({ "message_id": 1, "user_id": 1, "emoji": "👍", "count": 0 }),
        ),
        (
            "poll_voted",
            json!({ "message_id": 1, "user_id": 1, "option_ids": [0, 9] }),
        ),
        ("poll_closed", json!({ "message_id": 1 })),
        (
            "message_scheduled",
            json!({ "content": "!", "client_id": "00000000-0000-7000-8000-000000000001",
                    "reply_to": 1, "type": "text", "attachments": [1],
                    "send_at": "2027-01-01T00:00:00.000Z" }),
        ),
        (
            "scheduled_changed",
            json!({ "scheduled_id": 1, "content": "!", "send_at": "2027-01-01T00:00:00.000Z" }),
        ),
        ("scheduled_cancelled", json!({ "scheduled_id": 1 })),
        (
            "scheduled_failed",
            json!({ "scheduled_id": 1, "code": "blocked" }),
        ),
    ]
}

fn kinds_of_chats() -> Vec<(&'static str, Value)> {
    let people = json!([{ "user_id": 1, "role": "member" }]);
    let person = json!({ "user_id": 1 });
    vec![
        (
            "chat_created",
            json!({ "type": "group", "pair_key": "1:2", "title": "!", "context": { "a": 1 },
                    "custom": { "a": 1 }, "participants": people }),
        ),
        (
            "chat_custom_changed",
            json!({ "custom": { "a": 1 }, "content_digest": "" }),
        ),
        ("chat_restored", json!({ "participants": people })),
        (
            "chat_renamed",
            json!({ "content": "!", "content_digest": "" }),
        ),
        ("chat_deleted", json!({})),
        (
            "participant_joined",
            json!({ "user_id": 1, "role": "member" }),
        ),
        ("participant_left", person.clone()),
        (
            "participant_role_changed",
            json!({ "user_id": 1, "role": "admin" }),
        ),
        (
            "chat_read",
            json!({ "up_to_id": 1, "from_id": 0, "visit": true }),
        ),
        (
            "chat_marked_unread",
            json!({ "message_id": 1, "up_to_id": 0 }),
        ),
        ("chat_read_again", json!({ "up_to_id": 1 })),
        (
            "user_erased",
            json!({ "user_id": 1, "requested_by": 2, "operator": "", "reason": "",
                    "erased_events": 0, "events_hash": "0".repeat(64) }),
        ),
        ("chat_hidden", json!({})),
        (
            "chat_settings_changed",
            json!({ "muted_until": "2027-01-01T00:00:00.000Z", "pinned": true, "archived": false }),
        ),
        ("participant_blocked", person.clone()),
        ("participant_unblocked", person.clone()),
        (
            "message_reported",
            json!({ "message_id": 1, "content": "!" }),
        ),
        (
            "report_resolved",
            json!({ "report_id": 1, "resolution": "dismissed" }),
        ),
        ("user_banned", person.clone()),
        ("user_unbanned", person),
    ]
}

/// Variants of the payload, each with one value replaced by the placeholder or removed.
fn variants(payload: &Value) -> Vec<Value> {
    match payload {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|field| with(fields, field))
            .collect(),
        Value::Array(items) => {
            let of_item = |(place, item): (usize, &Value)| {
                let within = variants(item).into_iter().chain([json!(PLACEHOLDER)]);
                within
                    .map(|item| {
                        let mut items = items.clone();
                        items[place] = item;
                        Value::Array(items)
                    })
                    .collect::<Vec<_>>()
            };
            items.iter().enumerate().flat_map(of_item).collect()
        }
        _ => Vec::new(),
    }
}

fn with(fields: &Map<String, Value>, (name, value): (&String, &Value)) -> Vec<Value> {
    let mut without = fields.clone();
    without.remove(name);
    let inside = variants(value).into_iter().chain([json!(PLACEHOLDER)]);
    let replaced = inside.map(|value| {
        let mut fields = fields.clone();
        fields.insert(name.clone(), value);
        Value::Object(fields)
    });
    replaced.chain([Value::Object(without)]).collect()
}

/// Inserts an event with plain SQL; returns whether the database accepted it.
async fn insert(client: &Client, kind: &str, chat_id: i64, payload: &str) -> bool {
    let chat_id = match kind {
        "chat_created" => None,
        _ => Some(chat_id),
    };
    let sql = "INSERT INTO events (realm, chat_id, kind, actor_id, payload)
               VALUES ('messenger', $1, $2, 1, $3::text::jsonb)";
    client
        .execute(sql, &[&chat_id, &kind, &payload])
        .await
        .is_ok()
}

#[tokio::test]
async fn every_payload_the_database_accepts_can_be_read() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let chat = r#"{"participants": [{"user_id": 1}, {"user_id": 2}]}"#;
    assert!(insert(&client, "chat_created", 0, chat).await);
    assert!(insert(&client, "message_sent", 1, r#"{"content": "!"}"#).await);
    let (mut accepted, mut tried) = (Vec::new(), 0);
    for (kind, payload) in kinds() {
        for variant in variants(&payload).into_iter().chain([payload]) {
            for odd in invalid_values() {
                tried += 1;
                let text = variant.to_string();
                // Pair keys and client ids must be unique.
                let text = text.replace("1:2", &tried.to_string());
                let text = text.replace("000000000001", &format!("{tried:012}"));
                let text = text.replace(&format!("\"{PLACEHOLDER}\""), &odd);
                if insert(&client, kind, 1, &text).await {
                    accepted.push(format!("{kind}: {text:.200}"));
                }
                if !variant.to_string().contains(PLACEHOLDER) {
                    break;
                }
            }
        }
    }
    assert!(
        accepted.len() > 100 && accepted.len() < tried / 2,
        "{} of {tried}",
        accepted.len()
    );

    let tail = LogReader::open(&database.connector()).await.unwrap();
    let count = i64::try_from(accepted.len()).unwrap();
    let events = tail.from(vestnik::domain::Position(3), count + 1).await;

    let events = events.expect("every accepted event can be read");
    assert_eq!(events.len(), accepted.len());
    let read = events.iter().zip(&accepted);
    let unreadable = read.filter(|(event, _)| event.body == EventBody::Unknown);
    let unreadable: Vec<_> = unreadable.map(|(_, text)| text).collect();
    assert!(unreadable.is_empty(), "{unreadable:#?}");
}

#[tokio::test]
async fn server_and_database_have_the_same_event_kinds() {
    let database = TestDatabase::new().await;
    let client = database.client().await;

    let sql = "SELECT array_agg(k.kind ORDER BY k.kind) FROM event_kinds AS k";
    let of_database: Vec<String> = client.query_one(sql, &[]).await.unwrap().get(0);

    let mut of_server: Vec<_> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    of_server.sort_unstable();
    assert_eq!(of_database, of_server);
}

#[tokio::test]
async fn kind_that_users_cause_has_a_limit() {
    let database = TestDatabase::new().await;
    let unlimited = "SELECT count(*) FROM event_kinds
                     WHERE limit_class = 'none' AND decide_with IS NOT NULL";
    assert_eq!(database.number(unlimited).await, 0);
    let client = database.client().await;
    for (columns, values) in [
        (
            "kind, append_rank, decide_with",
            "'x_added', 999, 'decide_x'",
        ),
        (
            "kind, append_rank, decide_with, limit_class",
            "'x_added', 999, 'decide_x', 'none'",
        ),
        ("kind, limit_class", "'x_added', 'unknown'"),
    ] {
        let kind = format!("INSERT INTO event_kinds ({columns}) VALUES ({values})");
        assert!(client.batch_execute(&kind).await.is_err(), "{kind}");
    }
}

/// Writes an unreadable event, bypassing the checks.
async fn write_unreadable_event(database: &TestDatabase, pair: &Pair, payload: &str) {
    let chat_id = pair.chat_id;
    let sql = format!(
        "ALTER TABLE events DROP CONSTRAINT IF EXISTS events_valid;
         SET session_replication_role = replica;
         UPDATE log_head SET position = position + 1;
         INSERT INTO events (position, event_id, realm, chat_id, kind, payload, recorded_at)
         SELECT position, gen_random_uuid(), 'messenger', {chat_id}, 'chat_read', '{payload}', now()
         FROM log_head"
    );
    database.execute(&sql).await;
}

#[tokio::test]
async fn unreadable_event_is_counted_and_skipped_by_streams() {
    let (database, pair) = TestDatabase::with_pair().await;
    let before = database.now().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let mut live = replica.client(&pair.student).open_stream().await;

    write_unreadable_event(
        &database,
        &pair,
        r#"{"up_to_id": "a secret", "from_id": "x"}"#,
    )
    .await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "next")
        .await;

    assert_eq!(live.next().await.content(), "next");
    let mut late = replica
        .client(&pair.student)
        .open_stream_after(&before)
        .await;
    assert_eq!(late.next().await.content(), "next");
    let unreadable = "vestnik_unreadable_events_total";
    metrics.until(unreadable, |count| count >= 1.0).await;
    let log = replica.flushed_log().await;
    assert!(
        log.contains("an event cannot be read and is skipped"),
        "{log}"
    );
    assert!(!log.contains("a secret"), "{log}");
}

#[tokio::test]
async fn read_mark_with_a_non_numeric_from_id_is_refused() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let chat = r#"{"participants": [{"user_id": 1}, {"user_id": 2}]}"#;
    assert!(insert(&client, "chat_created", 0, chat).await);
    assert!(insert(&client, "message_sent", 1, r#"{"content": "!"}"#).await);
    for from_id in [r#""x""#, "1.5", "1e30", "null", "[1]", "{}"] {
        let payload = format!(r#"{{"from_id": {from_id}, "up_to_id": 2}}"#);
        assert!(
            !insert(&client, "chat_read", 1, &payload).await,
            "{from_id}"
        );
    }
    assert!(insert(&client, "chat_read", 1, r#"{"from_id": 0, "up_to_id": 2}"#).await);
}
