//! Sends repeated with the same `client_id` store one message.

use futures::future::join_all;
use uuid::Uuid;
use vestnik::domain::{AppendOutcome, Rejection};

use crate::support::store::{appended, duplicate, rejection};
use crate::support::{Store, TestDatabase};

const MESSAGES: &str = "SELECT count(*) FROM events WHERE kind = 'message_sent'";

#[tokio::test]
async fn duplicate_send_returns_the_stored_message() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (store, key) = (Store::of(&database), Uuid::new_v4());
    let send = || store.send_as(pair.chat_id, &pair.student, "да", key);
    let original = appended(send().await);
    store.send_message(pair.chat_id, &pair.teacher, "а?").await;

    let again = duplicate(send().await);

    assert_eq!(again.position, original.position);
    assert_eq!(again.event_id, original.event_id);
    assert_eq!(again.recorded_at, original.recorded_at);
    assert_eq!(database.number(MESSAGES).await, 2);
}

#[tokio::test]
async fn duplicate_send_of_a_deleted_message_stays_deleted() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (store, key) = (Store::of(&database), Uuid::new_v4());
    let send = || store.send_as(pair.chat_id, &pair.student, "да", key);
    let original = appended(send().await);
    appended(store.delete(original.position.0, &pair.student).await);

    let again = duplicate(send().await);

    assert!(again.is_deleted);
    assert_eq!(database.number(MESSAGES).await, 1);
}

#[tokio::test]
async fn reused_client_id_with_another_text_is_a_conflict() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (store, key) = (Store::of(&database), Uuid::new_v4());
    appended(store.send_as(pair.chat_id, &pair.student, "да", key).await);
    let other = store.send_as(pair.chat_id, &pair.student, "нет", key).await;
    assert_eq!(rejection(other), Rejection::IdempotencyConflict);
    assert_eq!(database.number(MESSAGES).await, 1);
}

#[tokio::test]
async fn client_ids_are_scoped_to_sender_and_chat() {
    let (database, pair) = TestDatabase::with_pair().await;
    let other = database.person("student").await;
    let second = database.complete_lesson(&pair.teacher, &other).await;
    let (store, key) = (Store::of(&database), Uuid::new_v4());
    appended(store.send_as(pair.chat_id, &pair.teacher, "да", key).await);
    appended(store.send_as(pair.chat_id, &pair.student, "да", key).await);
    appended(store.send_as(second, &pair.teacher, "да", key).await);
}

#[tokio::test]
async fn concurrent_duplicates_over_two_replicas_store_one_message() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (stores, key) = ([Store::of(&database), Store::of(&database)], Uuid::new_v4());
    let sends = (0..50).map(|n| stores[n % 2].send_as(pair.chat_id, &pair.student, "да", key));
    let (mut new, mut ids) = (0, Vec::new());
    for answer in join_all(sends).await {
        match answer {
            Ok(AppendOutcome::New(event)) => {
                new += 1;
                ids.push(event.position);
            }
            answer => ids.push(duplicate(answer).position),
        }
    }
    ids.dedup();
    assert_eq!((new, ids.len()), (1, 1), "{ids:?}");
    assert_eq!(database.number(MESSAGES).await, 1);
}

#[tokio::test]
async fn concurrent_texts_under_one_client_id_store_one_message() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (store, key) = (Store::of(&database), Uuid::new_v4());
    let answers = join_all((0..50).map(async |n: i32| {
        let text = n.to_string();
        store.send_as(pair.chat_id, &pair.student, &text, key).await
    }))
    .await;
    let (new, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(new.len(), 1);
    for answer in refused {
        assert_eq!(rejection(answer), Rejection::IdempotencyConflict);
    }
    assert_eq!(database.number(MESSAGES).await, 1);
}

#[tokio::test]
async fn concurrent_deletions_append_one_event() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let id = store.send_message(pair.chat_id, &pair.student, "да").await;
    let answers = join_all((0..10).map(|_| store.delete(id, &pair.student))).await;
    let unchanged = |answer: &Result<_, _>| matches!(answer, Ok(AppendOutcome::NoChange));
    assert_eq!(answers.iter().filter(|answer| unchanged(answer)).count(), 9);
    let deletions = "SELECT count(*) FROM events WHERE kind = 'message_deleted'";
    assert_eq!(database.number(deletions).await, 1);
}

#[tokio::test]
async fn unchanged_read_marks_append_no_event() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let first = store.send_message(pair.chat_id, &pair.student, "раз").await;
    store.send_message(pair.chat_id, &pair.student, "два").await;
    let events = "SELECT count(*) FROM events";
    // Sending already moved the sender's read mark.
    let of_sender = store.read(pair.chat_id, &pair.student, None).await;
    assert!(
        matches!(of_sender, Ok(AppendOutcome::NoChange)),
        "{of_sender:?}"
    );
    appended(store.read(pair.chat_id, &pair.teacher, None).await);
    let before = database.number(events).await;
    for up_to in [None, Some(first), Some(i64::MAX), Some(0)] {
        let again = store.read(pair.chat_id, &pair.teacher, up_to).await;
        assert!(matches!(again, Ok(AppendOutcome::NoChange)), "{again:?}");
    }
    assert_eq!(database.number(events).await, before);
}
