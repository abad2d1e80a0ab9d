//! Leaving a group of the messenger. The campus has a route of its own for it.

use reqwest::Method;
use serde_json::json;

use super::{MESSENGER, Town, assert_refused, conversation, messenger_direct, messenger_group};
use crate::support::{Answer, Client, SocketIo};

async fn leave(client: &Client, id: i64) -> Answer {
    let path = format!("{MESSENGER}/conversations/{id}/members/me");
    client.send(client.request(Method::DELETE, &path)).await
}

#[tokio::test]
async fn a_member_leaves_a_group_and_gets_nothing_more() {
    let town = Town::new().await;
    let (ann, bob, eve) = (
        town.as_(&town.ann),
        town.as_(&town.bob),
        town.as_(&town.eve),
    );
    let stranger = town.as_(&town.database.person("member").await);
    let group = conversation(messenger_group(&ann, &[town.bob.id, town.eve.id]).await);
    let direct = conversation(messenger_direct(&ann, town.bob.id).await);
    let mut bobs = SocketIo::open(&town.replica.url, &town.bob.token).await;

    assert_refused(&leave(&stranger, group).await, 403, "not_a_participant");
    assert_refused(&leave(&bob, 987_654_321).await, 404, "chat_not_found");
    assert_refused(&leave(&bob, direct).await, 400, "not_a_group");
    assert_eq!(leave(&bob, group).await.status, 204);
    assert_refused(&leave(&bob, group).await, 403, "not_a_participant");

    let mut anns = SocketIo::open(&town.replica.url, &town.ann.token).await;
    for chat in [group, direct] {
        let message = json!({ "conversationId": chat, "content": "!" });
        let sent = anns.call("send_message", &message).await;
        assert_eq!(sent["success"], true, "{sent}");
    }
    // What comes next to Bob is of the other conversation.
    let next = bobs.next_of("new_message").await;
    assert_eq!(next["conversation_id"], direct);
    let message = json!({ "conversationId": group, "content": "!" });
    let refused = bobs.call("send_message", &message).await;
    assert_eq!(refused["error"]["code"], "not_a_participant");

    let list = eve.get(&format!("{MESSENGER}/conversations")).await;
    let list = list.expect(200);
    let left = &list["data"]["conversations"][0]["participants"];
    assert_eq!(*left, json!([town.ann.id, town.eve.id]));
    // Who made the group may leave it as well.
    assert_eq!(leave(&ann, group).await.status, 204);
    town.assert_provable().await;
}
