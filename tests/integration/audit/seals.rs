//! The tamper-evident log: verification names the first event altered under a seal.

use futures::future::join_all;
use tokio_postgres::Client;

use super::generate_activity;
use crate::sql::refused;
use crate::support::store::appended;
use crate::support::wait::within;
use crate::support::{Store, TestDatabase, eventually, spawn_replicas};

/// The position and text of the one row of `audit.verify_hashes()`.
async fn first_finding(client: &Client) -> Option<(i64, String)> {
    let sql = "SELECT v.position, v.problem FROM audit.verify_hashes() AS v";
    let rows = client.query(sql, &[]).await.expect("verification runs");
    assert!(rows.len() <= 1);
    rows.first().map(|row| (row.get(0), row.get(1)))
}

/// A log with seals of seven events each.
async fn sealed_log() -> (TestDatabase, Client) {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    while !client
        .query("SELECT FROM audit.seal_log(7)", &[])
        .await
        .unwrap()
        .is_empty()
    {}
    assert_eq!(sealed_up_to(&database).await, database.head().await);
    (database, client)
}

async fn sealed_up_to(database: &TestDatabase) -> i64 {
    let sql = "SELECT coalesce(max(to_position), 0) FROM audit.seals";
    database.number(sql).await
}

#[tokio::test]
async fn unaltered_log_matches_its_seals() {
    let (_database, client) = sealed_log().await;
    assert_eq!(first_finding(&client).await, None);
}

/// Statement, and the position and text of the expected finding.
const TAMPERINGS: &[(&str, i64, &str)] = &[
    (
        "UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position IN (9, 3)",
        3,
        ALTERED,
    ),
    (
        "UPDATE events SET actor_id = actor_id + 1 WHERE position = 4",
        4,
        ALTERED,
    ),
    (
        "UPDATE events SET actor_id = actor_id + 1 WHERE position = 7",
        7,
        ALTERED,
    ),
    (
        "UPDATE events SET chat_id = chat_id + 1 WHERE position = 7",
        7,
        ALTERED,
    ),
    (
        "UPDATE events SET recorded_at = recorded_at + interval '1 us' WHERE position = 8",
        8,
        ALTERED,
    ),
    (
        "UPDATE events SET origin = 'import' WHERE position = 10",
        10,
        ALTERED,
    ),
    (
        "UPDATE events SET event_id = gen_random_uuid() WHERE position = 12",
        12,
        ALTERED,
    ),
    (
        "UPDATE events SET realm = 'market' WHERE position = 1",
        1,
        ALTERED,
    ),
    (
        "UPDATE events SET kind = 'chat_read', payload = '{\"up_to_id\": 1}' WHERE position = 2",
        2,
        ALTERED,
    ),
    // Two events swap positions.
    (
        "UPDATE events SET position = 1000 WHERE position = 9;
          UPDATE events SET position = 9 WHERE position = 10;
          UPDATE events SET position = 10 WHERE position = 1000",
        9,
        ALTERED,
    ),
    (
        "DELETE FROM events WHERE position = 11",
        11,
        "this event was removed",
    ),
    (
        "DELETE FROM events WHERE position > 15",
        16,
        "this event was removed",
    ),
    (
        "ALTER TABLE events DROP CONSTRAINT events_valid;
         INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         SELECT 0, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, recorded_at
         FROM events WHERE position = 2",
        0,
        "this event was inserted before the beginning of the log",
    ),
    // A forged text with the digest of the original one.
    (
        "ALTER TABLE events DROP CONSTRAINT events_valid;
             UPDATE events AS e SET payload = e.payload
              || jsonb_build_object('content', 'forged', 'content_digest', audit.content_digest(e, k.key))
          FROM audit.author_keys AS k WHERE k.author_id = e.actor_id AND position = 3",
        3,
        ALTERED,
    ),
    ("UPDATE audit.author_keys SET key = sha256(key)", 2, ALTERED),
    (
        "UPDATE audit.seals SET event_hashes = set_byte(event_hashes, 40, 7)
          WHERE from_position = 8",
        8,
        "this seal was altered",
    ),
    (
        "UPDATE audit.seals SET sealed_at = sealed_at - interval '1 day' WHERE from_position = 8",
        8,
        "this seal was altered",
    ),
    (
        "DELETE FROM audit.seals WHERE from_position = 8",
        8,
        "a seal is missing: the next one begins at 15",
    ),
    (
        "UPDATE audit.seals SET previous_hash = sha256(previous_hash)
          WHERE from_position = 8",
        8,
        "this seal does not continue the previous one",
    ),
];

const ALTERED: &str = "this event was altered";

