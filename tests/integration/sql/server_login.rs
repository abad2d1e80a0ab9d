//! The login that compose.yaml gives the replicas: `sql/deploy/server_login.sql`.

use serde_json::json;
use tokio::process::Command;
use tokio_postgres::NoTls;

use crate::support::wait::within;
use crate::support::{ReplicaProcess, TestDatabase};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sql/deploy/server_login.sql");

/// Runs the script as the owner; returns the login's URL.
async fn make_login(database: &TestDatabase) -> String {
    let login = format!("replica_{}", database.name());
    let psql = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--dbname",
            &database.url,
            "--file",
            SCRIPT,
        ])
        .env("SERVER_LOGIN", &login)
        .env("SERVER_PASSWORD", "it's \"secret\"")
        .output();
    let output = within("psql to end", psql).await.expect("psql can be run");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    database.url.replace("postgres@", &format!("{login}@"))
}

/// The error message of this login's statement, if the database refuses it.
async fn refusal(url: &str, sql: &str) -> Option<String> {
    let (client, connection) = match tokio_postgres::connect(url, NoTls).await {
        Ok(connected) => connected,
        Err(error) => return Some(error.as_db_error()?.message().to_owned()),
    };
    tokio::spawn(connection);
    let refused = client.batch_execute(sql).await.err()?;
    Some(refused.as_db_error()?.message().to_owned())
}

#[tokio::test]
async fn replica_serves_with_a_plain_login() {
    let database = TestDatabase::new().await;
    let url = make_login(&database).await;
    let replica = ReplicaProcess::spawn_with(&database, &[("DATABASE_URL", &url)]).await;
    let pair = database.pair().await;
    let mut stream = replica.client(&pair.student).open_stream().await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "Привет")
        .await;
    assert_eq!(stream.next().await.content(), "Привет");
    let admin = replica.client(&database.person("admin").await);
    let new = json!({
        "email": "a@b.test", "name": "A", "role": "student", "password": "correct horse"
    });
    admin.post("/api/admin/users", &new).await.expect(201);
    for (password, status) in [("wrong horse", 401), ("correct horse", 200)] {
        let login = json!({ "email": "a@b.test", "password": password });
        let answer = replica
            .anonymous_client()
            .post("/api/auth/login", &login)
            .await;
        answer.expect(status);
    }
    replica.anonymous_client().get("/ready").await.expect(200);
    let log = replica.flushed_log().await;
    assert!(!log.contains("permission denied"), "{log}");
}

#[tokio::test]
async fn replica_migrates_as_owner_and_serves_with_a_plain_login() {
    let database = TestDatabase::without_schema().await;
    let url = make_login(&database).await;
    let settings = [
        ("DATABASE_URL", url.as_str()),
        ("OWNER_DATABASE_URL", &database.url),
    ];
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    replica.anonymous_client().get("/ready").await.expect(200);
}

#[tokio::test]
async fn plain_login_has_only_the_server_privileges() {
    let database = TestDatabase::new().await;
    let url = make_login(&database).await;
    assert_eq!(make_login(&database).await, url, "the script is repeatable");
    let login = format!("replica_{}", database.name());
    let privileged = format!(
        "SELECT count(*) FROM pg_roles
         WHERE rolname = '{login}'
           AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)"
    );
    assert_eq!(database.number(&privileged).await, 0);
    let other_login = format!("other_login_{}", database.name());
    database
        .execute(&format!("CREATE ROLE {other_login} LOGIN"))
        .await;
    let other_login = database
        .url
        .replace("postgres@", &format!("{other_login}@"));

    assert_eq!(refusal(&url, "SELECT FROM events").await, None);
    for sql in [
        "DELETE FROM events",
        "UPDATE messages SET content = ''",
        "DELETE FROM users",
        "CREATE TABLE public.mine ()",
        "CALL audit.rebuild()",
        "SET ROLE postgres",
    ] {
        let refused = refusal(&url, sql).await.unwrap_or_default();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
    let refused = refusal(&other_login, "SELECT 1").await.unwrap_or_default();
    assert!(
        refused.contains("permission denied for database"),
        "{refused}"
    );
}

#[tokio::test]
async fn plain_login_does_not_decide_what_a_search_finds() {
    let (database, pair) = TestDatabase::with_pair().await;
    let url = make_login(&database).await;
    // Not even the owner, by the setting that hands the words on.
    let forged = format!(
        "BEGIN;
         SELECT set_config('vestnik.prepared_words', (position + 1) || E'\\nforged', true)
         FROM log_head;
         INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"written\"}}');
         COMMIT",
        pair.chat_id, pair.teacher.id
    );
    assert!(refusal(&url, &forged).await.is_some(), "it may not insert");
    database.execute(&forged).await;
    // Nor by the words that append_batch() gets.
    let forged = format!(
        "SELECT FROM append_batch(
             ARRAY[gen_random_uuid()], '{{school}}', '{{message_sent}}', ARRAY[{}]::bigint[],
             ARRAY[{}]::bigint[], ARRAY['{{\"content\": \"batch\"}}']::jsonb[], '{{NULL}}',
             ARRAY['{{\"words\": \"forged\", \"proof\": \"forged\"}}']::jsonb[],
             NULL, NULL, false, true
         )",
        pair.chat_id, pair.teacher.id
    );
    assert_eq!(refusal(&url, &forged).await, None);
    for secret in [
        "SELECT secret FROM log_secret",
        "SELECT key_of_prepared_words(1)",
    ] {
        assert!(refusal(&url, secret).await.is_some(), "{secret}");
    }
    let batch = "SELECT count(*) FROM messages WHERE words @@ 'batch' AND NOT words @@ 'forged'";
    assert_eq!(database.number(batch).await, 1);
    let found = "SELECT count(*) FROM messages WHERE words @@ 'written' AND NOT words @@ 'forged'";
    assert_eq!(database.number(found).await, 1);
}
