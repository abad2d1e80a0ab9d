//! Who is served when.

use std::pin::Pin;

use futures::FutureExt as _;
use proptest::prelude::*;

use super::*;

const LONG: Duration = Duration::from_mins(1);

type Waiter = Pin<Box<dyn Future<Output = Option<Turn<u32>>>>>;

fn wait(turns: &Turns<u32>, key: u32) -> Waiter {
    let turns = turns.clone();
    let taking = async move { turns.take(key, LONG).await };
    let mut waiter: Waiter = Box::pin(tokio::task::unconstrained(taking));
    assert!(waiter.as_mut().now_or_never().is_none(), "{key} waits");
    waiter
}

/// Lets one waiter after the other run, each with a cost by its key, and returns the keys in their order.
fn order(mut waiters: Vec<(u32, Waiter)>, cost: impl Fn(u32) -> u64) -> Vec<u32> {
    let mut served = Vec::new();
    while !waiters.is_empty() {
        let next = waiters
            .iter_mut()
            .enumerate()
            .find_map(|(at, (_, waiter))| {
                let turn = waiter.as_mut().now_or_never()?;
                Some((at, turn.expect("nobody is refused")))
            });
        let (at, turn) = next.expect("a caller is served");
        let (key, _waiter) = waiters.remove(at);
        turn.charge(cost(key));
        served.push(key);
    }
    served
}

#[tokio::test]
async fn keys_take_turns_however_many_callers_wait() {
    let turns = Turns::new(1, 100, 0);
    let held = turns.take(0, LONG).await;
    let callers = [1, 1, 1, 1, 2, 2, 3];
    let waiters = callers.map(|key| (key, wait(&turns, key)));
    drop(held);
    let served = order(waiters.into(), |_| 10);
    assert_eq!(served, [3, 2, 1, 2, 1, 1, 1]);
}

#[tokio::test]
async fn key_that_used_much_waits_for_those_that_used_little() {
    let turns = Turns::new(1, 100, 0);
    let held = turns.take(0, LONG).await;
    let callers = [1, 1, 1, 2, 2, 2, 2, 2];
    let waiters = callers.map(|key| (key, wait(&turns, key)));
    drop(held);
    let served = order(waiters.into(), |key| if key == 1 { 1_000 } else { 100 });
    assert_eq!(served, [1, 2, 2, 2, 2, 2, 1, 1]);
}

#[tokio::test]
async fn key_that_comes_late_goes_before_those_that_always_wait() {
    let turns = Turns::new(1, 100, 1_000);
    let held = turns.take(1, LONG).await.expect("the permit is free");
    held.charge(1_000_000);
    let always: Vec<_> = [1, 1].map(|key| (key, wait(&turns, key))).into();
    let [first, second] = [2, 2].map(|key| wait(&turns, key));
    drop(held);
    let first = first.now_or_never().flatten().expect("has used nothing");
    first.charge(1_000_000);
    drop(first);
    let second = second.now_or_never().flatten();
    let late: Vec<_> = [3, 3].map(|key| (key, wait(&turns, key))).into();
    drop(second);
    let served = order(always.into_iter().chain(late).collect(), |_| 10);
    assert_eq!(served, [3, 3, 1, 1]);
}

#[tokio::test]
async fn newcomer_takes_the_place_of_the_last_of_a_full_queue() {
    let turns = Turns::new(1, 3, 0);
    let held = turns.take(1, LONG).await;
    let mut waiters: Vec<_> = [1, 1, 1].map(|key| wait(&turns, key)).into();
    let newcomer = wait(&turns, 2);
    let refused = waiters.remove(2).now_or_never();
    assert!(refused.expect("an answer at once").is_none());
    let one_more = turns.take(1, LONG).now_or_never();
    assert!(one_more.expect("an answer at once").is_none());
    drop(held);
    assert!(newcomer.now_or_never().flatten().is_some());
}

#[tokio::test]
async fn caller_that_gives_up_leaves_the_queue() {
    let turns = Turns::new(1, 100, 0);
    let held = turns.take(1, LONG).await;
    let dropped = wait(&turns, 2);
    drop(dropped);
    assert!(
        turns.take(3, Duration::ZERO).await.is_none(),
        "after the timeout"
    );
    drop(held);
    assert!(turns.take(4, LONG).now_or_never().flatten().is_some());
    assert!(
        turns.0.queue.lock().keys.is_empty(),
        "no key is kept for ever"
    );
}

#[tokio::test]
async fn number_of_remembered_keys_is_bounded() {
    let turns = Turns::new(2, 100, 0);
    let _held = turns.take(0, LONG).await;
    for key in 1..3_000 {
        let turn = turns.take(key, LONG).await.expect("a permit is free");
        turn.charge(1_000);
    }
    assert!(turns.0.queue.lock().keys.len() <= MAX_IDLE + 1);
}

proptest! {
    #[test]
    fn permits_are_neither_lost_nor_doubled(
        steps in prop::collection::vec((0..4_u32, any::<prop::sample::Index>(), 0..100_u64), 1..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let turns = Turns::new(2, 8, 50);
            let (mut waiting, mut held): (Vec<Waiter>, Vec<Turn<u32>>) = (Vec::new(), Vec::new());
            for (key, index, cost) in steps {
                if cost % 3 == 0 && !held.is_empty() {
                    held.remove(index.index(held.len())).charge(cost);
                } else if cost % 7 == 0 && !waiting.is_empty() {
                    drop(waiting.remove(index.index(waiting.len())));
                } else {
                    let turns = turns.clone();
                    waiting.push(Box::pin(async move { turns.take(key, LONG).await }));
                }
                let mut still = Vec::new();
                for mut waiter in waiting.drain(..) {
                    match waiter.as_mut().now_or_never() {
                        Some(turn) => held.extend(turn),
                        None => still.push(waiter),
                    }
                }
                waiting = still;
                let queue = turns.0.queue.lock();
                let callers = |count: fn(&Account) -> usize| queue.keys.values().map(count).sum::<usize>();
                assert_eq!(queue.free + callers(|account| account.holding.len()), 2);
                assert_eq!(queue.waiting, callers(|account| account.waiting.len()));
                assert!(queue.waiting <= 8 && (queue.free == 0 || queue.waiting == 0));
            }
        });
    }
}
