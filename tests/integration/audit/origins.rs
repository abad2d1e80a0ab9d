//! Every event says how it came, and when by the clock of the database.

use serde_json::json;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::imports::{export_of, file_of, import};
use crate::sql::{refusal, refused};
use crate::support::{Pair, Store, TestDatabase};

const LAST: &str = "
    SELECT origin, recorded_at BETWEEN now() - interval '1 minute' AND clock_timestamp()
    FROM events
    ORDER BY position DESC
    LIMIT 1";

/// The origin of the last event, whose time must be the present one.
async fn origin_of_last(client: &Client) -> String {
    let row = client.query_one(LAST, &[]).await.expect("there is one");
    assert!(row.get::<_, bool>(1), "its time is not the present one");
    row.get(0)
}

/// A statement that sends a message with these columns too.
fn insert(pair: &Pair, columns: &str, values: &str) -> String {
    format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload{columns})
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"!\"}}'{values})",
        pair.chat_id, pair.teacher.id
    )
}

/// A call of `append_batch()` that sends a message.
fn append_batch(pair: &Pair) -> String {
    format!(
        "SELECT FROM append_batch(
             ARRAY[gen_random_uuid()], '{{school}}', '{{message_sent}}', ARRAY[{}]::bigint[],
             ARRAY[{}]::bigint[], ARRAY['{{\"content\": \"!\"}}']::jsonb[], '{{NULL}}',
             '{{NULL}}', NULL, NULL, false, true
         )",
        pair.chat_id, pair.teacher.id
    )
}

#[tokio::test]
async fn event_says_whether_the_server_or_sql_appended_it() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    assert_eq!(origin_of_last(&client).await, "sql:postgres", "a trigger");
    let store = Store::of(&database);
    store.send_message(pair.chat_id, &pair.student, "!").await;
    assert_eq!(origin_of_last(&client).await, "server");
    for sql in [
        insert(&pair, "", ""),
        insert(&pair, ", recorded_at", ", '2024-01-01'"),
        insert(&pair, ", recorded_at, origin", ", '2024-01-01', 'server'"),
        insert(&pair, ", origin", ", 'sql:another'"),
        append_batch(&pair),
    ] {
        client.batch_execute(&sql).await.unwrap();
        assert_eq!(origin_of_last(&client).await, "sql:postgres", "{sql}");
    }
    let served = format!(
        "SET ROLE vestnik_server; {}; RESET ROLE",
        append_batch(&pair)
    );
    client.batch_execute(&served).await.unwrap();
    assert_eq!(origin_of_last(&client).await, "server");
}

#[tokio::test]
async fn server_role_cannot_insert_events() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let become_server = "SET ROLE vestnik_server";
    client.batch_execute(become_server).await.unwrap();
    for sql in [
        insert(&pair, "", ""),
        insert(&pair, ", recorded_at", ", '2024-01-01'"),
        insert(&pair, ", recorded_at, origin", ", '2024-01-01', 'import'"),
        "INSERT INTO events (chat_id, kind, payload) VALUES (1, 'user_erased', '{\"user_id\": 1}')"
            .to_owned(),
    ] {
        let code = refused(&client, &sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

#[tokio::test]
async fn only_the_owner_imports_events_and_records_erasures() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let role = format!("writer_{}", database.name());
    client
        .batch_execute(&format!(
            "CREATE ROLE {role}; GRANT INSERT ON events TO {role}; SET ROLE {role}"
        ))
        .await
        .unwrap();
    let erased = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'user_erased', '{{\"user_id\": 1, \"operator\": \"\", \"erased_events\": 0,
                                       \"events_hash\": \"{}\"}}')",
        pair.chat_id,
        "0".repeat(64)
    );
    let imported = insert(&pair, ", recorded_at, origin", ", '2024-01-01', 'import'");
    let complete = format!(
        "INSERT INTO events
             (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES (2, gen_random_uuid(), 'school', {}, 'message_sent', {}, '{{\"content\": \"!\"}}',
                 '2024-01-01', 'import')",
        pair.chat_id, pair.teacher.id
    );
    let named = "INSERT INTO events (realm, kind, payload)
         VALUES ('school', 'user_named', '{\"user_id\": 1, \"content\": \"Mallory\"}')"
        .to_owned();
    for sql in [erased, imported, complete, named] {
        let error = refusal(&sql, client.batch_execute(&sql).await);
        let expected = "only the owner of the log may import events and record erasures or changes of accounts, not";
        assert!(error.message().starts_with(expected), "{sql}: {error}");
    }
    let plain = insert(&pair, ", recorded_at", ", '2024-01-01'");
    client.batch_execute(&plain).await.unwrap();
    let reset = format!("RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}");
    client.batch_execute(&reset).await.unwrap();
    assert_eq!(origin_of_last(&client).await, "sql:postgres");
}

#[tokio::test]
async fn imported_events_keep_their_times_and_say_so() {
    let (source, pair) = TestDatabase::with_pair().await;
    let old = insert(&pair, ", recorded_at, origin", ", '2024-01-01', 'import'");
    source.execute(&old).await;
    let export = export_of(&source, None).await;
    let database = TestDatabase::new().await;
    import(&database, &file_of(&export)).await;
    let imported = "SELECT count(*) FROM events
                    WHERE origin = 'import' AND (recorded_at = '2024-01-01' OR kind <> 'message_sent')";
    assert_eq!(database.number(imported).await, 2);
    assert_eq!(database.head().await, 2);
    let line = export.lines().find(|line| line.contains("message_sent"));
    let line: serde_json::Value = serde_json::from_str(line.unwrap()).unwrap();
    assert_eq!(line["event"].get("origin"), None);
    assert_eq!(line["event"]["at"], json!("2024-01-01T00:00:00Z"));
}
