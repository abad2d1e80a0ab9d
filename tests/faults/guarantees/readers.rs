//! One who does not read, among a thousand who do.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::campaign::BOUND;
use crate::subscribers::{Following, Scope, Subscriber};
use crate::support::TestDatabase;
use crate::world::{Plan, World, eventually_within};

const QUICK: usize = 1_000;
/// More than a mailbox and the sockets on the way hold.
const LONG: i64 = 400;
const PADDING: usize = 9_000;
/// What a busy machine may add to any figure.
const NOISE: Duration = Duration::from_millis(1_500);

/// How long a message takes until all of a thousand have it.
async fn time_to_reach(world: &World, quick: &[Subscriber]) -> Duration {
    let pair = &world.pairs[0];
    let started = Instant::now();
    let id = world.client(&pair.teacher).say(pair.chat_id, "!").await;
    eventually_within(BOUND, "a thousand to have a message", async || {
        quick
            .iter()
            .all(|reader| reader.reached() >= id)
            .then_some(())
    })
    .await;
    started.elapsed()
}

async fn median_of_five(world: &World, quick: &[Subscriber]) -> Duration {
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(time_to_reach(world, quick).await);
    }
    times.sort_unstable();
    times[2]
}

async fn thousand(world: &World) -> Vec<Subscriber> {
    let pair = &world.pairs[0];
    let following = Following::at(&world.nginx.url);
    let quick: Vec<Subscriber> = (0..QUICK)
        .map(|n| {
            let scope = Scope::Chats(vec![pair.chat_id]);
            Subscriber::start(&pair.student, scope, following.clone(), n as u64)
        })
        .collect();
    eventually_within(BOUND, "a thousand to follow", async || {
        quick.iter().all(Subscriber::is_live).then_some(())
    })
    .await;
    quick
}

/// Puts long messages into a chat that only the stopped reader follows.
async fn flood(database: &TestDatabase) {
    let other = database.pair().await;
    database
        .append_padded(other.chat_id, &other.teacher, "long ", LONG, PADDING)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stops_costs_a_thousand_quick_ones_nothing_and_misses_nothing() {
    let plan = Plan {
        replicas: 1,
        pairs: 1,
        is_synced: false,
    };
    let world = World::new(&plan).await;
    let quick = thousand(&world).await;
    let (gate, closed) = watch::channel(true);
    let following = Following::at(&world.nginx.url).gated(closed);
    let slow = Subscriber::start(&world.admins[0], Scope::Admin, following, 0);
    eventually_within(BOUND, "the slow one to follow", async || {
        slow.is_live().then_some(())
    })
    .await;
    let before = median_of_five(&world, &quick).await;

    gate.send_replace(false);
    flood(&world.database).await;
    let overflows = "vestnik_subscriber_overflows_total";
    world.nodes[0]
        .until_metric(overflows, |count| count >= 1.0)
        .await;
    let while_stopped = median_of_five(&world, &quick).await;

    assert!(
        while_stopped <= before * 2 + NOISE,
        "{while_stopped:?} rather than {before:?}"
    );
    assert!(quick.iter().all(|reader| reader.reconnects() == 0));
    gate.send_replace(true);
    let head = world.database.head().await;
    eventually_within(BOUND, "the slow one to catch up", async || {
        (slow.reached() >= head).then_some(())
    })
    .await;
    let log = crate::audit::Log::read(&world.database, Vec::new()).await;
    let mut findings = crate::audit::Findings::default();
    for subscriber in quick.into_iter().chain([slow]) {
        log.check_record(&subscriber.stop().await, head, &mut findings);
    }
    assert!(findings.is_clean(), "{findings:#?}");
}
