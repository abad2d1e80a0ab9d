//! Consumers of the log: each event once, one replica at a time; webhooks for who is away.

mod dead_letters;
mod limits;
mod presence;
mod webhooks;

use crate::support::receiver::Receiver;
use crate::support::{Person, Replica, TestDatabase, eventually};

/// Two of a company with a conversation.
struct Colleagues {
    anna: Person,
    boris: Person,
    chat_id: i64,
}

impl Colleagues {
    async fn of(database: &TestDatabase) -> Self {
        Self::with(database, database.person("member").await).await
    }

    /// Somebody and this one.
    async fn with(database: &TestDatabase, boris: Person) -> Self {
        let anna = database.person("member").await;
        let sql = format!(
            "INSERT INTO events (realm, kind, actor_id, payload)
             VALUES ('messenger', 'chat_created', {0}, jsonb_build_object(
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

    /// Anna writes to Boris.
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

/// Several who each have a conversation with the same Boris.
async fn writing_to_one<const N: usize>(database: &TestDatabase) -> Vec<Colleagues> {
    let first = Colleagues::of(database).await;
    let boris = first.boris.clone();
    let mut all = vec![first];
    while all.len() < N {
        all.push(Colleagues::with(database, boris.clone()).await);
    }
    all
}

/// Waits until everything written was looked at, and nothing waits to be sent.
async fn until_idle(database: &TestDatabase) {
    eventually("all to be told", async || {
        let waiting = "SELECT h.position - c.position + (SELECT count(*) FROM notifications)
                       FROM consumers AS c, log_head AS h";
        (database.number(waiting).await == 0).then_some(())
    })
    .await;
}

/// Begins to consume, so that what follows is told of: a consumer starts where the log ends.
async fn consuming(database: &TestDatabase, receiver: &Receiver) -> Replica {
    consuming_with(database, &receiver.settings()).await
}

async fn consuming_with(database: &TestDatabase, settings: &[(&str, &str)]) -> Replica {
    let replica = Replica::spawn_with(database, settings).await;
    lease_is_held(database).await;
    replica
}

async fn lease_is_held(database: &TestDatabase) {
    eventually("a replica to hold the lease", async || {
        let held = "SELECT count(*) FROM consumers WHERE lease_holder IS NOT NULL";
        (database.number(held).await == 1).then_some(())
    })
    .await;
}
