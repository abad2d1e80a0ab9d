//! The log loses its newest events while replicas run: a restored backup, or a failover to a
//! standby that had not received them.

use crate::support::cluster::Cluster;
use crate::support::{EventStream, TestDatabase, eventually, spawn_replicas};

/// A connection to another database, so that the test databases can be renamed.
async fn maintenance_client() -> tokio_postgres::Client {
    let url = Cluster::shared().url("postgres");
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .expect("the cluster answers");
    tokio::spawn(connection);
    client
}

async fn without_sessions(client: &tokio_postgres::Client, name: &str, sql: &str) {
    eventually(sql, async || {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        client.execute(end, &[&name]).await.ok()?;
        client.batch_execute(sql).await.ok()
    })
    .await;
}

async fn back_up(database: &TestDatabase) -> TestDatabase {
    let (name, backup) = (database.name(), format!("{}_backup", database.name()));
    let sql = format!("CREATE DATABASE {backup} TEMPLATE {name}");
    without_sessions(&maintenance_client().await, name, &sql).await;
    TestDatabase::existing(&backup)
}

/// Replaces the database with a backup.
async fn restore(database: &TestDatabase, backup: TestDatabase) {
    let (name, backup) = (database.name(), backup.name().to_owned());
    let client = maintenance_client().await;
    let shut = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    client
        .batch_execute(&shut)
        .await
        .expect("connections can be disallowed");
    let away = format!("ALTER DATABASE {name} RENAME TO {name}_lost");
    without_sessions(&client, name, &away).await;
    let back = format!("ALTER DATABASE {backup} RENAME TO {name}");
    without_sessions(&client, &backup, &back).await;
}

async fn expect_reset(stream: &mut EventStream, head: &str) {
    let frame = stream.next().await;
    assert_eq!((frame.event.as_str(), frame.id.as_str()), ("reset", head));
}

#[tokio::test]
async fn restored_backup_resets_subscribers_before_live_events() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "kept ", 3)
        .await;
    let backup = back_up(&database).await;
    let head = database.now().await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&pair.student).open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];
    one.client(&pair.teacher)
        .send_message(pair.chat_id, "lost")
        .await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "lost");
    }

    restore(&database, backup).await;

    for stream in &mut streams {
        expect_reset(stream, &head).await;
    }
    one.client(&pair.teacher)
        .send_message(pair.chat_id, "live")
        .await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "live");
    }
}

#[tokio::test]
async fn longer_log_of_another_history_is_detected() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let backup = back_up(&database).await;
    backup
        .append_messages(pair.chat_id, &pair.teacher, "of the other log ", 20)
        .await;
    let head = backup.cursor(backup.head().await).await;
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "lost")
        .await;
    assert_eq!(stream.next().await.content(), "lost");

    restore(&database, backup).await;

    expect_reset(&mut stream, &head).await;
    let lost = stream.last_event_id.clone();
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "live")
        .await;
    assert_eq!(stream.next().await.content(), "live");
    assert_eq!(lost, head);
}

#[tokio::test]
async fn resuming_from_a_lost_event_gets_a_reset() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let backup = back_up(&database).await;
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "lost")
        .await;
    stream.next().await;
    let lost = stream.last_event_id.clone();
    restore(&database, backup).await;
    assert_eq!(stream.next().await.event, "reset");

    let mut again = replica.client(&pair.student).open_stream_after(&lost).await;

    assert_eq!(again.next().await.event, "reset");
}

#[tokio::test]
async fn a_reused_chat_id_does_not_leak_to_former_members() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let strangers = [
        database.person("teacher").await,
        database.person("student").await,
    ];
    let backup = back_up(&database).await;
    let lost_chat = database.complete_lesson(&teacher, &student).await;
    // A chat's id is its position, so this chat reuses the id of the lost one.
    let namesake = backup.complete_lesson(&strangers[0], &strangers[1]).await;
    assert_eq!(lost_chat, namesake);
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&student).open_stream().await;

    restore(&database, backup).await;
    assert_eq!(stream.next().await.event, "reset");
    replica
        .client(&strangers[0])
        .send_message(namesake, "not for you")
        .await;
    database.complete_lesson(&teacher, &student).await;

    assert_eq!(stream.next().await.event, "chat_created");
}

#[tokio::test]
async fn members_in_the_restored_log_get_its_messages() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let backup = back_up(&database).await;
    database.pair().await;
    let chat_id = backup.complete_lesson(&teacher, &student).await;
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&student).open_stream().await;

    restore(&database, backup).await;
    assert_eq!(stream.next().await.event, "reset");
    replica
        .client(&teacher)
        .send_message(chat_id, "for you")
        .await;

    assert_eq!(stream.next().await.content(), "for you");
}
