//! Who is there, on whichever replica, is told by nobody else.

use super::{Colleagues, consuming};
use crate::support::receiver::Receiver;
use crate::support::{Person, Replica, TestDatabase, eventually, spawn_replicas};

async fn until_registered(database: &TestDatabase, person: &Person, rows: i64) {
    let sql = format!(
        "SELECT count(*) FROM presence WHERE user_id = {}",
        person.id
    );
    eventually("the register of who is there", async || {
        (database.number(&sql).await == rows).then_some(())
    })
    .await;
}

/// What Boris is told once he was written this, he being away for good by then.
async fn told(database: &TestDatabase, receiver: &Receiver, colleagues: &Colleagues) -> String {
    until_registered(database, &colleagues.boris, 0).await;
    colleagues.write(database, "away").await;
    // In order for each user: what comes first tells that nothing is told of what was before.
    receiver.until_accepted(1).await[0].text().to_owned()
}

struct Office {
    database: TestDatabase,
    receiver: Receiver,
    colleagues: Colleagues,
    _consuming: Replica,
    others: [Replica; 2],
}

async fn office() -> Office {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    let consuming = consuming(&database, &receiver).await;
    let others = spawn_replicas(&database).await;
    Office {
        database,
        receiver,
        colleagues,
        _consuming: consuming,
        others,
    }
}

#[tokio::test]
async fn user_connected_to_another_replica_gets_no_webhook() {
    let office = office().await;
    let (database, colleagues) = (&office.database, &office.colleagues);
    let stream = office.others[0]
        .client(&colleagues.boris)
        .open_stream()
        .await;
    until_registered(database, &colleagues.boris, 1).await;
    colleagues.write(database, "here").await;
    drop(stream);

    assert_eq!(told(database, &office.receiver, colleagues).await, "away");
}

#[tokio::test]
async fn moving_between_replicas_sends_no_offline_webhook() {
    let office = office().await;
    let (database, colleagues) = (&office.database, &office.colleagues);
    let stream = office.others[0]
        .client(&colleagues.boris)
        .open_stream()
        .await;
    until_registered(database, &colleagues.boris, 1).await;
    drop(stream);
    colleagues.write(database, "on the way").await;
    let stream = office.others[1]
        .client(&colleagues.boris)
        .open_stream()
        .await;
    until_registered(database, &colleagues.boris, 2).await;
    until_registered(database, &colleagues.boris, 1).await;
    eventually("the message to be looked at", async || {
        let behind = "SELECT h.position - c.position FROM consumers AS c, log_head AS h";
        (database.number(behind).await == 0).then_some(())
    })
    .await;
    drop(stream);

    assert_eq!(told(database, &office.receiver, colleagues).await, "away");
}

#[tokio::test]
async fn connecting_or_reading_shortly_after_cancels_the_webhook() {
    let office = office().await;
    let (database, colleagues) = (&office.database, &office.colleagues);
    let elsewhere = Colleagues::with(database, colleagues.boris.clone()).await;
    colleagues.write(database, "come here").await;
    let stream = office.others[0]
        .client(&colleagues.boris)
        .open_stream()
        .await;
    until_registered(database, &colleagues.boris, 1).await;
    drop(stream);
    until_registered(database, &colleagues.boris, 0).await;
    let read = elsewhere.write(database, "read this").await;
    let mark = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'chat_read', {}, '{{\"up_to_id\": {read}}}')",
        elsewhere.chat_id, colleagues.boris.id
    );
    database.execute(&mark).await;

    assert_eq!(told(database, &office.receiver, colleagues).await, "away");
}

#[tokio::test]
async fn connecting_while_the_receiver_is_down_cancels_the_webhook() {
    let office = office().await;
    let (database, colleagues) = (&office.database, &office.colleagues);
    office.receiver.answer_with(503);
    colleagues.write(database, "seen by then").await;
    eventually("an attempt", async || {
        (!office.receiver.calls().is_empty()).then_some(())
    })
    .await;
    let stream = office.others[0]
        .client(&colleagues.boris)
        .open_stream()
        .await;
    until_registered(database, &colleagues.boris, 1).await;
    drop(stream);
    office.receiver.answer_with(204);

    assert_eq!(told(database, &office.receiver, colleagues).await, "away");
}
