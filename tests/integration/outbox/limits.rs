//! How much is sent, how much waits, and how soon.

use std::time::Duration;

use super::{TwoUsers, conversations_with_one_recipient, spawn_consumer, wait_until_idle};
use crate::support::receiver::{Receiver, WEBHOOK_SECRET};
use crate::support::{Metrics, ReplicaProcess, TestDatabase};

#[tokio::test]
async fn group_messages_are_combined_into_one_notification_per_member() {
    const MEMBERS: usize = 100;
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let anna = database.person("member").await;
    let group = format!(
        "WITH member AS (
             INSERT INTO users (name, role)
             SELECT 'N. ' || n, 'member' FROM generate_series(1, {MEMBERS}) AS n
             RETURNING id
         )
         INSERT INTO events (realm, kind, actor_id, payload)
         SELECT 'messenger', 'chat_created', {0}, jsonb_build_object(
             'type', 'group', 'title', 'All',
             'participants', jsonb_agg(jsonb_build_object('user_id', m.id)))
         FROM (SELECT id FROM member UNION ALL SELECT {0}) AS m
         RETURNING chat_id",
        anna.id
    );
    let chat_id = database.number(&group).await;
    let _replica = spawn_consumer(&database, &receiver).await;

    let flood = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {chat_id}, 'message_sent', {}, jsonb_build_object('content', n::text)
         FROM generate_series(1, 20) AS n",
        anna.id
    );
    database.execute(&flood).await;

    receiver.until_accepted(MEMBERS).await;
    wait_until_idle(&database).await;
    let calls = receiver.calls();
    assert_eq!(calls.len(), MEMBERS, "one for each member");
    assert!(calls.iter().all(|call| call.text() == "20"));
}

/// The second message is notified under another id.
#[tokio::test]
async fn message_sent_during_an_attempt_is_notified_afterwards() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let _replica = spawn_consumer(&database, &receiver).await;
    let held = receiver.hold().await;
    two_users.write(&database, "1").await;
    receiver.until_called().await;
    let second = two_users.write(&database, "2").await;
    let sql = format!("SELECT count(*) FROM deliveries WHERE position = {second}");
    database.until_number(&sql, 1).await;
    assert_eq!(receiver.calls().len(), 1, "one at a time for each user");
    drop(held);

    let calls = receiver.until_accepted(2).await;
    assert_eq!([calls[0].text(), calls[1].text()], ["1", "2"]);
    assert_ne!(calls[0].id, calls[1].id);
    wait_until_idle(&database).await;
    assert_eq!(receiver.calls().len(), 2);
}

#[tokio::test]
async fn first_webhook_attempt_is_made_within_ten_seconds() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let _replica = spawn_consumer(&database, &receiver).await;
    let sent = tokio::time::Instant::now();
    two_users.write(&database, "!").await;
    let calls = receiver.until_accepted(1).await;
    let after = calls[0].at.duration_since(sent);
    println!("the first attempt came after {after:?}");
    assert!(after < Duration::from_secs(10), "{after:?}");
}

#[tokio::test]
async fn retry_after_pauses_all_webhooks() {
    const PAUSE: Duration = Duration::from_secs(9);
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let (first, second) = (
        TwoUsers::new(&database).await,
        TwoUsers::new(&database).await,
    );
    let _replica = spawn_consumer(&database, &receiver).await;
    receiver.answer_with(429);
    receiver.set_retry_after(Some("9"));
    first.write(&database, "1").await;
    receiver.until_called().await;
    receiver.answer_with(204);
    receiver.set_retry_after(None);
    second.write(&database, "2").await;

    receiver.until_accepted(2).await;
    let calls = receiver.calls();
    let refused = calls[0].at;
    for call in &calls[1..] {
        let pause = call.at.duration_since(refused);
        assert!(pause >= PAUSE, "{} came after {pause:?}", call.text());
    }
}

async fn spawn_consumer_with_metrics(
    database: &TestDatabase,
    receiver: &Receiver,
) -> (ReplicaProcess, Metrics) {
    let settings = [
        ("WEBHOOK_URL", &*receiver.url),
        ("WEBHOOK_SECRET", WEBHOOK_SECRET),
    ];
    let (replica, metrics) = Metrics::of_a_replica(database, &settings).await;
    let held = "SELECT count(*) FROM consumers
                    WHERE name = 'webhooks' AND lease_holder IS NOT NULL";
    database.until_number(held, 1).await;
    (replica, metrics)
}

#[tokio::test]
async fn oldest_notifications_of_a_user_are_dropped_over_the_limit() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = conversations_with_one_recipient::<2>(&database).await;
    let (replica, metrics) = spawn_consumer_with_metrics(&database, &receiver).await;
    let full = format!(
        "SET session_replication_role = replica;
         INSERT INTO deliveries (channel, receiver, topic, position, since)
         SELECT 'webhooks', '{}', 1000000 + n, -n, -n FROM generate_series(1, 100) AS n",
        chats[0].boris.id
    );
    database.execute(&full).await;

    // One statement, so that the consumer reads them together.
    let both = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload) VALUES
             ({}, 'message_sent', {}, '{{\"content\": \"first\"}}'),
             ({}, 'message_sent', {}, '{{\"content\": \"second\"}}')",
        chats[0].chat_id, chats[0].anna.id, chats[1].chat_id, chats[1].anna.id
    );
    database.execute(&both).await;

    let dropped = r#"vestnik_webhook_dropped_total{why="one_user"}"#;
    metrics.until_exactly(dropped, 2.0).await;
    let calls = receiver.until_accepted(2).await;
    assert_eq!([calls[0].text(), calls[1].text()], ["first", "second"]);
    let log = replica.flushed_log().await;
    let dropped = "dropped the oldest deliveries to receivers";
    assert!(log.contains(dropped), "{log}");
}

#[tokio::test]
async fn oldest_notifications_are_dropped_over_the_total_limit() {
    const MAX_WAITING: i64 = 100_000;
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let full = format!(
        "SET session_replication_role = replica;
         INSERT INTO deliveries (channel, receiver, topic, position, since, due_at)
         SELECT 'webhooks', 1000000 + n, 1, -n, -n, now() - interval '1 hour'
         FROM generate_series(1, {MAX_WAITING}) AS n"
    );
    database.execute(&full).await;
    let (_replica, metrics) = spawn_consumer_with_metrics(&database, &receiver).await;

    two_users.write(&database, "new").await;

    let dropped = r#"vestnik_webhook_dropped_total{why="all"}"#;
    metrics.until_exactly(dropped, 1.0).await;
    assert_eq!(receiver.until_accepted(1).await[0].text(), "new");
    let left = "SELECT count(*) FROM deliveries";
    assert!(database.number(left).await <= MAX_WAITING);
}
