//! Places outside of the database get the newest seal.

use serde_json::json;

use super::mail;
use crate::support::receiver::{Receiver, WEBHOOK_SECRET};
use crate::support::{Metrics, Pair, Replica, SmtpServer, TestDatabase, eventually};

/// The settings of a server whose witness this is.
fn settings(receiver: &Receiver) -> [(&str, &str); 3] {
    [
        ("SEAL_WITNESSES", &receiver.url),
        ("SEAL_WITNESS_SECRET", WEBHOOK_SECRET),
        ("SEAL_WITNESS_SECONDS", "1"),
    ]
}

async fn sealed_log() -> (TestDatabase, Pair) {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "да", 3)
        .await;
    database.execute("SELECT FROM audit.seal_log()").await;
    (database, pair)
}

/// The newest seal as a witness gets it.
async fn newest(database: &TestDatabase) -> serde_json::Value {
    let client = database.client().await;
    let sql = "SELECT s.from_position, s.to_position, encode(s.hash, 'hex'), to_json(s.sealed_at) #>> '{}'
               FROM audit.seals AS s ORDER BY s.to_position DESC LIMIT 1";
    let row = client.query_one(sql, &[]).await.unwrap();
    json!({
        "from_position": row.get::<_, i64>(0),
        "to_position": row.get::<_, i64>(1),
        "hash": row.get::<_, String>(2),
        "sealed_at": row.get::<_, String>(3),
    })
}

#[tokio::test]
async fn webhook_gets_each_newest_seal_signed() {
    let (database, pair) = sealed_log().await;
    let receiver = Receiver::start().await;
    let _replica = Replica::spawn_with(&database, &settings(&receiver)).await;

    // The receiver verifies signatures.
    let first = receiver.until_accepted(1).await.remove(0);
    let seal = newest(&database).await;
    assert_eq!(
        first.body,
        json!({ "type": "seal", "timestamp": seal["sealed_at"], "data": seal })
    );
    database
        .append_messages(pair.chat_id, &pair.student, "нет", 1)
        .await;
    let second = receiver.until_accepted(2).await.remove(1);
    assert_eq!(second.body["data"], newest(&database).await);
    assert_ne!(first.id, second.id);
    assert!(second.body["data"]["to_position"] == database.head().await);
}

#[tokio::test]
async fn unreachable_witness_gets_one_seal_later() {
    let (database, pair) = sealed_log().await;
    let receiver = Receiver::start().await;
    receiver.answer_with(503);
    let _replica = Replica::spawn_with(&database, &settings(&receiver)).await;
    receiver.until_called().await;
    database
        .append_messages(pair.chat_id, &pair.student, "нет", 2)
        .await;
    database.execute("SELECT FROM audit.seal_log()").await;
    let queued = "SELECT count(*) FROM deliveries WHERE channel = 'seal_witnesses'";
    assert_eq!(database.number(queued).await, 1);
    receiver.answer_with(204);
    let accepted = receiver.until_accepted(1).await;
    assert_eq!(accepted[0].body["data"], newest(&database).await);
    database.until_number(queued, 0).await;
}

#[tokio::test]
async fn mail_address_gets_one_seal_a_day() {
    let (database, pair) = sealed_log().await;
    let smtp = SmtpServer::start().await;
    let url = smtp.url();
    let mut with_mail = mail::settings(&url).to_vec();
    with_mail.push(("SEAL_WITNESSES", "mailto:committee@parents.example"));
    with_mail.push(("SEAL_WITNESS_SECONDS", "1"));
    let _replica = Replica::spawn_with(&database, &with_mail).await;
    let mails = eventually("an e-mail", async || {
        let mails = smtp.mails();
        (!mails.is_empty()).then_some(mails)
    })
    .await;
    assert_eq!(mails[0].to, ["committee@parents.example"]);
    let seal = newest(&database).await;
    let witnessed =
        "SELECT coalesce(max(position), 0) FROM seal_witnesses WHERE name LIKE 'mail#%'";
    database
        .until_number(witnessed, seal["to_position"].as_i64().unwrap())
        .await;
    let due = "SELECT count(*) FROM deliveries WHERE channel = 'seal_witnesses'";
    database
        .append_messages(pair.chat_id, &pair.student, "нет", 1)
        .await;
    database.execute("SELECT FROM audit.seal_log()").await;
    let yesterday = "UPDATE seal_witnesses SET witnessed_at = now() - interval '25 hours'";
    assert_eq!(database.number(due).await, 0);
    assert_eq!(smtp.mails().len(), 1);
    database.execute(yesterday).await;
    eventually("the next e-mail", async || {
        (smtp.mails().len() == 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn age_of_the_last_witness_is_a_metric() {
    let (database, _pair) = sealed_log().await;
    let receiver = Receiver::start().await;
    receiver.answer_with(503);
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE audit.seals SET sealed_at = now() - interval '2 days';
             INSERT INTO seal_witnesses (name, position, witnessed_at)
             VALUES ('file', 1, now() - interval '1 hour')",
        )
        .await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &settings(&receiver)).await;
    let (last, lacking) = (
        "vestnik_last_witness_age_seconds",
        "vestnik_unwitnessed_age_seconds",
    );
    metrics.until_at_least(last, 3_599.0).await;
    metrics.until_at_least(lacking, 172_799.0).await;
    let failed = r#"vestnik_seal_witness_attempts_total{outcome="failed"}"#;
    metrics.until_at_least(failed, 1.0).await;
    // The address may be secret.
    let log = replica.flushed_log().await;
    assert!(log.contains("a witness did not take the newest seal"));
    assert!(!log.contains(&receiver.url), "{log}");

    receiver.answer_with(204);
    metrics.until_exactly(lacking, 0.0).await;
    metrics.until(last, |age| age < 3_599.0).await;
}
