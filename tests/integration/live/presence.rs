//! Presence is shared by all replicas, and debounced.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::support::{Replica, ReplicaProcess, TestDatabase, eventually, spawn_replicas};

/// How long somebody may be away before it is told.
const GRACE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn presence_changes_reach_other_replicas() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut teacher = there.client(&pair.teacher).open_stream().await;

    let student = here.client(&pair.student).open_stream().await;
    let told = teacher.until_presence(&pair.student, true).await;
    assert_eq!(told.id, "", "nobody resumes from what is true for a moment");
    assert!(told.data["last_seen"].is_string(), "{told:?}");

    let closed = Instant::now();
    drop(student);
    let told = teacher.presence_update().await;
    assert!(told.is_presence_of(&pair.student) && told.data["online"] == false);
    let after = closed.elapsed();
    assert!(after >= GRACE && after < 2 * GRACE, "told after {after:?}");
}

#[tokio::test]
async fn online_counterparts_are_sent_after_ready() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let _student = here.client(&pair.student).open_stream().await;
    // The other replica knows once it has told somebody.
    let mut first_tab = there.client(&pair.teacher).open_stream().await;
    first_tab.until_presence(&pair.student, true).await;

    let mut second_tab = there.client(&pair.teacher).open_stream().await;

    let next = second_tab.try_next_frame().await.expect("a frame");
    assert!(next.is_presence_of(&pair.student) && next.data["online"] == true);
}

#[tokio::test]
async fn switching_replicas_within_the_grace_keeps_presence() {
    let database = TestDatabase::new().await;
    let (pair, other) = (database.pair().await, database.person("student").await);
    database.complete_lesson(&pair.teacher, &other).await;
    let replicas = spawn_replicas::<2>(&database).await;
    let mut teacher = replicas[0].client(&pair.teacher).open_stream().await;
    let mut student = replicas[0].client(&pair.student).open_stream().await;
    teacher.until_presence(&pair.student, true).await;

    for replica in [&replicas[1], &replicas[0], &replicas[1]] {
        drop(student);
        student = replica.client(&pair.student).open_stream().await;
    }

    // Somebody who stays away is told; had the student been, they would have been before.
    let gone = replicas[1].client(&other).open_stream().await;
    teacher.until_presence(&other, true).await;
    drop(gone);
    let next = teacher.presence_update().await;
    assert!(next.is_presence_of(&other), "{next:?}");
    assert_eq!(next.data["online"], false);
}

#[tokio::test]
async fn one_connection_on_any_replica_keeps_presence() {
    let database = TestDatabase::new().await;
    let (pair, other) = (database.pair().await, database.person("student").await);
    database.complete_lesson(&pair.teacher, &other).await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut teacher = there.client(&pair.teacher).open_stream().await;
    let phone = here.client(&pair.student).open_stream().await;
    let laptop = there.client(&pair.student).open_stream().await;
    let gone = here.client(&other).open_stream().await;
    teacher.until_presence(&other, true).await;

    drop((phone, gone));

    // Had one been enough to be gone, it would be told together with the other's going.
    loop {
        let next = teacher.presence_update().await;
        assert_ne!(
            (&next.data["user_id"], &next.data["online"]),
            (&json!(pair.student.id), &json!(false))
        );
        if next.is_presence_of(&other) && next.data["online"] == false {
            break;
        }
    }
    drop(laptop);
    teacher.until_presence(&pair.student, false).await;
}

#[tokio::test]
async fn presence_reaches_counterparts_and_not_admins() {
    let database = TestDatabase::new().await;
    let (pair, others) = (database.pair().await, database.pair().await);
    let admin = database.person("admin").await;
    let [replica] = spawn_replicas::<1>(&database).await;
    let mut told = replica.client(&pair.teacher).open_stream().await;
    let mut stranger = replica.client(&others.teacher).open_stream().await;
    let mut overseer = replica.client(&admin).open_stream().await;

    let _student = replica.client(&pair.student).open_stream().await;
    told.until_presence(&pair.student, true).await;

    replica
        .client(&others.student)
        .send_message(others.chat_id, "after")
        .await;
    for stream in [&mut stranger, &mut overseer] {
        let frame = stream.try_next_frame().await.expect("a frame");
        assert_eq!(frame.content(), "after");
    }
}

