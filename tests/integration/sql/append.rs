//! A plain `INSERT INTO events`, as psql or another trigger sends it.

use tokio_postgres::error::SqlState;

use super::{number, refused};
use crate::support::TestDatabase;

const POSITIONS: &str = "SELECT coalesce(max(position), 0) FROM events";

#[tokio::test]
async fn plain_insert_needs_no_position_id_realm_or_time() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;

    let insert = "INSERT INTO events (chat_id, kind, actor_id, payload)
                  VALUES ($1, 'message_sent', $2, '{\"content\": \"из psql\"}')
                  RETURNING position, realm, event_id::text,
                            recorded_at BETWEEN now() - interval '1 min' AND clock_timestamp()";
    let event = client
        .query_one(insert, &[&pair.chat_id, &pair.teacher.id])
        .await
        .unwrap();

    assert_eq!(event.get::<_, i64>(0), pair.chat_id + 1);
    assert_eq!(event.get::<_, &str>(1), "school");
    assert_eq!(event.get::<_, &str>(2).as_bytes()[14], b'7', "a UUIDv7");
    assert!(event.get::<_, bool>(3));
    let message = "SELECT seq FROM messages WHERE content = 'из psql'";
    assert_eq!(number(&client, message).await, 1);
}

#[tokio::test]
async fn rows_of_one_insert_get_consecutive_positions() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let insert = "INSERT INTO events (chat_id, kind, actor_id, payload)
                  SELECT $1, 'message_sent', $2, jsonb_build_object('content', n::text)
                  FROM generate_series(1, 100) AS n";
    client
        .execute(insert, &[&pair.chat_id, &pair.teacher.id])
        .await
        .unwrap();
    let in_order = "SELECT count(*) FROM messages WHERE seq = content::bigint AND id = seq + 1";
    assert_eq!(number(&client, in_order).await, 100);
}

#[tokio::test]
async fn explicit_positions_are_refused() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    for position in [0, -1, 1, 2, 3, 1_000] {
        let sql = format!(
            "INSERT INTO events (position, chat_id, kind, actor_id, payload)
             VALUES ({position}, {}, 'message_sent', {}, '{{\"content\": \"!\"}}')",
            pair.chat_id, pair.teacher.id
        );
        refused(&client, &sql).await;
        assert_eq!(number(&client, POSITIONS).await, 1, "{sql}");
    }
}

#[tokio::test]
async fn conflicting_inserts_leave_no_position_gap() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let insert = |ids: &[&str]| {
        let rows: Vec<String> = ids
            .iter()
            .map(|id| {
                let (chat, sender) = (pair.chat_id, pair.teacher.id);
                format!("({id}, {chat}, 'message_sent', {sender}, '{{\"content\": \"!\"}}')")
            })
            .collect();
        format!(
            "INSERT INTO events (event_id, chat_id, kind, actor_id, payload)
             VALUES {} ON CONFLICT DO NOTHING",
            rows.join(", ")
        )
    };
    let [one, new] = [
        "'00000000-0000-7000-8000-000000000001'",
        "gen_random_uuid()",
    ];
    client.batch_execute(&insert(&[one])).await.unwrap();
    for ids in [&[one][..], &[new, one], &[one, new], &[new, one, new]] {
        let _ = client.batch_execute(&insert(ids)).await;
    }
    client.batch_execute(&insert(&[new])).await.unwrap();

    assert_eq!(
        number(&client, "SELECT count(*) FROM events").await,
        number(&client, POSITIONS).await
    );
    assert_eq!(
        number(&client, "SELECT position FROM log_head").await,
        number(&client, POSITIONS).await
    );
}

#[tokio::test]
async fn event_of_an_unknown_chat_is_refused() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    for (kind, payload) in [
        ("message_sent", r#"{"content": "!"}"#),
        ("message_deleted", r#"{"message_id": 1}"#),
        ("participant_joined", r#"{"user_id": 1}"#),
        ("participant_left", r#"{"user_id": 1}"#),
        ("chat_read", r#"{"up_to_id": 1}"#),
    ] {
        // Without a realm, with one, with a wrong realm, and before the chat exists.
        for (chat_id, realm) in [
            (999, "NULL"),
            (999, "'school'"),
            (pair.chat_id, "'market'"),
            (pair.chat_id + 2, "'school'"),
        ] {
            let sql = format!(
                "INSERT INTO events (realm, chat_id, kind, actor_id, payload)
                 VALUES ({realm}, {chat_id}, '{kind}', {}, '{payload}')",
                pair.teacher.id
            );
            refused(&client, &sql).await;
        }
    }
    assert_eq!(number(&client, POSITIONS).await, 1);
}

#[tokio::test]
async fn event_before_its_chat_was_created_is_refused() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let sql = r#"INSERT INTO events (realm, chat_id, kind, actor_id, payload)
         VALUES ('school', 2, 'message_sent', 1, '{"content": "!"}'),
                ('school', 2, 'chat_created', NULL, '{"participants": [{"user_id": 1}]}')"#;
    refused(&client, sql).await;
    assert_eq!(number(&client, POSITIONS).await, 0);
}

#[tokio::test]
async fn event_of_an_unknown_kind_or_shape_is_refused() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    for (kind, payload) in [
        ("message_shouted", r#"{"content": "!"}"#),
        ("message_sent", "{}"),
        ("message_sent", r#""!""#),
        (
            "message_sent",
            r#"{"content": "!", "client_id": "not a UUID"}"#,
        ),
        ("chat_created", r#"{"participants": [{"user_id": 1}]}"#),
    ] {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, '{kind}', {}, '{payload}')",
            pair.chat_id, pair.teacher.id
        );
        refused(&client, &sql).await;
    }
    assert_eq!(number(&client, POSITIONS).await, 1);
}

#[tokio::test]
async fn append_under_another_isolation_level_is_refused() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let sql = format!(
            "BEGIN ISOLATION LEVEL {level};
             INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_sent', {}, '{{\"content\": \"!\"}}')",
            pair.chat_id, pair.teacher.id
        );
        let code = refused(&client, &sql).await;
        assert_eq!(code, SqlState::INVALID_TRANSACTION_STATE, "{level}");
    }
}

#[tokio::test]
async fn second_chat_of_a_pair_is_refused() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let sql = format!(
        r#"INSERT INTO events (realm, kind, payload)
           VALUES ('school', 'chat_created', '{{"pair_key": "{}:{}", "participants": []}}')"#,
        pair.teacher.id, pair.student.id
    );
    let code = refused(&client, &sql).await;
    assert_eq!(code, SqlState::UNIQUE_VIOLATION);
    assert_eq!(number(&client, "SELECT count(*) FROM chats").await, 1);
}
