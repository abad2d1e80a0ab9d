//! A request with an `Idempotency-Key` makes what it makes once.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::uploads::header;
use super::{NativeFixture, PNG, SETTINGS};
use crate::support::photos::upload_request;
use crate::support::{Answer, Client, Replica, TestDatabase, assert_refused};

/// POST of a body with a key.
async fn post(client: &Client, path: &str, key: Uuid, body: &Value) -> Answer {
    let request = client.request(Method::POST, path).json(body);
    client
        .send(request.header("idempotency-key", key.to_string()))
        .await
}

fn group(title: &str, other: i64) -> Value {
    json!({ "type": "group", "title": title, "user_ids": [other] })
}

const CHATS: &str = "/v1/campus/chats";
const GROUPS: &str = "SELECT count(*) FROM chats WHERE type = 'group'";

async fn groups(database: &TestDatabase) -> i64 {
    database.number(GROUPS).await
}

#[tokio::test]
async fn repeated_request_is_answered_with_what_was_made() {
    let fixture = NativeFixture::new().await;
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let (ann, elsewhere) = (fixture.client(&fixture.ann), second.client(&fixture.ann));
    let (key, body) = (Uuid::new_v4(), group("G", fixture.bob.id));
    let made = post(&ann, CHATS, key, &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    for client in [&ann, &elsewhere] {
        let again = post(client, CHATS, key, &body).await;
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.body["id"], made.body["id"]);
        assert_eq!(header(&again, "location"), "");
    }
    let another = post(&elsewhere, CHATS, key, &group("H", fixture.bob.id)).await;
    assert_refused(&another, 409, "idempotency_conflict");
    assert_eq!(groups(&fixture.database).await, 1);
    // Others may use the same key, and other operations too.
    let bob = fixture.client(&fixture.bob);
    let his = post(&bob, CHATS, key, &group("G", fixture.ann.id)).await;
    assert_eq!(his.status, 201, "{}", his.body);
    let path = format!("{CHATS}/{}/messages", made.body["id"]);
    let sent = post(&ann, &path, key, &json!({ "text": "!" })).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let key = ann.request(Method::POST, CHATS).json(&body);
    let refused = ann.send(key.header("idempotency-key", "7")).await;
    assert_refused(&refused, 400, "invalid_client_id");
    assert_eq!(groups(&fixture.database).await, 2);
}

