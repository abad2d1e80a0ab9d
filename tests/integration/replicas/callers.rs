//! Replicas remember who a token names, and forget it when the database changes.

use serde_json::{Value, json};

use crate::support::{
    Answer, PausedSessions, Person, Replica, TestDatabase, assert_refused, eventually,
    spawn_replicas,
};

/// Two replicas that remember a user.
struct CallersFixture {
    database: TestDatabase,
    person: Person,
    replicas: [Replica; 2],
}

impl CallersFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let person = database.person("student").await;
        let replicas = spawn_replicas(&database).await;
        let fixture = Self {
            database,
            person,
            replicas,
        };
        fixture.remember().await;
        fixture
    }

    /// Waits until the replicas answer without reading the database.
    async fn remember(&self) {
        eventually("the replicas to remember the user", async || {
            self.remember_now().await.then_some(())
        })
        .await;
    }

    /// Whether each replica answers while the tables it would have to read are locked.
    async fn remember_now(&self) -> bool {
        self.me().await;
        let locked = LockedUsers::take(&self.database).await;
        let answers = self.replicas.each_ref().map(|replica| async {
            let client = replica.client(&self.person);
            let asking = client.get("/api/me");
            let bound = std::time::Duration::from_millis(500);
            tokio::time::timeout(bound, asking).await.is_ok()
        });
        let answers = futures::future::join_all(answers).await;
        locked.release().await;
        answers.into_iter().all(|is_answered| is_answered)
    }

    /// The answer of each replica about the caller.
    async fn me(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for replica in &self.replicas {
            answers.push(replica.client(&self.person).get("/api/me").await);
        }
        answers
    }

    /// Changes the user, until both replicas have handled the signal.
    async fn change(&self, change: &str) {
        let sql = format!("{change} WHERE id = {}", self.person.id);
        self.database.execute_and_fence(&sql, 2).await;
    }
}

/// Keeps every session from reading users and revoked sessions.
struct LockedUsers(tokio_postgres::Client);

impl LockedUsers {
    async fn take(database: &TestDatabase) -> Self {
        let client = database.client().await;
        let lock = "BEGIN; LOCK TABLE users, revoked_sessions IN ACCESS EXCLUSIVE MODE";
        client
            .batch_execute(lock)
            .await
            .expect("the owner may lock");
        Self(client)
    }

    async fn release(self) {
        self.0.batch_execute("ROLLBACK").await.expect("it is open");
    }
}

#[tokio::test]
async fn known_caller_is_not_read_again() {
    CallersFixture::new().await;
}

#[tokio::test]
async fn change_of_a_user_reaches_all_replicas() {
    let fixture = CallersFixture::new().await;
    for (change, field, value) in [
        ("name = 'Renamed'", "name", json!("Renamed")),
        (
            "email = 'new@school.test'",
            "email",
            json!("new@school.test"),
        ),
        ("email = NULL", "email", Value::Null),
        ("role = 'teacher'", "role", json!("teacher")),
    ] {
        fixture.remember().await;
        fixture.change(&format!("UPDATE users SET {change}")).await;
        for answer in fixture.me().await {
            assert_eq!(answer.expect(200)[field], value, "{change}");
        }
    }
}

#[tokio::test]
async fn user_who_leaves_a_realm_or_all_is_refused_by_all_replicas() {
    let fixture = CallersFixture::new().await;
    fixture.change("UPDATE users SET realms = '{campus}'").await;
    for answer in fixture.me().await {
        assert_refused(&answer, 403, "not_in_this_realm");
    }
    fixture.change("UPDATE users SET realms = NULL").await;
    fixture.remember().await;
    fixture.change("DELETE FROM users").await;
    for answer in fixture.me().await {
        assert_refused(&answer, 401, "unknown_user");
    }
}

#[tokio::test]
async fn session_revoked_by_sql_is_refused_by_all_replicas() {
    let fixture = CallersFixture::new().await;
    let claims = fixture.person.token.split('.').nth(1).expect("a JWT");
    let sql = format!(
        "INSERT INTO revoked_sessions (session, user_id, expires_at)
         SELECT 'sid:' || (convert_from(decode(rpad(translate('{claims}', '-_', '+/'),
                    (length('{claims}') + 3) / 4 * 4, '='), 'base64'), 'UTF8')::json ->> 'sid'),
                {}, now() + interval '1 hour'",
        fixture.person.id
    );
    fixture.database.execute_and_fence(&sql, 2).await;
    for answer in fixture.me().await {
        assert_refused(&answer, 401, "logged_out");
    }
}

/// The log-out is answered once the other replica cannot use what it remembers.
#[tokio::test]
async fn log_out_is_immediate_even_if_signals_hang() {
    let fixture = CallersFixture::new().await;
    let hanging = PausedSessions::sessions(&fixture.database, "listener").await;
    let client = fixture.replicas[0].client(&fixture.person);
    let logged_out = client.post("/api/auth/logout", &json!({})).await;
    assert_eq!(logged_out.status, 204);
    for answer in fixture.me().await {
        assert_refused(&answer, 401, "logged_out");
    }
    drop(hanging);
}

#[tokio::test]
async fn replica_without_signals_reads_every_caller() {
    let fixture = CallersFixture::new().await;
    let session = fixture.database.client().await;
    fixture.database.block_connections("listener").await;
    eventually("the replicas to notice", async || {
        let mut polling = 0;
        for replica in &fixture.replicas {
            let ready = replica.anonymous_client().get("/ready").await;
            polling += i32::from(ready.body["notifications"] == "undelivered");
        }
        (polling == 2).then_some(())
    })
    .await;
    for name in ["One", "Other"] {
        let rename = "UPDATE users SET name = $1 WHERE id = $2";
        let renamed = session.execute(rename, &[&name, &fixture.person.id]).await;
        assert_eq!(renamed.expect("the user exists"), 1);
        for answer in fixture.me().await {
            assert_eq!(answer.expect(200)["name"], name);
        }
    }
    fixture.database.allow_connections(true).await;
}
