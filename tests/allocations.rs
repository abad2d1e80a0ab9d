//! Allocations of the server for each send and for each delivery. The allocator counts those of the
//! whole process, so these tests have a process of their own, and run one after the other.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use support::costs::{ALLOCATIONS_PER_DELIVERY, ALLOCATIONS_PER_SEND};
use support::load::{Generator, Opening, Pace, RepeatedRequest, Stamp, Until};
use support::{Pair, Person, Replica, TestDatabase};
use tokio::sync::Mutex;
use tokio::task::block_in_place;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held by the test that counts.
static COUNTING: Mutex<()> = Mutex::const_new(());

const FEW: usize = 20;
const MANY: usize = 220;
/// Sent one by one in each run to learn what a send costs.
const SENDS: usize = 20;
const MESSAGES: usize = 10;
/// Short runs, of which a busy machine leaves some alone.
const RUNS: usize = 30;
/// Presence of the members who have just connected is delivered by then.
const SILENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// Allocations for sending messages one after the other, each to all streams of these members.
fn allocations(replica: &Replica, pair: &Pair, members: &[Person]) -> usize {
    let mut generator = Generator::new();
    let openings = members
        .iter()
        .map(|member| Opening::event_stream(replica.address(), member, "/api/events/chat"))
        .collect();
    generator.open(openings, 16);
    generator.add_sender(replica.address(), send(pair));
    generator.settle(SILENCE);
    let one_by_one = Pace::FlatOut { ahead: Some(1) };
    // Buffers have grown and plans are made by then.
    generator.run(one_by_one, Until::Sent(MESSAGES), members.len());
    // A busy machine adds allocations, for streams that cannot be written to at once. It removes none.
    let runs = (0..RUNS)
        .map(|_| counted(|| generator.run(one_by_one, Until::Sent(MESSAGES), members.len())));
    runs.min().unwrap_or(0)
}

fn send(pair: &Pair) -> RepeatedRequest {
    let body = serde_json::json!({"chat_id": pair.chat_id, "content": Stamp::PLACE});
    RepeatedRequest::post(&pair.student, "/api/messages", &body)
}

/// Allocations while `run` runs.
fn counted<T>(run: impl FnOnce() -> T) -> usize {
    let region = Region::new(ALLOCATOR);
    run();
    let counted = region.change();
    counted.allocations + counted.reallocations
}

#[tokio::test(flavor = "multi_thread")]
async fn send_allocates_a_bounded_number_of_times() {
    let _alone = COUNTING.lock().await;
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn(&database).await;
    let mut generator = Generator::new();
    generator.add_sender(replica.address(), send(&pair));
    // One sender sends its messages one by one.
    let pace = Pace::FlatOut { ahead: None };
    let fewest = block_in_place(|| {
        generator.run(pace, Until::Sent(SENDS), 0);
        // Background work, of which a busy machine does more in the time of a run, only adds to them.
        let runs = (0..RUNS).map(|_| counted(|| generator.run(pace, Until::Sent(SENDS), 0)));
        runs.min().unwrap_or_default()
    });
    let each = fewest as f64 / SENDS as f64;
    println!("{each:.2} allocations for each send");
    assert!(
        each < ALLOCATIONS_PER_SEND,
        "{each:.2} allocations for each send, more than {ALLOCATIONS_PER_SEND}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn delivery_allocates_a_bounded_number_of_times() {
    let _alone = COUNTING.lock().await;
    let (database, pair) = TestDatabase::with_pair().await;
    let members = database.crowd("member", MANY).await;
    for member in &members {
        database
            .add_participant(pair.chat_id, member, "member")
            .await;
    }
    let replica = Replica::spawn(&database).await;
    let few = block_in_place(|| allocations(&replica, &pair, &members[..FEW]));
    let many = block_in_place(|| allocations(&replica, &pair, &members));
    let each = (many as f64 - few as f64) / ((MANY - FEW) * MESSAGES) as f64;
    println!("{each:.2} allocations for each delivery");
    assert!(
        each < ALLOCATIONS_PER_DELIVERY,
        "{each:.2} allocations for each delivery, more than {ALLOCATIONS_PER_DELIVERY}"
    );
}
