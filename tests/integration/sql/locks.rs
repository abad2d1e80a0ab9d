//! Locks that only roles with the right privileges can take; advisory locks have no effect.

use tokio_postgres::error::SqlState;
use vestnik::db::schema;

use super::refused;
use crate::audit::assert_no_findings;
use crate::support::wait::within;
use crate::support::{TestDatabase, realm_files};

/// Takes the advisory locks of earlier versions, which any login can hold.
const HOLD: &str = "
    SELECT pg_advisory_lock(hashtextextended('vestnik ' || name, 0))
    FROM unnest(ARRAY['presence', 'sealing', 'erasure', 'attachments']) AS name";

#[tokio::test]
async fn advisory_locks_of_others_block_nothing() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let holder = database.client().await;
    holder
        .batch_execute(HOLD)
        .await
        .expect("any role can take it");
    let client = database.client().await;
    client
        .batch_execute(
            "SET lock_timeout = '5s';
             SELECT FROM presence_update(gen_random_uuid(), 10000, true, '{1}', '{0}', '{}', '{}')",
        )
        .await
        .expect("presence does not wait");
    let sealed = client.query("SELECT FROM audit.seal_log()", &[]).await;
    assert_eq!(sealed.expect("sealing runs").len(), 1, "nothing was sealed");
    assert_no_findings(&client).await;
    let rebuilt = client.batch_execute("CALL audit.rebuild()").await;
    rebuilt.expect("a rebuild does not wait");
    let used = "SELECT count(*) FROM pg_proc AS p
                WHERE p.pronamespace IN ('public'::regnamespace, 'audit'::regnamespace)
                  AND p.prosrc ~ 'advisory'";
    assert_eq!(database.number(used).await, 0);
}

#[tokio::test]
async fn advisory_locks_of_others_do_not_block_migrations() {
    let database = TestDatabase::without_schema().await;
    let holder = database.client().await;
    // The key of the former advisory lock on schema changes.
    let hold = format!("SELECT pg_advisory_lock({})", 0x0076_6573_746e_696b_i64);
    holder
        .batch_execute(&hold)
        .await
        .expect("any role can take it");
    let connector = database.connector();
    let migrated = within(
        "the migration",
        schema::migrate(&connector, realm_files::policies()),
    )
    .await;
    migrated.expect("the migration succeeds");
}

#[tokio::test]
async fn roles_without_write_privileges_cannot_lock_rows() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .expect("the role exists");
    for sql in [
        "SELECT FROM locks FOR UPDATE",
        "SELECT FROM locks FOR KEY SHARE",
        "BEGIN; LOCK TABLE locks IN ACCESS SHARE MODE",
        "BEGIN; LOCK TABLE schema_lock IN ACCESS SHARE MODE",
        "SELECT FROM audit.erasure_steps FOR SHARE",
        "SELECT lock_presence()",
        // Tables that an auditor can read.
        "SELECT FROM chats FOR KEY SHARE",
        "BEGIN; LOCK TABLE events IN ROW EXCLUSIVE MODE",
    ] {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

#[tokio::test]
async fn only_one_session_seals_at_a_time() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let (first, second) = (database.client().await, database.client().await);
    let seal = "SELECT FROM audit.seal_log()";
    let begun = first.batch_execute(&format!("BEGIN; {seal}")).await;
    begun.expect("sealing succeeds");
    let skipped = second
        .query(seal, &[])
        .await
        .expect("the second session returns at once");
    assert_eq!(skipped.len(), 0);
    first
        .batch_execute("ROLLBACK")
        .await
        .expect("the transaction ends");
    assert_eq!(
        second
            .query(seal, &[])
            .await
            .expect("sealing succeeds")
            .len(),
        1
    );
}
