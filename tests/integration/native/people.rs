//! The caller and other people.

use serde_json::{Value, json};

use super::{NativeFixture, PNG, REALMS, SETTINGS, ids, patch, put, upload};
use crate::support::{Client, Person, Replica, assert_refused};

#[tokio::test]
async fn unserved_realms_are_404() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for path in ["/v1/nowhere/me", "/v1/nowhere", "/v1"] {
        assert_refused(&ann.get(path).await, 404, "no_such_realm");
    }
    assert_refused(&ann.get("/v1/campus/nothing").await, 404, "no_such_route");
    for realm in REALMS {
        let anonymous = fixture.replica.anonymous_client();
        let answer = anonymous.get(&format!("/v1/{realm}/me")).await;
        assert_refused(&answer, 401, "missing_token");
    }
}

#[tokio::test]
async fn the_caller_is_shown_in_every_realm() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let ann = fixture.client(&fixture.ann);
        let me = ann.get(&format!("/v1/{realm}/me")).await.expect(200);
        assert_eq!(me["id"], fixture.ann.id);
        assert_eq!(me["name"], fixture.ann.name);
        assert_eq!(me["language"], "en");
        assert_eq!(me["avatar_url"], Value::Null);
        assert_eq!(me["notifications"]["quiet_hours"], Value::Null);
    }
}

#[tokio::test]
async fn people_find_those_they_may_write_to() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let all = ann.get("/v1/campus/users").await.expect(200);
    assert!(ids(&all["users"]).contains(&fixture.bob.id));
    assert!(!ids(&all["users"]).contains(&fixture.ann.id), "not herself");
    let by_name = format!("/v1/campus/users?q={}", &fixture.bob.name[4..20]);
    let found = ann.get(&by_name).await.expect(200);
    assert_eq!(ids(&found["users"]), [fixture.bob.id]);
    assert!(found["users"][0].get("email").is_none());

    // A student finds only whom they have a chat with.
    let student = fixture.client(&fixture.pair.student);
    let found = student.get("/v1/school/users").await.expect(200);
    assert_eq!(ids(&found["users"]), [fixture.pair.teacher.id]);
    let path = format!("/v1/school/users/{}", fixture.bob.id);
    assert_refused(&student.get(&path).await, 404, "user_not_found");
}

#[tokio::test]
async fn people_of_another_company_are_unknown() {
    let fixture = NativeFixture::new().await;
    fixture.database.split_companies().await;
    let sql = format!(
        "UPDATE users SET company_id = CASE WHEN id = {} THEN 1 ELSE 2 END",
        fixture.eve.id
    );
    fixture.database.execute_and_fence(&sql, 1).await;
    let ann = fixture.client(&fixture.ann);
    let eve = &fixture.eve;
    for path in [
        "/v1/messenger/users".to_owned(),
        format!("/v1/messenger/users?q={}", &eve.name[4..20]),
    ] {
        let found = ann.get(&path).await.expect(200);
        assert!(!ids(&found["users"]).contains(&eve.id), "{path}");
    }
    let shown = ann.get(&format!("/v1/messenger/users/{}", eve.id)).await;
    assert_refused(&shown, 404, "user_not_found");
    let new = json!({ "type": "private", "user_ids": [eve.id] });
    let refused = ann.post("/v1/messenger/chats", &new).await;
    assert_refused(&refused, 404, "user_not_found");
}

#[tokio::test]
async fn blocked_people_cannot_write_until_the_block_is_lifted() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger", "direct", "market"] {
        let two = fixture.two(realm).await;
        let block = two.path(&format!("/users/{}/block", two.one_id));
        assert_eq!(put(&two.other, &block).await.status, 204);
        let body = json!({ "text": "!" });
        let refused = two.one.post(&two.chat("/messages"), &body).await;
        assert_refused(&refused, 403, "blocked");
        assert_eq!(two.other.delete(&block).await.status, 204);
        two.send(&two.one, "?").await;
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn request_for_people_examines_a_bounded_number_of_users() {
    let fixture = NativeFixture::new().await;
    fixture.database.split_companies().await;
    // Colleagues of another company, and behind them somebody without a company, as Ann.
    let sql = "SET session_replication_role = replica;
        INSERT INTO users (id, name, role, company_id)
        SELECT 1000000 + n, 'N. ' || n, 'member', 2 FROM generate_series(1, 2500) AS n;
        INSERT INTO users (id, name, role) VALUES (2000000, 'Zoe', 'member')";
    fixture.database.execute(sql).await;
    let ann = fixture.client(&fixture.ann);
    let mut found = Vec::new();
    let (mut path, mut pages) = ("/v1/messenger/users".to_owned(), 0);
    loop {
        let page = ann.get(&path).await.expect(200);
        found.extend(ids(&page["users"]));
        pages += 1;
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        assert!(!found.contains(&2_000_000));
        path = format!("/v1/messenger/users?cursor={cursor}");
    }
    assert!(found.contains(&fixture.bob.id) && found.contains(&2_000_000));
    assert!(!found.contains(&1_000_001));
    assert_eq!(pages, 2);
}

