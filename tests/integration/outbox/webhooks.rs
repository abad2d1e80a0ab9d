//! Offline users get a webhook for each message, in order, at least once.

use super::{
    TwoUsers, conversations_with_one_recipient, spawn_consumer, spawn_consumer_with,
    wait_for_lease, wait_until_idle,
};
use crate::support::cluster::Cluster;
use crate::support::receiver::{Call, Receiver};
use crate::support::{Pgbouncer, Replica, ReplicaProcess, TestDatabase, eventually};

#[tokio::test]
async fn offline_recipient_gets_the_contract_webhook() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let pair = database.pair().await;
    let mut chats = vec![TwoUsers {
        anna: pair.teacher,
        boris: pair.student,
        chat_id: pair.chat_id,
    }];
    for realm in ["campus", "messenger", "direct", "market"] {
        let boris = database.person("member").await;
        chats.push(TwoUsers::in_realm(&database, realm, boris).await);
    }
    let _replica = spawn_consumer(&database, &receiver).await;

    let long = "ы".repeat(150);
    for two_users in &chats {
        two_users.write(&database, &long).await;
    }

    let calls = receiver.until_accepted(chats.len()).await;
    for two_users in &chats {
        let boris = two_users.boris.id;
        let call = calls.iter().find(|call| call.user_id() == boris);
        assert_eq!(
            call.expect("one in each realm").body,
            serde_json::json!({
                "user_id": boris,
                "notification": {
                    "type": "new_message",
                    "title": "Новое сообщение",
                    "body": "ы".repeat(100),
                    "data": { "conversationId": two_users.chat_id },
                },
            })
        );
    }
}

#[tokio::test]
async fn recovered_receiver_gets_the_newest_of_each_chat_in_order() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let users = [
        conversations_with_one_recipient::<5>(&database).await,
        conversations_with_one_recipient::<5>(&database).await,
    ];
    let _replica = spawn_consumer(&database, &receiver).await;
    receiver.answer_with(503);
    for round in 1..=4 {
        for chats in &users {
            for (chat, two_users) in chats.iter().enumerate() {
                two_users.write(&database, &format!("{round}.{chat}")).await;
            }
        }
    }
    let waiting = "SELECT count(*) FROM deliveries AS d, consumers AS c, log_head AS h
                       WHERE c.name = 'webhooks' AND c.position = h.position";
    database.until_number(waiting, 10).await;
    receiver.answer_with(204);

    let calls = receiver.until_accepted(10).await;
    for chats in &users {
        let of_one = calls
            .iter()
            .filter(|call| call.user_id() == chats[0].boris.id);
        let texts: Vec<&str> = of_one.map(Call::text).collect();
        assert_eq!(texts, ["4.0", "4.1", "4.2", "4.3", "4.4"]);
    }
    wait_until_idle(&database).await;
    assert_eq!(receiver.accepted().len(), 10);
}

#[tokio::test]
async fn webhook_retries_keep_their_id() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let _replica = spawn_consumer(&database, &receiver).await;
    receiver.answer_with(503);
    two_users.write(&database, "!").await;
    receiver.until_called().await;
    receiver.answer_with(204);
    let accepted = receiver.until_accepted(1).await;
    assert_eq!(accepted[0].id, receiver.calls()[0].id);
}

