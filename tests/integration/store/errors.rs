//! What is logged of an error of Postgres.

use vestnik::db::Error;
use vestnik::db::schema::SchemaError;

use crate::support::TestDatabase;

#[tokio::test]
async fn an_error_of_postgres_names_its_cause_and_no_values() {
    let database = TestDatabase::new().await;
    let broken = "DO $$ BEGIN
        RAISE EXCEPTION 'it broke' USING ERRCODE = 'XX123', DETAIL = 'a value', HINT = 'a hint';
    END $$";
    let client = database.client().await;
    let error = client.batch_execute(broken).await.expect_err("it breaks");
    let error = Error::from(error);
    assert_eq!(error.to_string(), "database error: ERROR: it broke (XX123)");
    // As it is shown at start, with all its causes.
    let shown = format!("{:#}", anyhow::Error::from(SchemaError::from(error)));
    assert_eq!(shown, "database error: ERROR: it broke (XX123)");
}
