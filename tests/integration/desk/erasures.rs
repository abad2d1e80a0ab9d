//! Erasures that are asked for at the desk.

use serde_json::{Value, json};

use super::DeskFixture;
use crate::cli::{run, text};
use crate::support::{ReplicaProcess, TestDatabase, assert_refused};

async fn erase_requested(fixture: &DeskFixture) -> String {
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let output = run(&["erase-user", "--requested", "--yes"], &settings, "").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[tokio::test]
async fn an_erasure_is_previewed_requested_and_carried_out() {
    let fixture = DeskFixture::new().await;
    let student = &fixture.pair.student;
    let name = "Пётр Иванов";
    let rename = format!("UPDATE users SET name = '{name}' WHERE id = {}", student.id);
    fixture.database.execute(&rename).await;
    fixture.ask("one").await;
    fixture.ask("two").await;
    let path = format!("/users/{}/erasure", student.id);
    let preview = fixture.school(&path).await;
    assert_eq!(preview["user"]["name"], name);
    assert_eq!(preview["state"], "none");
    assert_eq!(preview["counts"]["messages"], 2);
    assert_eq!(preview["counts"]["chats"], 1);

    let full = format!("/v1/school/desk{path}");
    let wrong = json!({ "confirm_name": "Пётр" });
    assert_refused(
        &fixture.admin().post(&full, &wrong).await,
        400,
        "wrong_name",
    );
    let right = json!({ "confirm_name": name });
    for _ in 0..2 {
        let requested = fixture.admin().post(&full, &right).await.expect(202);
        assert_eq!(requested["state"], "requested");
        assert_eq!(requested["request"]["requested_by"]["id"], fixture.admin.id);
    }
    // The texts are there until the operator erases them.
    let texts = "SELECT count(*) FROM messages WHERE content <> ''";
    assert_eq!(fixture.database.number(texts).await, 2);
    let listed = fixture.school("/erasures").await;
    assert_eq!(listed["erasures"][0]["user"]["id"], student.id);

    assert!(erase_requested(&fixture).await.contains("2 texts"));
    assert_eq!(fixture.database.number(texts).await, 0);
    let done = fixture.school(&path).await;
    assert_eq!(
        (&done["state"], &done["user"]["name"]),
        (&json!("done"), &Value::Null)
    );
    assert!(done["finished_at"].is_string());
    assert_refused(&fixture.admin().delete(&full).await, 409, "erasure_started");
    let names = format!("SELECT count(*) FROM erasure_requests WHERE confirmed_name = '{name}'");
    assert_eq!(fixture.database.number(&names).await, 0);
    assert_eq!(
        erase_requested(&fixture).await.trim(),
        "no erasure is requested"
    );
}

/// Asks for the erasure of a user without a name.
async fn request(fixture: &DeskFixture, id: i64) -> String {
    let path = format!("/v1/school/desk/users/{id}/erasure");
    let sql = format!("UPDATE users SET name = NULL WHERE id = {id}");
    fixture.database.execute(&sql).await;
    let confirm = json!({ "confirm_name": id.to_string() });
    fixture.admin().post(&path, &confirm).await.expect(202);
    path
}

#[tokio::test]
async fn a_request_that_is_withdrawn_meanwhile_erases_nobody() {
    let fixture = DeskFixture::new().await;
    let student = fixture.pair.student.id;
    let path = request(&fixture, student).await;
    let mut client = fixture.database.client().await;
    // As a verification does.
    let verification = client.transaction().await.unwrap();
    let lock = "SELECT FROM audit.erasure_steps FOR UPDATE";
    verification.execute(lock, &[]).await.unwrap();
    let withdrawing = async {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE wait_event_type = 'Lock' AND datname = current_database()
                         AND query LIKE 'CALL audit.erase_user%'";
        fixture.database.until_number(waiting, 1).await;
        assert_eq!(fixture.admin().delete(&path).await.status, 204);
        verification.commit().await.unwrap();
    };
    let (output, ()) = tokio::join!(erase_requested(&fixture), withdrawing);
    assert!(output.contains("the request was withdrawn"), "{output}");
    let users = format!("SELECT count(*) FROM users WHERE id = {student}");
    assert_eq!(fixture.database.number(&users).await, 1);
}

#[tokio::test]
async fn a_failed_erasure_does_not_stop_the_others() {
    let fixture = DeskFixture::new().await;
    let unknown = format!(
        "INSERT INTO erasure_requests (realm, user_id, requested_by, confirmed_name, requested_at)
         VALUES ('school', 4242424242, {}, '', '2020-01-01')",
        fixture.admin.id
    );
    fixture.database.execute(&unknown).await;
    let student = fixture.pair.student.id;
    request(&fixture, student).await;
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let output = run(&["erase-user", "--requested", "--yes"], &settings, "").await;
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("1 of 2 erasures failed"));
    assert!(text(&output.stdout).contains("there is no user 4242424242"));
    let users = format!("SELECT count(*) FROM users WHERE id = {student}");
    assert_eq!(fixture.database.number(&users).await, 0);
}

#[tokio::test]
async fn a_request_can_be_withdrawn() {
    let fixture = DeskFixture::new().await;
    let path = request(&fixture, fixture.pair.student.id).await;
    assert_eq!(fixture.admin().delete(&path).await.status, 204);
    assert_eq!(
        fixture.admin().get(&path).await.expect(200)["state"],
        "none"
    );
    assert_eq!(
        erase_requested(&fixture).await.trim(),
        "no erasure is requested"
    );
}

