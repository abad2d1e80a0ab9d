//! Users who are connected to any replica get no webhook.

use super::{TwoUsers, spawn_consumer};
use crate::support::receiver::Receiver;
use crate::support::{Person, Replica, TestDatabase, eventually, spawn_replicas};

async fn wait_for_presence_rows(database: &TestDatabase, person: &Person, rows: i64) {
    let sql = format!(
        "SELECT count(*) FROM presence WHERE user_id = {}",
        person.id
    );
    eventually("the presence rows", async || {
        (database.number(&sql).await == rows).then_some(())
    })
    .await;
}

/// Sends Boris a message while he is offline; returns the text of the next webhook.
async fn next_webhook_text(
    database: &TestDatabase,
    receiver: &Receiver,
    two_users: &TwoUsers,
) -> String {
    wait_for_presence_rows(database, &two_users.boris, 0).await;
    two_users.write(database, "away").await;
    // Webhooks are ordered per user, so the first one proves that no earlier message was notified.
    receiver.until_accepted(1).await[0].text().to_owned()
}

struct OutboxPresenceFixture {
    database: TestDatabase,
    receiver: Receiver,
    two_users: TwoUsers,
    _consumer: Replica,
    others: [Replica; 2],
}

async fn fixture() -> OutboxPresenceFixture {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let consumer = spawn_consumer(&database, &receiver).await;
    let others = spawn_replicas(&database).await;
    OutboxPresenceFixture {
        database,
        receiver,
        two_users,
        _consumer: consumer,
        others,
    }
}

#[tokio::test]
async fn user_connected_to_another_replica_gets_no_webhook() {
    let fixture = fixture().await;
    let (database, two_users) = (&fixture.database, &fixture.two_users);
    let stream = fixture.others[0]
        .client(&two_users.boris)
        .open_stream()
        .await;
    wait_for_presence_rows(database, &two_users.boris, 1).await;
    two_users.write(database, "here").await;
    drop(stream);

    assert_eq!(
        next_webhook_text(database, &fixture.receiver, two_users).await,
        "away"
    );
}

#[tokio::test]
async fn moving_between_replicas_sends_no_offline_webhook() {
    let fixture = fixture().await;
    let (database, two_users) = (&fixture.database, &fixture.two_users);
    let stream = fixture.others[0]
        .client(&two_users.boris)
        .open_stream()
        .await;
    wait_for_presence_rows(database, &two_users.boris, 1).await;
    drop(stream);
    two_users.write(database, "on the way").await;
    let stream = fixture.others[1]
        .client(&two_users.boris)
        .open_stream()
        .await;
    wait_for_presence_rows(database, &two_users.boris, 2).await;
    wait_for_presence_rows(database, &two_users.boris, 1).await;
    eventually("the consumer to read the message", async || {
        let behind = "SELECT h.position - c.position FROM consumers AS c, log_head AS h";
        (database.number(behind).await == 0).then_some(())
    })
    .await;
    drop(stream);

    assert_eq!(
        next_webhook_text(database, &fixture.receiver, two_users).await,
        "away"
    );
}

#[tokio::test]
async fn connecting_or_reading_shortly_after_cancels_the_webhook() {
    let fixture = fixture().await;
    let (database, two_users) = (&fixture.database, &fixture.two_users);
    let elsewhere = TwoUsers::with(database, two_users.boris.clone()).await;
    two_users.write(database, "come here").await;
    let stream = fixture.others[0]
        .client(&two_users.boris)
        .open_stream()
        .await;
    wait_for_presence_rows(database, &two_users.boris, 1).await;
    drop(stream);
    wait_for_presence_rows(database, &two_users.boris, 0).await;
    let read = elsewhere.write(database, "read this").await;
    let mark = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'chat_read', {}, '{{\"up_to_id\": {read}}}')",
        elsewhere.chat_id, two_users.boris.id
    );
    database.execute(&mark).await;

    assert_eq!(
        next_webhook_text(database, &fixture.receiver, two_users).await,
        "away"
    );
}

#[tokio::test]
async fn connecting_while_the_receiver_is_down_cancels_the_webhook() {
    let fixture = fixture().await;
    let (database, two_users) = (&fixture.database, &fixture.two_users);
    fixture.receiver.answer_with(503);
    two_users.write(database, "seen by then").await;
    eventually("an attempt", async || {
        (!fixture.receiver.calls().is_empty()).then_some(())
    })
    .await;
    let stream = fixture.others[0]
        .client(&two_users.boris)
        .open_stream()
        .await;
    wait_for_presence_rows(database, &two_users.boris, 1).await;
    drop(stream);
    fixture.receiver.answer_with(204);

    assert_eq!(
        next_webhook_text(database, &fixture.receiver, two_users).await,
        "away"
    );
}
