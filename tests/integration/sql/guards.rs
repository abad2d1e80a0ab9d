//! Guards of the log and the read model against every role, also the superuser.

use tokio_postgres::error::SqlState;

use super::refused;
use crate::support::{Store, TestDatabase};

const CHANGES_OF_EVENTS: [&str; 5] = [
    "UPDATE events SET payload = '{}'",
    "UPDATE events SET position = position + 1 WHERE false",
    "DELETE FROM events",
    "DELETE FROM events WHERE false",
    "TRUNCATE events",
];

#[tokio::test]
async fn superuser_can_neither_change_nor_delete_events() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let client = database.client().await;
    for sql in CHANGES_OF_EVENTS {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
    assert_eq!(database.number("SELECT count(*) FROM events").await, 1);
}

#[tokio::test]
async fn server_role_can_neither_change_nor_delete_events() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let client = database.client().await;
    // Without the trigger only the missing privilege can refuse.
    let without_trigger = "ALTER TABLE events DISABLE TRIGGER guard_events";
    database.execute(without_trigger).await;
    client
        .batch_execute("SET ROLE vestnik_server")
        .await
        .unwrap();
    for sql in CHANGES_OF_EVENTS {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
    assert_eq!(database.number("SELECT count(*) FROM events").await, 1);
}

#[tokio::test]
async fn superuser_cannot_write_the_read_model_directly() {
    let (database, pair) = TestDatabase::with_pair().await;
    Store::of(&database)
        .send_message(pair.chat_id, &pair.student, "да")
        .await;
    let client = database.client().await;
    for sql in [
        "INSERT INTO chats (id, uuid, realm, type, created_at, activity_position) VALUES (9, gen_random_uuid(), 'school', 'private', now(), 9)",
        "UPDATE chats SET last_seq = 9",
        "DELETE FROM chats",
        "INSERT INTO messages (id, uuid, chat_id, seq, content, created_at) VALUES (9, gen_random_uuid(), 1, 9, '', now())",
        "UPDATE messages SET content = 'нет'",
        "DELETE FROM messages",
        "INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at) VALUES (9, 1, 9, 'x', now())",
        "UPDATE chat_participants SET joined_at = now()",
        "TRUNCATE chats CASCADE",
        "TRUNCATE messages CASCADE",
        "TRUNCATE chat_participants",
        "DELETE FROM former_participants",
        "TRUNCATE former_participants",
        "TRUNCATE chat_settings",
        "TRUNCATE reports CASCADE",
        "TRUNCATE bans",
    ] {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

#[tokio::test]
async fn deleting_a_participant_row_appends_an_event() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;

    let removal = "DELETE FROM chat_participants WHERE user_id = $1";
    client.execute(removal, &[&pair.student.id]).await.unwrap();

    let last = "SELECT kind, chat_id, (payload ->> 'user_id')::bigint
                FROM events ORDER BY position DESC LIMIT 1";
    let event = client.query_one(last, &[]).await.unwrap();
    assert_eq!(event.get::<_, &str>(0), "participant_left");
    assert_eq!(event.get::<_, i64>(1), pair.chat_id);
    assert_eq!(event.get::<_, i64>(2), pair.student.id);
    let left = "SELECT user_id FROM former_participants";
    let left = client.query_one(left, &[]).await.unwrap();
    assert_eq!(left.get::<_, i64>(0), pair.student.id);
}

#[tokio::test]
async fn repeated_participant_deletes_append_one_event() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let removal = "DELETE FROM chat_participants";
    database.execute(removal).await;
    database.execute(removal).await;
    let left = "SELECT count(*) FROM events WHERE kind = 'participant_left'";
    assert_eq!(database.number(left).await, 2, "one for each of the pair");
}

#[tokio::test]
async fn server_role_holds_no_privilege_to_write_the_log() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let held = "
        SELECT t.name || ' ' || p.name
        FROM unnest(ARRAY['events', 'chats', 'chat_participants', 'former_participants', 'messages',
                          'log_head', 'schema_state']) AS t (name)
        CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
                                'REFERENCES', 'TRIGGER']) AS p (name)
        WHERE has_table_privilege('vestnik_server', 'public.' || t.name, p.name)
           OR p.name IN ('INSERT', 'UPDATE')
          AND has_any_column_privilege('vestnik_server', 'public.' || t.name, p.name)";
    let held: Vec<String> = client
        .query(held, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(held, Vec::<String>::new());
}

#[tokio::test]
async fn server_role_can_call_only_listed_security_definer_functions() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    // Trigger functions cannot be called directly.
    let callable = "
        SELECT p.proname::text
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.prosecdef
          AND p.prorettype <> 'trigger'::regtype
          AND has_function_privilege('vestnik_server', p.oid, 'EXECUTE')
        ORDER BY p.proname";
    let callable: Vec<String> = client
        .query(callable, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(
        callable,
        [
            "add_key_token",
            "announce_attachment",
            "append_batch",
            "expire_unposted_attachments",
            "prepare_texts",
            "release_from_key",
            "wait_for_head"
        ]
    );
}

#[tokio::test]
async fn server_connections_run_as_the_server_role() {
    let database = TestDatabase::new().await;
    let link = database.connector().open("test").await.unwrap();
    let pooled = database.pool().get().await.unwrap();
    for row in [
        link.query_one("SELECT current_user::text", &[]).await,
        pooled.query_one("SELECT current_user::text", &[]).await,
    ] {
        assert_eq!(row.unwrap().get::<_, &str>(0), "vestnik_server");
    }
}
