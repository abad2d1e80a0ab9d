//! People whom an application manages with an API key, one by one and in bulk.

use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::auth::claims::Subject;
use vestnik::domain::KeyScope;

use super::api_keys::{acting, add_key};
use super::{NativeFixture, put_json};
use crate::support::database::token_for;
use crate::support::{Client, Replica, assert_refused, eventually};

/// A key of the campus with the scope `users`.
pub(super) async fn directory_key(fixture: &NativeFixture) -> Client {
    let (key, _) = add_key(&fixture.database, "crm", "campus", &[KeyScope::Users]).await;
    fixture.replica.anonymous_client().with_token(&key)
}

pub(super) fn person(replica: &Replica, external_id: &str) -> Client {
    let token = token_for(Subject::External(external_id.to_owned()));
    replica.anonymous_client().with_token(&token)
}

#[tokio::test]
async fn a_key_creates_and_updates_people() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let path = "/v1/campus/users/crm%2F7";
    let picture = "https://pictures.example/7.png";
    let new = json!({
        "name": "Зоя", "email": "zoya@crm.test", "role": "teacher", "avatar_url": picture
    });
    let created = put_json(&key, path, &new).await.expect(200);
    assert_eq!(
        (&created["name"], &created["role"]),
        (&"Зоя".into(), &"teacher".into())
    );
    let zoya = person(&fixture.replica, "crm/7");
    let me = zoya.get("/v1/campus/me").await.expect(200);
    assert_eq!(
        (&me["id"], &me["email"]),
        (&created["id"], &"zoya@crm.test".into())
    );
    // What is absent stays, null removes.
    let renamed = put_json(&key, path, &json!({ "name": "Zoe", "email": null })).await;
    let renamed = renamed.expect(200);
    assert_eq!(renamed["id"], created["id"]);
    assert_eq!(
        (&renamed["name"], &renamed["role"]),
        (&"Zoe".into(), &"teacher".into())
    );
    eventually("the new name", async || {
        let me = zoya.get("/v1/campus/me").await.expect(200);
        (me["name"] == "Zoe" && me["email"].is_null()).then_some(())
    })
    .await;
    // Others see the picture wherever they see the person.
    let ann = fixture.client(&fixture.ann);
    let shown = ann
        .get(&format!("/v1/campus/users/{}", created["id"]))
        .await
        .expect(200);
    assert_eq!(shown["avatar_url"], picture);
    let new = json!({ "type": "private", "user_ids": [created["id"]] });
    let chat = ann.post("/v1/campus/chats", &new).await.expect(201);
    let members = chat["members"].as_array().unwrap().iter();
    let mut pictures = members.map(|member| member["user"]["avatar_url"].clone());
    assert!(pictures.any(|shown| shown == picture), "{chat}");
    // The person belongs to the realm of the key alone.
    assert_refused(
        &zoya.get("/v1/messenger/me").await,
        403,
        "not_in_this_realm",
    );
}

#[tokio::test]
async fn a_deactivated_person_is_unknown_until_put_again() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let path = "/v1/campus/users/lev";
    let lev_id = put_json(&key, path, &json!({ "name": "Lev" }))
        .await
        .expect(200)["id"]
        .clone();
    let (lev, ann) = (
        person(&fixture.replica, "lev"),
        fixture.client(&fixture.ann),
    );
    let new = json!({ "type": "private", "user_ids": [lev_id] });
    let chat = ann.post("/v1/campus/chats", &new).await.expect(201);
    let mut stream = lev.open_stream_at("/v1/campus/events").await;
    assert_eq!(key.delete(path).await.status, 204);
    stream.ended().await;
    eventually("the person to be refused", async || {
        let answer = lev.get("/v1/campus/me").await;
        (answer.code() == "unknown_user").then_some(())
    })
    .await;
    let messages = format!("/v1/campus/chats/{}/messages", chat["id"]);
    let refused = ann.post(&messages, &json!({ "text": "?" })).await;
    assert_refused(&refused, 404, "user_not_found");
    assert_refused(&key.delete(path).await, 404, "user_not_found");
    put_json(&key, path, &json!({ "name": "Lev" }))
        .await
        .expect(200);
    eventually("the person to be back", async || {
        (lev.get("/v1/campus/me").await.status == 200).then_some(())
    })
    .await;
    ann.post(&messages, &json!({ "text": "!" }))
        .await
        .expect(201);
}

