//! Guarantees that hold while a replica is killed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::wait::within;
use crate::support::{
    Client, Frame, Pair, ReplicaProcess, TestDatabase, eventually, spawn_processes,
};

const SENDERS: usize = 64;
const EACH: usize = 12;
const ALL: usize = SENDERS * EACH;
/// The number of acknowledged messages at which a replica is killed.
const KILL_AT: usize = ALL / 4;

/// Acknowledged messages: id and text.
type Acknowledged = Vec<(i64, String)>;

/// Sends a message until a replica acknowledges it; tries the replicas in turn.
async fn send(replicas: &[Client], first: usize, chat_id: i64, text: &str) -> i64 {
    let client_id = Uuid::now_v7();
    within("an acknowledgement", async {
        for replica in replicas.iter().cycle().skip(first) {
            let Some(answer) = replica.try_send_message(chat_id, text, client_id).await else {
                continue;
            };
            if matches!(answer.status, 200 | 201) {
                return answer.body["id"].as_i64();
            }
            assert!(answer.status >= 500, "{answer:?}");
        }
        None
    })
    .await
    .expect("a message has an id")
}

/// Starts all senders, spread over the replicas.
fn send_all(
    replicas: &[ReplicaProcess],
    pairs: &[Pair],
    done: &Arc<AtomicUsize>,
) -> JoinSet<Acknowledged> {
    let mut senders = JoinSet::new();
    for sender in 0..SENDERS {
        let pair = pairs[sender % pairs.len()].clone();
        let clients: Vec<Client> = replicas
            .iter()
            .map(|replica| replica.client(&pair.teacher))
            .collect();
        let done = done.clone();
        senders.spawn(async move {
            let mut acknowledged = Vec::with_capacity(EACH);
            for n in 0..EACH {
                let text = format!("sender {sender} message {n}");
                let id = send(&clients, sender, pair.chat_id, &text).await;
                acknowledged.push((id, text));
                done.fetch_add(1, Ordering::Relaxed);
            }
            acknowledged
        });
    }
    senders
}

/// The stored messages in log order.
async fn stored(database: &TestDatabase) -> Acknowledged {
    let sql = "SELECT position, payload ->> 'content' FROM events
               WHERE kind = 'message_sent' ORDER BY position";
    let rows = database.client().await.query(sql, &[]).await;
    let rows = rows.expect("the log can be read");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Runs the senders and kills the first replica meanwhile; returns the acknowledged messages
/// in log order.
async fn send_and_kill(
    replicas: Vec<ReplicaProcess>,
    pairs: &[Pair],
) -> (Acknowledged, Vec<ReplicaProcess>) {
    let done = Arc::new(AtomicUsize::new(0));
    let senders = send_all(&replicas, pairs, &done);
    eventually("a quarter to be acknowledged", async || {
        (done.load(Ordering::Relaxed) >= KILL_AT).then_some(())
    })
    .await;
    let mut survivors = replicas;
    survivors.remove(0).kill().await;
    assert!(
        done.load(Ordering::Relaxed) < ALL,
        "killed too late to matter"
    );
    let mut acknowledged: Acknowledged = senders.join_all().await.concat();
    acknowledged.sort();
    (acknowledged, survivors)
}

fn received(frames: &[Frame]) -> Acknowledged {
    let pairs = frames.iter();
    pairs
        .map(|frame| (frame.position(), frame.content().to_owned()))
        .collect()
}

#[tokio::test]
async fn acknowledged_messages_are_stored_and_delivered_once_around_a_kill() {
    let database = TestDatabase::new().await;
    let mut pairs = Vec::new();
    for _ in 0..4 {
        pairs.push(database.pair().await);
    }
    let replicas: [ReplicaProcess; 3] = spawn_processes(&database).await;
    let admin = database.person("admin").await;
    let [mut on_killed, mut on_second, mut on_third] = [
        replicas[0].client(&admin).open_stream().await,
        replicas[1].client(&admin).open_stream().await,
        replicas[2].client(&admin).open_stream().await,
    ];
    let before_the_kill = tokio::spawn(async move {
        let mut frames = Vec::new();
        while let Some(frame) = on_killed.try_next().await {
            frames.push(frame);
        }
        (frames, on_killed.last_event_id)
    });

    let (acknowledged, survivors) = send_and_kill(replicas.into(), &pairs).await;

    assert_eq!(acknowledged.len(), ALL);
    assert!(acknowledged == stored(&database).await, "stored once");
    for (stream, replica) in [(&mut on_second, "second"), (&mut on_third, "third")] {
        let frames = stream.take("new_message", ALL).await;
        assert!(
            received(&frames) == acknowledged,
            "delivered by the {replica}"
        );
    }
    let (mut frames, last_seen) = before_the_kill.await.expect("it ends with the replica");
    let client = survivors[0].client(&admin);
    let mut resumed = client.open_stream_after(&last_seen).await;
    frames.extend(resumed.take("new_message", ALL - frames.len()).await);
    assert!(
        received(&frames) == acknowledged,
        "resumed on another replica"
    );

    let gaps = "SELECT max(position) - count(*) FROM events";
    assert_eq!(database.number(gaps).await, 0, "gaps in the log");
    let chats = "SELECT count(*) FROM (
                     SELECT chat_id FROM messages GROUP BY chat_id
                     HAVING max(seq) <> count(*) OR count(DISTINCT seq) <> count(*)
                 ) AS with_gaps";
    assert_eq!(database.number(chats).await, 0, "gaps in a chat");
}
