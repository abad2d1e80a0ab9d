//! Consumers of the log: each event once, one replica at a time; webhooks for offline users.

mod dead_letters;
mod limits;
mod mail;
mod mail_attempts;
mod presence;
mod push_service;
mod push_subscriptions;
mod seal_time_stamps;
mod seal_witnesses;
mod web_push;
mod webhooks;

use crate::support::receiver::Receiver;
use crate::support::{Person, Replica, TestDatabase};

/// Two users with a direct conversation, of `messenger` if not said otherwise.
struct TwoUsers {
    anna: Person,
    boris: Person,
    chat_id: i64,
}

impl TwoUsers {
    async fn new(database: &TestDatabase) -> Self {
        Self::with(database, database.person("member").await).await
    }

    /// A new user and `boris`.
    async fn with(database: &TestDatabase, boris: Person) -> Self {
        Self::in_realm(database, "messenger", boris).await
    }

    /// The same with a conversation of another realm.
    async fn in_realm(database: &TestDatabase, realm: &str, boris: Person) -> Self {
        let anna = database.person("member").await;
        let sql = format!(
            "INSERT INTO events (realm, kind, actor_id, payload)
             VALUES ('{realm}', 'chat_created', {0}, jsonb_build_object(
                 'pair_key', '{0}:{1}',
                 'participants', jsonb_build_array(
                     jsonb_build_object('user_id', {0}), jsonb_build_object('user_id', {1}))))
             RETURNING chat_id",
            anna.id, boris.id
        );
        let chat_id = database.number(&sql).await;
        Self {
            anna,
            boris,
            chat_id,
        }
    }

    /// Appends a message from Anna to Boris; returns its position.
    async fn write(&self, database: &TestDatabase, text: &str) -> i64 {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_sent', {}, jsonb_build_object('content', '{text}'))
             RETURNING position",
            self.chat_id, self.anna.id
        );
        database.number(&sql).await
    }
}

/// Creates `N` users who each have a conversation with the same Boris.
async fn conversations_with_one_recipient<const N: usize>(
    database: &TestDatabase,
) -> Vec<TwoUsers> {
    let first = TwoUsers::new(database).await;
    let boris = first.boris.clone();
    let mut all = vec![first];
    while all.len() < N {
        all.push(TwoUsers::with(database, boris.clone()).await);
    }
    all
}

/// Waits until the consumer has read the whole log and no notification is pending.
async fn wait_until_idle(database: &TestDatabase) {
    let waiting = "SELECT h.position - c.position + (SELECT count(*) FROM deliveries)
                       FROM consumers AS c, log_head AS h WHERE c.name = 'webhooks'";
    database.until_number(waiting, 0).await;
}

/// Starts a replica that sends webhooks for later events: a consumer starts where the log ends.
async fn spawn_consumer(database: &TestDatabase, receiver: &Receiver) -> Replica {
    spawn_consumer_with(database, &receiver.settings()).await
}

async fn spawn_consumer_with(database: &TestDatabase, settings: &[(&str, &str)]) -> Replica {
    let replica = Replica::spawn_with(database, settings).await;
    wait_for_lease(database).await;
    replica
}

async fn wait_for_lease(database: &TestDatabase) {
    let held = "SELECT count(*) FROM consumers
                    WHERE name = 'webhooks' AND lease_holder IS NOT NULL";
    database.until_number(held, 1).await;
}
