//! Endpoints that refuse, replicas that die, texts that are erased.

use serde_json::{Value, json};

use super::Endpoint;
use crate::cli::{run, text};
use crate::native::{NativeFixture, SETTINGS};
use crate::support::{Metrics, Replica, ReplicaProcess, TestDatabase, eventually};

/// Refuses posts of this chat.
fn refuses(chat_id: i64) -> impl Fn(&Value) -> u16 {
    move |body| {
        let is_of_chat = body["data"]["message"]["chat_id"] == chat_id;
        if is_of_chat { 503 } else { 200 }
    }
}

fn messages() -> Value {
    json!({ "events": ["message"] })
}

#[tokio::test]
async fn a_refused_event_delays_its_chat_only() {
    let endpoint = Endpoint::start("picky").await;
    let fixture = NativeFixture::posting_to(&endpoint, messages()).await;
    let (refused, other) = (fixture.two("campus").await, fixture.two("direct").await);
    endpoint.answer_with(refuses(refused.chat_id));
    for text in ["1", "2", "3"] {
        refused.send(&refused.one, &format!("refused {text}")).await;
        other.send(&other.one, &format!("other {text}")).await;
    }
    endpoint.until_text("other 3").await;
    assert_eq!(endpoint.texts(), ["other 1", "other 2", "other 3"]);
    endpoint.answer_with(|_| 200);

    endpoint.until_text("refused 3").await;
    let texts = endpoint.texts();
    assert_eq!(texts[3..], ["refused 1", "refused 2", "refused 3"]);
    let posts = endpoint.posts();
    let first = posts.iter().filter(|post| post.text() == "refused 1");
    let ids: Vec<&str> = first.map(|post| &*post.id).collect();
    assert!(
        ids.len() > 1 && ids.iter().all(|id| *id == ids[0]),
        "{ids:?}"
    );
    fixture
        .database
        .until_number("SELECT count(*) FROM delivery_receivers", 0)
        .await;
}

#[tokio::test]
async fn erased_texts_are_not_sent_from_the_queue() {
    let endpoint = Endpoint::start("late").await;
    let fixture = NativeFixture::posting_to(&endpoint, messages()).await;
    let two = fixture.two("campus").await;
    endpoint.answer_with(|_| 503);
    two.send(&two.other, "kept").await;
    let erased = two.send(&two.one, "a secret").await;
    two.send(&two.other, "the end").await;
    endpoint.until_posts(1).await;
    let erase = format!("CALL audit.erase_user({})", two.one_id);
    fixture.database.execute(&erase).await;
    endpoint.answer_with(|_| 200);

    endpoint.until_text("the end").await;
    assert_eq!(endpoint.texts(), ["kept", "", "the end"]);
    let posts = endpoint.posts();
    assert!(
        posts
            .iter()
            .all(|post| !post.body.to_string().contains("a secret"))
    );
    let empty = posts.iter().find(|post| post.text().is_empty()).unwrap();
    assert_eq!(empty.body["data"]["message"]["id"], erased);
}

#[tokio::test]
async fn events_refused_for_a_day_become_dead_letters() {
    let endpoint = Endpoint::start("down").await;
    let fixture = NativeFixture::posting_to(&endpoint, messages()).await;
    let two = fixture.two("campus").await;
    endpoint.answer_with(|body| {
        let is_first = body["data"]["message"]["text"] == "1";
        if is_first { 404 } else { 200 }
    });
    two.send(&two.one, "1").await;
    two.send(&two.one, "2").await;
    let refused = endpoint.until_posts(1).await.remove(0);
    let days_later = "UPDATE deliveries SET due_at = due_at - interval '1 day';
                      UPDATE delivery_receivers SET next_attempt_at = now()";
    let database = &fixture.database;
    database
        .until_number(
            "SELECT count(*) FROM delivery_receivers WHERE attempts = 1",
            1,
        )
        .await;
    database.execute(days_later).await;
    endpoint.until_text("2").await;

    let settings = [("DATABASE_URL", &*database.url)];
    let listed = run(&["outbox", "list"], &settings, "").await;
    let listed = text(&listed.stdout);
    assert!(listed.contains("endpoint down"), "{listed}");
    assert!(listed.contains("2 attempts  answered 404"), "{listed}");
    let id = listed.split_whitespace().nth(2).expect("the id");
    assert_eq!(refused.id, format!("{}_message", id.replace('-', "")));
    endpoint.answer_with(|_| 200);
    let retried = run(&["outbox", "retry", id], &settings, "").await;
    assert!(retried.status.success(), "{}", text(&retried.stderr));

    endpoint.until_text("1").await;
    assert_eq!(endpoint.texts(), ["2", "1"]);
    assert_eq!(endpoint.accepted()[1].id, refused.id);
    let again = run(&["outbox", "retry", id], &settings, "").await;
    assert!(!again.status.success());
}

