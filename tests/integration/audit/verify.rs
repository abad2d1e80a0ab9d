//! `audit.verify()`: nothing on a sound log, and exactly what is wrong otherwise.

use super::{Traffic, findings, live_in};
use crate::support::{TestDatabase, eventually};

#[tokio::test]
async fn a_log_that_was_lived_in_is_proven() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
    assert_eq!(
        findings(&database.client().await).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn an_empty_log_is_proven() {
    let database = TestDatabase::new().await;
    assert_eq!(
        findings(&database.client().await).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn nothing_is_found_while_others_append() {
    let database = TestDatabase::new().await;
    let pairs = live_in(&database).await;
    let traffic = Traffic::of(&database, &pairs);
    let client = database.client().await;
    for round in 0..10 {
        // Each look falls among appends.
        let before = database.head().await;
        assert_eq!(
            findings(&client).await,
            Vec::<String>::new(),
            "round {round}"
        );
        eventually("another append", async || {
            (database.head().await > before).then_some(())
        })
        .await;
    }
    assert!(traffic.stop().await > 20);
    assert_eq!(findings(&client).await, Vec::<String>::new());
}

#[tokio::test]
async fn two_may_verify_at_once_and_nothing_stays_behind() {
    let database = TestDatabase::new().await;
    live_in(&database).await;
    let (one, other) = (database.client().await, database.client().await);
    let (first, second) = tokio::join!(findings(&one), findings(&other));
    assert_eq!((first, second), (Vec::new(), Vec::new()));
    let left = "SELECT count(*) FROM pg_class WHERE relpersistence = 't'";
    assert_eq!(database.number(left).await, 0);
}

/// What `verify` has to derive is derived by the routines that keep the live read model,
/// whatever their number: nobody has to keep a second list.
#[tokio::test]
async fn every_step_of_project_has_its_shadow() {
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
                AND s.prosrc !~ 'public\\.(chats|chat_participants|messages|chat_settings|reports|bans|blocks|project)')";
    assert_eq!(database.number(missing).await, 0);
    let tables = "SELECT count(*) FROM audit_replay.tables()";
    assert_eq!(database.number(tables).await, 7);
}
