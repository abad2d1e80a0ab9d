//! The log as plain SQL has it: what a hand appends, and what it does to the server's sessions.

use super::{Person, TestDatabase};

impl TestDatabase {
    /// Appends messages by plain SQL; their texts are the prefix and 1, 2, 3, …
    pub async fn append_messages(
        &self,
        chat_id: i64,
        sender: &Person,
        prefix: &str,
        count: i64,
    ) -> Vec<String> {
        self.append_padded(chat_id, sender, prefix, count, 0).await
    }

    /// The same, each text followed by this many dots.
    pub async fn append_padded(
        &self,
        chat_id: i64,
        sender: &Person,
        prefix: &str,
        count: i64,
        padding: usize,
    ) -> Vec<String> {
        let dots = ".".repeat(padding);
        let sql = "INSERT INTO events (chat_id, kind, actor_id, payload)
                   SELECT $1, 'message_sent', $2,
                          jsonb_build_object('content', $3 || n || $4::text)
                   FROM generate_series(1, $5::bigint) AS n";
        let client = self.client().await;
        let appended = client
            .execute(sql, &[&chat_id, &sender.id, &prefix, &dots, &count])
            .await
            .expect("events can be appended by hand");
        assert_eq!(i64::try_from(appended), Ok(count));
        (1..=count).map(|n| format!("{prefix}{n}{dots}")).collect()
    }

    /// The last position of the log.
    pub async fn head(&self) -> i64 {
        self.number("SELECT position FROM log_head").await
    }

    /// What a client gives back to go on after a position.
    pub async fn cursor(&self, position: i64) -> String {
        let sql = "SELECT position || '-' || right(event_id::text, 8)
                   FROM events WHERE position = $1";
        let row = self.client().await.query_one(sql, &[&position]).await;
        row.expect("the position is in the log").get(0)
    }

    /// What a client gives back that has seen everything up to now.
    pub async fn now(&self) -> String {
        match self.head().await {
            0 => "0-00000000".to_owned(),
            position => self.cursor(position).await,
        }
    }

    /// What a client gives back that has seen all but the last so many events.
    pub async fn cursor_before_last(&self, last: i64) -> String {
        self.cursor(self.head().await - last).await
    }

    /// Takes someone out of a chat, as an administrator at psql would.
    pub async fn remove_participant(&self, chat_id: i64, person: &Person) {
        self.execute(&format!(
            "DELETE FROM chat_participants WHERE chat_id = {chat_id} AND user_id = {}",
            person.id
        ))
        .await;
    }

    /// Puts someone into a chat.
    pub async fn add_participant(&self, chat_id: i64, person: &Person, role: &str) {
        self.execute(&format!(
            "INSERT INTO events (chat_id, kind, payload)
             VALUES ({chat_id}, 'participant_joined',
                     jsonb_build_object('user_id', {}, 'role', '{role}'))",
            person.id
        ))
        .await;
    }

    /// The server's sessions of a purpose (`listener`, `tail`, `writer`, `queries`, or all: `%`).
    pub async fn backends(&self, purpose: &str) -> Vec<i32> {
        let sql = "SELECT pid FROM pg_stat_activity
                   WHERE datname = current_database()
                     AND application_name LIKE 'vestnik ' || $1::text";
        let rows = self.client().await.query(sql, &[&purpose]).await;
        let rows = rows.expect("sessions can be listed");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Ends the server's sessions of a purpose; returns how many there were.
    pub async fn terminate(&self, purpose: &str) -> usize {
        let pids = self.backends(purpose).await;
        for pid in &pids {
            self.execute(&format!("SELECT pg_terminate_backend({pid})"))
                .await;
        }
        pids.len()
    }

    /// Lets nobody in any more, and ends the server's sessions of a purpose: they do not come
    /// back.
    pub async fn block_connections(&self, purpose: &str) {
        let outside = Self::existing("postgres").client().await;
        let shut = format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.name());
        outside.batch_execute(&shut).await.expect("it can be shut");
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = $1 AND application_name LIKE 'vestnik ' || $2::text";
        let ended = outside.execute(end, &[&self.name(), &purpose]).await;
        assert!(ended.expect("sessions can be ended") > 0);
    }

    /// Makes it one that can be read only, or written again.
    pub async fn make_read_only(&self, read_only: bool) {
        let change = format!(
            "ALTER DATABASE {} SET default_transaction_read_only = {read_only}",
            self.name()
        );
        Self::existing("postgres").execute(&change).await;
        // Sessions that are there keep what they began with.
        self.terminate("%").await;
    }
}
