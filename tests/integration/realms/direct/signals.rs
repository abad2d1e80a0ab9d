//! Typing and presence, and which users receive them.

use super::{DirectFixture, assert_refused};

#[tokio::test]
async fn presence_is_visible_only_to_conversation_peers() {
    let direct = DirectFixture::new().await;
    direct.conversation().await;
    let _boris = direct.socket(&direct.boris).await;
    let path = format!("/api/v1/chat/presence/{}", direct.boris.id);

    let online = crate::support::eventually("presence", async || {
        let presence = direct.anna().get(&path).await.expect(200);
        (presence["online"] == true).then_some(presence)
    })
    .await;

    assert_eq!(online["user_id"], direct.boris.id.to_string());
    let keys: Vec<_> = online.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["last_seen", "online", "user_id"]);
    let stranger = direct.replica.client(&direct.stranger);
    assert_refused(&stranger.get(&path).await, 404, "user_not_found");
    for id in ["999999", "u2", "-1"] {
        let path = format!("/api/v1/chat/presence/{id}");
        assert_refused(&direct.anna().get(&path).await, 404, "user_not_found");
    }
}
