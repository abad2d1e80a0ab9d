//! Changing one's own password.

use serde_json::json;

use super::{AccountsFixture, EMAIL, PASSWORD, put};
use crate::support::assert_refused;

const PATH: &str = "/v1/school/me/password";

#[tokio::test]
async fn a_new_password_ends_all_other_log_ins_everywhere() {
    let fixture = AccountsFixture::new().await;
    let [here, _] = fixture.clients(&fixture.log_in().await);
    let elsewhere = fixture.clients(&fixture.log_in().await);
    let mut stream = elsewhere[1].open_stream().await;
    let change = json!({ "old_password": PASSWORD, "new_password": "battery staple" });
    put(&here, PATH, &change).await.expect(204);
    for client in &elsewhere {
        assert_refused(&client.get("/api/me").await, 401, "logged_out");
    }
    stream.ended().await;
    here.get("/api/me").await.expect(200);
    let old = fixture.try_log_in(EMAIL, PASSWORD).await;
    assert_refused(&old, 401, "wrong_credentials");
    let new = fixture.try_log_in(EMAIL, "battery staple").await;
    assert_eq!(new.status, 200);
}

#[tokio::test]
async fn the_old_password_is_required_and_guessing_is_limited() {
    let fixture = AccountsFixture::with(&[("LOGIN_LIMIT", "2/100")]).await;
    let [anna, _] = fixture.clients(&fixture.log_in().await);
    let short = json!({ "old_password": PASSWORD, "new_password": "1234567" });
    let refused = put(&anna, PATH, &short).await;
    assert_refused(&refused, 400, "invalid_password");
    let wrong = json!({ "old_password": "wrong horse", "new_password": "battery staple" });
    for _ in 0..2 {
        let refused = put(&anna, PATH, &wrong).await;
        assert_refused(&refused, 403, "wrong_password");
    }
    let right = json!({ "old_password": PASSWORD, "new_password": "battery staple" });
    let refused = put(&anna, PATH, &right).await;
    assert_refused(&refused, 429, "rate_limited");
    assert!(refused.headers.contains_key("retry-after"));
    let nobody = put(&fixture.nobody(), PATH, &right).await;
    assert_refused(&nobody, 401, "missing_token");
}

#[tokio::test]
async fn a_log_in_with_the_former_password_fails_during_the_change() {
    let fixture = AccountsFixture::new().await;
    let mut session = fixture.database.client().await;
    let change = session.transaction().await.unwrap();
    let sql = "UPDATE credentials SET password_hash = 'another'";
    change.execute(sql, &[]).await.unwrap();
    // It has compared the former password, and waits for the change to end.
    let log_in = fixture.try_log_in(EMAIL, PASSWORD);
    let commit = async {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
        fixture.database.until_number(waiting, 1).await;
        change.commit().await.unwrap();
    };
    let (refused, ()) = futures::future::join(log_in, commit).await;
    assert_refused(&refused, 401, "wrong_credentials");
    let log_ins = "SELECT count(*) FROM logins";
    assert_eq!(fixture.database.number(log_ins).await, 0);
}