#[tokio::test]
async fn guests_find_only_whom_they_write_with() {
    let fixture = NativeFixture::new().await;
    let guest = guest(&fixture).await;
    for path in ["/v1/market/users", "/v1/market/users?q=member"] {
        let found = guest.get(path).await.expect(200);
        assert_eq!(found["users"], json!([]), "{path}");
    }
    let bob = fixture.bob.id;
    let new = json!({ "type": "listing", "listing_id": 7, "user_ids": [bob] });
    guest.post("/v1/market/chats", &new).await.expect(201);
    let part = &fixture.bob.name[4..20];
    for path in [
        "/v1/market/users".to_owned(),
        format!("/v1/market/users?q={part}"),
    ] {
        let found = guest.get(&path).await.expect(200);
        assert_eq!(ids(&found["users"]), [bob], "{path}");
    }
}

#[tokio::test]
async fn uploads_of_guests_are_limited_by_address() {
    let fixture = NativeFixture::new().await;
    for _ in 0..2 {
        let guest = guest(&fixture).await;
        for _ in 0..10 {
            upload(&guest, "market", "a.png", PNG).await.expect(201);
        }
    }
    let another = guest(&fixture).await;
    let refused = upload(&another, "market", "a.png", PNG).await;
    assert_refused(&refused, 429, "rate_limited");
    let ann = fixture.client(&fixture.ann);
    upload(&ann, "market", "a.png", PNG).await.expect(201);
}

/// A new guest.
pub(super) async fn guest(fixture: &NativeFixture) -> Client {
    let anonymous = fixture.replica.anonymous_client();
    let guest = anonymous
        .post("/api/chat/guests", &json!({}))
        .await
        .expect(201);
    let token = guest["token"].as_str().expect("a token").to_owned();
    let (id, name) = (0, String::new());
    fixture.client(&Person { id, name, token })
}

#[tokio::test]
async fn malformed_preferences_are_refused() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let change_me = async |changes: Value| patch(&ann, "/v1/campus/me", &changes).await;
    let quiet = |from: &str, to: &str, time_zone: &str| {
        json!({ "notifications": {
            "quiet_hours": { "from": from, "to": to, "time_zone": time_zone }
        } })
    };
    for refused in [
        quiet("22:00", "7:00", "Europe/Moscow"),
        quiet("22:00", "24:00", "Europe/Moscow"),
        quiet("22:00", "22:00", "Europe/Moscow"),
        quiet("22:00", "07:00", "Moscow"),
        quiet("22:00", "07:00", "X5"),
        quiet("22:00", "07:00", ""),
    ] {
        assert_refused(&change_me(refused).await, 400, "invalid_quiet_hours");
    }
    for name in ["", " ", &"a".repeat(201), "a\0"] {
        let answer = change_me(json!({ "name": name })).await;
        assert_refused(&answer, 400, "invalid_name");
    }
    let answer = change_me(json!({ "language": "fr" })).await;
    assert_refused(&answer, 400, "invalid_body");
    let me = change_me(json!({ "name": "Боб" })).await;
    assert_eq!(me.expect(200)["name"], "Боб");
}

