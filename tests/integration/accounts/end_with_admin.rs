//! Invitations and links that set a password end with the rights of the admin who made them.

use serde_json::{Value, json};

use super::{AccountsFixture, PASSWORD, put};
use crate::support::{Client, Person, assert_refused};

const INVITATIONS: &str = "/v1/school/invitations";

/// What another admin has made: an invitation and a link for Anna.
struct Made {
    invitation: Value,
    link: Value,
}

impl AccountsFixture {
    /// Another admin, who belongs to the school alone.
    async fn other_admin(&self) -> (Person, Client) {
        let admin = self.database.person("admin").await;
        let sql = format!(
            "UPDATE users SET realms = '{{school}}' WHERE id = {}",
            admin.id
        );
        self.database.execute_and_fence(&sql, 2).await;
        let client = self.replicas[0].client(&admin);
        (admin, client)
    }

    async fn made_by(&self, admin: &Client) -> Made {
        let invited = json!({ "email": "boris@school.test", "role": "admin" });
        let link = format!("/v1/school/users/{}/password-reset", self.anna_id);
        Made {
            invitation: admin.post(INVITATIONS, &invited).await.expect(201),
            link: admin.post(&link, &json!({})).await.expect(201),
        }
    }

    /// The statuses of looking up and accepting the invitation, and of using the link.
    async fn use_all(&self, made: &Made) -> [u16; 3] {
        let accept = json!({
            "token": made.invitation["token"], "name": "Борис", "password": PASSWORD
        });
        let look_up = json!({ "token": made.invitation["token"] });
        let complete = json!({ "token": made.link["token"], "password": PASSWORD });
        let mut statuses = [0; 3];
        for (status, (path, body)) in statuses.iter_mut().zip([
            ("/v1/school/invitations/look-up", &look_up),
            ("/v1/school/invitations/accept", &accept),
            ("/v1/school/password-resets/complete", &complete),
        ]) {
            *status = self.nobody().post(path, body).await.status;
        }
        statuses
    }
}

#[tokio::test]
async fn links_end_with_the_rights_of_their_admin() {
    let fixture = AccountsFixture::new().await;
    let user = |admin: &Person, what: &str| format!("/v1/school/users/{}/{what}", admin.id);
    let sql = |change: &str| format!("UPDATE users SET {change} WHERE id = ");
    let deactivated = sql("deactivated_at = now(), realms = '{}'");
    for change in [
        "deactivate",
        "role",
        "DELETE FROM users WHERE id = ",
        &deactivated,
        &sql("role = 'moderator'"),
        &sql("realms = '{market}'"),
    ] {
        let (admin, client) = fixture.other_admin().await;
        let made = fixture.made_by(&client).await;
        match change {
            "role" => {
                let role = json!({ "role": "teacher" });
                let changed = put(&fixture.admin(), &user(&admin, "role"), &role).await;
                changed.expect(200);
            }
            "deactivate" => {
                let path = user(&admin, "deactivate");
                fixture.admin().post(&path, &json!({})).await.expect(204);
            }
            sql => {
                let sql = format!("{sql}{}", admin.id);
                fixture.database.execute(&sql).await;
            }
        }
        assert_eq!(fixture.use_all(&made).await, [404; 3], "{change}");
        // Nor do they come back with the rights.
        let sql = format!(
            "UPDATE users SET role = 'admin', realms = '{{school}}', deactivated_at = NULL
             WHERE id = {}",
            admin.id
        );
        fixture.database.execute(&sql).await;
        assert_eq!(fixture.use_all(&made).await, [404; 3], "{change}");
    }
    let invited = "SELECT count(*) FROM users WHERE email = 'boris@school.test'";
    assert_eq!(fixture.database.number(invited).await, 0);
}

#[tokio::test]
async fn using_a_link_checks_the_rights_of_its_admin_again() {
    let fixture = AccountsFixture::new().await;
    let (admin, client) = fixture.other_admin().await;
    let made = fixture.made_by(&client).await;
    // As links that are used at the moment at which the admin is demoted.
    let demote = format!(
        "SET session_replication_role = replica;
         UPDATE users SET role = 'teacher' WHERE id = {};
         SET session_replication_role = origin",
        admin.id
    );
    fixture.database.execute(&demote).await;
    let [_, accepted, set] = fixture.use_all(&made).await;
    assert_eq!((accepted, set), (404, 404));
    // Rights that are kept let the same links work, but for people beyond them.
    let restore = format!(
        "UPDATE users SET role = 'admin' WHERE id = {};
         UPDATE account_links SET claimed_until = NULL;
         UPDATE users SET realms = NULL WHERE id = {}",
        admin.id, fixture.anna_id
    );
    fixture.database.execute(&restore).await;
    assert_eq!(fixture.use_all(&made).await, [200, 201, 404]);
}

#[tokio::test]
async fn a_demotion_waits_for_the_invitation_that_is_accepted() {
    let fixture = AccountsFixture::new().await;
    let (admin, client) = fixture.other_admin().await;
    let made = fixture.made_by(&client).await;
    let mut demoting = fixture.database.client().await;
    let demotion = demoting.transaction().await.unwrap();
    let demote = "UPDATE users SET role = 'teacher' WHERE id = $1";
    demotion.execute(demote, &[&admin.id]).await.unwrap();
    let accept = json!({
        "token": made.invitation["token"], "name": "Борис", "password": PASSWORD
    });
    let nobody = fixture.nobody();
    let accepting = nobody.post("/v1/school/invitations/accept", &accept);
    let committing = async {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE wait_event_type = 'Lock' AND datname = current_database()
                         AND query LIKE '%claimed_until%'";
        fixture.database.until_number(waiting, 1).await;
        demotion.commit().await.unwrap();
    };
    let (accepted, ()) = tokio::join!(accepting, committing);
    assert_refused(&accepted, 404, "invalid_link");
}

#[tokio::test]
async fn who_is_no_admin_any_more_invites_nobody() {
    let fixture = AccountsFixture::new().await;
    let (admin, client) = fixture.other_admin().await;
    client.get("/v1/school/me").await.expect(200);
    // Replicas are not told.
    let demote = format!(
        "SET session_replication_role = replica;
         UPDATE users SET role = 'teacher' WHERE id = {};
         SET session_replication_role = origin",
        admin.id
    );
    fixture.database.execute(&demote).await;
    let body = json!({ "email": "boris@school.test", "role": "admin" });
    let refused = client.post(INVITATIONS, &body).await;
    assert_refused(&refused, 403, "not_an_admin");
}

#[tokio::test]
async fn no_reset_mail_goes_to_people_without_a_password() {
    let fixture = AccountsFixture::new().await;
    let sql = "INSERT INTO users (email, role) VALUES ('sso@school.test', 'teacher')";
    fixture.database.execute(sql).await;
    for email in ["sso@school.test", super::EMAIL] {
        let body = json!({ "email": email });
        let asked = fixture
            .nobody()
            .post("/v1/school/password-resets", &body)
            .await;
        asked.expect(202);
    }
    let waiting = "SELECT (SELECT count(*) FROM reset_requests) + count(*) FROM deliveries";
    fixture.database.until_number(waiting, 0).await;
    let mails = fixture.smtp.until_mailed(1).await;
    assert_eq!(mails[0].to, [super::EMAIL]);
}
