//! A realm in which those who read chats of others say why.

use serde_json::json;

use super::serve;
use crate::support::{TestDatabase, assert_refused};

#[tokio::test]
async fn chats_of_others_are_refused_without_a_reason() {
    let (database, pair) = TestDatabase::with_pair().await;
    let admin = database.person("admin").await;
    let replica = serve(&database, &[("school.toml", "reading_needs_reason = true")]).await;
    let (client, teacher) = (replica.client(&admin), replica.client(&pair.teacher));
    let chat = pair.chat_id;
    let sent = teacher
        .post(
            &format!("/v1/school/chats/{chat}/messages"),
            &json!({ "text": "a" }),
        )
        .await
        .expect(201);
    let paths = [
        format!("/v1/school/chats/{chat}"),
        format!("/v1/school/chats/{chat}/messages"),
        format!("/v1/school/messages/{}", sent["id"]),
        format!("/v1/school/desk/chats/{chat}/timeline"),
        format!("/v1/school/search?q=a&chat_id={chat}"),
        format!("/api/chats/{chat}/messages"),
    ];
    for path in &paths {
        assert_refused(&client.get(path).await, 403, "reason_required");
    }
    let search = "/v1/school/search?q=a";
    assert_refused(&client.get(search).await, 403, "reason_required");
    let open = format!("/v1/school/desk/chats/{chat}/access");
    let reason = json!({ "reason": "a complaint" });
    assert_eq!(client.post(&open, &reason).await.status, 204);
    for path in &paths {
        client.get(path).await.expect(200);
    }
    // No reason is that of all chats, and members need none.
    assert_refused(&client.get(search).await, 403, "reason_required");
    teacher.get(&paths[1]).await.expect(200);
    teacher.get(search).await.expect(200);
    let policy = client.get("/v1/school/policy").await.expect(200);
    assert_eq!(policy["features"]["reading_needs_reason"], true);
}
