//! What an admin of the school does to accounts has no effect in realms that the admin does not belong to.

use serde_json::json;

use super::{AccountsFixture, EMAIL, PASSWORD, put};
use crate::support::{Client, assert_refused};

impl AccountsFixture {
    async fn set_realms(&self, id: i64, realms: &str) {
        let sql = format!("UPDATE users SET realms = {realms} WHERE id = {id}");
        self.database.execute_and_fence(&sql, 2).await;
    }

    /// A client of an admin who belongs to the school alone.
    async fn limited_admin(&self) -> Client {
        let limited = self.database.person("admin").await;
        self.set_realms(limited.id, "'{school}'").await;
        self.replicas[0].client(&limited)
    }

    /// Whether Anna can sign in.
    async fn anna_signs_in(&self) -> bool {
        let answer = self.try_log_in(EMAIL, PASSWORD).await;
        assert!([200, 401].contains(&answer.status), "{}", answer.body);
        answer.status == 200
    }
}

#[tokio::test]
async fn an_added_person_belongs_to_the_school_alone() {
    let fixture = AccountsFixture::new().await;
    let new = json!({
        "email": "m@school.test", "name": "М", "role": "moderator", "password": PASSWORD,
    });
    let added = fixture.admin().post("/api/admin/users", &new).await;
    added.expect(201);
    let session = fixture.try_log_in("m@school.test", PASSWORD).await;
    let session = session.expect(200);
    let [client, _] = fixture.clients(session["token"].as_str().unwrap());
    client.get("/v1/school/me").await.expect(200);
    for path in ["/v1/market/desk/reports", "/v1/market/me", "/v1/campus/me"] {
        assert_refused(&client.get(path).await, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn an_admin_of_one_realm_gives_no_role_in_others() {
    let fixture = AccountsFixture::new().await;
    let client = fixture.limited_admin().await;
    let path = format!("/v1/school/users/{}/role", fixture.anna_id);
    let role = json!({ "role": "moderator" });
    for beyond in ["NULL", "'{school,market}'"] {
        fixture.set_realms(fixture.anna_id, beyond).await;
        assert_refused(&put(&client, &path, &role).await, 403, "not_an_admin");
    }
    fixture.set_realms(fixture.anna_id, "'{school}'").await;
    put(&client, &path, &role).await.expect(200);
}

#[tokio::test]
async fn an_admin_of_one_realm_changes_no_account_of_others() {
    let fixture = AccountsFixture::new().await;
    let limited = fixture.limited_admin().await;
    let path = |what: &str| format!("/v1/school/users/{}/{what}", fixture.anna_id);
    let body = json!({});
    for beyond in ["NULL", "'{school,market}'"] {
        fixture.set_realms(fixture.anna_id, beyond).await;
        for what in ["password-reset", "deactivate"] {
            let refused = limited.post(&path(what), &body).await;
            assert_refused(&refused, 403, "not_an_admin");
        }
        assert!(fixture.anna_signs_in().await);
        // Only an admin of all realms reactivates a person whom such an admin has deactivated.
        let admin = fixture.admin();
        admin.post(&path("deactivate"), &body).await.expect(204);
        let refused = limited.post(&path("reactivate"), &body).await;
        assert_refused(&refused, 403, "not_an_admin");
        assert!(!fixture.anna_signs_in().await);
        admin.post(&path("reactivate"), &body).await.expect(204);
    }
    fixture.set_realms(fixture.anna_id, "'{school}'").await;
    for (what, status) in [
        ("password-reset", 201),
        ("deactivate", 204),
        ("reactivate", 204),
    ] {
        limited.post(&path(what), &body).await.expect(status);
    }
}

#[tokio::test]
async fn where_one_realm_is_served_its_admins_manage_everybody() {
    let fixture = AccountsFixture::with(&[("REALMS", "school")]).await;
    let limited = fixture.limited_admin().await;
    fixture.set_realms(fixture.anna_id, "NULL").await;
    let path = |what: &str| format!("/v1/school/users/{}/{what}", fixture.anna_id);
    for (what, status) in [
        ("password-reset", 201),
        ("deactivate", 204),
        ("reactivate", 204),
    ] {
        let done = limited.post(&path(what), &json!({})).await;
        done.expect(status);
    }
}
