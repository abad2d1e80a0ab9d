//! SIGTERM under full load.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{Pair, ReplicaProcess, TestDatabase, eventually, spawn_processes};

const SENDERS: usize = 32;

/// Sends messages until the replica is gone; returns the acknowledged texts.
async fn send_until_gone(
    replica: &ReplicaProcess,
    pair: &Pair,
    answered: &Arc<AtomicUsize>,
) -> BTreeSet<String> {
    let mut senders = JoinSet::new();
    for sender in 0..SENDERS {
        let (client, chat_id) = (replica.client(&pair.teacher), pair.chat_id);
        let answered = answered.clone();
        senders.spawn(async move {
            let mut texts = Vec::new();
            for n in 0.. {
                let text = format!("{sender}.{n}");
                match client
                    .try_send_message(chat_id, &text, Uuid::now_v7())
                    .await
                {
                    Some(answer) if answer.status == 201 => texts.push(text),
                    Some(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                    None => break,
                }
                answered.fetch_add(1, Ordering::Relaxed);
            }
            texts
        });
    }
    senders.join_all().await.concat().into_iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_under_load_acknowledges_every_stored_message() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_processes(&database).await;
    let request = replica
        .client(&pair.student)
        .request(reqwest::Method::GET, "/api/events/chat");
    let mut stream = request.send().await.unwrap();
    let ended = tokio::spawn(async move {
        // A truncated stream is an error; a complete one is not.
        while stream.chunk().await?.is_some() {}
        Ok::<_, reqwest::Error>(())
    });
    let answered = Arc::<AtomicUsize>::default();

    let (sending, stopping) = (send_until_gone(&replica, &pair, &answered), async {
        eventually("some sends to be answered", async || {
            (answered.load(Ordering::Relaxed) > 200).then_some(())
        })
        .await;
        let pid = replica.pid();
        let started = Instant::now();
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        started
    });
    let (texts, started) = tokio::join!(sending, stopping);

    assert!(started.elapsed() < Duration::from_secs(10));
    ended.await.unwrap().expect("the stream ends cleanly");
    let sql = "SELECT content FROM messages";
    let rows = database.client().await.query(sql, &[]).await.unwrap();
    let stored: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(stored, texts);
}