/// Counts the statements that write users.
const COUNT_STATEMENTS: &str = "
    CREATE TABLE statements (at timestamptz DEFAULT now());
    GRANT ALL ON statements TO PUBLIC;
    CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN INSERT INTO public.statements DEFAULT VALUES; RETURN NULL; END';
    CREATE TRIGGER count_statement AFTER INSERT ON users
        FOR EACH STATEMENT EXECUTE FUNCTION count_statement()";

#[tokio::test]
async fn a_thousand_people_are_one_statement() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    fixture.database.execute(COUNT_STATEMENTS).await;
    // Not in the order of the ids.
    let named = |n: i64| format!("u{}", n * 7_919 % 1_000);
    let people = |name: &str| -> Value {
        let people = (0..1_000).map(|n| {
            let email = format!("{}@bulk.test", named(n));
            json!({ "external_id": named(n), "name": format!("{name} {n}"), "email": email })
        });
        people.collect()
    };
    let mut ids = Vec::new();
    for (round, name) in [(1, "First"), (2, "Second")] {
        let started = Instant::now();
        let answer = put_json(&key, "/v1/campus/users", &people(name)).await;
        println!("1,000 people in {:?}", started.elapsed());
        let users = answer.expect(200)["users"].take();
        let users = users.as_array().unwrap();
        assert_eq!(users.len(), 1_000);
        for (n, user) in users.iter().enumerate() {
            assert_eq!(user["name"], format!("{name} {n}"));
        }
        let now: Vec<_> = users.iter().map(|user| user["id"].clone()).collect();
        assert!(round == 1 || now == ids);
        ids = now;
        let statements = fixture
            .database
            .number("SELECT count(*) FROM statements")
            .await;
        assert_eq!(statements, round);
    }
}

/// Users whom the keys of the campus do not manage.
const BEYOND: &str = "
    INSERT INTO users (external_id, name, role, realms, email) VALUES
        ('boss', 'B', 'admin', '{campus}', NULL),
        ('judge', 'J', 'moderator', '{campus}', NULL),
        ('far', 'F', 'member', '{messenger}', 'far@x.test'),
        ('both', 'M', 'member', '{campus,messenger}', NULL)";

/// Items that are refused, with the status and the code.
fn refused_items() -> Vec<(Value, u16, &'static str)> {
    let beyond = ["boss", "judge", "far", "both"];
    let beyond = beyond.map(|id| {
        (
            json!({ "external_id": id, "name": "x" }),
            403,
            "user_beyond_key",
        )
    });
    let invalid = ["key:crm", "guest:1", "0", "-7", "4503599627370496", "good"];
    let invalid = invalid.map(|id| {
        (
            json!({ "external_id": id, "name": "x" }),
            400,
            "invalid_external_id",
        )
    });
    let with = |field: &str, value: &str, status, code| {
        let mut item = json!({ "external_id": "a", "name": "x" });
        item[field] = value.into();
        (item, status, code)
    };
    let others = [
        with("email", "FAR@x.test", 409, "email_taken"),
        with("email", "far", 400, "invalid_email"),
        with("name", " ", 400, "invalid_name"),
        with("role", "admin", 403, "user_beyond_key"),
        with("role", "moderator", 403, "user_beyond_key"),
        with("role", "chief", 400, "invalid_body"),
        with("avatar_url", "ftp://x", 400, "invalid_avatar"),
        (json!(["good", "x"]), 400, "invalid_body"),
    ];
    beyond.into_iter().chain(invalid).chain(others).collect()
}

