//! Queries of streams that open at the same time, as after a restart.

use futures::future::join_all;

use crate::support::{RawStream, School};

const STREAMS: usize = 64;
/// Queries for counterparts that wait for the lock. Announcing who came online reads the table too.
const WAITING: &str = "SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
    WHERE l.relation = 'last_seen'::regclass AND l.mode = 'AccessShareLock' AND NOT l.granted
      AND a.query LIKE '%AS reader (user_id, number)%'";

#[tokio::test]
async fn streams_that_open_at_once_share_queries() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let pairs = school.database.pairs(STREAMS).await;
    let mut other = school.database.client().await;
    let transaction = other.transaction().await.unwrap();
    // Each query for the users to show as online reads this table.
    let lock = "LOCK TABLE last_seen IN ACCESS EXCLUSIVE MODE";
    transaction.execute(lock, &[]).await.unwrap();

    let students = pairs.iter().map(|pair| &pair.student);
    let opening =
        students.map(|student| RawStream::open(&school.replica, student, "/api/events/chat"));
    let watching = async {
        let open = "vestnik_subscribers{kind=\"own_chats\"}";
        metrics.until_exactly(open, STREAMS as f64).await;
        let queries = school.database.number(WAITING).await;
        transaction.rollback().await.unwrap();
        queries
    };
    let (_streams, queries) = tokio::join!(join_all(opening), watching);
    assert!(queries <= 2, "{queries} queries wait for {STREAMS} streams");
}
