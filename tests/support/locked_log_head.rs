//! Locks the head of the log, so that appends wait as long as a test needs.

use tokio_postgres::Client;

use super::{TestDatabase, eventually};

/// A transaction that holds the lock until it is released.
pub struct LockedLogHead {
    client: Client,
    watcher: Client,
}

impl LockedLogHead {
    pub async fn take(database: &TestDatabase) -> Self {
        let client = database.client().await;
        client
            .batch_execute("BEGIN; SELECT FROM log_head FOR UPDATE")
            .await
            .expect("the head can be locked");
        let watcher = database.client().await;
        Self { client, watcher }
    }

    /// Waits until the writer's session waits for the head; returns its process id.
    pub async fn blocks_writer(&self) -> i32 {
        self.blocks_writer_other_than(0).await
    }

    /// The same for a session other than this one.
    pub async fn blocks_writer_other_than(&self, known: i32) -> i32 {
        eventually("the writer to wait for the head", async || {
            let waiting = "SELECT pid
                 FROM pg_stat_activity
                 WHERE datname = current_database()
                   AND application_name = 'vestnik writer'
                   AND wait_event_type = 'Lock'
                   AND pid <> $1";
            let row = self.watcher.query_opt(waiting, &[&known]).await;
            row.expect("the activity can be read").map(|row| row.get(0))
        })
        .await
    }

    /// Terminates a session.
    pub async fn terminate(&self, pid: i32) {
        self.watcher
            .execute("SELECT pg_terminate_backend($1)", &[&pid])
            .await
            .expect("the session can be terminated");
    }

    /// Executes SQL in the transaction that holds the lock.
    pub async fn execute(&self, sql: &str) {
        let executed = self.client.batch_execute(sql).await;
        executed.expect("the statement is valid");
    }

    pub async fn release(self) {
        self.client
            .batch_execute("COMMIT")
            .await
            .expect("the head can be released");
    }
}