#[tokio::test]
async fn a_bulk_writes_all_or_nothing() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let path = "/v1/campus/users";
    fixture.database.execute(BEYOND).await;
    for (bad, status, code) in refused_items() {
        let list = json!([{ "external_id": "good", "name": "Good" }, bad]);
        assert_refused(&put_json(&key, path, &list).await, status, code);
        let written = "SELECT count(*) FROM users WHERE external_id = 'good' OR name = 'x'";
        assert_eq!(fixture.database.number(written).await, 0, "{bad}");
    }
    let named = |n: i32| json!({ "external_id": format!("n{n}"), "name": "N" });
    let many: Value = (0..1_001).map(named).collect();
    assert_refused(&put_json(&key, path, &many).await, 400, "invalid_body");
    let none = put_json(&key, path, &json!([])).await.expect(200);
    assert_eq!(none["users"], json!([]));
}

#[tokio::test]
async fn only_keys_manage_people() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    fixture.database.execute(BEYOND).await;
    let refused = key.delete("/v1/campus/users/boss").await;
    assert_refused(&refused, 403, "user_beyond_key");
    let (path, one) = ("/v1/campus/users/good", json!({ "name": "x" }));
    let refused = put_json(&fixture.client(&fixture.ann), path, &one).await;
    assert_refused(&refused, 403, "key_required");
    let refused = acting(&key, fixture.ann.id, Method::PUT, path, &one).await;
    assert_refused(&refused, 403, "key_required");
}

/// People whom no key of the campus changes, whatever realms the server serves: of all realms, of none, and
/// deactivated ones of whom that was true before.
const SHARED: &str = "
    INSERT INTO users (external_id, name, role, email, realms, deactivated_at, former_realms) VALUES
        ('all', 'A', 'teacher', 'all@x.test', NULL, NULL, NULL),
        ('none', 'N', 'member', 'none@x.test', '{}', NULL, NULL),
        ('two', 'T', 'member', 'two@x.test', '{campus,market}', NULL, NULL),
        ('was-all', 'W', 'member', 'was-all@x.test', '{}', now(), NULL),
        ('was-none', 'W', 'member', 'was-none@x.test', '{}', now(), '{}'),
        ('was-two', 'W', 'member', 'was-two@x.test', '{}', now(), '{campus,school}')";

#[tokio::test]
async fn no_key_changes_who_belongs_to_other_realms_or_none() {
    let fixture = NativeFixture::new().await;
    fixture.database.execute(SHARED).await;
    let all = "SELECT sum(hashtext(u::text))::bigint FROM users AS u
               WHERE u.email LIKE '%@x.test'";
    let before = fixture.database.number(all).await;
    let only = Replica::spawn_with(&fixture.database, &[("REALMS", "campus")]).await;
    let (secret, _) = add_key(&fixture.database, "crm", "campus", &[KeyScope::Users]).await;
    for replica in [&fixture.replica, &only] {
        let key = replica.anonymous_client().with_token(&secret);
        for id in ["all", "none", "two", "was-all", "was-none", "was-two"] {
            let path = format!("/v1/campus/users/{id}");
            let change = json!({ "name": "M", "email": "mallory@evil.test", "role": "student" });
            let refused = put_json(&key, &path, &change).await;
            assert_refused(&refused, 403, "user_beyond_key");
            let mut listed = change.clone();
            listed["external_id"] = id.into();
            let list = json!([{ "external_id": "good", "name": "Good" }, listed]);
            let refused = put_json(&key, "/v1/campus/users", &list).await;
            assert_refused(&refused, 403, "user_beyond_key");
            // People who are not of the campus are unknown there.
            let expected = if ["all", "two"].contains(&id) {
                (403, "user_beyond_key")
            } else {
                (404, "user_not_found")
            };
            assert_refused(&key.delete(&path).await, expected.0, expected.1);
        }
    }
    assert_eq!(fixture.database.number(all).await, before);
}

