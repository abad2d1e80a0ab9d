//! Searches of people with 100 chats, several at a time.

use std::time::{Duration, Instant};

use futures::future::join_all;
use rand::seq::IndexedRandom as _;
use support::load::percentile;
use support::{Client, ReplicaProcess};

use crate::fill::Filled;

/// Searches at a time, and how many each connection makes.
const AT_ONCE: usize = 4;
const EACH: usize = 100;
const WARM_UP: usize = 20;
/// Milliseconds of the 95th percentile.
const WANTED: f64 = 50.0;

/// Words of the messages by their frequency, beginnings of words, and one that no message has.
const WORDS: [&str; 10] = [
    "завтра",
    "задание",
    "контрольная",
    "учебники",
    "экскурсии",
    "дом",
    "каникулы",
    "тетр",
    "777",
    "нет",
];

/// Prints the percentiles of searches by random people for random words.
pub async fn run(filled: &Filled, replica: &ReplicaProcess) {
    if filled.searchers.is_empty() {
        return;
    }
    let clients = filled.searchers.iter();
    let clients: Vec<Client> = clients
        .map(|person| Client::new(&replica.url).with_token(&person.token))
        .collect();
    let searchers = (0..AT_ONCE).map(|_| searches(&clients));
    let mut times = join_all(searchers).await.concat();
    let (median, p95) = (percentile(&mut times, 50), percentile(&mut times, 95));
    let outcome = if p95 <= WANTED { "reached" } else { "missed" };
    println!(
        "search in 100 chats, {AT_ONCE} at once: p50 {median:.1} ms, p95 {p95:.1} ms \
         (goal: {WANTED} ms, {outcome})"
    );
}

async fn searches(clients: &[Client]) -> Vec<Duration> {
    let mut times = Vec::with_capacity(EACH);
    for n in 0..WARM_UP + EACH {
        let client = clients.choose(&mut rand::rng()).expect("there are some");
        let word = WORDS.choose(&mut rand::rng()).expect("there are some");
        let began = Instant::now();
        drop(
            client
                .get(&format!("/v1/school/search?q={word}"))
                .await
                .expect(200),
        );
        if n >= WARM_UP {
            times.push(began.elapsed());
        }
    }
    times
}
