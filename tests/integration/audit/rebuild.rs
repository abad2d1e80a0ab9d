//! `audit.rebuild()`: puts the read model right while others go on.

use tokio_postgres::error::SqlState;

use super::tampering::{READ_MODEL, named};
use super::{Traffic, findings, live_in};
use crate::sql::refusal;
use crate::support::wait::within;
use crate::support::{LockedLogHead, TestDatabase, eventually};

#[tokio::test]
async fn whatever_was_done_to_the_read_model_is_put_right() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
    let client = database.client().await;
    for (statements, _) in READ_MODEL
        .iter()
        .filter(|(sql, _)| !sql.contains("DROP INDEX"))
    {
        let statements = named(&client, statements).await;
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
        assert_eq!(
            findings(&client).await,
            Vec::<String>::new(),
            "{statements}"
        );
    }
}

#[tokio::test]
async fn the_head_is_put_where_the_last_event_is() {
    let database = TestDatabase::new().await;
    let pairs = live_in(&database).await;
    let client = database.client().await;
    for tamper in [
        "UPDATE log_head SET position = position + 1",
        "DELETE FROM log_head",
    ] {
        client.batch_execute(tamper).await.unwrap();
        let replaced = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
        assert_eq!(replaced.get::<_, i64>(0), 1, "{tamper}");
        assert_eq!(findings(&client).await, Vec::<String>::new(), "{tamper}");
        database
            .append_messages(pairs[0].chat_id, &pairs[0].teacher, "goes on", 1)
            .await;
    }
}

#[tokio::test]
async fn a_read_model_that_is_right_is_not_touched() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
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
async fn senders_go_on_while_all_is_rebuilt() {
    let database = TestDatabase::new().await;
    let pairs = live_in(&database).await;
    let client = database.client().await;
    // Every row is wrong: what is appended on top of them is wrong too, until it is put right.
    let ruin = "SET session_replication_role = replica;
                UPDATE messages SET content = 'forged';
                UPDATE chats SET last_seq = last_seq + 7, message_count = 0;
                DELETE FROM messages WHERE id % 3 = 0;
                SET session_replication_role = origin";
    client.batch_execute(ruin).await.unwrap();
    let traffic = Traffic::of(&database, &pairs);
    let before = database.head().await;
    eventually("appends on top of what is wrong", async || {
        (database.head().await > before + 20).then_some(())
    })
    .await;
    client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    let rebuilt = database.head().await;
    eventually("appends afterwards", async || {
        (database.head().await > rebuilt + 20).then_some(())
    })
    .await;
    assert_eq!(findings(&client).await, Vec::<String>::new());
    assert!(traffic.stop().await > 0);
    assert_eq!(findings(&client).await, Vec::<String>::new());
}

/// Whoever appends in this moment writes the same rows.
#[tokio::test]
async fn nothing_is_put_right_while_somebody_appends() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
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
    assert_eq!(findings(&watcher).await, Vec::<String>::new());
}

/// Deriving and comparing need no lock: only what is put right does.
#[tokio::test]
async fn looking_waits_for_nobody() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
    let head = LockedLogHead::take(&database).await;
    let client = database.client().await;
    let found = within("a verification", findings(&client)).await;
    assert_eq!(found, Vec::<String>::new());
    let rebuilt = within("a rebuild", client.query_one("CALL audit.rebuild()", &[])).await;
    rebuilt.unwrap();
    head.release().await;
}

#[tokio::test]
async fn nothing_is_derived_from_a_broken_log() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
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
