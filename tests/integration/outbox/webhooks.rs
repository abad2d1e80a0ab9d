//! Who is away is told of each message, in order, at least once.

use super::{Colleagues, consuming, consuming_with, lease_is_held, until_idle, writing_to_one};
use crate::support::cluster::Cluster;
use crate::support::receiver::{Call, Receiver};
use crate::support::{Pgbouncer, Replica, ReplicaProcess, TestDatabase, eventually};

#[tokio::test]
async fn offline_recipient_gets_the_contract_webhook() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    let _replica = consuming(&database, &receiver).await;

    let long = "ы".repeat(150);
    colleagues.write(&database, &long).await;

    let calls = receiver.until_accepted(1).await;
    assert_eq!(
        calls[0].body,
        serde_json::json!({
            "user_id": colleagues.boris.id,
            "notification": {
                "type": "new_message",
                "title": "Новое сообщение",
                "body": "ы".repeat(100),
                "data": { "conversationId": colleagues.chat_id },
            },
        })
    );
}

#[tokio::test]
async fn recovered_receiver_gets_the_newest_of_each_chat_in_order() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let users = [
        writing_to_one::<5>(&database).await,
        writing_to_one::<5>(&database).await,
    ];
    let _replica = consuming(&database, &receiver).await;
    receiver.answer_with(503);
    for round in 1..=4 {
        for chats in &users {
            for (chat, colleagues) in chats.iter().enumerate() {
                colleagues
                    .write(&database, &format!("{round}.{chat}"))
                    .await;
            }
        }
    }
    eventually("all to wait", async || {
        let waiting = "SELECT count(*) FROM notifications AS n, consumers AS c, log_head AS h
                       WHERE c.position = h.position";
        (database.number(waiting).await == 10).then_some(())
    })
    .await;
    receiver.answer_with(204);

    let calls = receiver.until_accepted(10).await;
    for chats in &users {
        let of_one = calls
            .iter()
            .filter(|call| call.user_id() == chats[0].boris.id);
        let texts: Vec<&str> = of_one.map(Call::text).collect();
        assert_eq!(texts, ["4.0", "4.1", "4.2", "4.3", "4.4"]);
    }
    until_idle(&database).await;
    assert_eq!(receiver.accepted().len(), 10);
}

#[tokio::test]
async fn webhook_retries_keep_their_id() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    let _replica = consuming(&database, &receiver).await;
    receiver.answer_with(503);
    colleagues.write(&database, "!").await;
    eventually("an attempt", async || {
        (!receiver.calls().is_empty()).then_some(())
    })
    .await;
    receiver.answer_with(204);
    let accepted = receiver.until_accepted(1).await;
    assert_eq!(accepted[0].id, receiver.calls()[0].id);
}

#[tokio::test]
async fn another_replica_takes_over_webhooks_after_a_kill() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = writing_to_one::<20>(&database).await;
    let active = ReplicaProcess::spawn_with(&database, &receiver.settings()).await;
    lease_is_held(&database).await;
    let mut active = Some(active);
    let _candidate = Replica::spawn_with(&database, &receiver.settings()).await;
    let mut written = Vec::new();
    for (number, colleagues) in chats.iter().enumerate() {
        let text = number.to_string();
        colleagues.write(&database, &text).await;
        written.push(text);
        if number == 10 {
            receiver.until_accepted(1).await;
            active.take().expect("killed once").kill().await;
        }
    }

    eventually("each to be accepted", async || {
        let mut texts: Vec<String> = Vec::new();
        for call in receiver.accepted() {
            // At least once: what was under way when it was killed comes again.
            if texts.last().is_none_or(|last| last != call.text()) {
                texts.push(call.text().to_owned());
            }
        }
        (texts == written).then_some(())
    })
    .await;
}

#[tokio::test]
async fn messages_deleted_before_delivery_send_no_webhook() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = writing_to_one::<2>(&database).await;
    let _replica = consuming(&database, &receiver).await;
    receiver.answer_with(500);
    let secret = chats[0].write(&database, "not meant for you").await;
    chats[1].write(&database, "for you").await;
    let second = chats[1].write(&database, "nor this").await;
    eventually("an attempt", async || {
        (!receiver.calls().is_empty()).then_some(())
    })
    .await;
    for (colleagues, id) in [(&chats[0], secret), (&chats[1], second)] {
        let delete = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_deleted', {}, '{{\"message_id\": {id}}}')",
            colleagues.chat_id, colleagues.anna.id
        );
        database.execute(&delete).await;
    }
    receiver.answer_with(204);

    let calls = receiver.until_accepted(1).await;
    assert_eq!(calls[0].text(), "for you", "the message before it is told");
}

#[tokio::test]
async fn new_consumer_starts_at_the_end_of_the_log() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    colleagues.write(&database, "long past").await;
    let _replica = consuming(&database, &receiver).await;
    colleagues.write(&database, "new").await;

    let calls = receiver.until_accepted(1).await;
    assert_eq!(calls[0].text(), "new");
}

#[tokio::test]
async fn sends_do_not_wait_for_an_unresponsive_receiver() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    let pair = database.pair().await;
    let replica = consuming(&database, &receiver).await;
    let held = receiver.hold().await;
    colleagues.write(&database, "nobody answers this").await;
    eventually("the call", async || {
        (!receiver.calls().is_empty()).then_some(())
    })
    .await;

    for number in 0..50 {
        let teacher = replica.client(&pair.teacher);
        teacher
            .send_message(pair.chat_id, &number.to_string())
            .await;
    }

    assert_eq!(receiver.calls().len(), 1);
    drop(held);
    receiver.until_accepted(1).await;
}

#[tokio::test]
async fn webhooks_work_through_a_pooler_without_extra_privileges() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let colleagues = Colleagues::of(&database).await;
    // The login is a superuser, who may do anything: so it is looked at who does it.
    database
        .execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'as %', current_user; END $$;
             CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON consumers FOR EACH ROW
                 WHEN (current_user <> 'vestnik_server') EXECUTE FUNCTION refuse();",
        )
        .await;
    let postgres = Cluster::shared().directory();
    let pooler = Pgbouncer::in_front_of(postgres, &database, "postgres").await;
    let url = pooler.url("postgres");
    let [place, secret] = receiver.settings();
    let _replica = consuming_with(&database, &[place, secret, ("DATABASE_URL", &url)]).await;

    colleagues.write(&database, "through the pooler").await;

    let calls = receiver.until_accepted(1).await;
    assert_eq!(calls[0].text(), "through the pooler");
}
