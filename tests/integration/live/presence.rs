//! Presence is shared by all replicas, and debounced.

use std::time::Duration;

use tokio::time::Instant;

use crate::support::{EventStream, Person, Replica, ReplicaProcess, School, TestDatabase};

/// How long a user may be disconnected before others see it.
const OFFLINE_DELAY: Duration = Duration::from_secs(5);

/// The next change that the stream shows is that this user is offline.
async fn assert_next_offline(stream: &mut EventStream, person: &Person) {
    let next = stream.presence_update().await;
    assert!(next.is_presence_of(person), "{next:?}");
    assert_eq!(next.data["online"], false);
}

/// Another student of the school's teacher.
async fn another_student(school: &School) -> Person {
    let student = school.database.person("student").await;
    let teacher = &school.pair.teacher;
    school.database.complete_lesson(teacher, &student).await;
    student
}

#[tokio::test]
async fn presence_changes_reach_other_replicas() {
    let school = School::new().await;
    let there = school.another_replica().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let mut first_tab = there.client(teacher).open_stream().await;

    let connection = school.student.open_stream().await;
    let online = first_tab.until_presence(student, true).await;
    assert_eq!(online.id, "", "signals have no id to resume from");
    assert!(online.data["last_seen"].is_string(), "{online:?}");
    // A stream that opens later gets it right after `ready`.
    let mut second_tab = there.client(teacher).open_stream().await;
    let next = second_tab.try_next_frame().await.expect("a frame");
    assert!(next.is_presence_of(student) && next.data["online"] == true);

    let closed = Instant::now();
    drop(connection);
    assert_next_offline(&mut first_tab, student).await;
    let after = closed.elapsed();
    assert!(
        after >= OFFLINE_DELAY && after < 2 * OFFLINE_DELAY,
        "shown after {after:?}"
    );
    // The same time is stored.
    let offline = first_tab.until_presence(student, false).await;
    let last_seen = offline.data["last_seen"].as_str().expect("a time");
    let stored = "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')
                  FROM last_seen WHERE user_id = $1";
    let client = school.database.client().await;
    let stored = client.query_one(stored, &[&student.id]).await.unwrap();
    assert!(
        last_seen.starts_with(stored.get::<_, &str>(0)),
        "{last_seen}"
    );
}

#[tokio::test]
async fn switching_replicas_within_the_grace_keeps_presence() {
    let school = School::new().await;
    let other = another_student(&school).await;
    let there = school.another_replica().await;
    let elsewhere = there.client(&school.pair.student);
    let mut teacher = school.teacher.open_stream().await;
    let mut student = school.student.open_stream().await;
    teacher.until_presence(&school.pair.student, true).await;

    for client in [&elsewhere, &school.student, &elsewhere] {
        drop(student);
        student = client.open_stream().await;
    }

    // The next change is of another student: one of this student would have come earlier.
    let gone = there.client(&other).open_stream().await;
    teacher.until_presence(&other, true).await;
    drop(gone);
    assert_next_offline(&mut teacher, &other).await;
}

#[tokio::test]
async fn one_connection_on_any_replica_keeps_presence() {
    let school = School::new().await;
    let other = another_student(&school).await;
    let there = school.another_replica().await;
    let student = &school.pair.student;
    let mut teacher = there.client(&school.pair.teacher).open_stream().await;
    let phone = school.student.open_stream().await;
    let laptop = there.client(student).open_stream().await;
    let gone = school.replica.client(&other).open_stream().await;
    teacher.until_presence(&other, true).await;

    drop((phone, gone));

    // If one lost connection were enough, both would be shown as offline together.
    loop {
        let next = teacher.presence_update().await;
        if next.data["online"] == false {
            assert!(next.is_presence_of(&other), "{next:?}");
            break;
        }
    }
    drop(laptop);
    teacher.until_presence(student, false).await;
}

#[tokio::test]
async fn presence_reaches_counterparts_and_not_admins() {
    let school = School::new().await;
    let (others, admin) = (
        school.database.pair().await,
        school.database.person("admin").await,
    );
    let mut teacher = school.teacher.open_stream().await;
    let mut excluded = [
        school.replica.client(&others.teacher).open_stream().await,
        school.replica.client(&admin).open_stream().await,
    ];

    let _student = school.student.open_stream().await;
    teacher.until_presence(&school.pair.student, true).await;

    let student = school.replica.client(&others.student);
    student.send_message(others.chat_id, "after").await;
    for stream in &mut excluded {
        let frame = stream.try_next_frame().await.expect("a frame");
        assert_eq!(frame.content(), "after");
    }
}

#[tokio::test]
async fn users_of_a_killed_replica_go_offline() {
    let School {
        database,
        pair,
        replica: killed,
        student,
        ..
    } = School::in_own_process(&[]).await;
    let there = Replica::spawn(&database).await;
    let mut teacher = there.client(&pair.teacher).open_stream().await;
    let _student = student.open_stream().await;
    teacher.until_presence(&pair.student, true).await;

    let at = Instant::now();
    ReplicaProcess::kill(killed).await;

    teacher.until_presence(&pair.student, false).await;
    let after = at.elapsed();
    assert!(
        after > OFFLINE_DELAY && after < Duration::from_secs(30),
        "{after:?}"
    );
}

#[tokio::test]
async fn shutdown_gives_users_the_grace_to_reconnect() {
    let school = School::new().await;
    let other = another_student(&school).await;
    let there = school.another_replica().await;
    let student = &school.pair.student;
    let mut teacher = there.client(&school.pair.teacher).open_stream().await;
    let _stays_away = school.replica.client(&other).open_stream().await;
    let mut reconnects = school.student.open_stream().await;
    teacher.until_presence(&other, true).await;
    teacher.until_presence(student, true).await;

    let reconnected = async {
        while reconnects.try_next_frame().await.is_some() {}
        there.client(student).open_stream().await
    };
    let ((), _reconnected) = tokio::join!(school.replica.shut_down(), reconnected);

    assert_next_offline(&mut teacher, &other).await;
}

#[tokio::test]
async fn new_chat_sends_presence_to_both_members() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let [here, there] = crate::support::spawn_replicas::<2>(&database).await;
    let mut streams = [
        here.client(&teacher).open_stream().await,
        there.client(&student).open_stream().await,
    ];
    let online = "SELECT count(*) FROM presence";
    database.until_number(online, 2).await;

    database.complete_lesson(&teacher, &student).await;

    streams[0].until_presence(&student, true).await;
    streams[1].until_presence(&teacher, true).await;
}

#[tokio::test]
async fn deleted_user_goes_offline_on_every_replica() {
    let school = School::new().await;
    let (database, student) = (&school.database, &school.pair.student);
    let other = database.person("teacher").await;
    database.complete_lesson(&other, student).await;
    let there = school.another_replica().await;
    let mut teachers = [
        school.teacher.open_stream().await,
        there.client(&other).open_stream().await,
    ];
    let _student = school.student.open_stream().await;
    for teacher in &mut teachers {
        teacher.until_presence(student, true).await;
    }

    database.delete_user(student).await;

    for teacher in &mut teachers {
        teacher.until_presence(student, false).await;
    }
    let orphans = "SELECT count(*) FROM last_seen AS l
                   WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = l.user_id)";
    assert_eq!(database.number(orphans).await, 0);
}
