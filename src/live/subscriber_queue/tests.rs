use std::task::Waker;

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::domain::{Event, EventBody, MessageSent, Realm, Role, SessionKey};
use crate::live::outlet::Written;

fn message_of(author: i64) -> Arc<SharedEvent> {
    message(1, author)
}

fn message(position: i64, author: i64) -> Arc<SharedEvent> {
    Arc::new(SharedEvent::new(Event {
        position: Position(position),
        event_id: Uuid::nil(),
        realm: Realm::new("test"),
        chat_id: ChatId(1),
        chat_uuid: Uuid::nil(),
        subject_uuid: None,
        is_in_group: false,
        actor_id: Some(UserId(author)),
        body: EventBody::MessageSent(MessageSent {
            content: "secret".into(),
            ..MessageSent::default()
        }),
        recorded_at: Timestamp::UNIX_EPOCH,
    }))
}

fn subscriber() -> Subscriber {
    Subscriber {
        realm: Realm::new("test"),
        user_id: UserId(9),
        role: Role::Teacher,
        shows_groups: true,
        is_personal: false,
        session: SessionKey(String::new()),
        shows_online: true,
    }
}

fn take(queue: &SubscriberQueue) -> Poll<Dequeued> {
    queue.poll_take(&mut Context::from_waker(Waker::noop()), &mut Position(0))
}

/// Records positions, as long as there is space for them.
#[derive(Default)]
struct Space {
    left: Mutex<usize>,
    written: Mutex<Vec<Position>>,
}

impl Outlet for Space {
    fn write(&self, events: &[Arc<SharedEvent>], _: Instant) -> Written {
        let mut left = self.left.lock();
        let events = &events[..events.len().min(*left)];
        *left -= events.len();
        let positions = events.iter().map(|event| event.position);
        self.written.lock().extend(positions);
        Written {
            events: events.len(),
            is_complete: true,
        }
    }
}

/// A queue with an outlet, whose task waits after position 10.
fn waiting(space: usize) -> (Arc<SubscriberQueue>, Arc<Space>) {
    let queue = Arc::new(SubscriberQueue::new(subscriber(), None));
    let outlet = Arc::new(Space::default());
    *outlet.left.lock() = space;
    queue.attach(outlet.clone(), Arc::default());
    let taken = queue.poll_take(&mut Context::from_waker(Waker::noop()), &mut Position(10));
    assert!(taken.is_pending());
    (queue, outlet)
}

fn push(queue: &Arc<SubscriberQueue>, positions: std::ops::RangeInclusive<i64>) {
    for position in positions {
        queue.push(&message(position, 1));
    }
}

/// The positions of the events that the task takes, and of its subscription before.
fn taken_by_task(queue: &SubscriberQueue) -> (Vec<i64>, i64) {
    let mut position = Position(0);
    let context = &mut Context::from_waker(Waker::noop());
    let events = match queue.poll_take(context, &mut position) {
        Poll::Ready(Dequeued::Events(events)) => events,
        _ => Vec::new(),
    };
    let events = events.iter().map(|event| event.position.0);
    (events.collect(), position.0)
}

fn written(outlet: &Space) -> Vec<i64> {
    let written = outlet.written.lock();
    written.iter().map(|position| position.0).collect()
}

#[test]
fn outlet_and_task_divide_events_without_gap() {
    let (queue, outlet) = waiting(2);
    push(&queue, 9..=14);
    queue.write_directly(Instant::now());
    assert_eq!(written(&outlet), [11, 12], "10 was delivered before");
    push(&queue, 15..=15);
    queue.write_directly(Instant::now());
    assert_eq!(written(&outlet), [11, 12], "the task has to continue");
    assert_eq!(taken_by_task(&queue), (vec![13, 14, 15], 12));
}

#[test]
fn task_continues_after_what_the_outlet_wrote() {
    let (queue, outlet) = waiting(9);
    push(&queue, 11..=12);
    queue.write_directly(Instant::now());
    push(&queue, 13..=13);
    assert_eq!(taken_by_task(&queue), (vec![13], 12));
    queue.write_directly(Instant::now());
    assert_eq!(written(&outlet), [11, 12]);
}

#[test]
fn ends_are_left_to_the_task() {
    let (queue, outlet) = waiting(9);
    push(&queue, 11..=11);
    queue.end(EndReason::LoggedOut);
    queue.write_directly(Instant::now());
    assert!(written(&outlet).is_empty());
    assert!(matches!(
        take(&queue),
        Poll::Ready(Dequeued::Ended(EndReason::LoggedOut))
    ));
}

#[test]
fn ready_list_contains_a_queue_once() {
    let (queue, _) = waiting(9);
    push(&queue, 11..=20);
    let shard = queue.shard.get().unwrap().clone();
    assert_eq!(shard.len(), 1);
}

#[test]
fn drops_queued_texts_of_an_erased_user() {
    let queue = Arc::new(SubscriberQueue::new(subscriber(), None));
    queue.push(&message_of(1));
    queue.drop_texts_of(UserId(2));
    assert!(matches!(take(&queue), Poll::Ready(Dequeued::Events(events)) if events.len() == 1));
    queue.push(&message_of(1));
    queue.drop_texts_of(UserId(1));
    assert!(matches!(take(&queue), Poll::Ready(Dequeued::Overflowed)));
}
