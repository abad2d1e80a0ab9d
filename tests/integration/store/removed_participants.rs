//! Permission to append is decided while the log head is locked.

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio_postgres::types::ToSql;
use vestnik::db::Error;
use vestnik::domain::{AppendOutcome, Rejection};
use vestnik::log::WriterSettings;

use crate::support::store::{appended, rejection};
use crate::support::{Store, TestDatabase};

#[tokio::test]
async fn no_message_of_a_removed_participant_follows_the_removal() {
    let (database, pair) = TestDatabase::with_pair().await;
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
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let id = store.send_message(pair.chat_id, &pair.student, "!").await;
    store.send_message(pair.chat_id, &pair.teacher, "?").await;
    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;
    for answer in [
        store.send(pair.chat_id, &pair.student, "!").await,
        store.delete(id, &pair.student).await,
        store.read(pair.chat_id, &pair.student, None).await,
    ] {
        assert_eq!(rejection(answer), Rejection::NotAParticipant);
    }
}

#[tokio::test]
async fn only_the_author_deletes_a_school_message() {
    let (database, pair) = TestDatabase::with_pair().await;
    let outsider = database.person("teacher").await;
    let store = Store::of(&database);
    let id = store.send_message(pair.chat_id, &pair.student, "!").await;
    for (user, expected) in [
        (&pair.teacher, Rejection::NotTheAuthor),
        (&outsider, Rejection::NotAParticipant),
    ] {
        let answer = store.delete(id, user).await;
        assert_eq!(rejection(answer), expected);
    }
    appended(store.delete(id, &pair.student).await);
}
