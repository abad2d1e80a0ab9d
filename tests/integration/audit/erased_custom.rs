//! Custom data are erased with who wrote the message, and with who set them for a chat.

use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::erasure::{SECRET, assert_verified, erase, rows_with};
use crate::native::api_keys::add_key;
use crate::support::{Client, Replica, TestDatabase};

/// A campus with a group of Ann's, and how its people request something.
struct Scene {
    database: TestDatabase,
    replica: Replica,
}

impl Scene {
    async fn post(&self, client: &Client, path: &str, body: Value) -> Value {
        let path = format!("/v1/campus{path}");
        client.post(&path, &body).await.expect(201)["id"].clone()
    }

    async fn set_custom(&self, client: &Client, path: &str, custom: Value) {
        let request = client.request(reqwest::Method::PATCH, &format!("/v1/campus{path}"));
        let changed = client
            .send(request.json(&json!({ "custom": custom })))
            .await;
        changed.expect(200);
    }

    async fn key(&self) -> Client {
        let (key, _) = add_key(&self.database, "bot", "campus", &KeyScope::ALL).await;
        self.replica.anonymous_client().with_token(&key)
    }
}

#[tokio::test]
async fn custom_data_are_erased_with_their_authors() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "campus")]).await;
    let [ann, bob] = database.people("member").await;
    let [anns, bobs] = [&ann, &bob].map(|person| replica.client(person));
    let scene = Scene { database, replica };
    let key = scene.key().await;
    let secret = || json!({ "secret": SECRET, "nothing": null });
    let new = json!({
        "type": "group", "title": "G", "user_ids": [bob.id], "custom": secret()
    });
    let group = scene.post(&anns, "/chats", new).await;
    let messages = format!("/chats/{group}/messages");
    let first = json!({ "text": "!", "custom": secret() });
    let first = scene.post(&anns, &messages, first).await;
    let of_key = json!({ "text": "!" });
    let of_key = scene.post(&anns, &messages, of_key).await;
    scene
        .set_custom(&key, &format!("/messages/{of_key}"), secret())
        .await;
    scene
        .database
        .execute("SELECT FROM audit.seal_log(1000)")
        .await;
    // What follows is not sealed yet.
    scene
        .set_custom(
            &anns,
            &format!("/messages/{first}"),
            json!({ "more": SECRET }),
        )
        .await;
    let kept = json!({ "text": "?", "custom": { "kept": "of Bob" } });
    let kept = scene.post(&bobs, &messages, kept).await;
    scene
        .set_custom(&key, &format!("/messages/{kept}"), json!({ "key": 1 }))
        .await;
    scene
        .set_custom(&anns, &format!("/chats/{group}"), json!({ "more": SECRET }))
        .await;
    let client = scene.database.client().await;
    // Of the group, its two versions and the present one; of a message the same; of the other its one version and
    // the present one.
    assert_eq!(rows_with(&client, SECRET).await, 8);

    erase(&scene.database, &ann).await;

    assert_eq!(rows_with(&client, SECRET).await, 0);
    assert_verified(&client).await;
    scene
        .database
        .execute("SELECT FROM audit.seal_log(1000)")
        .await;
    assert_verified(&client).await;
    let shown = bobs.get(&format!("/v1/campus/messages/{kept}")).await;
    let expected = json!({ "kept": "of Bob", "key": 1 });
    assert_eq!(shown.expect(200)["custom"], expected);
    let shown = bobs.get(&format!("/v1/campus/chats/{group}")).await;
    assert_eq!(shown.expect(200)["custom"], json!({}));
}
