//! What an admin of the school does to accounts has no effect in realms that the admin does not belong to.

use serde_json::json;

use super::{AccountsFixture, PASSWORD, put};
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
