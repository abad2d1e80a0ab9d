//! `audit.rebuild()` repairs the read model while appends continue.

use tokio_postgres::error::SqlState;

use super::tampering::{READ_MODEL, fill_placeholders};
use super::{BackgroundWorkload, assert_no_findings, findings, generate_activity};
use crate::sql::refusal;
use crate::support::wait::within;
use crate::support::{LockedLogHead, TestDatabase, eventually};

#[tokio::test]
async fn rebuild_repairs_every_kind_of_tampering() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    for (statements, _) in READ_MODEL
        .iter()
        .filter(|(sql, _)| !sql.contains("DROP INDEX"))
    {
        let statements = fill_placeholders(&client, statements).await;
        let tamper = format!(
            "SET session_replication_role = replica; {statements};
             SET session_replication_role = origin"
        );
        client.batch_execute(&tamper).await.unwrap();
        assert_ne!(
            findings(&client).await,
            Vec::<String>::new(),
            "{statements}"
        );
        let replaced = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
        assert!(replaced.get::<_, i64>(0) > 0, "{statements}");
        assert_no_findings(&client).await;
    }
}

#[tokio::test]
async fn rebuild_resets_the_head_to_the_last_event() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let client = database.client().await;
    for tamper in [
        "UPDATE log_head SET position = position + 1",
        "DELETE FROM log_head",
    ] {
        client.batch_execute(tamper).await.unwrap();
        let replaced = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
        assert_eq!(replaced.get::<_, i64>(0), 1, "{tamper}");
        assert_no_findings(&client).await;
        database
            .append_messages(pairs[0].chat_id, &pairs[0].teacher, "next", 1)
            .await;
    }
}

#[tokio::test]
async fn rebuild_does_not_rewrite_correct_rows() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    let rows =
        "SELECT md5(string_agg(m.ctid::text || m.xmin, ',' ORDER BY m.id)) FROM messages AS m";
    let before: String = client.query_one(rows, &[]).await.unwrap().get(0);
    let replaced = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(replaced.get::<_, i64>(0), 0);
    let after: String = client.query_one(rows, &[]).await.unwrap().get(0);
    assert_eq!(before, after);
}

#[tokio::test]
async fn sends_continue_during_a_full_rebuild() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let client = database.client().await;
    // Every row is wrong, so appends produce wrong rows as well until the rebuild repairs them.
    let tamper = "SET session_replication_role = replica;
                UPDATE messages SET content = 'forged';
                UPDATE chats SET last_seq = last_seq + 7, message_count = 0;
                DELETE FROM messages WHERE id % 3 = 0;
                SET session_replication_role = origin";
    client.batch_execute(tamper).await.unwrap();
    let workload = BackgroundWorkload::of(&database, &pairs);
    let before = database.head().await;
    eventually("appends on top of wrong rows", async || {
        (database.head().await > before + 20).then_some(())
    })
    .await;
    client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    let rebuilt = database.head().await;
    eventually("appends afterwards", async || {
        (database.head().await > rebuilt + 20).then_some(())
    })
    .await;
    assert_no_findings(&client).await;
    assert!(workload.stop().await > 0);
    assert_no_findings(&client).await;
}

/// A concurrent append writes the same rows.
#[tokio::test]
async fn rebuild_waits_for_concurrent_appends() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let (client, watcher) = (database.client().await, database.client().await);
    let forge = "SET session_replication_role = replica;
                 UPDATE messages SET content = 'forged';
                 SET session_replication_role = origin";
    client.batch_execute(forge).await.unwrap();
    let head = LockedLogHead::take(&database).await;
    let rebuilding =
        tokio::spawn(async move { client.query_one("CALL audit.rebuild()", &[]).await });
    eventually("the rebuild to wait for the head", async || {
        let waiting = "SELECT FROM pg_stat_activity
                       WHERE datname = current_database()
                         AND query = 'CALL audit.rebuild()'
                         AND wait_event_type = 'Lock'";
        watcher.query_opt(waiting, &[]).await.unwrap()
    })
    .await;
    let right = "SELECT count(*) FROM messages WHERE content <> 'forged'";
    assert_eq!(database.number(right).await, 0);
    head.release().await;
    within("the rebuild", rebuilding).await.unwrap().unwrap();
    assert_no_findings(&watcher).await;
}

/// Replay and comparison need no lock; only repair takes the log head.
#[tokio::test]
async fn verification_and_rebuild_do_not_wait_for_appends() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let head = LockedLogHead::take(&database).await;
    let client = database.client().await;
    let found = within("a verification", findings(&client)).await;
    assert_eq!(found, Vec::<String>::new());
    let rebuilt = within("a rebuild", client.query_one("CALL audit.rebuild()", &[])).await;
    rebuilt.unwrap();
    head.release().await;
}

#[tokio::test]
async fn rebuild_refuses_a_log_with_a_gap() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    let sql = "SET session_replication_role = replica;
               DELETE FROM events WHERE position = 3;
               SET session_replication_role = origin";
    client.batch_execute(sql).await.unwrap();
    let messages = "SELECT count(*) FROM messages";
    let before = database.number(messages).await;
    let outcome = client.execute("CALL audit.rebuild()", &[]).await;
    let error = refusal("CALL audit.rebuild()", outcome.map(drop));
    assert_eq!(*error.code(), SqlState::DATA_CORRUPTED);
    assert!(
        error.message().contains("position 3"),
        "{}",
        error.message()
    );
    assert_eq!(database.number(messages).await, before);
}