#[tokio::test]
async fn of_concurrent_requests_with_one_key_one_makes_something() {
    let fixture = NativeFixture::new().await;
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let clients = [fixture.client(&fixture.ann), second.client(&fixture.ann)];
    let (key, body) = (Uuid::new_v4(), group("G", fixture.bob.id));
    let requests = (0..16).map(|number| post(&clients[number % 2], CHATS, key, &body));
    let answers = join_all(requests).await;
    let of_status = |status: u16| answers.iter().filter(move |answer| answer.status == status);
    assert_eq!(of_status(201).count(), 1);
    for answer in of_status(409) {
        assert_refused(answer, 409, "idempotency_in_progress");
        assert_eq!(header(answer, "retry-after"), "1");
    }
    assert_eq!(1 + of_status(200).count() + of_status(409).count(), 16);
    assert_eq!(groups(&fixture.database).await, 1);
    let again = post(&clients[0], CHATS, key, &body).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn failed_request_leaves_its_key_free() {
    let fixture = NativeFixture::new().await;
    let (ann, key) = (fixture.client(&fixture.ann), Uuid::new_v4());
    let refused = post(&ann, CHATS, key, &group("", fixture.bob.id)).await;
    assert_refused(&refused, 400, "invalid_name");
    let made = post(&ann, CHATS, key, &group("G", fixture.bob.id)).await;
    assert_eq!(made.status, 201, "{}", made.body);
}

#[tokio::test]
async fn keys_count_for_a_day() {
    let fixture = NativeFixture::new().await;
    let (ann, key) = (fixture.client(&fixture.ann), Uuid::new_v4());
    let body = group("G", fixture.bob.id);
    post(&ann, CHATS, key, &body).await.expect(201);
    for (age, status) in [("23 hours", 200), ("25 hours", 201)] {
        let sql = format!("UPDATE idempotency_keys SET claimed_at = now() - interval '{age}'");
        fixture.database.execute(&sql).await;
        post(&ann, CHATS, key, &body).await.expect(status);
    }
    // The newest thousand of a user are kept.
    let others = format!(
        "INSERT INTO idempotency_keys
             (user_id, realm, operation, key, attempt, claimed_at, request_hash, made_id)
         SELECT {}, 'campus', 'createChat', gen_random_uuid(), gen_random_uuid(),
                now() - n * interval '1 second', sha256('!'), n
         FROM generate_series(1, 1010) AS n",
        fixture.ann.id
    );
    fixture.database.execute(&others).await;
    post(&ann, CHATS, Uuid::new_v4(), &body).await.expect(201);
    let kept = "SELECT count(*) FROM idempotency_keys";
    assert_eq!(fixture.database.number(kept).await, 1_000);
    post(&ann, CHATS, key, &body).await.expect(200);
}

#[tokio::test]
async fn abandoned_request_is_made_by_a_repeat() {
    let fixture = NativeFixture::new().await;
    let (ann, key) = (fixture.client(&fixture.ann), Uuid::new_v4());
    let body = group("G", fixture.bob.id);
    // As a replica leaves it that dies in between.
    let begun = format!(
        "INSERT INTO idempotency_keys
             (user_id, realm, operation, key, attempt, claimed_at, leased_until)
         VALUES ({}, 'campus', 'createChat', '{key}', gen_random_uuid(), now(),
                 now() + interval '1 minute')",
        fixture.ann.id
    );
    fixture.database.execute(&begun).await;
    let waiting = post(&ann, CHATS, key, &body).await;
    assert_refused(&waiting, 409, "idempotency_in_progress");
    let ended = "UPDATE idempotency_keys SET leased_until = now() - interval '1 second'";
    fixture.database.execute(ended).await;
    post(&ann, CHATS, key, &body).await.expect(201);
    post(&ann, CHATS, key, &body).await.expect(200);
}

#[tokio::test]
async fn repeat_adds_nobody_who_was_removed_since() {
    let fixture = NativeFixture::new().await;
    let two = fixture.group("campus").await;
    let (path, key) = (two.chat("/members"), Uuid::new_v4());
    let body = json!({ "user_ids": [fixture.eve.id] });
    let added = post(&two.one, &path, key, &body).await.expect(200);
    assert_eq!(added["members"].as_array().unwrap().len(), 1);
    two.one
        .delete(&two.member(fixture.eve.id))
        .await
        .expect(204);
    let again = post(&two.one, &path, key, &body).await.expect(200);
    assert_eq!(again, json!({ "members": [] }));
    // Who has left learns nothing of the members any more.
    two.set_role(&two.one, two.other_id, "owner")
        .await
        .expect(200);
    let me = two.chat("/members/me");
    two.one.delete(&me).await.expect(204);
    let refused = post(&two.one, &path, key, &body).await;
    assert_refused(&refused, 403, "not_a_participant");
}

#[tokio::test]
async fn repeated_upload_stores_no_second_file() {
    let fixture = NativeFixture::new().await;
    let (ann, key) = (fixture.client(&fixture.ann), Uuid::new_v4().to_string());
    let upload = async |name: &str, content: &[u8]| {
        let request = upload_request(&ann, "campus", name, content);
        ann.send(request.header("idempotency-key", &key)).await
    };
    let refused = upload("a.png", &PNG[..40]).await;
    assert_refused(&refused, 400, "picture_refused");
    let stored = upload("a.png", PNG).await.expect(201);
    let again = upload("a.png", PNG).await.expect(200);
    assert_eq!(
        (&again["id"], &again["url"]),
        (&stored["id"], &stored["url"])
    );
    for (name, content) in [("b.png", PNG), ("a.png", &b"text"[..])] {
        assert_refused(&upload(name, content).await, 409, "idempotency_conflict");
    }
    let files = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(files).await, 1);
}

#[tokio::test]
async fn repeated_beginning_of_an_upload_finds_it() {
    let fixture = NativeFixture::new().await;
    let (ann, key) = (fixture.client(&fixture.ann), Uuid::new_v4().to_string());
    let begin = async |length: usize| {
        let request = ann.request(Method::POST, "/v1/campus/uploads");
        let request = request.header("tus-resumable", "1.0.0");
        let request = request.header("upload-length", length);
        ann.send(request.header("idempotency-key", &key)).await
    };
    let begun = begin(7).await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    let again = begin(7).await;
    assert_eq!(again.status, 200, "{}", again.body);
    for name in ["location", "upload-offset"] {
        assert_eq!(header(&again, name), header(&begun, name));
    }
    assert_refused(&begin(8).await, 409, "idempotency_conflict");
    let uploads = "SELECT count(*) FROM uploads";
    assert_eq!(fixture.database.number(uploads).await, 1);
}

#[tokio::test]
async fn repeated_report_is_one() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("market").await;
    let id = two.send(&two.other, "!").await;
    let (path, key) = (two.path(&format!("/messages/{id}/report")), Uuid::new_v4());
    let body = json!({ "reason": "spam" });
    for _ in 0..2 {
        post(&two.one, &path, key, &body).await.expect(202);
    }
    let reports = "SELECT count(*) FROM events WHERE kind = 'message_reported'";
    assert_eq!(fixture.database.number(reports).await, 1);
}
