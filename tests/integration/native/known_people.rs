//! People by their ids, people who were deactivated, and those whom a caller blocks.

use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::{NativeFixture, ids, put};
use crate::support::{Client, assert_refused};

async fn named(client: &Client, realm: &str, wanted: &[i64]) -> Vec<Value> {
    let wanted: Vec<String> = wanted.iter().map(i64::to_string).collect();
    let path = format!("/v1/{realm}/users?ids={}", wanted.join(","));
    let page = client.get(&path).await.expect(200);
    assert_eq!(page["next_cursor"], Value::Null);
    page["users"].as_array().unwrap().clone()
}

fn ids_of(users: &[Value]) -> Vec<i64> {
    users
        .iter()
        .map(|user| user["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn ids_bring_those_whom_the_caller_knows() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.ann.id, fixture.bob.id);
    let client = fixture.client(&fixture.ann);
    let users = named(&client, "campus", &[bob, ann, 999_999, bob]).await;
    let mut expected = [ann, bob];
    expected.sort_unstable();
    assert_eq!(ids_of(&users), expected);
    let own = users.iter().find(|user| user["id"] == ann).unwrap();
    assert_eq!(
        (&own["online"], &own["role"]),
        (&json!(true), &json!("member"))
    );

    // A student knows those with whom they have a chat.
    let (teacher, student) = (fixture.pair.teacher.id, &fixture.pair.student);
    let student = fixture.client(student);
    let users = named(&student, "school", &[teacher, bob]).await;
    assert_eq!(ids_of(&users), [teacher]);
}

#[tokio::test]
async fn pages_of_ids_are_bounded() {
    let fixture = NativeFixture::new().await;
    let client = fixture.client(&fixture.ann);
    let path = format!(
        "/v1/campus/users?ids={},{}&limit=1",
        fixture.ann.id, fixture.bob.id
    );
    let first = client.get(&path).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = client.get(&format!("{path}&cursor={cursor}")).await;
    let second = second.expect(200);
    assert_eq!(second["next_cursor"], Value::Null);
    let both = [ids(&first["users"]), ids(&second["users"])].concat();
    let mut expected = [fixture.ann.id, fixture.bob.id];
    expected.sort_unstable();
    assert_eq!(both, expected);

    let hundred = vec!["1"; 100].join(",");
    let path = format!("/v1/campus/users?ids={hundred}");
    client.get(&path).await.expect(200);
    for query in [
        format!("ids={hundred},1"),
        "ids=1,x".into(),
        "ids=1,,2".into(),
        "ids=0".into(),
        "ids=1&q=a".into(),
        "ids=1&deactivated=true".into(),
    ] {
        let refused = client.get(&format!("/v1/campus/users?{query}")).await;
        assert_refused(&refused, 400, "invalid_query");
    }
}

#[tokio::test]
async fn former_members_stay_known_to_a_chat() {
    let fixture = NativeFixture::new().await;
    fixture.database.split_companies().await;
    let group = fixture.group("messenger").await;
    group.send(&group.other, "!").await;
    let path = group.chat(&format!("/members/{}", group.other_id));
    assert_eq!(group.one.delete(&path).await.status, 204);
    // Of another company, deactivated, then erased.
    let sql = format!(
        "UPDATE users SET company_id = 2 WHERE id = {}",
        group.other_id
    );
    fixture.database.execute_and_fence(&sql, 1).await;
    let path = group.path(&format!("/users/{}", group.other_id));
    assert_eq!(
        group.one.get(&path).await.expect(200)["name"],
        fixture.bob.name
    );
    assert_refused(&group.stranger.get(&path).await, 404, "user_not_found");
    let sql = format!(
        "UPDATE users SET realms = '{{}}' WHERE id = {}",
        group.other_id
    );
    fixture.database.execute_and_fence(&sql, 1).await;
    let shown = named(&group.one, "messenger", &[group.other_id]).await;
    assert_eq!(shown[0]["name"], fixture.bob.name);
    let erase = format!("CALL audit.erase_user({})", group.other_id);
    fixture.database.execute(&erase).await;
    let erased = json!({
        "id": group.other_id, "name": "", "role": null, "avatar_url": null,
        "online": false, "last_seen": null
    });
    assert_eq!(
        named(&group.one, "messenger", &[group.other_id]).await,
        *std::slice::from_ref(&erased)
    );
    assert_eq!(group.one.get(&path).await.expect(200), erased);
    assert_eq!(
        named(&group.stranger, "messenger", &[group.other_id]).await,
        [Value::Null; 0]
    );
}

#[tokio::test]
async fn admins_who_observe_know_everybody_in_chats() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    two.send(&two.other, "!").await;
    let sql = format!(
        "UPDATE users SET realms = '{{}}' WHERE id = {}",
        two.other_id
    );
    fixture.database.execute_and_fence(&sql, 1).await;
    let admin = fixture.client(&fixture.admin);
    assert_eq!(
        ids_of(&named(&admin, "school", &[two.other_id]).await),
        [two.other_id]
    );
    let ann = fixture.client(&fixture.ann);
    assert_eq!(
        named(&ann, "school", &[two.other_id]).await,
        [Value::Null; 0]
    );
}

#[tokio::test]
async fn keys_list_the_deactivated_people_whom_they_manage() {
    let fixture = NativeFixture::new().await;
    let (key, _) = add_key(&fixture.database, "crm", "campus", &[KeyScope::Users]).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let new = json!({ "name": "Zoe", "email": "zoe@crm.test", "role": "teacher" });
    let zoe = super::put_json(&key, "/v1/campus/users/7", &new)
        .await
        .expect(200);
    assert_eq!(key.delete("/v1/campus/users/7").await.status, 204);
    let sql = format!(
        "UPDATE users SET realms = '{{}}', former_realms = NULL, deactivated_at = now() WHERE id = {}",
        fixture.eve.id
    );
    fixture.database.execute_and_fence(&sql, 1).await;
    let page = key
        .get("/v1/campus/users?deactivated=true")
        .await
        .expect(200);
    let listed = &page["users"][0];
    assert_eq!(ids(&page["users"]), [zoe["id"].as_i64().unwrap()]);
    assert_eq!(
        (&listed["email"], &listed["role"]),
        (&json!("zoe@crm.test"), &json!("teacher"))
    );
    assert!(listed["deactivated_at"].is_string());
    let page = key
        .get("/v1/campus/users?deactivated=false")
        .await
        .expect(200);
    assert!(!ids(&page["users"]).contains(&zoe["id"].as_i64().unwrap()));
    let ann = fixture.client(&fixture.ann);
    let refused = ann.get("/v1/school/users?deactivated=true").await;
    assert_refused(&refused, 403, "not_an_admin");
}

#[tokio::test]
async fn blocked_people_are_listed_in_their_realm() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut blocked = [fixture.bob.id, fixture.eve.id];
    blocked.sort_unstable();
    for id in blocked {
        put(&ann, &format!("/v1/campus/users/{id}/block"))
            .await
            .expect(204);
    }
    let first = ann.get("/v1/campus/blocks?limit=1").await.expect(200);
    assert_eq!(ids(&first["users"]), [blocked[0]]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = ann.get(&format!("/v1/campus/blocks?cursor={cursor}")).await;
    let rest = rest.expect(200);
    assert_eq!(ids(&rest["users"]), [blocked[1]]);
    assert_eq!(rest["next_cursor"], Value::Null);
    let unblock = format!("/v1/campus/users/{}/block", blocked[0]);
    assert_eq!(ann.delete(&unblock).await.status, 204);
    let left = ann.get("/v1/campus/blocks").await.expect(200);
    assert_eq!(ids(&left["users"]), [blocked[1]]);
    let elsewhere = ann.get("/v1/direct/blocks").await.expect(200);
    assert_eq!(elsewhere["users"], json!([]));
    let of_bob = fixture.client(&fixture.bob).get("/v1/campus/blocks").await;
    assert_eq!(of_bob.expect(200)["users"], json!([]));
}
