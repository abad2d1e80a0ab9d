//! Consumers of the log: each event once, one replica at a time; webhooks for who is away.

mod dead_letters;
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
        let (anna, boris) = (
            database.person("member").await,
            database.person("member").await,
        );
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

/// Begins to consume, so that what follows is told of: a consumer starts where the log ends.
async fn consuming(database: &TestDatabase, receiver: &Receiver) -> Replica {
    consuming_with(database, &receiver.settings()).await
}

async fn consuming_with(database: &TestDatabase, settings: &[(&str, &str)]) -> Replica {
    let replica = Replica::spawn_with(database, settings).await;
    eventually("a replica to hold the lease", async || {
        let held = "SELECT count(*) FROM consumers WHERE holder IS NOT NULL";
        (database.number(held).await == 1).then_some(())
    })
    .await;
    replica
}
