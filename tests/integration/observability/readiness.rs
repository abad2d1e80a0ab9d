//! `/ready` names each unmet condition and explains it in a sentence.

use crate::support::{PausedSessions, Replica, TestDatabase, eventually};

/// A replica that receives notifications and is ready without problems.
async fn ready_replica() -> (TestDatabase, Replica) {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let (status, problems) = until(&replica, "notifications", "delivered").await;
    assert_eq!((status, problems.len()), (200, 0), "{problems:?}");
    (database, replica)
}

/// Waits until a condition has this state; returns the status and the sentences.
async fn until(replica: &Replica, condition: &str, state: &str) -> (u16, Vec<String>) {
    eventually(&format!("{condition} to be {state}"), async || {
        let answer = replica.anonymous_client().get("/ready").await;
        let problems = answer.body["problems"].as_array().into_iter().flatten();
        let problems = problems.filter_map(|problem| problem.as_str().map(str::to_owned));
        (answer.body[condition] == state).then(|| (answer.status, problems.collect()))
    })
    .await
}

/// Waits until a condition has this state; asserts the status and that the first sentence is about
/// the condition; returns that sentence.
async fn assert_problem(replica: &Replica, condition: &str, state: &str, expected: u16) -> String {
    let (status, problems) = until(replica, condition, state).await;
    assert_eq!(status, expected, "{problems:?}");
    let prefix = format!("{condition}: ");
    assert!(problems[0].starts_with(&prefix), "{problems:?}");
    // An unavailable database has consequences, which are listed as well.
    assert!(
        problems.len() == 1 || condition == "database",
        "{problems:?}"
    );
    problems[0].clone()
}

#[tokio::test]
async fn unreachable_database_makes_the_replica_unready() {
    let (database, replica) = ready_replica().await;
    database.block_connections("%").await;
    assert_problem(&replica, "database", "unavailable", 503).await;
    let health = replica.anonymous_client().get("/health").await;
    assert_eq!(health.expect(200)["status"], "healthy");
    database.allow_connections(true).await;
    assert_eq!(until(&replica, "database", "ok").await.0, 200);
}

#[tokio::test]
async fn read_only_database_makes_the_replica_unready() {
    let (database, replica) = ready_replica().await;
    database.make_read_only(true).await;
    assert_problem(&replica, "database", "read_only", 503).await;
    database.make_read_only(false).await;
    assert_eq!(until(&replica, "database", "ok").await.0, 200);
}

#[tokio::test]
async fn stalled_tail_makes_the_replica_unready() {
    let (database, replica) = ready_replica().await;
    let tail = PausedSessions::sessions(&database, "tail").await;
    assert_problem(&replica, "tail", "behind", 503).await;
    drop(tail);
    assert_eq!(until(&replica, "tail", "ok").await.0, 200);
}

#[tokio::test]
async fn another_schema_or_lost_notifications_are_listed_but_ready() {
    let (database, replica) = ready_replica().await;
    let change = "UPDATE schema_state SET digest = 'another ' || digest";
    database.execute(change).await;
    let problem = assert_problem(&replica, "schema", "outdated", 200).await;
    assert!(problem.contains("vestnik migrate"), "{problem}");
    let back = "UPDATE schema_state SET digest = replace(digest, 'another ', '')";
    database.execute(back).await;
    assert_eq!(until(&replica, "schema", "ok").await.0, 200);

    database.block_connections("listener").await;
    assert_problem(&replica, "notifications", "undelivered", 200).await;
}
