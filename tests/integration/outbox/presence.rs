//! Users who are connected to any replica get no webhook.

use super::{TwoUsers, spawn_consumer};
use crate::support::receiver::Receiver;
use crate::support::{EventStream, Replica, TestDatabase, spawn_replicas};

/// Two users of whom Boris, the recipient, connects to replicas without the consumer.
struct OutboxPresenceFixture {
    database: TestDatabase,
    receiver: Receiver,
    two_users: TwoUsers,
    _consumer: Replica,
    others: [Replica; 2],
}

impl OutboxPresenceFixture {
    async fn new() -> Self {
        let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
        let two_users = TwoUsers::new(&database).await;
        Self {
            _consumer: spawn_consumer(&database, &receiver).await,
            others: spawn_replicas(&database).await,
            database,
            receiver,
            two_users,
        }
    }

    /// Connects Boris to one of the other replicas and waits until he is registered.
    async fn connect(&self, replica: usize) -> EventStream {
        let client = self.others[replica].client(&self.two_users.boris);
        let stream = client.open_stream().await;
        self.until_presence_rows(1).await;
        stream
    }

    async fn until_presence_rows(&self, rows: i64) {
        let boris = self.two_users.boris.id;
        let sql = format!("SELECT count(*) FROM presence WHERE user_id = {boris}");
        self.database.until_number(&sql, rows).await;
    }

    async fn write(&self, text: &str) {
        self.two_users.write(&self.database, text).await;
    }

    /// Sends another message once Boris is offline; asserts that it gets the first webhook.
    /// Webhooks of a user are ordered, so no earlier message was notified.
    async fn assert_no_webhook_before_the_next(&self) {
        self.until_presence_rows(0).await;
        self.write("next").await;
        assert_eq!(self.receiver.until_accepted(1).await[0].text(), "next");
    }
}

#[tokio::test]
async fn user_connected_to_another_replica_gets_no_webhook() {
    let fixture = OutboxPresenceFixture::new().await;
    let stream = fixture.connect(0).await;
    fixture.write("here").await;
    drop(stream);

    fixture.assert_no_webhook_before_the_next().await;
}

#[tokio::test]
async fn moving_between_replicas_sends_no_offline_webhook() {
    let fixture = OutboxPresenceFixture::new().await;
    drop(fixture.connect(0).await);
    fixture.write("on the way").await;
    let client = fixture.others[1].client(&fixture.two_users.boris);
    let stream = client.open_stream().await;
    for rows in [2, 1] {
        fixture.until_presence_rows(rows).await;
    }
    let behind = "SELECT h.position - c.position FROM consumers AS c, log_head AS h
                      WHERE c.name = 'webhooks'";
    fixture.database.until_number(behind, 0).await;
    drop(stream);

    fixture.assert_no_webhook_before_the_next().await;
}

#[tokio::test]
async fn connecting_or_reading_shortly_after_cancels_the_webhook() {
    let fixture = OutboxPresenceFixture::new().await;
    let (database, boris) = (&fixture.database, &fixture.two_users.boris);
    let elsewhere = TwoUsers::with(database, boris.clone()).await;
    fixture.write("seen").await;
    drop(fixture.connect(0).await);
    fixture.until_presence_rows(0).await;
    let read = elsewhere.write(database, "read").await;
    let mark = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'chat_read', {}, '{{\"up_to_id\": {read}}}')",
        elsewhere.chat_id, boris.id
    );
    database.execute(&mark).await;

    fixture.assert_no_webhook_before_the_next().await;
}

#[tokio::test]
async fn connecting_while_the_receiver_is_down_cancels_the_webhook() {
    let fixture = OutboxPresenceFixture::new().await;
    fixture.receiver.answer_with(503);
    fixture.write("seen by then").await;
    fixture.receiver.until_called().await;
    drop(fixture.connect(0).await);
    fixture.receiver.answer_with(204);

    fixture.assert_no_webhook_before_the_next().await;
}
