//! Deactivating people.

use serde_json::json;

use super::{AccountsFixture, EMAIL, PASSWORD};
use crate::support::assert_refused;

#[tokio::test]
async fn a_deactivated_person_is_out_on_every_replica_until_reactivated() {
    let fixture = AccountsFixture::new().await;
    let clients = fixture.clients(&fixture.log_in().await);
    let mut streams = [
        clients[0].open_stream().await,
        clients[1].open_stream().await,
    ];
    let path = |what: &str| format!("/v1/school/users/{}/{what}", fixture.anna_id);
    let admin = fixture.admin();
    for _ in 0..2 {
        let done = admin.post(&path("deactivate"), &json!({})).await;
        done.expect(204);
    }
    for client in &clients {
        assert_eq!(client.get("/api/me").await.status, 401);
    }
    for stream in &mut streams {
        stream.ended().await;
    }
    let refused = fixture.try_log_in(EMAIL, PASSWORD).await;
    assert_refused(&refused, 401, "wrong_credentials");
    let reset = admin.post(&path("password-reset"), &json!({})).await;
    assert_refused(&reset, 404, "user_not_found");
    let shown = format!("/v1/school/users/{}", fixture.anna_id);
    assert_refused(&admin.get(&shown).await, 404, "user_not_found");

    for _ in 0..2 {
        let done = admin.post(&path("reactivate"), &json!({})).await;
        done.expect(204);
    }
    admin.get(&shown).await.expect(200);
    // The log-ins have ended for good.
    assert_refused(&clients[0].get("/api/me").await, 401, "logged_out");
    assert_eq!(fixture.try_log_in(EMAIL, PASSWORD).await.status, 200);
    let realms = "SELECT count(*) FROM users WHERE realms = '{school}' AND deactivated_at IS NULL";
    assert_eq!(fixture.database.number(realms).await, 1);
}

#[tokio::test]
async fn tokens_of_other_issuers_do_not_let_the_deactivated_in() {
    let fixture = AccountsFixture::with(&[("AUTH_PROVISION", "true")]).await;
    let person = fixture.database.person("student").await;
    let client = fixture.replicas[1].client(&person);
    client.get("/v1/school/me").await.expect(200);
    let path = format!("/v1/school/users/{}/deactivate", person.id);
    let done = fixture.admin().post(&path, &json!({})).await;
    done.expect(204);
    let refused = client.get("/v1/school/me").await;
    assert_refused(&refused, 401, "unknown_user");
    let refused = client.get("/v1/campus/me").await;
    assert_refused(&refused, 401, "unknown_user");
}

#[tokio::test]
async fn links_of_the_deactivated_are_neither_mailed_nor_work() {
    let fixture = AccountsFixture::new().await;
    let admin = fixture.admin();
    let path = |what: &str| format!("/v1/school/users/{}/{what}", fixture.anna_id);
    let link = admin.post(&path("password-reset"), &json!({})).await;
    let link = link.expect(201);
    // As a link that is made, and an e-mail that is put back, at the moment of deactivating.
    let sql = "CREATE TABLE kept AS SELECT * FROM account_links";
    fixture.database.execute(sql).await;
    let done = admin.post(&path("deactivate"), &json!({})).await;
    done.expect(204);
    let sql = format!(
        "INSERT INTO account_links SELECT * FROM kept;
         INSERT INTO deliveries (channel, receiver, language)
         VALUES ('mail_links', 'password/{}', 'en')",
        fixture.anna_id
    );
    fixture.database.execute(&sql).await;
    let complete = json!({ "token": link["token"], "password": "battery staple" });
    let refused = fixture
        .nobody()
        .post("/v1/school/password-resets/complete", &complete)
        .await;
    assert_refused(&refused, 404, "invalid_link");
    let waiting = "SELECT count(*) FROM deliveries";
    fixture.database.until_number(waiting, 0).await;
    let invitation = json!({ "email": "b@school.test", "role": "student", "send_mail": true });
    let invited = admin.post("/v1/school/invitations", &invitation).await;
    invited.expect(201);
    // An e-mail that was under way before would have arrived by now.
    let mails = fixture.smtp.until_mailed(1).await;
    assert_eq!(mails[0].to, ["b@school.test"]);
}

#[tokio::test]
async fn only_admins_deactivate_and_only_others() {
    let fixture = AccountsFixture::new().await;
    let [anna, _] = fixture.clients(&fixture.log_in().await);
    let admin = fixture.admin();
    for what in ["deactivate", "reactivate"] {
        let path = format!("/v1/school/users/{}/{what}", fixture.admin.id);
        let refused = anna.post(&path, &json!({})).await;
        assert_refused(&refused, 403, "not_an_admin");
        let path = format!("/v1/school/users/4000000/{what}");
        let refused = admin.post(&path, &json!({})).await;
        assert_refused(&refused, 404, "user_not_found");
    }
    let path = format!("/v1/school/users/{}/deactivate", fixture.admin.id);
    let refused = admin.post(&path, &json!({})).await;
    assert_refused(&refused, 400, "cannot_deactivate_yourself");
}
