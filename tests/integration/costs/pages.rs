//! Pages of Postgres that a message touches.

use std::time::Instant;

use crate::support::costs::PAGES_PER_MESSAGE;
use crate::support::load::{Generator, Pace, RepeatedRequest, Until};
use crate::support::{Pair, Replica, TestDatabase};

const FEW: usize = 50;
const MANY: usize = 250;
/// What other tasks touch: the consumers of the log, up to ten times a second while messages arrive, the
/// sealer, heartbeats. On a busy machine the messages take long.
const PAGES_PER_SECOND: f64 = 1_500.0;

/// Pages that a server touches which delivers so many messages to one stream, one after the other.
async fn pages_of_a_server(database: &TestDatabase, pair: &Pair, messages: usize) -> i64 {
    let before = pages_touched(database).await;
    let replica = Replica::spawn(database).await;
    let stream = replica.client(&pair.teacher).open_stream().await;
    let body = serde_json::json!({"chat_id": pair.chat_id, "content": "Домашнее задание"});
    let request = RepeatedRequest::post(&pair.student, "/api/messages", &body);
    let address = replica.address();
    let sending = tokio::task::spawn_blocking(move || {
        let mut generator = Generator::new();
        generator.add_sender(address, request);
        generator.run(Pace::FlatOut { ahead: None }, Until::Sent(messages), 0)
    });
    sending.await.unwrap();
    let mut stream = stream;
    stream.take("new_message", messages).await;
    drop(stream);
    replica.shut_down().await;
    pages_touched(database).await - before
}

/// Pages touched by sessions that have ended, which is when the last ones are counted.
async fn pages_touched(database: &TestDatabase) -> i64 {
    database.until_no_session().await;
    let name = database.name();
    let pages =
        format!("SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = '{name}'");
    TestDatabase::existing("postgres").number(&pages).await
}

#[tokio::test]
async fn message_touches_a_bounded_number_of_pages() {
    let (database, pair) = TestDatabase::with_pair().await;
    let few = pages_of_a_server(&database, &pair, FEW).await;
    let begun = Instant::now();
    let many = pages_of_a_server(&database, &pair, MANY).await;
    let periodic = begun.elapsed().as_secs_f64() * PAGES_PER_SECOND;
    let pages = (many - few) as f64;
    println!("{pages} pages for {} messages", MANY - FEW);
    assert!(
        pages < (MANY - FEW) as f64 * PAGES_PER_MESSAGE + periodic,
        "{pages} pages for {} messages, and at most {periodic} of periodic tasks",
        MANY - FEW
    );
}