#[tokio::test]
async fn the_list_of_erasures_is_paged_while_it_changes() {
    let fixture = DeskFixture::new().await;
    let mut people = [&fixture.pair.student, &fixture.pair.teacher];
    people.sort_by_key(|person| person.id);
    let mut paths = Vec::new();
    for person in people {
        paths.push(request(&fixture, person.id).await);
    }
    let first = fixture.school("/erasures?limit=1").await;
    assert_eq!(first["erasures"][0]["user"]["id"], people[1].id);
    // The last one of the page is gone when the next page is read.
    assert_eq!(fixture.admin().delete(&paths[1]).await.status, 204);
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = fixture.school(&format!("/erasures?cursor={cursor}")).await;
    assert_eq!(next["erasures"][0]["user"]["id"], people[0].id);
    assert_eq!(next["next_cursor"], Value::Null);
}

#[tokio::test]
async fn every_realm_has_its_own_request() {
    let fixture = DeskFixture::new().await;
    let user = fixture.buyer.id;
    let path = |realm: &str| format!("/v1/{realm}/desk/users/{user}/erasure");
    let state = async |realm: &str| {
        let erasure = fixture.admin().get(&path(realm)).await.expect(200);
        erasure["state"].as_str().unwrap().to_owned()
    };
    let sql = format!("UPDATE users SET name = NULL WHERE id = {user}");
    fixture.database.execute(&sql).await;
    let confirm = json!({ "confirm_name": user.to_string() });
    for realm in ["school", "market"] {
        let requested = fixture
            .admin()
            .post(&path(realm), &confirm)
            .await
            .expect(202);
        assert_eq!(requested["state"], "requested");
    }
    let admin = fixture.admin();
    assert_eq!(admin.delete(&path("school")).await.status, 204);
    assert_eq!(
        (state("school").await, state("market").await),
        ("none".into(), "requested".into())
    );
    admin.post(&path("school"), &confirm).await.expect(202);
    let output = erase_requested(&fixture).await;
    assert_eq!(output.matches("is erased").count(), 1, "{output}");
    assert_eq!(
        (state("school").await, state("market").await),
        ("done".into(), "done".into())
    );
}

#[tokio::test]
async fn the_log_names_who_asked_for_an_erasure_and_who_withdrew_it() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    let [asking, withdrawing] = [
        database.person("admin").await,
        database.person("admin").await,
    ];
    let student = database.person("student").await.id;
    let sql = format!("UPDATE users SET name = NULL WHERE id = {student}");
    database.execute(&sql).await;
    let path = format!("/v1/school/desk/users/{student}/erasure");
    let confirm = json!({ "confirm_name": student.to_string() });
    let asked = replica.client(&asking).post(&path, &confirm).await;
    assert_eq!(asked.status, 202);
    let withdrawn = replica.client(&withdrawing).delete(&path).await;
    assert_eq!(withdrawn.status, 204);
    let log = replica.flushed_log().await;
    let named = |name: &str, id: i64| {
        let id = format!("{name}={id}");
        let user = format!("user.id={student}");
        log.lines()
            .any(|line| line.contains(&id) && line.contains(&user))
    };
    assert!(named("requested_by", asking.id), "{log}");
    assert!(named("withdrawn_by", withdrawing.id), "{log}");
}

#[tokio::test]
async fn nobody_erases_themselves_strangers_or_as_a_moderator() {
    let fixture = DeskFixture::new().await;
    let own = format!("/v1/school/desk/users/{}/erasure", fixture.admin.id);
    let answer = fixture
        .admin()
        .post(&own, &json!({ "confirm_name": "" }))
        .await;
    assert_refused(&answer, 400, "cannot_erase_yourself");
    let sql = format!(
        "UPDATE users SET realms = '{{campus}}' WHERE id = {}",
        fixture.buyer.id
    );
    fixture.database.execute(&sql).await;
    let foreign = format!("/v1/school/desk/users/{}/erasure", fixture.buyer.id);
    assert_refused(&fixture.admin().get(&foreign).await, 404, "user_not_found");
    let seller = format!("/v1/market/desk/users/{}/erasure", fixture.seller.id);
    assert_refused(&fixture.moderator().get(&seller).await, 403, "not_an_admin");
    assert_eq!(fixture.admin().get(&seller).await.status, 200);
}

#[tokio::test]
async fn only_whom_one_may_administer_can_be_erased() {
    let fixture = DeskFixture::new().await;
    let student = fixture.pair.student.id;
    let path = format!("/v1/school/desk/users/{student}/erasure");
    let limit = format!(
        "UPDATE users SET name = NULL WHERE id = {student};
         UPDATE users SET realms = '{{school}}' WHERE id = {}",
        fixture.admin.id
    );
    fixture.database.execute(&limit).await;
    let confirm = json!({ "confirm_name": student.to_string() });
    for realms in ["NULL", "'{school,market}'"] {
        let sql = format!("UPDATE users SET realms = {realms} WHERE id = {student}");
        fixture.database.execute(&sql).await;
        let refused = fixture.admin().post(&path, &confirm).await;
        assert_refused(&refused, 403, "not_an_admin");
    }
    let requests = "SELECT count(*) FROM erasure_requests";
    assert_eq!(fixture.database.number(requests).await, 0);
    let sql = format!("UPDATE users SET realms = '{{school}}' WHERE id = {student}");
    fixture.database.execute(&sql).await;
    fixture.admin().post(&path, &confirm).await.expect(202);
}
