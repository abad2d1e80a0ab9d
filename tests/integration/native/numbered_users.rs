//! People whose external id is a whole number, which is their user id.

use serde_json::json;
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::{NativeFixture, put_json};
use crate::support::database::token_for;
use crate::support::eventually;

#[tokio::test]
async fn an_external_id_that_is_a_number_is_the_user_id() {
    let fixture = NativeFixture::new().await;
    for (n, realm) in super::REALMS.into_iter().enumerate() {
        let id = 7_000 + i64::try_from(n).unwrap();
        let (key, _) = add_key(
            &fixture.database,
            &format!("crm-{realm}"),
            realm,
            &[KeyScope::Users],
        )
        .await;
        let key = fixture.replica.anonymous_client().with_token(&key);
        let path = format!("/v1/{realm}/users/{id}");
        let put = put_json(&key, &path, &json!({ "name": "Партнёр" })).await;
        assert_eq!(put.expect(200)["id"], id);
        // The person signs in by their number, and is renamed and deactivated by it.
        let partner = fixture
            .replica
            .anonymous_client()
            .with_token(&token_for(id));
        let me = format!("/v1/{realm}/me");
        assert_eq!(partner.get(&me).await.expect(200)["name"], "Партнёр");
        let many = json!([
            { "external_id": id.to_string(), "name": "Новое имя" },
            { "external_id": format!("crm/{realm}"), "name": "Другой" },
        ]);
        let users = put_json(&key, &format!("/v1/{realm}/users"), &many).await;
        let users = users.expect(200)["users"].clone();
        assert_eq!(
            (&users[0]["id"], &users[0]["name"]),
            (&json!(id), &json!("Новое имя"))
        );
        assert!(users[1]["id"].as_i64().unwrap() >= 1 << 52, "{users}");
        assert_eq!(key.delete(&path).await.status, 204);
        eventually("the person to be refused", async || {
            (partner.get(&me).await.code() == "unknown_user").then_some(())
        })
        .await;
        put_json(&key, &path, &json!({ "name": "Снова" }))
            .await
            .expect(200);
    }
    let stored =
        "SELECT count(*) FROM users WHERE id BETWEEN 7000 AND 7004 AND external_id IS NULL";
    assert_eq!(fixture.database.number(stored).await, 5);
}

#[tokio::test]
async fn a_key_writes_to_people_by_number_before_they_sign_in() {
    let fixture = NativeFixture::new().await;
    let scopes = [KeyScope::Users, KeyScope::Chats];
    let (key, _) = add_key(&fixture.database, "crm", "campus", &scopes).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    put_json(&key, "/v1/campus/users/7001", &json!({ "name": "Партнёр" }))
        .await
        .expect(200);
    let new = json!({ "type": "private", "user_ids": [fixture.ann.id], "external_ids": ["7001"] });
    let chat = key.post("/v1/campus/chats", &new).await.expect(201);
    let ann = fixture.client(&fixture.ann);
    let shown = format!("/v1/campus/chats/{}", chat["id"]);
    let shown = ann.get(&shown).await.expect(200);
    let members = shown["members"].as_array().unwrap().iter();
    let mut names = members.map(|member| member["user"]["name"].clone());
    assert!(names.any(|name| name == "Партнёр"), "{shown}");
}
