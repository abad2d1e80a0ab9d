//! Committed data survives the end of any process.

use std::os::unix::fs::{MetadataExt, chown};

use rustix::process::{Signal, kill_process};
use tokio_postgres::Client;

use super::fixture::{TestMachine, assert_answers, connect, try_connect, value};
use crate::support::eventually;

async fn insert_rows(client: &Client) {
    let sql = "CREATE TABLE kept AS SELECT generate_series(1, 100)";
    client.batch_execute(sql).await.unwrap();
}

async fn assert_rows_kept(client: &Client) {
    assert_eq!(value(client, "SELECT count(*) FROM kept").await, "100");
}

#[tokio::test]
async fn starts_with_durable_settings() {
    let machine = TestMachine::new();
    let embedded = machine.start().await;
    let client = connect(&embedded).await;
    let expected = [
        ("current_database()", "vestnik"),
        ("current_user", "vestnik"),
        (
            "pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'vestnik'",
            "vestnik",
        ),
        ("current_setting('fsync')", "on"),
        ("current_setting('full_page_writes')", "on"),
        ("current_setting('synchronous_commit')", "on"),
        ("current_setting('data_checksums')", "on"),
        ("current_setting('listen_addresses')", ""),
        ("current_setting('server_encoding')", "UTF8"),
        ("upper('вестник')", "ВЕСТНИК"),
        (
            "count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'",
            "0",
        ),
    ];
    for (query, expected) in expected {
        let actual = value(&client, &format!("SELECT {query}")).await;
        assert_eq!(actual, expected, "{query}");
    }
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn killed_postgres_restarts_with_committed_data() {
    let machine = TestMachine::new().with_database().await;
    let embedded = machine.start().await;
    insert_rows(&connect(&embedded).await).await;

    let killed = machine.postmaster().unwrap();
    kill_process(killed, Signal::KILL).unwrap();
    let client = eventually("a connection", async || try_connect(&embedded).await).await;

    assert_ne!(machine.postmaster(), Some(killed));
    assert_rows_kept(&client).await;
    embedded.stop().await.unwrap();
    assert_eq!(machine.postmaster(), None);
}

#[tokio::test]
async fn recovers_after_server_and_postgres_are_killed() {
    let machine = TestMachine::new().with_database().await;
    let mut server = machine.start_server().await;
    let attached = machine.attach().await;
    insert_rows(&connect(&attached).await).await;
    drop(attached);

    server.kill().await.unwrap();
    kill_process(machine.postmaster().unwrap(), Signal::KILL).unwrap();

    let embedded = machine.start().await;
    assert_rows_kept(&connect(&embedded).await).await;
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn start_waits_for_backends_of_a_killed_postgres() {
    let machine = TestMachine::new().with_database().await;
    let attached = machine.attach().await;
    let client = connect(&attached).await;
    client.batch_execute("CREATE TABLE busy ()").await.unwrap();
    let end = machine.root().join("end");
    // A loop without waits does not notice the end of the postmaster.
    let busy = format!(
        "DO $$ BEGIN
             DROP TABLE busy; COMMIT;
             WHILE pg_stat_file('{}', true) IS NULL LOOP END LOOP; END $$",
        end.display()
    );
    let busy = tokio::spawn(async move { client.batch_execute(&busy).await });
    let watcher = connect(&attached).await;
    eventually("the loop", async || {
        let dropped = value(&watcher, "SELECT to_regclass('busy') IS NULL").await;
        (dropped == "true").then_some(())
    })
    .await;
    kill_process(machine.postmaster().unwrap(), Signal::KILL).unwrap();
    drop(attached);

    let log = || std::fs::read_to_string(machine.data_dir.join("postgres.log")).unwrap();
    let waits = async || {
        let is_logged = log().contains("pre-existing shared memory block");
        is_logged.then_some(())
    };
    let end_loop = async {
        eventually("a start that waits for the backend", waits).await;
        std::fs::write(&end, "").unwrap();
    };
    let (embedded, ()) = tokio::join!(machine.start(), end_loop);
    assert_answers(&embedded).await;
    let log = log();
    let refused = log.contains("the database system is");
    assert!(!refused, "no connection before it was ready: {log}");
    embedded.stop().await.unwrap();
    busy.await.unwrap().unwrap();
}

/// A crash of the machine leaves the file and the socket; then another program gets the
/// number of the process.
#[tokio::test]
async fn stale_pid_file_with_a_reused_pid_is_removed() {
    let machine = TestMachine::new().with_database().await;
    let owner = std::fs::metadata(machine.cluster()).unwrap();
    let (uid, gid) = (owner.uid(), owner.gid());
    let mut other = tokio::process::Command::new("sleep");
    if rustix::process::geteuid().is_root() {
        other.uid(uid).gid(gid);
    }
    let mut other = other.arg("600").kill_on_drop(true).spawn().unwrap();
    let pid = other.id().unwrap();
    let run = machine.data_dir.join("postgres/run");
    let data = machine.cluster().canonicalize().unwrap();
    let content = format!("{pid}\n{}\n1\n5432\n{}\n\n", data.display(), run.display());
    for path in [data.join("postmaster.pid"), run.join(".s.PGSQL.5432.lock")] {
        std::fs::write(&path, &content).unwrap();
        chown(&path, Some(uid), Some(gid)).unwrap();
    }

    let embedded = machine.start().await;
    assert_answers(&embedded).await;
    embedded.stop().await.unwrap();
    let ended = other.try_wait().unwrap();
    assert!(ended.is_none(), "the other program gets no signal");
    other.kill().await.unwrap();
}
