//! Batches, and what happens to a draft because of its neighbours: nothing.

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use vestnik::db::Error;
use vestnik::domain::Rejection;
use vestnik::log::WriterSettings;

use crate::support::store::appended;
use crate::support::{LockedLogHead, Pair, Store, TestDatabase};

/// Sizes of the batches in which messages were appended, in log order: one transaction each.
async fn batch_sizes(database: &TestDatabase) -> Vec<i64> {
    let sizes = "SELECT count(*) FROM events
                 WHERE kind = 'message_sent'
                 GROUP BY xmin::text ORDER BY min(position)";
    let rows = database.client().await.query(sizes, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Sends one message that waits for the head, and the others once it does; their answers.
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
    // Polled once, all are in the queue.
    assert!(futures::poll!(&mut others).is_pending());
    head.release().await;
    appended(first.await.unwrap());
    others.await
}

#[tokio::test]
async fn an_idle_writer_appends_each_draft_at_once() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    for _ in 0..5 {
        store.send_message(pair.chat_id, &pair.student, "!").await;
    }
    assert_eq!(batch_sizes(&database).await, [1; 5]);
}

#[tokio::test]
async fn drafts_that_gather_while_a_batch_commits_are_the_next_batch() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    for answer in send_together(&database, &store, &pair, &["!"; 63]).await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [1, 63]);
}

#[tokio::test]
async fn sixty_four_senders_are_appended_in_batches() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
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
async fn a_batch_is_never_larger_than_its_limit() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let settings = WriterSettings {
        batch_max: 10,
        queue_max: 100,
        ..WriterSettings::default()
    };
    let store = Store::with(&database.connector(), settings);
    for answer in send_together(&database, &store, &pair, &["!"; 25]).await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [1, 10, 10, 5]);
}

#[tokio::test]
async fn a_send_past_a_full_queue_is_overloaded() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
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
    // What found room is appended.
    appended(first.await.unwrap());
    while let Some(answer) = others.next().await {
        appended(answer);
    }
    assert_eq!(batch_sizes(&database).await, [1; 3]);
}

#[tokio::test]
async fn a_refused_draft_does_not_harm_its_neighbours() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let stranger = database.person("student").await;
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
            store.send(pair.chat_id, &stranger, "refused"),
            store.delete(999, &pair.teacher),
            store.send(999, &pair.teacher, "refused"),
            store.send(pair.chat_id, &pair.student, "after"),
        )
    });
    assert!(futures::poll!(&mut others).is_pending());
    head.release().await;
    appended(first.await.unwrap());
    let (before, of_stranger, nothing, nowhere, after) = others.await;

    appended(before);
    appended(after);
    for (answer, expected) in [
        (of_stranger, Rejection::NotAParticipant),
        (nothing, Rejection::MessageNotFound),
        (nowhere, Rejection::NotAParticipant),
    ] {
        assert!(
            matches!(&answer, Err(Error::Rejected(rejection)) if *rejection == expected),
            "{answer:?}"
        );
    }
    assert_eq!(batch_sizes(&database).await, [1, 2]);
}

#[tokio::test]
async fn a_batch_that_fails_as_a_whole_fails_only_for_the_draft_that_is_to_blame() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .execute(
            "CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
             CREATE TRIGGER refuse_poison BEFORE INSERT ON events FOR EACH ROW
             WHEN (NEW.payload ->> 'content' = 'poison') EXECUTE FUNCTION refuse_poison()",
        )
        .await;
    let store = Store::of(&database);
    let texts = ["one", "two", "poison", "three"];
    let answers = send_together(&database, &store, &pair, &texts).await;
    for (text, answer) in texts.iter().zip(answers) {
        if *text == "poison" {
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
async fn the_messages_of_one_sender_stand_in_the_order_they_were_sent_in() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
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
