//! `vestnik adopt`: the data of another application, row by row.

mod campus;
mod direct;
mod market;
mod messenger;
mod school;

use serde_json::Value;

use crate::audit::assert_no_findings;
use crate::cli::{run, text};
use crate::support::database::token_for;
use crate::support::{Client, Replica, TestDatabase, spawn_replicas_with};

/// The database of an application, and the one that its data is brought to.
struct Move {
    realm: &'static str,
    origin: TestDatabase,
    target: TestDatabase,
}

/// What the command printed.
struct Outcome {
    succeeded: bool,
    stdout: String,
    stderr: String,
}

impl Move {
    /// An origin made by this SQL, and a migrated database.
    async fn of(realm: &'static str, sql: &[&str]) -> Self {
        let origin = TestDatabase::without_schema().await;
        // Times without a zone are of this one.
        let zone = format!(
            "ALTER DATABASE {} SET TimeZone = 'Asia/Bishkek'",
            origin.name()
        );
        origin.execute(&zone).await;
        for sql in sql {
            // With the zone of the database.
            origin.client().await.batch_execute(sql).await.unwrap();
        }
        Self {
            realm,
            origin,
            target: TestDatabase::new().await,
        }
    }

    async fn adopt(&self, options: &[&str]) -> Outcome {
        let mut arguments = vec!["adopt", "--from", self.realm, &self.origin.url];
        arguments.extend(options);
        let output = run(&arguments, &[("DATABASE_URL", &self.target.url)], "").await;
        Outcome {
            succeeded: output.status.success(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Adopts everything, again with nothing new, and asserts what holds for any origin.
    async fn adopt_twice(&self) -> Outcome {
        let checked = self.adopt(&["--check"]).await;
        assert!(checked.succeeded, "{checked}");
        assert_eq!(self.written().await, [0, 0, 0]);
        let first = self.adopt(&[]).await;
        assert!(first.succeeded, "{first}");
        let listed = |outcome: &Outcome| {
            let lines = outcome.stdout.lines().filter(|line| line.contains(": "));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(listed(&checked), listed(&first));
        self.assert_sound().await;
        let written = self.written().await;
        let second = self.adopt(&[]).await;
        assert!(second.succeeded, "{second}");
        assert!(
            second
                .stdout
                .contains("0 people, 0 events and 0 lessons were added"),
            "{second}"
        );
        assert_eq!(self.written().await, written);
        first
    }

    /// How many people, events and lessons are here.
    async fn written(&self) -> [i64; 3] {
        let mut counts = [0; 3];
        for (count, table) in counts.iter_mut().zip(["users", "events", "lessons"]) {
            let sql = format!("SELECT count(*) FROM {table}");
            *count = self.target.number(&sql).await;
        }
        counts
    }

    /// Asserts that the read model follows from the log, and that nobody is notified.
    async fn assert_sound(&self) {
        assert_no_findings(&self.target.client().await).await;
        let native = "SELECT count(*) FROM events WHERE NOT is_imported(position)";
        assert_eq!(self.target.number(native).await, 0);
        let recipients = "SELECT count(*) FROM recipients(0, (SELECT position FROM log_head))";
        assert_eq!(self.target.number(recipients).await, 0);
    }

    /// Asserts that two queries, of the origin and here, have the same lines.
    async fn assert_same(&self, of_origin: &str, here: &str) {
        let expected = lines(&self.origin, of_origin).await;
        assert!(!expected.is_empty(), "{of_origin}");
        let found = lines(&self.target, here).await;
        assert_eq!(found.len(), expected.len(), "{here}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{here}");
        }
    }

    /// A server of all realms.
    async fn serve(&self) -> Replica {
        let settings = [("REALMS", "school,messenger,campus,market,direct")];
        let [replica] = spawn_replicas_with(&self.target, &settings).await;
        replica
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.stdout, self.stderr)
    }
}

/// A client of a user.
fn client_of(replica: &Replica, user_id: i64) -> Client {
    replica.anonymous_client().with_token(&token_for(user_id))
}

/// The first column of each row.
async fn lines(database: &TestDatabase, sql: &str) -> Vec<String> {
    let client = database.client().await;
    client.batch_execute("SET TimeZone = 'UTC'").await.unwrap();
    let rows = client.query(sql, &[]).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}

/// The number of unread messages of each chat, by the chat's id.
fn unread(chats: &Value) -> Vec<(i64, i64)> {
    let chats = chats.as_array().unwrap().iter();
    let mut counts: Vec<_> = chats
        .map(|chat| {
            let number = |field: &str| chat[field].as_i64().unwrap();
            (number("id"), number("unread_count"))
        })
        .collect();
    counts.sort_unstable();
    counts
}
