//! Changing the role of a person, the list of those who were deactivated, and what pages ask the server.

use serde_json::{Value, json};

use super::{AccountsFixture, put};
use crate::support::{Person, Replica, TestDatabase, assert_refused};

#[tokio::test]
async fn a_changed_role_holds_on_all_replicas() {
    let fixture = AccountsFixture::new().await;
    let clients = fixture.clients(&fixture.log_in().await);
    let role = async |replica: usize| {
        let me = clients[replica].get("/api/me").await.expect(200);
        me["role"].as_str().unwrap().to_owned()
    };
    // Both replicas know the person as a student.
    assert_eq!(
        (role(0).await, role(1).await),
        ("student".into(), "student".into())
    );
    let mut stream = clients[1].open_stream().await;
    let path = format!("/v1/school/users/{}/role", fixture.anna_id);
    let changed = put(&fixture.admin(), &path, &json!({ "role": "teacher" })).await;
    assert_eq!(changed.expect(200)["role"], "teacher");
    assert_eq!(
        (role(0).await, role(1).await),
        ("teacher".into(), "teacher".into())
    );
    stream.ended().await;
}

#[tokio::test]
async fn two_admins_cannot_demote_each_other() {
    let fixture = AccountsFixture::new().await;
    let other = fixture.database.person("admin").await;
    let admins = [&fixture.admin, &other];
    let mut locking = fixture.database.client().await;
    let locked = locking.transaction().await.unwrap();
    let ids = admins.map(|admin| admin.id);
    let lock = "SELECT FROM users WHERE id = ANY ($1) FOR UPDATE";
    locked.execute(lock, &[&&ids[..]]).await.unwrap();
    let demote = async |by: &Person, whom: &Person| {
        let path = format!("/v1/school/users/{}/role", whom.id);
        let client = fixture.replicas[0].client(by);
        put(&client, &path, &json!({ "role": "teacher" })).await
    };
    let both_wait = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let (first, second, ()) = tokio::join!(
        demote(admins[0], admins[1]),
        demote(admins[1], admins[0]),
        async {
            fixture.database.until_number(both_wait, 2).await;
            locked.commit().await.unwrap();
        }
    );
    let (done, refused) = match first.status {
        200 => (first, second),
        _ => (second, first),
    };
    done.expect(200);
    assert_refused(&refused, 403, "not_an_admin");
    let admins = "SELECT count(*) FROM users WHERE role = 'admin'";
    assert_eq!(fixture.database.number(admins).await, 1);
}

#[tokio::test]
async fn a_person_with_scheduled_lessons_keeps_the_role() {
    let fixture = AccountsFixture::new().await;
    let teacher = fixture.database.person("teacher").await;
    let lesson = json!({
        "teacher_id": teacher.id, "student_id": fixture.anna_id, "scheduled_at": "2030-01-01T10:00:00Z",
    });
    let lesson = fixture
        .admin()
        .post("/api/lessons", &lesson)
        .await
        .expect(201);
    let path = |id: i64| format!("/v1/school/users/{id}/role");
    for id in [teacher.id, fixture.anna_id] {
        let refused = put(&fixture.admin(), &path(id), &json!({ "role": "admin" })).await;
        assert_refused(&refused, 409, "role_in_use");
    }
    let id = &lesson["id"];
    let cancel = format!("UPDATE lessons SET status = 'cancelled' WHERE id = {id}");
    fixture.database.execute(&cancel).await;
    put(
        &fixture.admin(),
        &path(teacher.id),
        &json!({ "role": "admin" }),
    )
    .await
    .expect(200);
    let own = put(
        &fixture.admin(),
        &path(fixture.admin.id),
        &json!({ "role": "student" }),
    )
    .await;
    assert_refused(&own, 400, "cannot_change_own_role");
    let anna = fixture.clients(&fixture.log_in().await);
    let refused = put(&anna[0], &path(teacher.id), &json!({ "role": "student" })).await;
    assert_refused(&refused, 403, "not_an_admin");
    let unknown = put(
        &fixture.admin(),
        &path(123_456),
        &json!({ "role": "student" }),
    )
    .await;
    assert_refused(&unknown, 404, "user_not_found");
}

#[tokio::test]
async fn deactivated_people_are_listed_the_latest_first() {
    let fixture = AccountsFixture::new().await;
    let bob = fixture.database.person("teacher").await;
    let admin = fixture.admin();
    for id in [fixture.anna_id, bob.id] {
        let path = format!("/v1/school/users/{id}/deactivate");
        assert_eq!(admin.post(&path, &json!({})).await.status, 204);
    }
    let ids = async |query: &str| {
        let path = format!("/v1/school/users?deactivated=true{query}");
        let page = admin.get(&path).await.expect(200);
        let users = page["users"].as_array().unwrap().iter();
        let ids: Vec<Value> = users.map(|user| user["id"].clone()).collect();
        (ids, page["next_cursor"].as_str().map(str::to_owned))
    };
    assert_eq!(ids("").await.0, [bob.id, fixture.anna_id]);
    let (first, cursor) = ids("&limit=1").await;
    assert_eq!(first, [bob.id]);
    let rest = ids(&format!("&limit=1&cursor={}", cursor.unwrap())).await;
    assert_eq!(rest, (vec![json!(fixture.anna_id)], None));
    assert_eq!(ids("&q=анна").await.0, [fixture.anna_id]);
    let path = format!("/v1/school/users/{}/reactivate", bob.id);
    assert_eq!(admin.post(&path, &json!({})).await.status, 204);
    assert_eq!(ids("").await.0, [fixture.anna_id]);
}

#[tokio::test]
async fn an_invitation_is_shown_until_it_is_used() {
    let fixture = AccountsFixture::new().await;
    let new = json!({ "email": "new@school.test", "role": "teacher" });
    let invited = fixture
        .admin()
        .post("/v1/school/invitations", &new)
        .await
        .expect(201);
    let token = json!({ "token": invited["token"] });
    let look_up = "/v1/school/invitations/look-up";
    let shown = fixture.nobody().post(look_up, &token).await.expect(200);
    assert_eq!(shown["email"], "new@school.test");
    assert_eq!(shown["role"], "teacher");
    assert_eq!(shown["invited_by"], fixture.admin.name);
    assert_eq!(shown["expires_at"], invited["expires_at"]);
    let accept = json!({ "token": invited["token"], "name": "New", "password": "long enough" });
    let accepted = fixture
        .nobody()
        .post("/v1/school/invitations/accept", &accept)
        .await;
    accepted.expect(201);
    let unknown = json!({ "token": "no such token" });
    for used in [&token, &unknown] {
        let refused = fixture.nobody().post(look_up, used).await;
        assert_refused(&refused, 404, "invitation_not_found");
    }
}

#[tokio::test]
async fn pages_learn_whether_the_server_sends_mail() {
    let fixture = AccountsFixture::new().await;
    let server = fixture.nobody().get("/v1/school/server").await.expect(200);
    assert_eq!(server, json!({ "mail": true, "accounts": true }));
    let campus = fixture.nobody().get("/v1/campus/server").await.expect(200);
    assert_eq!(campus["accounts"], false);
    let database = TestDatabase::new().await;
    let replica: Replica = Replica::spawn_with(&database, &[("REALMS", "school")]).await;
    let server = replica.anonymous_client().get("/v1/school/server").await;
    assert_eq!(server.expect(200)["mail"], false);
}
