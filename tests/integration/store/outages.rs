//! Lost connections, also around COMMIT, and an unreachable Postgres.

use std::time::Duration;

use futures::future::join_all;
use tokio::time::Instant;
use uuid::Uuid;
use vestnik::accesses::Recorded;
use vestnik::chat::{self, Queries};
use vestnik::contracts::school;
use vestnik::db::{Connector, Error};
use vestnik::log::WriterSettings;

use crate::support::store::appended;
use crate::support::wait::within;
use crate::support::{LockedLogHead, Proxy, Store, TestDatabase};

const MESSAGES: &str = "SELECT count(*) FROM messages";

#[tokio::test]
async fn append_with_a_lost_answer_is_stored_once() {
    let (database, pair) = TestDatabase::with_pair().await;
    let proxy = Proxy::start();
    let store = Store::with(&proxy.connector(&database), WriterSettings::default());
    store
        .send_message(pair.chat_id, &pair.student, "before")
        .await;

    proxy.drop_responses(1);
    let event = appended(store.send(pair.chat_id, &pair.student, "lost").await);

    assert_eq!(proxy.dropped_responses(), 1);
    let stored = "SELECT count(*) FROM messages WHERE content = 'lost' AND id = ";
    let stored = format!("{stored}{}", event.position.0);
    assert_eq!(database.number(&stored).await, 1);
    assert_eq!(database.number(MESSAGES).await, 2);
}

#[tokio::test]
async fn batch_with_a_lost_answer_is_matched_draft_by_draft() {
    let (database, pair) = TestDatabase::with_pair().await;
    let proxy = Proxy::start();
    let store = Store::with(&proxy.connector(&database), WriterSettings::default());
    store
        .send_message(pair.chat_id, &pair.student, "before")
        .await;
    let outsider = database.person("student").await;

    proxy.drop_responses(1);
    let sends = join_all((0..20).map(async |n: i32| {
        let text = n.to_string();
        let key = Uuid::new_v4();
        let answer = store.send_as(pair.chat_id, &pair.student, &text, key);
        (text.clone(), appended(answer.await))
    }));
    let (sent, outsider_result) = tokio::join!(sends, store.send(pair.chat_id, &outsider, "no"));

    assert_eq!(proxy.dropped_responses(), 1);
    assert!(
        matches!(outsider_result, Err(Error::Rejected(_))),
        "{outsider_result:?}"
    );
    let client = database.client().await;
    for (text, event) in sent {
        let stored = "SELECT content FROM messages WHERE id = $1";
        let row = client.query_one(stored, &[&event.position.0]).await;
        assert_eq!(row.unwrap().get::<_, &str>(0), text);
    }
    assert_eq!(database.number(MESSAGES).await, 21);
}

#[tokio::test]
async fn connection_lost_before_commit_appends_once() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let head = LockedLogHead::take(&database).await;
    let send = tokio::spawn({
        let (store, pair) = (store.clone(), pair.clone());
        async move { store.send(pair.chat_id, &pair.student, "!").await }
    });
    let killed = head.blocks_writer().await;
    head.terminate(killed).await;
    head.blocks_writer_other_than(killed).await;
    head.release().await;
    appended(send.await.unwrap());
    assert_eq!(database.number(MESSAGES).await, 1);
}

#[tokio::test]
async fn every_append_survives_repeated_session_termination() {
    let (database, pair) = TestDatabase::with_pair().await;
    let settings = WriterSettings {
        batch_max: 4,
        ..WriterSettings::default()
    };
    let store = Store::with(&database.connector(), settings);
    let client = database.client().await;
    let sends = join_all((0..200).map(|_| store.send(pair.chat_id, &pair.student, "!")));
    let mut sends = Box::pin(sends);
    let mut ended = 0_i64;
    let answers = loop {
        let terminate = "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
             FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE 'vestnik%'";
        tokio::select! {
            answers = &mut sends => break answers,
            row = client.query_one(terminate, &[]), if ended < 8 => {
                ended += row.unwrap().get::<_, i64>(0);
            }
        }
    };
    for answer in answers {
        appended(answer);
    }
    assert!(ended > 0, "no session was ended");
    assert_eq!(database.number(MESSAGES).await, 200);
}

#[tokio::test]
async fn append_without_postgres_fails_within_the_append_deadline() {
    let nowhere = Connector::new("postgresql://postgres@%2Fnonexistent/none").unwrap();
    let store = Store::with(&nowhere, WriterSettings::default());
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let started = Instant::now();
    let answer = store.send(1, &person, "!").await;
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn read_without_postgres_is_unavailable() {
    let nowhere = Connector::new("postgresql://postgres@%2Fnonexistent/none").unwrap();
    let pool = nowhere.pool(1);
    let queries = Queries::new(pool, school::REALM);
    let chats = queries.chats_of_realm(Recorded::unneeded(), None, None, 1);
    let answer = within("an answer", chats).await;
    assert!(
        matches!(answer, Err(chat::Error::Unavailable(_))),
        "{answer:?}"
    );
}
