//! A file that was forwarded into very many messages.

use vestnik::db::query::{self, Parameters};

use super::{BASE_PAGES, cluster, database_with_page_log, logged, run_since};

const VISIBLE_FILE: &str = include_str!("../../../../src/files/sql/visible_file.sql");

/// The reader, who is in chats with and without the file; the stranger, whose chats do not have it; and
/// one who has left those that have it.
const READER: i64 = 2;
const STRANGER: i64 = 3;
const FORMER: i64 = 4;

/// A file of the user 1 in 20,000 messages: one in each of 10,000 chats, and 10,000 in the chat 10,000. In
/// chat 1 its message is deleted.
const MESSAGES: &str = "
    SET session_replication_role = replica;
    INSERT INTO attachments (key, realm, owner_id, name, mime, size, sha256, is_posted)
    VALUES (gen_random_uuid(), 'campus', 1, 'a', 'text/plain', 1, sha256('a'), true),
           (gen_random_uuid(), 'campus', 1, 'b', 'text/plain', 1, sha256('b'), true);
    INSERT INTO chats (id, uuid, realm, type, created_at, activity_position)
    SELECT n, gen_random_uuid(), 'campus', 'group', now(), n FROM generate_series(1, 10100) AS n;
    INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, attachments, is_deleted,
                          created_at)
    SELECT 20000 + n, gen_random_uuid(), least(n, 10000), n, 1, '', '{1}'::bigint[], n = 1, now()
    FROM generate_series(1, 20000) AS n
    UNION ALL
    SELECT 50000 + n, gen_random_uuid(), 10000 + n, 1, 1, '', '{2}'::bigint[], false, now()
    FROM generate_series(1, 100) AS n;
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT chat_id * 10 + user_id, chat_id, user_id, 'member', now()
    FROM (
        VALUES (10001, 2), (10000, 2), (10002, 3), (1, 3), (10003, 4)
    ) AS p (chat_id, user_id);
    INSERT INTO former_participants (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq,
                                     left_at, left_position)
    VALUES (1, 10000, 4, 'member', now(), 0, 0, now(), 1);
    SET session_replication_role = origin";

#[tokio::test]
async fn cost_does_not_grow_with_the_messages_of_a_file() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "forwarded_file").await;
    let pool = database.pool();
    let find = async || {
        let mut found = Vec::new();
        for reader in [READER, STRANGER, FORMER] {
            let parameters: Parameters<'_> = &[&1_i64, &"campus", &reader];
            let rows = query::all(&pool, VISIBLE_FILE, parameters).await.unwrap();
            found.push(rows.len());
        }
        found
    };
    // The plans are made on empty tables.
    for _ in 0..7 {
        assert_eq!(find().await, [0, 0, 0]);
    }
    database.execute(MESSAGES).await;
    for analyse in ["", "ANALYZE"] {
        database.execute(analyse).await;
        let mark = logged(&cluster);
        assert_eq!(find().await, [1, 0, 0]);
        let runs = run_since(&cluster, mark).into_iter();
        let runs: Vec<_> = runs.filter(|run| run.text.contains("file_keys")).collect();
        assert_eq!(runs.len(), 3);
        for run in runs {
            assert!(run.pages < BASE_PAGES, "{} pages: {}", run.pages, run.text);
        }
    }
}