#[tokio::test]
async fn old_names_of_time_zones_are_taken() {
    let fixture = NativeFixture::new().await;
    let admin = fixture.client(&fixture.admin);
    for zone in ["CET", "GMT", "EST5EDT", "W-SU", "GMT+0", "Etc/GMT+3", "UTC"] {
        let quiet = json!({ "from": "22:00", "to": "07:00", "time_zone": zone });
        let changes = json!({ "notifications": { "quiet_hours": quiet } });
        let me = patch(&admin, "/v1/school/me", &changes).await.expect(200);
        assert_eq!(me["notifications"]["quiet_hours"]["time_zone"], zone);
        let zone = zone.replace('+', "%2B");
        let figures = "/v1/school/desk/statistics?from=2026-01-01&to=2026-01-02&time_zone=";
        admin.get(&format!("{figures}{zone}")).await.expect(200);
    }
}

#[tokio::test]
async fn an_account_is_changed_as_a_whole_or_not_at_all() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let before = ann.get("/v1/campus/me").await.expect(200);
    let stored = upload(&ann, "campus", "a.png", PNG).await.expect(201);
    let picture = &stored["id"];
    let quiet = json!({ "from": "22:00", "to": "07:00", "time_zone": "Nowhere/Land" });
    let malformed = json!({ "from": "22:00", "to": "22:00", "time_zone": "UTC" });
    for (changes, code) in [
        (
            json!({ "avatar_id": picture, "notifications": { "quiet_hours": quiet } }),
            "invalid_quiet_hours",
        ),
        (
            json!({ "avatar_id": picture, "notifications": { "quiet_hours": malformed } }),
            "invalid_quiet_hours",
        ),
        (
            json!({ "avatar_id": 987_654, "name": "B", "language": "ru", "notifications": { "push": false } }),
            "invalid_avatar",
        ),
    ] {
        assert_refused(&patch(&ann, "/v1/campus/me", &changes).await, 400, code);
        assert_eq!(ann.get("/v1/campus/me").await.expect(200), before);
    }
}

#[tokio::test]
async fn changes_of_an_account_are_limited() {
    let fixture = NativeFixture::new().await;
    let guest = guest(&fixture).await;
    let changes = json!({ "name": "Гость" });
    for _ in 0..60 {
        patch(&guest, "/v1/market/me", &changes).await.expect(200);
    }
    let refused = patch(&guest, "/v1/market/me", &changes).await;
    assert_refused(&refused, 429, "rate_limited");
    let ann = fixture.client(&fixture.ann);
    patch(&ann, "/v1/market/me", &changes).await.expect(200);
}

#[tokio::test]
async fn changed_name_is_in_the_next_answer_of_every_replica() {
    let fixture = NativeFixture::new().await;
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let two = fixture.two("direct").await;
    let path = two.path("/me");
    let clients = [&two.one, &second.client(&fixture.ann)];
    for client in clients {
        client.get(&path).await.expect(200);
    }
    for round in 0..20 {
        let name = format!("Анна {round}");
        patch(&two.one, &path, &json!({ "name": name }))
            .await
            .expect(200);
        for client in clients {
            assert_eq!(client.get(&path).await.expect(200)["name"], name);
        }
    }
}

#[tokio::test]
async fn those_who_block_the_caller_are_not_found() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let (ann_id, bob_id) = (fixture.ann.id, fixture.bob.id);
    for realm in ["campus", "messenger", "direct", "market"] {
        let finds = async || {
            let by_name = format!("/v1/{realm}/users?q={}", &fixture.bob.name[4..20]);
            let mut found = Vec::new();
            for path in [format!("/v1/{realm}/users"), by_name] {
                let list = ann.get(&path).await.expect(200);
                found.push(ids(&list["users"]).contains(&bob_id));
            }
            let shown = ann.get(&format!("/v1/{realm}/users/{bob_id}")).await;
            found.push(shown.status == 200);
            found
        };
        assert_eq!(finds().await, [true; 3], "{realm}");
        let block = format!("/v1/{realm}/users/{ann_id}/block");
        put(&bob, &block).await.expect(204);
        // The market hides blocks.
        assert_eq!(finds().await, [realm == "market"; 3], "{realm}");
        let list = bob.get(&format!("/v1/{realm}/users")).await.expect(200);
        assert!(ids(&list["users"]).contains(&ann_id), "{realm}");
        assert_eq!(bob.delete(&block).await.status, 204);
        assert_eq!(finds().await, [true; 3], "{realm}");
    }
}
