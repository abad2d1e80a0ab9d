//! A stream resumes from an id of any age.

use crate::support::{EventStream, PausedSessions, School};

#[tokio::test]
async fn resumes_after_any_id_of_the_log() {
    let school = School::new().await;
    let sent = school.append("m", 4).await;
    let head = school.database.head().await;
    let middle = school.database.cursor(head - 2).await;

    let mut stream = school.student.open_stream_after("0-00000000").await;
    assert_eq!(stream.ready.id, "0-00000000");
    assert_eq!(stream.next().await.event, "chat_created");
    assert_eq!(stream.texts(4).await, sent);

    let mut from_middle = school.student.open_stream_after(&middle).await;
    assert_eq!(from_middle.texts(2).await, sent[2..]);
    let mut from_head = school
        .student
        .open_stream_after(&stream.last_event_id)
        .await;
    school.send("new").await;
    for stream in [&mut from_middle, &mut from_head] {
        assert_eq!(stream.next().await.content(), "new");
    }
}

#[tokio::test]
async fn id_older_than_recent_events_resumes_from_the_log() {
    let school = School::new().await;
    school.append("seen ", 5).await;
    let old = school.database.now().await;
    // More than the recent events that a replica keeps.
    let sent = school.append("m", 16_500).await;

    let mut stream = school.student.open_stream_after(&old).await;

    let received = stream.texts(sent.len()).await;
    assert!(received == sent);
}

#[tokio::test]
async fn id_ahead_of_this_replica_is_not_repeated() {
    let school = School::new().await;
    // A stream of the same user, whose membership is loaded already.
    let mut earlier = school.student.open_stream().await;
    let tail = PausedSessions::sessions(&school.database, "tail").await;
    // More than a queue holds: it overflows before the replica reaches that id.
    let unread = school.append("seen elsewhere ", 2_000).await;
    let ahead = school.database.now().await;

    let mut stream = school.student.open_stream_after(&ahead).await;
    assert_eq!(stream.ready.id, ahead);
    drop(tail);
    let received = earlier.texts(unread.len()).await;
    assert!(received == unread);
    school.send("new").await;

    assert_eq!(stream.next().await.content(), "new");
}

#[tokio::test]
async fn stream_without_id_starts_after_earlier_writes() {
    let school = School::new().await;
    let admin = school.database.person("admin").await;
    let admin = school.replica.client(&admin);
    // What an admin's first stream of the day shows of others is recorded: an event.
    drop(admin.open_stream().await);
    // The membership of this user is loaded already.
    let mut earlier = school.student.open_stream().await;
    let tail = PausedSessions::sessions(&school.database, "tail").await;
    let unread = school.append("before ", 3).await;
    let now = school.database.now().await;

    let [mut student, mut teacher, mut new_admin, mut reset_admin] = [
        school.student.open_stream().await,
        school.teacher.open_stream().await,
        admin.open_stream().await,
        admin.open_stream_after("3-00000000").await,
    ];
    for stream in [&student, &teacher, &new_admin, &reset_admin] {
        assert_eq!(stream.ready.id, now);
    }
    drop(tail);
    assert_eq!(earlier.texts(unread.len()).await, unread);
    school.send("new").await;

    assert_eq!(reset_admin.next().await.event, "reset");
    for stream in [&mut student, &mut new_admin, &mut reset_admin] {
        assert_eq!(stream.next().await.content(), "new");
    }
    school.send_as_student("newer").await;
    assert_eq!(teacher.next().await.content(), "newer");
}

#[tokio::test]
async fn id_in_the_header_wins_over_the_query() {
    let school = School::new().await;
    let sent = school.append("m", 4).await;
    let older = school.database.cursor_before_last(3).await;
    let newer = school.database.cursor_before_last(1).await;
    let path = format!("/api/events/chat?last_event_id={older}");

    let mut by_query = school.student.open_stream_at(&path).await;
    assert_eq!(by_query.texts(3).await, sent[1..]);

    let request = school.student.request(reqwest::Method::GET, &path);
    let mut by_header = EventStream::open(request.header("Last-Event-ID", &newer)).await;
    assert_eq!(by_header.texts(1).await, sent[3..]);
}
