//! Signals and readiness.

use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};
use uuid::Uuid;

use crate::support::{TestDatabase, eventually, spawn_processes};

const BOUND: Duration = Duration::from_secs(10);

#[tokio::test]
async fn sigterm_ends_streams_and_exits_with_success() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_processes(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    let started = Instant::now();

    let status = replica.terminate().await;

    assert!(status.success(), "{status}");
    assert!(started.elapsed() < BOUND, "took {:?}", started.elapsed());
    stream.ended().await;
}

#[tokio::test]
async fn sighup_does_not_stop_the_server() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_processes(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;

    kill_process(replica.pid(), Signal::HUP).expect("the process can be signalled");

    eventually("the signal to be noticed", async || {
        replica.log().contains("SIGHUP").then_some(())
    })
    .await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "!")
        .await;
    assert_eq!(stream.next().await.content(), "!");
}

#[tokio::test]
async fn send_in_flight_at_sigterm_is_answered() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_processes(&database).await;
    let teacher = replica.client(&pair.teacher);
    // Holding the lock on the log head makes every send wait.
    let mut holder = database.client().await;
    let held = holder.transaction().await.expect("a transaction");
    held.execute("SELECT lock_head()", &[])
        .await
        .expect("the head");
    let sending = tokio::spawn(async move {
        teacher
            .try_send_message(pair.chat_id, "late", Uuid::now_v7())
            .await
    });
    eventually("the send to wait for the head", async || {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
        (database.number(waiting).await > 0).then_some(())
    })
    .await;

    let started = Instant::now();
    let stopping = tokio::spawn(replica.terminate());
    held.commit().await.expect("the head is given back");

    let answer = sending.await.expect("no panic").expect("an answer");
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert!(stopping.await.expect("no panic").success());
    assert!(started.elapsed() < BOUND, "took {:?}", started.elapsed());
    assert_eq!(database.number("SELECT count(*) FROM messages").await, 1);
}

#[tokio::test]
async fn stalled_reader_does_not_delay_shutdown() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_processes(&database).await;
    let path = "/api/events/chat";
    let _stalled = crate::support::RawStream::open(&replica, &pair.student, path).await;
    let mut quick = replica.client(&pair.student).open_stream().await;
    let sent = database
        .append_padded(pair.chat_id, &pair.teacher, "m", 1_000, 9_000)
        .await;
    quick.texts(sent.len()).await;
    let started = Instant::now();

    let status = replica.terminate().await;

    assert!(status.success(), "{status}");
    assert!(started.elapsed() < BOUND, "took {:?}", started.elapsed());
}

#[tokio::test]
async fn replica_is_unready_while_the_log_is_unreadable() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    let client = replica.anonymous_client();
    assert_eq!(client.get("/ready").await.expect(200)["status"], "ready");

    let admin = crate::support::cluster::Cluster::shared().url("postgres");
    let name = database.name();
    allow_connections(&admin, name, false).await;
    eventually("503", async || {
        let answer = client.get("/ready").await;
        (answer.status == 503 && answer.body["status"] == "unready").then_some(())
    })
    .await;
    assert_eq!(client.get("/health").await.expect(200)["status"], "healthy");

    allow_connections(&admin, name, true).await;
    eventually("200", async || {
        (client.get("/ready").await.status == 200).then_some(())
    })
    .await;
}

/// Disallows connections to a database and ends its sessions, or allows them again.
async fn allow_connections(admin: &str, name: &str, allowed: bool) {
    let (client, connection) = tokio_postgres::connect(admin, tokio_postgres::NoTls)
        .await
        .expect("the cluster answers");
    tokio::spawn(connection);
    let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}");
    client.batch_execute(&sql).await.expect("it can be altered");
    if !allowed {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        client
            .execute(sql, &[&name])
            .await
            .expect("sessions can be ended");
    }
}