#[tokio::test]
async fn verify_hashes_reports_the_first_altered_event() {
    let (_database, client) = sealed_log().await;
    for (statement, position, what) in TAMPERINGS {
        let begin = "BEGIN; SET LOCAL session_replication_role = replica";
        client.batch_execute(begin).await.unwrap();
        client.batch_execute(statement).await.unwrap();
        let found = first_finding(&client).await;
        assert_eq!(found, Some((*position, (*what).to_owned())), "{statement}");
        client.batch_execute("ROLLBACK").await.unwrap();
    }
    assert_eq!(
        first_finding(&client).await,
        None,
        "every change was rolled back"
    );
}

/// The database owner can alter an event and seal the log again. A seal exported before
/// reveals this.
#[tokio::test]
async fn exported_seal_reveals_resealing() {
    let (database, client) = sealed_log().await;
    let exported = "SELECT s.to_position, s.hash FROM audit.exported_seals() AS s OFFSET 1 LIMIT 1";
    let exported = client.query_one(exported, &[]).await.unwrap();
    let (position, hash): (i64, Vec<u8>) = (exported.get(0), exported.get(1));
    let compare = "SELECT audit.compare_seal($1, $2)";
    let unchanged: Option<String> = client
        .query_one(compare, &[&position, &hash])
        .await
        .unwrap()
        .get(0);
    assert_eq!(unchanged, None);
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 3;
             DELETE FROM audit.seals;
             SELECT FROM audit.seal_log(7); SELECT FROM audit.seal_log(7)",
        )
        .await;
    assert_eq!(first_finding(&client).await, None);
    let finding: Option<String> = client
        .query_one(compare, &[&position, &hash])
        .await
        .unwrap()
        .get(0);
    assert_eq!(
        finding.unwrap(),
        "the seal that ends at this position is another one"
    );
}

#[tokio::test]
async fn empty_log_produces_no_seal() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let made = client.query("SELECT FROM audit.seal_log()", &[]).await;
    assert!(made.unwrap().is_empty());
    assert_eq!(first_finding(&client).await, None);
}

#[tokio::test]
async fn log_with_a_gap_is_not_sealed() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    let gap = "SET session_replication_role = replica; DELETE FROM events WHERE position = 3";
    database.execute(gap).await;
    let code = refused(&client, "SELECT FROM audit.seal_log()").await;
    assert_eq!(code.code(), "XX001");
}

#[tokio::test]
async fn seals_can_be_neither_changed_nor_deleted() {
    let (_database, client) = sealed_log().await;
    for sql in [
        "UPDATE audit.seals SET sealed_at = now()",
        "DELETE FROM audit.seals",
        "TRUNCATE audit.seals",
    ] {
        assert_eq!(refused(&client, sql).await.code(), "42501", "{sql}");
    }
}

/// Several sessions may try to seal at once; while one is sealing, the others return at once.
#[tokio::test]
async fn concurrent_sealing_does_not_wait() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let busy = database.client().await;
    busy.batch_execute("BEGIN; SELECT FROM audit.seal_log(3)")
        .await
        .unwrap();
    let other = database.client().await;
    let attempts = other.query("SELECT FROM audit.seal_log(3)", &[]);
    let made = within("an answer", attempts).await.unwrap();
    assert!(
        made.is_empty(),
        "sealed although another session was sealing"
    );
    busy.batch_execute("COMMIT").await.unwrap();

    let sessions = join_all((0..4).map(|_| database.client())).await;
    while sealed_up_to(&database).await < database.head().await {
        let attempts = sessions
            .iter()
            .map(|client| client.query("SELECT FROM audit.seal_log(3)", &[]));
        for outcome in join_all(attempts).await {
            outcome.unwrap();
        }
    }
    assert_eq!(first_finding(&other).await, None);
}

#[tokio::test]
async fn sealing_does_not_block_appends() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let sealing = database.client().await;
    sealing
        .batch_execute("BEGIN; SELECT FROM audit.seal_log()")
        .await
        .unwrap();
    let store = Store::of(&database);
    appended(store.send(pairs[0].chat_id, &pairs[0].student, "!").await);
    sealing.batch_execute("COMMIT").await.unwrap();
}

#[tokio::test]
async fn replicas_seal_appended_events() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let [one, other] = spawn_replicas(&database).await;
    let pair = &pairs[0];
    one.client(&pair.student)
        .send_message(pair.chat_id, "раз")
        .await;
    other
        .client(&pair.teacher)
        .send_message(pair.chat_id, "два")
        .await;
    let head = database.head().await;
    eventually("everything to be sealed", async || {
        (sealed_up_to(&database).await >= head).then_some(())
    })
    .await;
    assert_eq!(first_finding(&database.client().await).await, None);
}
