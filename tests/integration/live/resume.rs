//! A stream resumes from an id of any age.

use crate::support::{PausedSessions, TestDatabase, spawn_replicas};

#[tokio::test]
async fn resumes_from_the_start_of_the_log() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let sent = database
        .append_messages(pair.chat_id, &pair.teacher, "m", 3)
        .await;
    let [replica] = spawn_replicas(&database).await;

    let mut stream = replica
        .client(&pair.student)
        .open_stream_after("0-00000000")
        .await;

    assert_eq!(stream.ready.id, "0-00000000");
    assert_eq!(stream.next().await.event, "chat_created");
    assert_eq!(stream.texts(3).await, sent);
}

#[tokio::test]
async fn id_older_than_recent_events_resumes_from_the_log() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "seen ", 5)
        .await;
    let old = database.now().await;
    let [replica] = spawn_replicas(&database).await;
    // More than the ring holds.
    let sent = database
        .append_messages(pair.chat_id, &pair.teacher, "m", 16_500)
        .await;

    let mut stream = replica.client(&pair.student).open_stream_after(&old).await;

    let received = stream.texts(sent.len()).await;
    assert!(received == sent);
}

#[tokio::test]
async fn id_among_recent_events_resumes_after_it() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    let sent = database
        .append_messages(pair.chat_id, &pair.teacher, "m", 10)
        .await;
    let frames = stream.take("new_message", 10).await;

    let mut again = replica
        .client(&pair.student)
        .open_stream_after(&frames[6].id)
        .await;

    assert_eq!(again.texts(3).await, sent[7..]);
}

#[tokio::test]
async fn head_resumes_with_new_events_only() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "seen ", 5)
        .await;
    let head = database.now().await;
    let [replica] = spawn_replicas(&database).await;

    let mut stream = replica.client(&pair.student).open_stream_after(&head).await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "new")
        .await;

    assert_eq!(stream.next().await.content(), "new");
}

#[tokio::test]
async fn id_ahead_of_this_replica_is_not_repeated() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    // A stream of the same user, whose membership is loaded already.
    let mut witness = replica.client(&pair.student).open_stream().await;
    let tail = PausedSessions::sessions(&database, "tail").await;
    // More than a queue holds: it overflows before the replica reaches that id.
    let unread = database
        .append_messages(pair.chat_id, &pair.teacher, "seen elsewhere ", 6_000)
        .await;
    let ahead = database.now().await;

    let mut stream = replica
        .client(&pair.student)
        .open_stream_after(&ahead)
        .await;
    assert_eq!(stream.ready.id, ahead);
    drop(tail);
    let received = witness.texts(unread.len()).await;
    assert!(received == unread);
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "new")
        .await;

    assert_eq!(stream.next().await.content(), "new");
}

#[tokio::test]
async fn stream_without_id_starts_after_earlier_writes() {
    let database = TestDatabase::new().await;
    let (pair, admin) = (database.pair().await, database.person("admin").await);
    let [replica] = spawn_replicas(&database).await;
    // The second stream of this one asks for no membership.
    let mut witness = replica.client(&pair.student).open_stream().await;
    let tail = PausedSessions::sessions(&database, "tail").await;
    let unread = database
        .append_messages(pair.chat_id, &pair.teacher, "before ", 3)
        .await;
    let now = database.now().await;

    let mut streams = [
        replica.client(&pair.student).open_stream().await,
        replica.client(&pair.teacher).open_stream().await,
        replica.client(&admin).open_stream().await,
        replica.client(&admin).open_stream_after("3-00000000").await,
    ];
    for stream in &streams {
        assert_eq!(stream.ready.id, now);
    }
    drop(tail);
    assert_eq!(witness.texts(unread.len()).await, unread);
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "new")
        .await;

    assert_eq!(streams[3].next().await.event, "reset");
    for index in [0, 2, 3] {
        assert_eq!(streams[index].next().await.content(), "new");
    }
    let [_, teachers, ..] = &mut streams;
    replica
        .client(&pair.student)
        .send_message(pair.chat_id, "newer")
        .await;
    assert_eq!(teachers.next().await.content(), "newer");
}

#[tokio::test]
async fn ready_frame_alone_is_enough_to_resume() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let ready = one.client(&pair.student).open_stream().await.ready;
    let sent = database
        .append_messages(pair.chat_id, &pair.teacher, "m", 2)
        .await;

    let mut stream = other
        .client(&pair.student)
        .open_stream_after(&ready.id)
        .await;

    assert_eq!(stream.texts(2).await, sent);
}

#[tokio::test]
async fn id_in_the_header_wins_over_the_query() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let sent = database
        .append_messages(pair.chat_id, &pair.teacher, "m", 4)
        .await;
    let head = database.head().await;
    let (older, newer) = (
        database.cursor(head - 3).await,
        database.cursor(head - 1).await,
    );
    let [replica] = spawn_replicas(&database).await;
    let client = replica.client(&pair.student);
    let path = format!("/api/events/chat?last_event_id={older}");

    let mut by_query = client.open_stream_at(&path).await;
    assert_eq!(by_query.texts(3).await, sent[1..]);

    let request = client.request(reqwest::Method::GET, &path);
    let request = request.header("Last-Event-ID", &newer);
    let mut by_header = crate::support::EventStream::open(request).await;
    assert_eq!(by_header.texts(1).await, sent[3..]);
}
