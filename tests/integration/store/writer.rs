//! Batching: drafts of one batch do not affect each other.

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use vestnik::db::Error;
use vestnik::domain::Rejection;
use vestnik::log::WriterSettings;

use crate::support::store::appended;
use crate::support::{LockedLogHead, Pair, Store, TestDatabase, eventually};

/// Sizes of the batches in which messages were appended, in log order: one transaction each.
async fn batch_sizes(database: &TestDatabase) -> Vec<i64> {
    let sizes = "SELECT count(*) FROM events
                 WHERE kind = 'message_sent'
                 GROUP BY xmin::text ORDER BY min(position)";
    let rows = database.client().await.query(sizes, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Sends one message that waits for the log head, then queues the others, which join its batch;
/// returns their answers.
async fn send_together(
    database: &TestDatabase,
    store: &Store,
    pair: &Pair,
    texts: &[&str],
) -> Vec<Result<vestnik::domain::AppendOutcome, Error>> {
    let head = LockedLogHead::take(database).await;
    let first = tokio::spawn({
        let (store, pair) = (store.clone(), pair.clone());
        async move { store.send(pair.chat_id, &pair.student, "first").await }
    });
    head.blocks_writer().await;
    let mut others = Box::pin(join_all(
        texts
            .iter()
            .map(|text| store.send(pair.chat_id, &pair.student, text)),
    ));
    all_queued(store, texts.len(), &mut others).await;
    head.release().await;
    appended(first.await.unwrap());
    others.await
}

/// Polls sends until so many events are in the queue.
async fn all_queued(store: &Store, count: usize, sends: impl Future) {
    tokio::select! {
        _ = sends => panic!("a send did not wait for the head"),
        () = eventually("the queue to fill", async || {
            (store.writer.queued() == count).then_some(())
        }) => {}
    }
}

#[tokio::test]
async fn idle_writer_appends_each_draft_immediately() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    for _ in 0..5 {
        store.send_message(pair.chat_id, &pair.student, "!").await;
    }
    assert_eq!(batch_sizes(&database).await, [1; 5]);
}

#[tokio::test]
async fn drafts_queued_while_another_replica_appends_form_one_batch() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    for answer in send_together(&database, &store, &pair, &["!"; 63]).await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [64]);
}

#[tokio::test]
async fn replica_that_hangs_with_the_lock_loses_it() {
    let (database, pair) = TestDatabase::with_pair().await;
    let hanging = database.connector().open("writer").await.unwrap();
    hanging
        .batch_execute("BEGIN; SELECT wait_for_head()")
        .await
        .unwrap();
    let store = Store::of(&database);
    store.send_message(pair.chat_id, &pair.student, "!").await;
    assert!(hanging.batch_execute("COMMIT").await.is_err());
}

#[tokio::test]
async fn concurrent_sends_are_appended_in_batches() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    join_all((0..64).map(async |_| {
        for _ in 0..10 {
            store.send_message(pair.chat_id, &pair.student, "!").await;
        }
    }))
    .await;
    let sizes = batch_sizes(&database).await;
    assert_eq!(sizes.iter().sum::<i64>(), 640);
    assert!(sizes.len() < 320, "{sizes:?}");
}

#[tokio::test]
async fn batches_never_exceed_their_limit() {
    let (database, pair) = TestDatabase::with_pair().await;
    let settings = WriterSettings {
        batch_max: 10,
        queue_max: 100,
        ..WriterSettings::default()
    };
    let store = Store::with(&database.connector(), settings);
    for answer in send_together(&database, &store, &pair, &["!"; 25]).await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [10, 10, 6]);
}

#[tokio::test]
async fn send_to_a_full_queue_is_overloaded() {
    let (database, pair) = TestDatabase::with_pair().await;
    let settings = WriterSettings {
        batch_max: 1,
        queue_max: 2,
        ..WriterSettings::default()
    };
    let store = Store::with(&database.connector(), settings);
    let head = LockedLogHead::take(&database).await;
    let send = || store.send(pair.chat_id, &pair.student, "!");
    let first = tokio::spawn({
        let (store, pair) = (store.clone(), pair.clone());
        async move { store.send(pair.chat_id, &pair.student, "!").await }
    });
    head.blocks_writer().await;

    let mut others: FuturesUnordered<_> = (0..5).map(|_| send()).collect();
    for _ in 0..3 {
        let refused = others.next().await.unwrap();
        assert!(matches!(refused, Err(Error::Overloaded)), "{refused:?}");
    }
    head.release().await;
    // The queued sends are appended.
    appended(first.await.unwrap());
    while let Some(answer) = others.next().await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [1; 3]);
}

#[tokio::test]
async fn rejected_draft_does_not_affect_its_batch() {
    let (database, pair) = TestDatabase::with_pair().await;
    let outsider = database.person("student").await;
    let store = Store::of(&database);
    let head = LockedLogHead::take(&database).await;
    let first = tokio::spawn({
        let (store, pair) = (store.clone(), pair.clone());
        async move { store.send(pair.chat_id, &pair.student, "first").await }
    });
    head.blocks_writer().await;
    let mut others = Box::pin(async {
        tokio::join!(
            store.send(pair.chat_id, &pair.teacher, "before"),
            store.send(pair.chat_id, &outsider, "refused"),
            store.delete(999, &pair.teacher),
            store.send(999, &pair.teacher, "refused"),
            store.send(pair.chat_id, &pair.student, "after"),
        )
    });
    all_queued(&store, 5, &mut others).await;
    head.release().await;
    appended(first.await.unwrap());
    let (before, outsider_result, unknown_message, unknown_chat, after) = others.await;

    appended(before);
    appended(after);
    for (answer, expected) in [
        (outsider_result, Rejection::NotAParticipant),
        (unknown_message, Rejection::MessageNotFound),
        (unknown_chat, Rejection::NotAParticipant),
    ] {
        assert!(
            matches!(&answer, Err(Error::Rejected(rejection)) if *rejection == expected),
            "{answer:?}"
        );
    }
    assert_eq!(batch_sizes(&database).await, [3]);
}

#[tokio::test]
async fn failed_batch_fails_only_the_faulty_draft() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .execute(
            "CREATE FUNCTION reject_text() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'rejected text'; END $$;
             CREATE TRIGGER reject_text BEFORE INSERT ON events FOR EACH ROW
             WHEN (NEW.payload ->> 'content' = 'rejected text') EXECUTE FUNCTION reject_text()",
        )
        .await;
    let store = Store::of(&database);
    let texts = ["one", "two", "rejected text", "three"];
    let answers = send_together(&database, &store, &pair, &texts).await;
    for (text, answer) in texts.iter().zip(answers) {
        if *text == "rejected text" {
            assert!(matches!(answer, Err(Error::Database(_))), "{answer:?}");
        } else {
            appended(answer);
        }
    }
    assert_eq!(
        batch_sizes(&database).await,
        [1; 4],
        "each in its own transaction"
    );
}

#[tokio::test]
async fn messages_of_one_sender_keep_their_order() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let texts: Vec<String> = (1..=200).map(|n| n.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for answer in send_together(&database, &store, &pair, &texts).await {
        appended(answer);
    }
    let out_of_order = "SELECT count(*) FROM messages
                        WHERE content <> 'first' AND content::bigint <> seq - 1";
    assert_eq!(database.number(out_of_order).await, 0);
}
