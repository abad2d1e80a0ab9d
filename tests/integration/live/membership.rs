//! Membership changes act on open streams.

use crate::support::School;

#[tokio::test]
async fn rejoined_member_sends_and_receives_again() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut streams = school.open_streams(&other).await;
    let (database, pair) = (&school.database, &school.pair);

    school.remove_student().await;
    school.send("while removed").await;
    database
        .add_participant(pair.chat_id, &pair.student, "student")
        .await;
    school.send("welcome back").await;

    for stream in &mut streams {
        assert_eq!(stream.next().await.event, "chat_created");
        assert_eq!(stream.next().await.content(), "welcome back");
    }
    school.send_as_student("thank you").await;
}

#[tokio::test]
async fn removed_member_gets_nothing_of_the_chat_by_resuming() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let last_seen = school.student.open_stream().await.ready.id;
    let (database, student) = (&school.database, &school.pair.student);
    let kept = database.person("teacher").await;
    let kept_chat = database.complete_lesson(&kept, student).await;
    let kept = school.replica.client(&kept);

    school.send("of the left chat").await;
    kept.send_message(kept_chat, "of the kept chat").await;
    school.remove_student().await;
    kept.send_message(kept_chat, "the last").await;

    let student = other.client(student);
    let mut resumed = student.open_stream_after(&last_seen).await;
    let texts = resumed.texts_until("the last").await;
    assert_eq!(texts, ["of the kept chat", "the last"]);
}

#[tokio::test]
async fn removal_acts_on_a_stream_far_behind() {
    const COUNT: i64 = 2_000;
    let school = School::new().await;
    let (database, student) = (&school.database, &school.pair.student);
    let kept = database.person("teacher").await;
    let kept_chat = database.complete_lesson(&kept, student).await;
    let mut reading = school.student.open_stream().await;
    // Neither the sockets nor the queue hold as much: the rest is read after the removal.
    school.append_padded("left chat ", COUNT, 9_000).await;
    let path = "/api/events/chat?last_event_id=0-00000000";
    let mut behind = crate::support::RawStream::open(&school.replica, student, path).await;

    school.remove_student().await;
    let kept = school.replica.client(&kept);
    kept.send_message(kept_chat, "the last").await;
    reading.texts_until("the last").await;
    let mut received = 0;
    while behind.next().await.content() != "the last" {
        received += 1;
    }

    assert!(received < COUNT, "{received} events came after the removal");
}
