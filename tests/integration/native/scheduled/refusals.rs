//! What cannot be scheduled.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::{NativeFixture, REALMS, Two, attempt, in_minutes, patch, path, schedule};
use crate::native::api_keys::{acting, add_key};
use crate::native::polls::asked;
use crate::support::{Answer, assert_refused};

/// Asserts that a request is refused because of its `send_at`.
#[track_caller]
fn assert_refused_time(refused: &Answer, code: &str) {
    assert_refused(refused, 400, code);
    assert_eq!(refused.body["errors"][0]["pointer"], "/send_at");
}

/// Times that are no future of at most a year.
fn impossible() -> [String; 4] {
    [
        in_minutes(-1),
        in_minutes(0),
        in_minutes(367 * 24 * 60),
        "-000001-12-31T23:59:59Z".to_owned(),
    ]
}

#[tokio::test]
async fn time_is_in_the_next_year_for_people_and_keys() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let (secret, _) = add_key(&fixture.database, realm, realm, &KeyScope::ALL).await;
        let key = fixture.replica.anonymous_client().with_token(&secret);
        let made = schedule(&two, &two.one, json!({})).await;
        for time in impossible() {
            let body = json!({ "text": "!", "send_at": time });
            let refused = attempt(&two, &two.one, body.clone()).await;
            assert_refused_time(&refused, "invalid_send_at");
            let messages = two.chat("/messages");
            let refused = acting(&key, two.one_id, Method::POST, &messages, &body).await;
            assert_refused_time(&refused, "invalid_send_at");
            let change = json!({ "send_at": time });
            let refused = patch(&two.one, &path(&two, &made), &change).await;
            assert_refused_time(&refused, "invalid_send_at");
        }
        let far = json!({ "send_at": in_minutes(364 * 24 * 60) });
        schedule(&two, &two.one, far).await;
        for malformed in [json!("tomorrow"), json!(1)] {
            let refused = attempt(&two, &two.one, json!({ "send_at": malformed })).await;
            assert_refused(&refused, 400, "invalid_body");
        }
        for field in ["text", "send_at"] {
            let nothing = json!({ field: null });
            let refused = patch(&two.one, &path(&two, &made), &nothing).await;
            assert_refused(&refused, 400, "invalid_body");
        }
        let unknown = json!({ "attachment_ids": [] });
        let refused = patch(&two.one, &path(&two, &made), &unknown).await;
        assert_refused(&refused, 400, "unknown_field");
    }
}

#[tokio::test]
async fn who_cannot_send_now_cannot_schedule() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let refused = attempt(&two, &two.stranger, json!({})).await;
    assert_refused(&refused, 403, "not_a_participant");
    for (fields, code) in [
        (json!({ "text": "" }), "invalid_content"),
        (json!({ "text": "ж".repeat(10_001) }), "invalid_content"),
        (json!({ "reply_to_id": two.chat_id }), "reply_not_found"),
        (json!({ "attachment_ids": [999] }), "attachment_not_found"),
    ] {
        let refused = attempt(&two, &two.one, fields).await;
        assert_refused(&refused, 400, code);
    }
    let mentioned = json!({ "mention_ids": [fixture.eve.id] });
    let refused = attempt(&two, &two.one, mentioned).await;
    assert_refused(&refused, 404, "participant_not_found");
    let made = schedule(&two, &two.one, json!({})).await;
    let blank = patch(&two.one, &path(&two, &made), &json!({ "text": " " })).await;
    assert_refused(&blank, 400, "invalid_content");

    let block = two.path(&format!("/users/{}/block", two.one_id));
    let request = two.other.request(Method::PUT, &block);
    two.other.send(request).await.expect(204);
    let refused = attempt(&two, &two.one, json!({})).await;
    assert_refused(&refused, 403, "blocked");
}

#[tokio::test]
async fn forwards_polls_and_system_messages_are_not_for_later() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let poll = asked(&two, &two.one, json!({})).await;
    let send_at = in_minutes(60);
    let options = json!({ "question": "?", "options": ["a", "b"] });
    for body in [
        json!({ "forward_id": poll, "send_at": send_at }),
        json!({ "poll": options, "send_at": send_at }),
        json!({ "type": "system", "text": "!", "send_at": send_at }),
    ] {
        let refused = two.one.post(&two.chat("/messages"), &body).await;
        assert_refused_time(&refused, "invalid_content");
    }
}

/// How many of these the user has, of any state.
async fn scheduled(fixture: &NativeFixture, two: &Two) -> i64 {
    let sql = format!(
        "SELECT count(*) FROM scheduled_messages WHERE user_id = {}",
        two.one_id
    );
    fixture.database.number(&sql).await
}

#[tokio::test]
async fn user_has_at_most_100_that_wait() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut made = Value::Null;
    for _ in 0..100 {
        made = schedule(&two, &two.one, json!({})).await;
    }
    let refused = attempt(&two, &two.one, json!({})).await;
    assert_refused(&refused, 429, "too_many_scheduled");
    assert_eq!(refused.headers["retry-after"], "3600");
    let elsewhere = fixture.two("direct").await;
    let refused = attempt(&elsewhere, &elsewhere.one, json!({})).await;
    assert_refused(&refused, 429, "too_many_scheduled");
    assert_eq!(scheduled(&fixture, &two).await, 100);
    schedule(&two, &two.other, json!({})).await;
    two.one.delete(&path(&two, &made)).await.expect(204);
    schedule(&two, &two.one, json!({})).await;
}

#[tokio::test]
async fn limit_of_messages_counts_when_they_are_scheduled() {
    let fixture = NativeFixture::with(&[("SEND_LIMIT", "1/2")]).await;
    let two = fixture.two("campus").await;
    let mut made: i64 = 0;
    let refused = loop {
        let answer = attempt(&two, &two.one, json!({})).await;
        if answer.status != 202 {
            break answer;
        }
        made += 1;
    };
    assert_refused(&refused, 429, "rate_limited");
    fixture.send_scheduled().await;
    let sent = "SELECT count(*) FROM events WHERE kind = 'message_sent'";
    assert_eq!(fixture.database.number(sent).await, made);
    let buckets = "SELECT count(*) FROM token_buckets WHERE kind = 'message_sent'";
    assert_eq!(
        fixture.database.number(buckets).await,
        0,
        "nothing is taken"
    );
}
