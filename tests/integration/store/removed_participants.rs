//! Permission to append is decided while the log head is locked.

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio_postgres::types::ToSql;
use vestnik::db::Error;
use vestnik::domain::{AppendOutcome, Rejection};
use vestnik::log::WriterSettings;

use crate::support::store::appended;
use crate::support::{Store, TestDatabase};

#[tokio::test]
async fn no_message_of_a_removed_participant_follows_the_removal() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let settings = WriterSettings {
        batch_max: 8,
        ..WriterSettings::default()
    };
    // Two replicas, so that one of them decides while the other commits.
    let stores = [(); 2].map(|()| Store::with(&database.connector(), settings));
    let client = database.client().await;
    let mut sends: FuturesUnordered<_> = (0..600)
        .map(|n| stores[n % 2].send(pair.chat_id, &pair.student, "!"))
        .collect();
    // The sends are in progress.
    appended(sends.next().await.unwrap());

    let removal = "DELETE FROM chat_participants WHERE user_id = $1";
    let student: [&(dyn ToSql + Sync); 1] = [&pair.student.id];
    let remove = client.execute(removal, &student);
    let (removed, answers) = tokio::join!(remove, sends.collect::<Vec<_>>());

    removed.unwrap();
    let refused = answers
        .iter()
        .filter(|answer| matches!(answer, Err(Error::Rejected(Rejection::NotAParticipant))))
        .count();
    let sent = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(AppendOutcome::New(_))))
        .count();
    assert_eq!(refused + sent, answers.len(), "{answers:?}");
    assert!(refused > 0, "the removal came after every send");
    let after = "SELECT count(*) FROM events AS sent
                 JOIN events AS gone ON gone.kind = 'participant_left'
                 WHERE sent.kind = 'message_sent' AND sent.position > gone.position";
    assert_eq!(database.number(after).await, 0);
}

#[tokio::test]
async fn removed_participant_cannot_send_delete_or_read() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let id = store.send_message(pair.chat_id, &pair.student, "!").await;
    store.send_message(pair.chat_id, &pair.teacher, "?").await;
    let remove = format!(
        "DELETE FROM chat_participants WHERE user_id = {}",
        pair.student.id
    );
    database.execute(&remove).await;
    for answer in [
        store.send(pair.chat_id, &pair.student, "!").await,
        store.delete(id, &pair.student).await,
        store.read(pair.chat_id, &pair.student, None).await,
    ] {
        assert!(
            matches!(answer, Err(Error::Rejected(Rejection::NotAParticipant))),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn readded_participant_can_send_again() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    database.execute("DELETE FROM chat_participants").await;
    let join = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'participant_joined', '{{\"user_id\": {}}}')",
        pair.chat_id, pair.student.id
    );
    database.execute(&join).await;
    appended(store.send(pair.chat_id, &pair.student, "!").await);
}

#[tokio::test]
async fn only_the_author_deletes_a_school_message() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let outsider = database.person("teacher").await;
    let store = Store::of(&database);
    let id = store.send_message(pair.chat_id, &pair.student, "!").await;
    for (user, expected) in [
        (&pair.teacher, Rejection::NotTheAuthor),
        (&outsider, Rejection::NotAParticipant),
    ] {
        let answer = store.delete(id, user).await;
        assert!(
            matches!(&answer, Err(Error::Rejected(rejection)) if *rejection == expected),
            "{answer:?}"
        );
    }
    appended(store.delete(id, &pair.student).await);
}
