//! The proof that the log is intact.

use serde_json::{Value, json};
use tokio_postgres::error::SqlState;

use super::DeskFixture;
use crate::cli::run;
use crate::support::{TestDatabase, assert_refused, eventually};

async fn checked(fixture: &DeskFixture) -> Value {
    let begun = fixture
        .admin()
        .post("/v1/school/desk/proof", &json!({}))
        .await;
    begun.expect(202);
    eventually("the check ends", async || {
        let proof = fixture.school("/proof").await;
        proof["running"].is_null().then_some(proof)
    })
    .await
}

/// Changes the text of a message in the log.
async fn alter(fixture: &DeskFixture, message: i64) {
    let alter = format!(
        "SET session_replication_role = replica;
         UPDATE events SET payload = '{{\"content\": \"forged\"}}' WHERE position = {message}"
    );
    fixture.database.execute(&alter).await;
}

/// Whether `vestnik verify` finds nothing.
async fn is_verified(database: &TestDatabase) -> bool {
    let settings = [("DATABASE_URL", database.url.as_str())];
    run(&["verify"], &settings, "").await.status.success()
}

/// Lets the next check begin at once.
async fn forget(fixture: &DeskFixture) {
    let sql = "UPDATE audit.proof SET started_at = NULL";
    fixture.database.execute(sql).await;
}

#[tokio::test]
async fn a_check_finds_an_altered_event() {
    let fixture = DeskFixture::new().await;
    let message = fixture.ask("genuine").await;
    fixture
        .database
        .execute("SELECT FROM audit.seal_log()")
        .await;
    let proof = checked(&fixture).await;
    assert!(proof["verified"]["position"].as_i64().unwrap() >= message);
    assert_eq!(proof["problem"], Value::Null);
    alter(&fixture, message).await;
    forget(&fixture).await;
    let proof = checked(&fixture).await;
    assert_eq!(proof["problem"]["position"], message);
    assert_eq!(proof["problem"]["text"], "this event was altered");
}

#[tokio::test]
async fn the_desk_shows_what_the_command_found() {
    let fixture = DeskFixture::new().await;
    let verified = async || is_verified(&fixture.database).await;
    let message = fixture.ask("genuine").await;
    let seal = "SELECT FROM audit.seal_log()";
    fixture.database.execute(seal).await;
    assert!(verified().await);
    let proof = fixture.school("/proof").await;
    assert!(proof["verified"]["position"].as_i64().unwrap() >= message);
    alter(&fixture, message).await;
    assert!(!verified().await);
    let proof = fixture.school("/proof").await;
    assert_eq!(proof["problem"]["position"], message);
    assert_eq!(proof["problem"]["text"], "this event was altered");
}

#[tokio::test]
async fn a_log_without_seals_is_not_proved() {
    let database = TestDatabase::new().await;
    assert!(is_verified(&database).await);
    let checked = "UPDATE audit.proof SET until_position = 0;
                   SELECT audit.continue_proof(10)";
    database.execute(checked).await;
    let proved = "SELECT count(*) FROM audit.proof WHERE verified_to IS NOT NULL";
    assert_eq!(database.number(proved).await, 0);
    let running = "SELECT count(*) FROM audit.proof WHERE until_position IS NOT NULL";
    assert_eq!(database.number(running).await, 0);
}

#[tokio::test]
async fn one_check_runs_at_a_time_and_not_at_once_again() {
    let fixture = DeskFixture::new().await;
    fixture.ask("?").await;
    checked(&fixture).await;
    let again = fixture
        .admin()
        .post("/v1/school/desk/proof", &json!({}))
        .await;
    assert_refused(&again, 429, "rate_limited");
    // While a check runs, a request begins no other.
    let mut client = fixture.database.client().await;
    let transaction = client.transaction().await.unwrap();
    let running = "UPDATE audit.proof SET started_at = now() - interval '1 hour',
                                          reached = 7, until_position = 1000";
    transaction.batch_execute(running).await.unwrap();
    let sql = "SELECT audit.request_proof(1)";
    assert_eq!(
        transaction
            .query_one(sql, &[])
            .await
            .unwrap()
            .get::<_, i32>(0),
        0
    );
    let sql = "SELECT reached FROM audit.proof";
    assert_eq!(
        transaction
            .query_one(sql, &[])
            .await
            .unwrap()
            .get::<_, i64>(0),
        7
    );
    transaction.rollback().await.unwrap();
}

#[tokio::test]
async fn the_server_can_neither_read_seals_nor_change_the_proof() {
    let fixture = DeskFixture::new().await;
    let client = fixture.database.client().await;
    client
        .batch_execute("SET ROLE vestnik_server")
        .await
        .unwrap();
    for sql in [
        "SELECT * FROM audit.seals",
        "SELECT * FROM audit.proof",
        "UPDATE audit.proof SET verified_to = 1",
        "SELECT * FROM audit.author_keys",
        "UPDATE public.erasure_requests SET confirmed_name = ''",
        "CALL audit.erase_user(1)",
        "DELETE FROM public.events",
    ] {
        let refused = client.batch_execute(sql).await.unwrap_err();
        assert_eq!(
            refused.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{sql}"
        );
    }
}
