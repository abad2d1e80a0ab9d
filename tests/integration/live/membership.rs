//! Membership changes act on open streams.

use crate::support::{EventStream, Pair, Replica, TestDatabase, spawn_replicas};

/// A student with two teachers, and a stream on each of two replicas.
async fn busy_student() -> (TestDatabase, Pair, Pair, [Replica; 2], [EventStream; 2]) {
    let database = TestDatabase::new().await;
    let first = database.pair().await;
    let teacher = database.person("teacher").await;
    let chat_id = database.complete_lesson(&teacher, &first.student).await;
    let second = Pair {
        teacher,
        student: first.student.clone(),
        chat_id,
    };
    let [one, other] = spawn_replicas(&database).await;
    let streams = [
        one.client(&first.student).open_stream().await,
        other.client(&first.student).open_stream().await,
    ];
    (database, first, second, [one, other], streams)
}

#[tokio::test]
async fn removed_member_stops_receiving_that_chat_only() {
    let (database, left, kept, [one, _other], mut streams) = busy_student().await;
    let (from_left, from_kept) = (one.client(&left.teacher), one.client(&kept.teacher));
    from_left.send_message(left.chat_id, "before").await;

    database
        .remove_participant(left.chat_id, &left.student)
        .await;
    from_left
        .send_message(left.chat_id, "behind the back")
        .await;
    from_kept.send_message(kept.chat_id, "goes on").await;

    for stream in &mut streams {
        assert_eq!(stream.texts(2).await, ["before", "goes on"]);
    }
}

#[tokio::test]
async fn rejoined_member_receives_again_on_the_same_stream() {
    let (database, left, _kept, [one, _other], mut streams) = busy_student().await;
    let teacher = one.client(&left.teacher);

    database
        .remove_participant(left.chat_id, &left.student)
        .await;
    teacher.send_message(left.chat_id, "behind the back").await;
    database
        .add_participant(left.chat_id, &left.student, "student")
        .await;
    teacher.send_message(left.chat_id, "welcome back").await;

    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "welcome back");
    }
}

#[tokio::test]
async fn removed_member_gets_nothing_by_resuming() {
    let (database, left, kept, [one, other], streams) = busy_student().await;
    let last_seen = streams[0].ready.id.clone();
    drop(streams);
    one.client(&left.teacher)
        .send_message(left.chat_id, "once theirs")
        .await;
    one.client(&kept.teacher)
        .send_message(kept.chat_id, "still theirs")
        .await;

    database
        .remove_participant(left.chat_id, &left.student)
        .await;
    one.client(&kept.teacher)
        .send_message(kept.chat_id, "the last")
        .await;

    let mut stream = other
        .client(&left.student)
        .open_stream_after(&last_seen)
        .await;
    assert_eq!(
        stream.texts_until("the last").await,
        ["still theirs", "the last"]
    );
}

#[tokio::test]
async fn removal_acts_on_a_stream_far_behind() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let kept = database.person("teacher").await;
    let kept_chat = database.complete_lesson(&kept, &pair.student).await;
    let [replica] = spawn_replicas(&database).await;
    let path = "/api/events/chat?last_event_id=0-00000000";
    let mut witness = replica.client(&pair.student).open_stream().await;
    // Neither the sockets nor the queue hold as much: the rest is read after the removal.
    database
        .append_padded(pair.chat_id, &pair.teacher, "theirs ", 3_000, 9_000)
        .await;
    let mut behind = crate::support::RawStream::open(&replica, &pair.student, path).await;

    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;
    replica
        .client(&kept)
        .send_message(kept_chat, "the last")
        .await;
    witness.texts_until("the last").await;
    let mut received = 0;
    while behind.next().await.content() != "the last" {
        received += 1;
    }

    assert!(received < 3_000, "{received} events came after the removal");
}