#[tokio::test]
async fn another_replica_takes_over_webhooks_after_a_kill() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = conversations_with_one_recipient::<20>(&database).await;
    let active = ReplicaProcess::spawn_with(&database, &receiver.settings()).await;
    wait_for_lease(&database).await;
    let mut active = Some(active);
    let _candidate = Replica::spawn_with(&database, &receiver.settings()).await;
    let mut written = Vec::new();
    for (number, two_users) in chats.iter().enumerate() {
        let text = number.to_string();
        two_users.write(&database, &text).await;
        written.push(text);
        if number == 10 {
            receiver.until_accepted(1).await;
            active.take().expect("killed once").kill().await;
        }
    }

    eventually("each to be accepted", async || {
        let mut texts: Vec<String> = Vec::new();
        for call in receiver.accepted() {
            // At least once: attempts in flight during the kill are repeated.
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
    let chats = conversations_with_one_recipient::<2>(&database).await;
    let _replica = spawn_consumer(&database, &receiver).await;
    receiver.answer_with(500);
    let secret = chats[0].write(&database, "not meant for you").await;
    chats[1].write(&database, "for you").await;
    let second = chats[1].write(&database, "nor this").await;
    receiver.until_called().await;
    for (two_users, id) in [(&chats[0], secret), (&chats[1], second)] {
        let delete = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_deleted', {}, '{{\"message_id\": {id}}}')",
            two_users.chat_id, two_users.anna.id
        );
        database.execute(&delete).await;
    }
    receiver.answer_with(204);

    let calls = receiver.until_accepted(1).await;
    assert_eq!(
        calls[0].text(),
        "for you",
        "the earlier message is notified"
    );
}

#[tokio::test]
async fn muted_chats_and_quiet_hours_send_no_webhook() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = conversations_with_one_recipient::<2>(&database).await;
    let boris = chats[0].boris.id;
    let _replica = spawn_consumer(&database, &receiver).await;
    let mute = format!(
        r#"INSERT INTO events (chat_id, kind, actor_id, payload)
           VALUES ({}, 'chat_settings_changed', {boris},
               '{{"pinned": false, "archived": false, "muted_until": "2999-01-01T00:00:00Z"}}')"#,
        chats[0].chat_id
    );
    database.execute(&mute).await;
    chats[0].write(&database, "muted").await;
    chats[1].write(&database, "wanted").await;
    // Webhooks of a user are ordered, so no earlier message was notified.
    assert_eq!(receiver.until_accepted(1).await[0].text(), "wanted");
    wait_until_idle(&database).await;
    let quiet = format!(
        "INSERT INTO user_preferences (user_id, quiet_from, quiet_to, time_zone)
         SELECT {boris}, t.at - interval '2 hours', t.at + interval '2 hours', 'Asia/Tokyo'
         FROM (SELECT (now() AT TIME ZONE 'Asia/Tokyo')::time AS at) AS t"
    );
    database.execute(&quiet).await;
    chats[1].write(&database, "at night").await;
    wait_until_idle(&database).await;
    assert_eq!(receiver.calls().len(), 1);
}

#[tokio::test]
async fn new_consumer_starts_at_the_end_of_the_log() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    two_users.write(&database, "long past").await;
    let _replica = spawn_consumer(&database, &receiver).await;
    two_users.write(&database, "new").await;

    let calls = receiver.until_accepted(1).await;
    assert_eq!(calls[0].text(), "new");
}

#[tokio::test]
async fn sends_do_not_wait_for_an_unresponsive_receiver() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    let pair = database.pair().await;
    let replica = spawn_consumer(&database, &receiver).await;
    let held = receiver.hold().await;
    two_users.write(&database, "unanswered").await;
    receiver.until_called().await;

    for number in 0..50 {
        let teacher = replica.client(&pair.teacher);
        teacher
            .send_message(pair.chat_id, &number.to_string())
            .await;
    }

    let boris = two_users.boris.id;
    let calls = receiver.calls();
    let to_boris = calls.iter().filter(|call| call.user_id() == boris);
    assert_eq!(to_boris.count(), 1);
    drop(held);
    receiver.until_accepted(1).await;
}

#[tokio::test]
async fn webhooks_work_through_a_pooler_without_extra_privileges() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let two_users = TwoUsers::new(&database).await;
    // The login is a superuser and could do anything, so the test checks the effective role.
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
    let _replica = spawn_consumer_with(&database, &[place, secret, ("DATABASE_URL", &url)]).await;

    two_users.write(&database, "through the pooler").await;

    let calls = receiver.until_accepted(1).await;
    assert_eq!(calls[0].text(), "through the pooler");
}
