//! The primary dies or hangs, and a standby takes over.

use std::net::TcpListener;

use crate::faults::Fault;
use crate::runs::inject_only;
use crate::support::cluster::Cluster;
use crate::support::{ReplicaProcess, TestDatabase};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failover_to_a_synchronous_standby_loses_and_resets_nothing() {
    let (totals, findings) = inject_only(Fault::SynchronousFailover).await;

    assert!(findings.is_clean(), "{findings:#?}");
    assert_eq!((findings.lost_in_failover, totals.resets), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failover_to_a_late_standby_resets_who_received_the_lost_tail() {
    let (totals, findings) = inject_only(Fault::LostTail).await;

    assert!(findings.is_clean(), "{findings:#?}");
    assert!(findings.lost_in_failover > 0, "the standby had everything");
    // The fault waits for a reset of each subscriber that received a lost event. The other subscribers need none.
    assert!(totals.resets > 0, "{totals:?}");
}

/// The hanging host accepts connections and never answers.
#[tokio::test]
async fn hanging_host_does_not_block_the_next_one() {
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
