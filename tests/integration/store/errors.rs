//! Text of Postgres errors in logs.

use vestnik::db::Error;
use vestnik::db::schema::SchemaError;

use crate::support::TestDatabase;

#[tokio::test]
async fn postgres_errors_show_the_cause_without_values() {
    let database = TestDatabase::new().await;
    let broken = "DO $$ BEGIN
        RAISE EXCEPTION 'it broke' USING ERRCODE = 'XX123', DETAIL = 'a value', HINT = 'a hint';
    END $$";
    let client = database.client().await;
    let error = client
        .batch_execute(broken)
        .await
        .expect_err("the statement fails");
    let error = Error::from(error);
    assert_eq!(error.to_string(), "database error: ERROR: it broke (XX123)");
    // The form printed at start, with all causes.
    let shown = format!("{:#}", anyhow::Error::from(SchemaError::from(error)));
    assert_eq!(shown, "database error: ERROR: it broke (XX123)");
}
