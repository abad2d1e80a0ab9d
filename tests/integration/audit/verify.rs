//! `audit.verify()` finds nothing in a sound log, also during appends.

use super::{BackgroundWorkload, assert_no_findings, findings, generate_activity};
use crate::support::{TestDatabase, eventually};

#[tokio::test]
async fn verify_finds_nothing_in_a_log_with_activity() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    assert_no_findings(&database.client().await).await;
}

#[tokio::test]
async fn verify_finds_nothing_in_an_empty_log() {
    let database = TestDatabase::new().await;
    assert_no_findings(&database.client().await).await;
}

#[tokio::test]
async fn verify_finds_nothing_during_concurrent_appends() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let workload = BackgroundWorkload::of(&database, &pairs);
    let client = database.client().await;
    for _ in 0..10 {
        // Each verification runs between appends.
        let before = database.head().await;
        assert_no_findings(&client).await;
        eventually("another append", async || {
            (database.head().await > before).then_some(())
        })
        .await;
    }
    assert!(workload.stop().await > 20);
    assert_no_findings(&client).await;
}

#[tokio::test]
async fn concurrent_verifications_leave_no_temporary_tables() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let (one, other) = (database.client().await, database.client().await);
    let (first, second) = tokio::join!(findings(&one), findings(&other));
    assert_eq!((first, second), (Vec::new(), Vec::new()));
    let left = "SELECT count(*) FROM pg_class WHERE relpersistence = 't'";
    assert_eq!(database.number(left).await, 0);
}

/// Verification replays the log with copies of the projection routines, so that no second list
/// of routines has to be maintained.
#[tokio::test]
async fn every_projection_routine_has_a_replay_copy() {
    let database = TestDatabase::new().await;
    let missing = "
        SELECT count(*)
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
          AND (p.proname = 'newest_message_up_to' OR p.proname LIKE 'project%')
          AND NOT EXISTS (
              SELECT FROM pg_proc AS s
              WHERE s.pronamespace = 'audit_replay'::regnamespace
                AND s.proname = p.proname
                AND NOT s.prosecdef
                AND s.prosrc !~ 'public\\.project'
                AND NOT EXISTS (
                    SELECT FROM audit_replay.tables() AS t
                    WHERE s.prosrc ~ format('public\\.%s\\M', t.name)))";
    assert_eq!(database.number(missing).await, 0);
}

/// Every table that a projection routine writes is registered, or its rows are neither protected nor verified.
#[tokio::test]
async fn every_table_of_the_read_model_is_protected_and_verified() {
    let database = TestDatabase::new().await;
    let forgotten = "
        SELECT string_agg(DISTINCT written.name, ', ' ORDER BY written.name)
        FROM pg_proc AS p
        CROSS JOIN LATERAL regexp_matches(
            p.prosrc, '(?:INSERT INTO|UPDATE|DELETE FROM) public\\.(\\w+)', 'g'
        ) AS found (names)
        CROSS JOIN LATERAL (SELECT found.names[1] AS name) AS written
        JOIN pg_proc AS copy
            ON copy.pronamespace = 'audit_replay'::regnamespace
           AND copy.proname = p.proname
        WHERE p.pronamespace = 'public'::regnamespace
          AND written.name NOT IN (SELECT t.name FROM audit_replay.tables() AS t)";
    let client = database.client().await;
    let row = client.query_one(forgotten, &[]).await.unwrap();
    assert_eq!(row.get::<_, Option<String>>(0), None);
    let without_key = "SELECT count(*) FROM audit_replay.tables() AS t WHERE t.key = '{}'";
    assert_eq!(database.number(without_key).await, 0);
    let differing = "
        SELECT count(*) FROM read_model_tables AS r
        FULL JOIN audit_replay.tables() AS t USING (name)
        WHERE r.name IS NULL OR t.name IS NULL";
    assert_eq!(database.number(differing).await, 0);
}
