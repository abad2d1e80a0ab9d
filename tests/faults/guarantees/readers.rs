//! One paused reader among hundreds of fast ones.

use tokio::sync::watch;

use crate::campaign::BOUND;
use crate::environment::{Environment, Topology, eventually_within};
use crate::subscribers::{Scope, Subscriber, SubscriberOptions};
use crate::support::TestDatabase;

const FAST_READERS: usize = 300;
/// More than the queue and the sockets on the way hold.
const MESSAGE_COUNT: i64 = 400;
const PADDING: usize = 9_000;
/// Messages that every fast reader receives while the slow one reads nothing.
const SENT_WHILE_PAUSED: usize = 5;

/// Sends a message and waits until all fast readers have received it.
async fn send_to_all(environment: &Environment, fast: &[Subscriber]) {
    let pair = &environment.pairs[0];
    let id = environment
        .client(&pair.teacher)
        .send_message(pair.chat_id, "!")
        .await;
    eventually_within(BOUND, "all fast readers to receive a message", async || {
        fast.iter()
            .all(|reader| reader.reached() >= id)
            .then_some(())
    })
    .await;
}

async fn connect_fast_readers(environment: &Environment) -> Vec<Subscriber> {
    let chat_id = environment.pairs[0].chat_id;
    let readers = environment.database.crowd("member", FAST_READERS).await;
    environment.database.add_members(chat_id, &readers).await;
    let options = SubscriberOptions::at(&environment.nginx.url);
    let fast: Vec<Subscriber> = (0..)
        .zip(&readers)
        .map(|(n, reader)| {
            let scope = Scope::Chats(vec![chat_id]);
            Subscriber::start(reader, scope, options.clone(), n)
        })
        .collect();
    eventually_within(BOUND, "all fast readers to connect", async || {
        fast.iter().all(Subscriber::is_live).then_some(())
    })
    .await;
    fast
}

/// Appends long messages to a chat that only the paused reader receives.
async fn flood(database: &TestDatabase) {
    let other = database.pair().await;
    database
        .append_padded(
            other.chat_id,
            &other.teacher,
            "long ",
            MESSAGE_COUNT,
            PADDING,
        )
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paused_reader_holds_up_no_other_and_misses_nothing() {
    let plan = Topology {
        replicas: 1,
        pairs: 1,
        is_synced: false,
    };
    let environment = Environment::new(&plan).await;
    let fast = connect_fast_readers(&environment).await;
    let (gate, closed) = watch::channel(true);
    let options = SubscriberOptions::at(&environment.nginx.url).gated(closed);
    let slow = Subscriber::start(&environment.admins[0], Scope::Admin, options, 0);
    eventually_within(BOUND, "the slow reader to connect", async || {
        slow.is_live().then_some(())
    })
    .await;
    send_to_all(&environment, &fast).await;

    gate.send_replace(false);
    flood(&environment.database).await;
    let overflows = "vestnik_subscriber_overflows_total";
    environment.nodes[0]
        .until_metric(overflows, |count| count >= 1.0)
        .await;
    for _ in 0..SENT_WHILE_PAUSED {
        send_to_all(&environment, &fast).await;
    }
    assert!(
        slow.reached() < environment.database.head().await,
        "the slow reader is still paused"
    );
    assert!(fast.iter().all(|reader| reader.reconnects() == 0));
    gate.send_replace(true);
    let head = environment.database.head().await;
    eventually_within(BOUND, "the slow reader to catch up", async || {
        (slow.reached() >= head).then_some(())
    })
    .await;
    let log = crate::audit::Log::read(&environment.database, Vec::new()).await;
    let mut findings = crate::audit::Findings::default();
    for subscriber in fast.into_iter().chain([slow]) {
        log.check_record(&subscriber.stop().await, head, &mut findings);
    }
    assert!(findings.is_clean(), "{findings:#?}");
}
