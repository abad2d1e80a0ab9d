//! The shared connections for reads.

use std::collections::HashSet;

use vestnik::db::Pool;

use crate::support::TestDatabase;

/// The process id of the backend that serves a connection of the pool.
async fn backend(pool: &Pool) -> i32 {
    let connection = pool.get().await.expect("a connection");
    let row = connection.query_one("SELECT pg_backend_pid()", &[]).await;
    row.expect("a process id").get(0)
}

#[tokio::test]
async fn reads_in_turn_use_the_connection_that_was_used_last() {
    let database = TestDatabase::new().await;
    let pool = database.pool();
    let at_once = futures::future::join_all([pool.get(), pool.get(), pool.get()]).await;
    drop(at_once);
    let mut used = HashSet::new();
    for _ in 0..6 {
        used.insert(backend(&pool).await);
    }
    assert_eq!(used.len(), 1);
}
