//! The log by plain SQL, and the server's sessions.

use super::{Person, TestDatabase};

/// Members that one statement adds.
const MEMBERS_AT_ONCE: usize = 250;

impl TestDatabase {
    /// Appends messages with SQL; their texts are the prefix and 1, 2, 3, …
    pub async fn append_messages(
        &self,
        chat_id: i64,
        sender: &Person,
        prefix: &str,
        count: i64,
    ) -> Vec<String> {
        self.append_padded(chat_id, sender, prefix, count, 0).await
    }

    /// The same, each text followed by `padding` dots.
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
            .expect("events can be appended");
        assert_eq!(i64::try_from(appended), Ok(count));
        (1..=count).map(|n| format!("{prefix}{n}{dots}")).collect()
    }

    /// The last position of the log.
    pub async fn head(&self) -> i64 {
        self.number("SELECT position FROM log_head").await
    }

    /// The id that a client resumes from after a position.
    pub async fn cursor(&self, position: i64) -> String {
        let sql = "SELECT position || '-' || right(event_id::text, 8)
                   FROM events WHERE position = $1";
        let row = self.client().await.query_one(sql, &[&position]).await;
        row.expect("the position is in the log").get(0)
    }

    /// The id of a client that has received everything up to now.
    pub async fn now(&self) -> String {
        match self.head().await {
            0 => "0-00000000".to_owned(),
            position => self.cursor(position).await,
        }
    }

    /// The id of a client that has received all but the last so many events.
    pub async fn cursor_before_last(&self, last: i64) -> String {
        self.cursor(self.head().await - last).await
    }

    /// Removes a participant with SQL.
    pub async fn remove_participant(&self, chat_id: i64, person: &Person) {
        self.execute(&format!(
            "DELETE FROM chat_participants WHERE chat_id = {chat_id} AND user_id = {}",
            person.id
        ))
        .await;
    }

    /// Adds members with SQL.
    pub async fn add_members(&self, chat_id: i64, members: &[Person]) {
        let client = self.client().await;
        let join = "INSERT INTO events (chat_id, kind, payload)
                    SELECT $1, 'participant_joined', jsonb_build_object('user_id', id, 'role', 'member')
                    FROM unnest($2::bigint[]) AS id";
        for some in members.chunks(MEMBERS_AT_ONCE) {
            let ids: Vec<i64> = some.iter().map(|member| member.id).collect();
            let joined = client.execute(join, &[&chat_id, &ids]).await;
            joined.expect("members can join");
        }
    }

    /// Adds a participant with SQL.
    pub async fn add_participant(&self, chat_id: i64, person: &Person, role: &str) {
        self.execute(&format!(
            "INSERT INTO events (chat_id, kind, payload)
             VALUES ({chat_id}, 'participant_joined',
                     jsonb_build_object('user_id', {}, 'role', '{role}'))",
            person.id
        ))
        .await;
    }

    /// Process ids of the server's sessions of a purpose (`listener`, `tail`, `writer`, `queries`, or all: `%`).
    pub async fn backends(&self, purpose: &str) -> Vec<i32> {
        let sql = "SELECT pid FROM pg_stat_activity
                   WHERE datname = current_database()
                     AND application_name LIKE 'vestnik ' || $1::text";
        let rows = self.client().await.query(sql, &[&purpose]).await;
        let rows = rows.expect("sessions can be listed");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Ends the server's sessions of a purpose; returns their number.
    pub async fn terminate(&self, purpose: &str) -> usize {
        let pids = self.backends(purpose).await;
        for pid in &pids {
            self.execute(&format!("SELECT pg_terminate_backend({pid})"))
                .await;
        }
        pids.len()
    }

    /// Refuses new connections, and ends the server's sessions of a purpose: they do not return.
    pub async fn block_connections(&self, purpose: &str) {
        self.allow_connections(false).await;
        let outside = Self::existing("postgres").client().await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = $1 AND application_name LIKE 'vestnik ' || $2::text";
        let ended = outside.execute(end, &[&self.name(), &purpose]).await;
        assert!(ended.expect("sessions can be ended") > 0);
    }

    /// Refuses new connections, or allows them again.
    pub async fn allow_connections(&self, allowed: bool) {
        let change = format!("ALTER DATABASE {} ALLOW_CONNECTIONS {allowed}", self.name());
        Self::existing("postgres").execute(&change).await;
    }

    /// Makes the database read-only, or writable again.
    pub async fn make_read_only(&self, read_only: bool) {
        let change = format!(
            "ALTER DATABASE {} SET default_transaction_read_only = {read_only}",
            self.name()
        );
        Self::existing("postgres").execute(&change).await;
        // Open sessions keep their setting.
        self.terminate("%").await;
    }
}
