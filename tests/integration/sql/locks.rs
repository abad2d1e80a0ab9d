//! Nobody without the rights can keep the server from what one session at a time may do.

use tokio_postgres::error::SqlState;
use vestnik::db::schema;

use super::refused;
use crate::audit::findings;
use crate::support::TestDatabase;
use crate::support::wait::within;

/// The advisory locks that were taken before, which any login can hold.
const HOLD: &str = "
    SELECT pg_advisory_lock(hashtextextended('vestnik ' || name, 0))
    FROM unnest(ARRAY['presence', 'checkpoint', 'erasure', 'attachments']) AS name";

#[tokio::test]
async fn advisory_locks_of_others_hold_up_nothing() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let holder = database.client().await;
    holder.batch_execute(HOLD).await.expect("anybody may");
    let client = database.client().await;
    client
        .batch_execute(
            "SET lock_timeout = '5s';
             SELECT FROM presence_update(gen_random_uuid(), 10000, true, '{1}', '{0}', '{}', '{}')",
        )
        .await
        .expect("presence waits for nobody");
    let sealed = client.query("SELECT FROM audit.checkpoint()", &[]).await;
    assert_eq!(sealed.expect("it is asked").len(), 1, "nothing was sealed");
    assert_eq!(findings(&client).await, Vec::<String>::new());
    let rebuilt = client.batch_execute("CALL audit.rebuild()").await;
    rebuilt.expect("a rebuild waits for nobody");
    let used = "SELECT count(*) FROM pg_proc AS p
                WHERE p.pronamespace IN ('public'::regnamespace, 'audit'::regnamespace)
                  AND p.prosrc ~ 'advisory'";
    assert_eq!(database.number(used).await, 0);
}

#[tokio::test]
async fn advisory_locks_of_others_do_not_hold_up_a_migration() {
    let database = TestDatabase::without_schema().await;
    let holder = database.client().await;
    // The key of the former advisory lock on schema changes.
    let hold = format!("SELECT pg_advisory_lock({})", 0x0076_6573_746e_696b_i64);
    holder.batch_execute(&hold).await.expect("anybody may");
    let connector = database.connector();
    let migrated = within(
        "the migration",
        schema::migrate(&connector, vestnik::realms::POLICIES),
    )
    .await;
    migrated.expect("it is migrated");
}

#[tokio::test]
async fn who_may_not_write_the_rows_cannot_lock_them() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .expect("it is there");
    for sql in [
        "SELECT FROM locks FOR UPDATE",
        "SELECT FROM locks FOR KEY SHARE",
        "BEGIN; LOCK TABLE locks IN ACCESS SHARE MODE",
        "BEGIN; LOCK TABLE schema_lock IN ACCESS SHARE MODE",
        "SELECT FROM audit.erasure_steps FOR SHARE",
        "SELECT lock_presence()",
        // What an auditor may read, it may not lock either.
        "SELECT FROM chats FOR KEY SHARE",
        "BEGIN; LOCK TABLE events IN ROW EXCLUSIVE MODE",
    ] {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

#[tokio::test]
async fn one_session_at_a_time_seals() {
    let database = TestDatabase::new().await;
    database.pair().await;
    let (first, second) = (database.client().await, database.client().await);
    let seal = "SELECT FROM audit.checkpoint()";
    let begun = first.batch_execute(&format!("BEGIN; {seal}")).await;
    begun.expect("it seals");
    let passed_over = second.query(seal, &[]).await.expect("it does not wait");
    assert_eq!(passed_over.len(), 0);
    first.batch_execute("ROLLBACK").await.expect("it ends");
    assert_eq!(second.query(seal, &[]).await.expect("it seals").len(), 1);
}
