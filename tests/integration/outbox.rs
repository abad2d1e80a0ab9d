//! Consumers of the log: each event once, one replica at a time; webhooks for who is away.

mod webhooks;

use crate::support::{Person, TestDatabase};

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
