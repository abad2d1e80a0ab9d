//! What is committed is there again, whatever was killed.

use rustix::process::{Signal, kill_process};
use tokio_postgres::NoTls;

use super::ground::{Ground, connect, eventually, is_root, value};

#[tokio::test]
async fn starts_with_durable_settings_and_answers() {
    let ground = Ground::open();
    let embedded = ground.start().await;
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
    for (query, answer) in expected {
        assert_eq!(
            value(&client, &format!("SELECT {query}")).await,
            answer,
            "{query}"
        );
    }
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn postgres_killed_under_a_server_comes_back_with_all_that_was_committed() {
    let ground = Ground::open();
    let embedded = ground.start().await;
    let client = connect(&embedded).await;
    client
        .batch_execute("CREATE TABLE kept (n int)")
        .await
        .unwrap();
    client
        .execute("INSERT INTO kept SELECT generate_series(1, 100)", &[])
        .await
        .unwrap();

    let killed = ground.postmaster().unwrap();
    kill_process(killed, Signal::KILL).unwrap();
    let client = eventually(async || {
        let (client, connection) = embedded.connection().connect(NoTls).await.ok()?;
        tokio::spawn(connection);
        Some(client)
    })
    .await;

    assert_ne!(ground.postmaster(), Some(killed));
    assert_eq!(value(&client, "SELECT count(*) FROM kept").await, "100");
    embedded.stop().await.unwrap();
    assert_eq!(ground.postmaster(), None);
}

#[tokio::test]
async fn recovers_after_server_and_postgres_were_both_killed() {
    let ground = Ground::open();
    let mut owner = ground.start_owner().await;
    let attached = ground.attach().await;
    let client = connect(&attached).await;
    client
        .batch_execute("CREATE TABLE kept AS SELECT generate_series(1, 100)")
        .await
        .unwrap();
    drop((client, attached));

    owner.kill().await.unwrap();
    kill_process(ground.postmaster().unwrap(), Signal::KILL).unwrap();

    let embedded = ground.start().await;
    let client = connect(&embedded).await;
    assert_eq!(value(&client, "SELECT count(*) FROM kept").await, "100");
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn start_waits_for_a_query_that_outlives_the_killed_postgres() {
    let ground = Ground::open();
    let attached = ground.attach().await;
    let client = connect(&attached).await;
    client.batch_execute("CREATE TABLE busy ()").await.unwrap();
    // It waits for nothing, so it does not notice the end of the postmaster.
    let busy = "DO $$ DECLARE _end timestamptz := clock_timestamp() + '2 s'; BEGIN
                DROP TABLE busy; COMMIT;
                WHILE clock_timestamp() < _end LOOP END LOOP; END $$";
    let busy = tokio::spawn(async move { client.batch_execute(busy).await });
    let watcher = connect(&attached).await;
    eventually(async || {
        let gone = value(&watcher, "SELECT to_regclass('busy') IS NULL").await;
        (gone == "true").then_some(())
    })
    .await;
    kill_process(ground.postmaster().unwrap(), Signal::KILL).unwrap();
    drop(attached);

    let embedded = ground.start().await;
    let client = connect(&embedded).await;
    assert_eq!(value(&client, "SELECT 1").await, "1");
    let log = std::fs::read_to_string(ground.data_dir.join("postgres.log")).unwrap();
    assert!(
        log.contains("pre-existing shared memory block"),
        "it was there still: {log}"
    );
    let refused = log.matches("the database system is").count();
    assert_eq!(refused, 0, "nobody is bothered before it is ready: {log}");
    embedded.stop().await.unwrap();
    busy.await.unwrap().unwrap();
}

#[tokio::test]
async fn stale_pid_file_whose_number_is_another_program_now_is_no_obstacle() {
    let ground = Ground::open();
    ground.start().await.stop().await.unwrap();
    // A crash of the machine leaves the file and the socket; then the account that
    // runs Postgres happens to have a process of that number.
    let mut other = tokio::process::Command::new("sleep");
    let (uid, gid) = owner_of(&ground.cluster());
    if is_root() {
        other.uid(uid).gid(gid);
    }
    let mut other = other.arg("600").kill_on_drop(true).spawn().unwrap();
    let pid = other.id().unwrap();
    let run = ground.data_dir.join("postgres/run");
    let data = ground.cluster().canonicalize().unwrap();
    let record = format!("{pid}\n{}\n1\n5432\n{}\n\n", data.display(), run.display());
    for path in [data.join("postmaster.pid"), run.join(".s.PGSQL.5432.lock")] {
        std::fs::write(&path, &record).unwrap();
        std::os::unix::fs::chown(&path, Some(uid), Some(gid)).unwrap();
    }

    let embedded = ground.start().await;
    assert_eq!(value(&connect(&embedded).await, "SELECT 1").await, "1");
    embedded.stop().await.unwrap();
    assert!(
        other.try_wait().unwrap().is_none(),
        "the other program was left alone"
    );
    other.kill().await.unwrap();
}

fn owner_of(path: &std::path::Path) -> (u32, u32) {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).unwrap();
    (metadata.uid(), metadata.gid())
}