#[tokio::test]
async fn gone_endpoint_gets_dead_letters_and_a_pause() {
    let endpoint = Endpoint::start("gone").await;
    let mut fixture = NativeFixture::posting_to(&endpoint, messages()).await;
    let two = fixture.two("campus").await;
    endpoint.answer_with(|_| 410);
    two.send(&two.one, "1").await;
    let buried = "SELECT count(*) FROM dead_letters WHERE last_error LIKE 'answered 410%'";
    fixture.database.until_number(buried, 1).await;

    two.send(&two.one, "2").await;
    let waiting = "SELECT count(*) FROM deliveries";
    fixture.database.until_number(waiting, 1).await;
    lease_renewals(&fixture.database, "gone").await;
    assert_eq!(endpoint.posts().len(), 1);
    assert_eq!(fixture.database.number(waiting).await, 1);

    // A replica that begins to post has no pause.
    endpoint.answer_with(|_| 200);
    let setting = endpoint.setting(messages());
    let settings = [SETTINGS, &[("EVENT_WEBHOOKS", &setting)]].concat();
    let next = Replica::spawn_with(&fixture.database, &settings).await;
    std::mem::replace(&mut fixture.replica, next)
        .shut_down()
        .await;
    endpoint.until_text("2").await;
    assert_eq!(endpoint.texts(), ["2"]);
    assert_eq!(fixture.database.number(buried).await, 1);
}

/// Waits until the lease on an endpoint was renewed twice: what was due by then was posted.
async fn lease_renewals(database: &TestDatabase, endpoint: &str) {
    let lease = format!(
        "SELECT extract(epoch FROM lease_expires_at)::bigint FROM consumers
         WHERE name = 'event_webhooks:{endpoint}'"
    );
    let taken = database.number(&lease).await;
    eventually("the lease to be renewed twice", async || {
        (database.number(&lease).await > taken + 6).then_some(())
    })
    .await;
}

#[tokio::test]
async fn another_replica_continues_after_a_kill() {
    let endpoint = Endpoint::start("steady").await;
    let fixture = NativeFixture::with(&[]).await;
    let setting = endpoint.setting(messages());
    let settings = [SETTINGS, &[("EVENT_WEBHOOKS", &setting)]].concat();
    let mut active = Some(ReplicaProcess::spawn_with(&fixture.database, &settings).await);
    endpoint.until_consumed(&fixture.database).await;
    let _candidate = ReplicaProcess::spawn_with(&fixture.database, &settings).await;
    let chats = [fixture.two("campus").await, fixture.two("direct").await];
    let mut sent = [Vec::new(), Vec::new()];
    for number in 0..30 {
        for (two, sent) in chats.iter().zip(&mut sent) {
            let text = format!("{} {number}", two.realm);
            two.send(&two.one, &text).await;
            sent.push(text);
        }
        if number == 10 {
            endpoint.until_text("campus 0").await;
            active.take().expect("killed once").kill().await;
        }
    }

    for (two, sent) in chats.iter().zip(&sent) {
        endpoint.until_text(sent.last().unwrap()).await;
        let mut texts = endpoint.texts();
        texts.retain(|text| text.starts_with(two.realm));
        // At least once: those that were accepted and not recorded are repeated.
        let mut first = Vec::new();
        for text in texts {
            if !first.contains(&text) {
                first.push(text);
            }
        }
        assert_eq!(first, *sent);
    }
}

#[tokio::test]
async fn a_full_queue_leaves_events_in_the_log() {
    let endpoint = Endpoint::start("full").await;
    let fixture = NativeFixture::with(&[]).await;
    let database = &fixture.database;
    database
        .execute(
            "INSERT INTO deliveries (channel, receiver, topic, position, since, due_at)
             SELECT 'event_webhooks:full', '-1', n, n, n, now() + interval '1 day'
             FROM generate_series(1, 100000) AS n",
        )
        .await;
    let setting = endpoint.setting(messages());
    let settings = [SETTINGS, &[("EVENT_WEBHOOKS", &setting)]].concat();
    let (_replica, metrics) = Metrics::of_a_replica(database, &settings).await;
    endpoint.until_consumed(database).await;
    let waiting = r#"vestnik_event_webhook_waiting{endpoint="full"}"#;
    metrics.until_exactly(waiting, 100_000.0).await;
    let two = fixture.two("campus").await;
    two.send(&two.one, "waits").await;
    let behind = "SELECT count(*) FROM consumers AS c, log_head AS h
                  WHERE c.name = 'event_webhooks:full' AND c.position < h.position";
    lease_renewals(database, "full").await;
    assert_eq!(database.number(behind).await, 1);
    assert!(endpoint.posts().is_empty());
    database.execute("DELETE FROM deliveries").await;

    endpoint.until_text("waits").await;
    let accepted = r#"vestnik_event_webhook_attempts_total{outcome="accepted"}"#;
    metrics.until_exactly(accepted, 1.0).await;
}
