//! The log loses its newest events while replicas run: a restored backup, or a failover to a
//! standby that had not received them.

use crate::support::{EventStream, School, TestDatabase, eventually, spawn_replicas};

/// Runs SQL, from another database, while this one has no sessions.
async fn without_sessions(name: &str, sql: &str) {
    let client = TestDatabase::existing("postgres").client().await;
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
    without_sessions(name, &sql).await;
    TestDatabase::existing(&backup)
}

/// Replaces the database with a backup.
async fn restore(database: &TestDatabase, backup: TestDatabase) {
    let (name, backup) = (database.name(), backup.name().to_owned());
    database.allow_connections(false).await;
    let away = format!("ALTER DATABASE {name} RENAME TO {name}_lost");
    without_sessions(name, &away).await;
    let back = format!("ALTER DATABASE {backup} RENAME TO {name}");
    without_sessions(&backup, &back).await;
}

async fn expect_reset(stream: &mut EventStream, head: &str) {
    let frame = stream.next().await;
    assert_eq!((frame.event.as_str(), frame.id.as_str()), ("reset", head));
}

#[tokio::test]
async fn restored_backup_resets_subscribers_before_live_events() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (chat_id, teacher) = (pair.chat_id, &pair.teacher);
    database.append_messages(chat_id, teacher, "kept ", 3).await;
    let backup = back_up(&database).await;
    let head = database.now().await;
    let [one, other] = spawn_replicas(&database).await;
    let (client, teacher) = (one.client(&pair.student), one.client(teacher));
    let mut streams = [
        client.open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];
    teacher.send_message(chat_id, "lost").await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "lost");
    }
    let lost = streams[0].last_event_id.clone();

    restore(&database, backup).await;

    for stream in &mut streams {
        expect_reset(stream, &head).await;
    }
    // The id of the lost event is of another log now.
    let mut resumed = client.open_stream_after(&lost).await;
    assert_eq!(resumed.next().await.event, "reset");
    teacher.send_message(chat_id, "live").await;
    for stream in streams.iter_mut().chain([&mut resumed]) {
        assert_eq!(stream.next().await.content(), "live");
    }
}

#[tokio::test]
async fn longer_log_of_another_history_is_detected() {
    let (database, pair) = TestDatabase::with_pair().await;
    let backup = back_up(&database).await;
    let (chat_id, teacher) = (pair.chat_id, &pair.teacher);
    backup.append_messages(chat_id, teacher, "other ", 20).await;
    let head = backup.now().await;
    let [replica] = spawn_replicas(&database).await;
    let school = School::of(database, pair, replica);
    let mut stream = school.student.open_stream().await;
    school.send("lost").await;
    assert_eq!(stream.next().await.content(), "lost");

    restore(&school.database, backup).await;

    expect_reset(&mut stream, &head).await;
    assert_eq!(stream.last_event_id, head);
    school.send("live").await;
    assert_eq!(stream.next().await.content(), "live");
}

/// A chat's id is its position, so a chat of the backup can have the id of a lost one.
#[tokio::test]
async fn restored_membership_replaces_that_of_the_lost_log() {
    let database = TestDatabase::new().await;
    let [former_teacher, teacher] = database.people("teacher").await;
    let [former_student, student] = database.people("student").await;
    let backup = back_up(&database).await;
    let lost_chat = database
        .complete_lesson(&former_teacher, &former_student)
        .await;
    let chat_id = backup.complete_lesson(&teacher, &student).await;
    assert_eq!(lost_chat, chat_id);
    let [replica] = spawn_replicas(&database).await;
    let mut former = replica.client(&former_student).open_stream().await;
    let mut member = replica.client(&student).open_stream().await;

    restore(&database, backup).await;
    for stream in [&mut former, &mut member] {
        assert_eq!(stream.next().await.event, "reset");
    }
    let teacher = replica.client(&teacher);
    teacher.send_message(chat_id, "for members").await;
    database
        .complete_lesson(&former_teacher, &former_student)
        .await;

    assert_eq!(member.next().await.content(), "for members");
    assert_eq!(former.next().await.event, "chat_created");
}
