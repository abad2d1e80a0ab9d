//! Delivery and sending recover when Postgres terminates the server's sessions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::support::{TestDatabase, eventually, spawn_replicas};

/// The number of messages sent in sequence while the writer's session is terminated repeatedly.
const MESSAGES: usize = 60;
/// The longest allowed recovery.
const BOUND: Duration = Duration::from_secs(5);

/// Terminates the sessions of a purpose, then expects both replicas to deliver a message within
/// `BOUND`, without losing or repeating an event.
async fn survives_the_end_of(purpose: &str) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&pair.student).open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];
    let teacher = one.client(&pair.teacher);
    teacher.send_message(pair.chat_id, "before").await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "before");
    }

    let ended = database.terminate(purpose).await;
    assert!(ended >= 1, "there was no session for {purpose}");
    let started = Instant::now();
    let client_id = Uuid::now_v7();
    eventually("a send to succeed", async || {
        let answer = teacher
            .try_send_message(pair.chat_id, "after", client_id)
            .await?;
        matches!(answer.status, 200 | 201).then_some(())
    })
    .await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "after");
    }

    assert!(started.elapsed() < BOUND, "took {:?}", started.elapsed());
}

#[tokio::test]
async fn delivery_survives_loss_of_the_listener_session() {
    survives_the_end_of("listener").await;
}

#[tokio::test]
async fn sending_survives_loss_of_the_writer_session() {
    survives_the_end_of("writer").await;
}

#[tokio::test]
async fn delivery_survives_loss_of_the_tail_session() {
    survives_the_end_of("tail").await;
}

#[tokio::test]
async fn sending_and_delivery_survive_loss_of_all_sessions() {
    survives_the_end_of("%").await;
}

#[tokio::test]
async fn reconnected_listener_receives_notifications() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_replicas(&database).await;
    let before = eventually("a listener", async || {
        database.backends("listener").await.first().copied()
    })
    .await;

    database.terminate("listener").await;

    eventually("another listener", async || {
        let now = database.backends("listener").await;
        now.iter().any(|pid| *pid != before).then_some(())
    })
    .await;
    eventually("notifications to arrive", async || {
        let ready = replica.anonymous_client().get("/ready").await;
        (ready.body["notifications"] == "delivered").then_some(())
    })
    .await;
}

#[tokio::test]
async fn sends_during_repeated_writer_losses_are_stored_once() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let teacher = replica.client(&pair.teacher);
    let mut stream = replica.client(&pair.student).open_stream().await;
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    let sending = tokio::spawn(async move {
        for n in 1..=MESSAGES {
            teacher.send_message(pair.chat_id, &format!("m{n}")).await;
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });

    while !sending.is_finished() {
        let before = sent.load(Ordering::Relaxed);
        database.terminate("writer").await;
        eventually("another message to be sent", async || {
            let went_on = sent.load(Ordering::Relaxed) > before || sending.is_finished();
            went_on.then_some(())
        })
        .await;
    }

    sending.await.expect("every send succeeds");
    let expected: Vec<_> = (1..=MESSAGES).map(|n| format!("m{n}")).collect();
    assert_eq!(stream.texts(MESSAGES).await, expected);
    let stored = "SELECT count(*) FROM messages";
    assert_eq!(usize::try_from(database.number(stored).await), Ok(MESSAGES));
}