#[tokio::test]
async fn a_key_leaves_the_role_of_people_with_lessons() {
    let fixture = NativeFixture::new().await;
    let (secret, _) = add_key(&fixture.database, "crm", "school", &[KeyScope::Users]).await;
    let key = fixture.replica.anonymous_client().with_token(&secret);
    let path = |id: &str| format!("/v1/school/users/{id}");
    for (id, role) in [("t", "teacher"), ("s", "student")] {
        let new = json!({ "name": id, "role": role });
        put_json(&key, &path(id), &new).await.expect(200);
    }
    let lesson = "INSERT INTO lessons (teacher_id, student_id, scheduled_at)
                  SELECT t.id, s.id, now() + interval '1 day' FROM users AS t, users AS s
                  WHERE t.external_id = 't' AND s.external_id = 's'";
    fixture.database.execute(lesson).await;
    for (id, role) in [("t", "student"), ("s", "teacher"), ("s", "member")] {
        let refused = put_json(&key, &path(id), &json!({ "name": "X", "role": role })).await;
        assert_refused(&refused, 409, "role_in_use");
        let list = json!([{ "external_id": "new", "name": "N" },
                          { "external_id": id, "name": "X", "role": role }]);
        let refused = put_json(&key, "/v1/school/users", &list).await;
        assert_refused(&refused, 409, "role_in_use");
    }
    let changed = "SELECT count(*) FROM users WHERE name IN ('X', 'N')";
    assert_eq!(fixture.database.number(changed).await, 0);
    // All else may change, and the role once the lessons are over.
    for name in ["X", "Y"] {
        let kept = json!({ "name": name, "role": "teacher" });
        put_json(&key, &path("t"), &kept).await.expect(200);
    }
    fixture
        .database
        .execute("UPDATE lessons SET status = 'cancelled'")
        .await;
    let other = json!({ "name": "T", "role": "member" });
    let changed = put_json(&key, &path("t"), &other).await.expect(200);
    assert_eq!(changed["role"], "member");
}

#[tokio::test]
async fn auditors_see_what_keys_did_to_people() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let path = "/v1/campus/users/mia";
    let mut id = Value::Null;
    // The second time nothing changes.
    for name in ["Mia", "Mia", "Mia M."] {
        let put = put_json(&key, path, &json!({ "name": name })).await;
        id = put.expect(200)["id"].clone();
    }
    let new = json!({ "user_id": id, "ttl_seconds": 60 });
    key.post("/v1/campus/tokens", &new).await.expect(201);
    assert_eq!(key.delete(path).await.status, 204);
    let many = json!([{ "external_id": "mia", "name": "Mia" }]);
    put_json(&key, "/v1/campus/users", &many).await.expect(200);

    let database = &fixture.database;
    let actions = format!(
        "SELECT string_agg(action, ' ' ORDER BY id) FROM audit.key_actions
         WHERE key_name = 'crm' AND user_id = {id}"
    );
    let row = database.client().await.query_one(&actions, &[]).await;
    let actions: String = row.unwrap().get(0);
    let expected = "created changed issued_token deactivated reactivated";
    assert_eq!(actions, expected);
    let told = "SELECT count(*) FROM audit.key_activity('crm')
                WHERE realm = 'campus' AND description LIKE '%Mia%' AND at > now() - interval '1 day'";
    // Created, renamed, changed, deactivated, renamed back, reactivated, and a token.
    assert_eq!(database.number(told).await, 7);
    let token = "SELECT count(*) FROM audit.key_activity('crm') AS a, key_tokens AS t
                 WHERE a.description LIKE 'issued a token (' || t.session || ') for %'";
    assert_eq!(database.number(token).await, 1);
    for change in [
        "UPDATE audit.key_actions SET key_name = 'x'",
        "DELETE FROM audit.key_actions",
        "TRUNCATE audit.key_actions",
    ] {
        let refused = database.client().await.batch_execute(change).await;
        let error = refused.unwrap_err();
        let message = error.as_db_error().unwrap().message();
        assert!(message.contains("key actions are append-only"), "{message}");
    }
}

#[tokio::test]
async fn concurrent_requests_create_a_person_once() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    for path in ["/v1/campus/users/7001", "/v1/campus/users/lev"] {
        let new = json!({ "name": "Lev" });
        let answers = futures::future::join_all((0..8).map(|_| put_json(&key, path, &new))).await;
        let ids = answers.into_iter();
        let ids: Vec<_> = ids.map(|answer| answer.expect(200)["id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
}
