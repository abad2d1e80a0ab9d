//! Sending marks earlier messages of other users as read.

use futures::future::join_all;

use crate::support::store::appended;
use crate::support::{LockedLogHead, Store, TestDatabase};

/// The actor, `from_id` and `up_to_id` of each `chat_read` event.
async fn marks(database: &TestDatabase) -> Vec<(i64, i64, i64)> {
    let sql = "SELECT actor_id, (payload ->> 'from_id')::bigint, (payload ->> 'up_to_id')::bigint
               FROM events
               WHERE kind = 'chat_read'
               ORDER BY position";
    let rows = database.client().await.query(sql, &[]).await.unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect()
}

#[tokio::test]
async fn sending_marks_earlier_messages_read_once() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let (chat_id, teacher, student) = (pair.chat_id, &pair.teacher, &pair.student);

    store.send_message(chat_id, student, "?").await;
    let answer = store.send_message(chat_id, teacher, "!").await;
    store.send_message(chat_id, teacher, "!!").await;
    assert_eq!(marks(&database).await, [(teacher.id, 0, answer)]);

    store.read(chat_id, student, None).await.unwrap();
    store.send_message(chat_id, student, "…").await;
    let by_student = marks(&database).await.len() - 1;
    assert_eq!(by_student, 1, "only the explicit read mark");
}

#[tokio::test]
async fn messages_of_one_batch_are_marked_read() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let chat_id = pair.chat_id;
    let first = store.send_message(chat_id, &pair.teacher, "1").await;
    let head = LockedLogHead::take(&database).await;
    let second = tokio::spawn({
        let (store, teacher) = (store.clone(), pair.teacher.clone());
        async move { store.send_message(chat_id, &teacher, "2").await }
    });
    head.blocks_writer().await;
    let people = [&pair.teacher, &pair.student, &pair.teacher];
    let sends = people.map(|person| store.send(chat_id, person, "3"));
    let mut batch = Box::pin(join_all(sends));
    assert!(futures::poll!(&mut batch).is_pending());
    head.release().await;
    assert!(second.await.unwrap() > first);
    let sent: Vec<_> = batch.await.into_iter().map(appended).collect();
    let [_, by_student, by_teacher] = [0, 1, 2].map(|n: usize| sent[n].position.0);

    let mut found = marks(&database).await;
    found.sort_unstable_by_key(|(_, _, up_to)| *up_to);
    let read: Vec<_> = found
        .iter()
        .map(|(user, _, up_to)| (*user, *up_to))
        .collect();
    assert_eq!(
        read,
        [(pair.student.id, by_student), (pair.teacher.id, by_teacher)]
    );
    // The read model matches the log.
    assert_eq!(
        database.number("SELECT count(*) FROM audit.verify()").await,
        0
    );
}