#[tokio::test]
async fn users_of_a_killed_replica_go_offline() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let here = ReplicaProcess::spawn(&database).await;
    let there = Replica::spawn(&database).await;
    let mut teacher = there.client(&pair.teacher).open_stream().await;
    let _student = here.client(&pair.student).open_stream().await;
    teacher.until_presence(&pair.student, true).await;

    let killed = Instant::now();
    here.kill().await;

    teacher.until_presence(&pair.student, false).await;
    let after = killed.elapsed();
    assert!(
        after > GRACE && after < Duration::from_secs(30),
        "{after:?}"
    );
}

#[tokio::test]
async fn shutdown_gives_users_the_grace_to_reconnect() {
    let database = TestDatabase::new().await;
    let (pair, other) = (database.pair().await, database.person("student").await);
    database.complete_lesson(&pair.teacher, &other).await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut teacher = there.client(&pair.teacher).open_stream().await;
    let _stays_away = here.client(&other).open_stream().await;
    let mut comes_back = here.client(&pair.student).open_stream().await;
    teacher.until_presence(&other, true).await;
    teacher.until_presence(&pair.student, true).await;

    let back = async {
        while comes_back.try_next_frame().await.is_some() {}
        there.client(&pair.student).open_stream().await
    };
    let ((), _back) = tokio::join!(here.shut_down(), back);

    let next = teacher.presence_update().await;
    assert!(next.is_presence_of(&other), "{next:?}");
    assert_eq!(next.data["online"], false);
}

#[tokio::test]
async fn last_seen_outlives_connection_and_replica() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let replica = Replica::spawn(&database).await;
    let mut teacher = replica.client(&pair.teacher).open_stream().await;
    let student = replica.client(&pair.student).open_stream().await;
    teacher.until_presence(&pair.student, true).await;
    drop(student);

    let told = teacher.until_presence(&pair.student, false).await;
    let last_seen = told.data["last_seen"].as_str().expect("a time").to_owned();

    let kept = database.client().await;
    let sql = "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')
               FROM last_seen WHERE user_id = $1";
    let kept = kept.query_one(sql, &[&pair.student.id]).await.unwrap();
    assert!(last_seen.starts_with(kept.get::<_, &str>(0)), "{last_seen}");
}

#[tokio::test]
async fn new_chat_sends_presence_to_both_members() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut streams = [
        here.client(&teacher).open_stream().await,
        there.client(&student).open_stream().await,
    ];
    let online = "SELECT count(*) FROM presence";
    eventually("both to be online", async || {
        (database.number(online).await == 2).then_some(())
    })
    .await;

    database.complete_lesson(&teacher, &student).await;

    streams[0].until_presence(&student, true).await;
    streams[1].until_presence(&teacher, true).await;
}

#[tokio::test]
async fn deleted_user_goes_offline_on_every_replica() {
    let database = TestDatabase::new().await;
    let (pair, other) = (database.pair().await, database.person("teacher").await);
    database.complete_lesson(&other, &pair.student).await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut teachers = [
        here.client(&pair.teacher).open_stream().await,
        there.client(&other).open_stream().await,
    ];
    let _student = here.client(&pair.student).open_stream().await;
    for teacher in &mut teachers {
        teacher.until_presence(&pair.student, true).await;
    }

    let removed = format!("DELETE FROM users WHERE id = {}", pair.student.id);
    database.execute(&removed).await;

    for teacher in &mut teachers {
        teacher.until_presence(&pair.student, false).await;
    }
    assert_eq!(
        database.number("SELECT count(*) FROM last_seen AS l LEFT JOIN users AS u ON u.id = l.user_id WHERE u.id IS NULL").await,
        0
    );
}
