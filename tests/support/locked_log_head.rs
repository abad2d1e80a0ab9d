//! Holding the head of the log, so that appends wait for as long as a test needs.

use tokio_postgres::Client;

use super::{TestDatabase, eventually};

/// The head of a database's log, taken by a transaction of its own until released.
pub struct LockedLogHead {
    client: Client,
    watcher: Client,
}

impl LockedLogHead {
    /// Takes the head.
    pub async fn take(database: &TestDatabase) -> Self {
        let client = database.client().await;
        client
            .batch_execute("BEGIN; SELECT FROM log_head FOR UPDATE")
            .await
            .expect("the head can be taken");
        let watcher = database.client().await;
        Self { client, watcher }
    }

    /// Waits until the writer's connection waits for the head; its process id.
    pub async fn blocks_writer(&self) -> i32 {
        self.blocks_writer_other_than(0).await
    }

    /// The same, for a connection other than that of a process that is known.
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

    /// Ends a process of the database.
    pub async fn terminate(&self, pid: i32) {
        self.watcher
            .execute("SELECT pg_terminate_backend($1)", &[&pid])
            .await
            .expect("a process can be ended");
    }

    /// Lets go.
    pub async fn release(self) {
        self.client
            .batch_execute("COMMIT")
            .await
            .expect("the head can be released");
    }
}
