//! Delivery and sending recover when Postgres terminates the server's sessions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::support::{School, eventually};

/// The number of messages sent in sequence while the writer's session is terminated repeatedly.
const MESSAGES: usize = 60;
/// The longest allowed recovery.
const BOUND: Duration = Duration::from_secs(5);

/// After the loss both replicas deliver the next message within `BOUND`, and nothing twice.
#[tokio::test]
async fn sending_and_delivery_survive_loss_of_any_session() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut streams = school.open_streams(&other).await;
    for purpose in ["listener", "writer", "tail", "%"] {
        school.send("before").await;
        for stream in &mut streams {
            assert_eq!(stream.next().await.content(), "before", "{purpose}");
        }

        let ended = school.database.terminate(purpose).await;
        assert!(ended >= 1, "there was no session for {purpose}");
        let (started, client_id) = (Instant::now(), Uuid::now_v7());
        eventually("a send to succeed", async || {
            let (teacher, chat_id) = (&school.teacher, school.pair.chat_id);
            let answer = teacher.try_send_message(chat_id, "after", client_id);
            matches!(answer.await?.status, 200 | 201).then_some(())
        })
        .await;
        for stream in &mut streams {
            assert_eq!(stream.next().await.content(), "after", "{purpose}");
        }
        let elapsed = started.elapsed();
        assert!(elapsed < BOUND, "{purpose}: took {elapsed:?}");

        eventually("notifications to arrive", async || {
            let ready = school.replica.anonymous_client().get("/ready").await;
            (ready.body["notifications"] == "delivered").then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn sends_during_repeated_writer_losses_are_stored_once() {
    let school = School::new().await;
    let database = &school.database;
    let mut stream = school.student.open_stream().await;
    let sent = Arc::new(AtomicUsize::new(0));
    let sending = tokio::spawn({
        let (teacher, chat_id) = (school.teacher.clone(), school.pair.chat_id);
        let sent = sent.clone();
        async move {
            for n in 1..=MESSAGES {
                teacher.send_message(chat_id, &format!("m{n}")).await;
                sent.fetch_add(1, Ordering::Relaxed);
            }
        }
    });

    while !sending.is_finished() {
        let before = sent.load(Ordering::Relaxed);
        database.terminate("writer").await;
        eventually("another message to be sent", async || {
            let has_sent = sent.load(Ordering::Relaxed) > before || sending.is_finished();
            has_sent.then_some(())
        })
        .await;
    }

    sending.await.expect("every send succeeds");
    let expected: Vec<_> = (1..=MESSAGES).map(|n| format!("m{n}")).collect();
    assert_eq!(stream.texts(MESSAGES).await, expected);
    let stored = database.number("SELECT count(*) FROM messages").await;
    assert_eq!(usize::try_from(stored), Ok(MESSAGES));
}
