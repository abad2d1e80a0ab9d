//! The primary dies, or hangs, and a standby takes over.

use std::net::TcpListener;

use crate::campaign::suffer_only;
use crate::faults::Fault;
use crate::support::cluster::Cluster;
use crate::support::{ReplicaProcess, TestDatabase};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_synchronous_standby_nothing_acknowledged_is_lost_and_nobody_is_reset() {
    let (totals, findings) = suffer_only(Fault::SynchronousFailover).await;

    assert!(findings.is_clean(), "{findings:#?}");
    assert_eq!((findings.given_up, totals.resets), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_standby_that_had_lost_a_tail_everyone_is_reset_and_goes_on() {
    let (totals, findings) = suffer_only(Fault::LostTail).await;

    assert!(findings.is_clean(), "{findings:#?}");
    assert!(findings.given_up > 0, "the standby had everything");
    assert!(totals.resets >= totals.subscribers, "{totals:?}");
}

/// A primary that hangs: it takes connections, and says nothing on them.
#[tokio::test]
async fn a_host_that_hangs_keeps_nobody_from_the_one_after_it() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (host, name) = (Cluster::shared().directory(), database.name());
    let host = host.display().to_string().replace('/', "%2F");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!(
        "postgresql://postgres@127.0.0.1:{port},{host}:5432/{name}\
         ?target_session_attrs=read-write"
    );

    let replica = ReplicaProcess::spawn_with(&database, &[("DATABASE_URL", &url)]).await;

    let mut stream = replica.client(&pair.student).open_stream().await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "!")
        .await;
    assert_eq!(stream.next().await.content(), "!");
}
