//! Leaving a messenger group. Campus has a separate route.

use reqwest::Method;
use serde_json::json;

use super::{
    AllRealmsFixture, MESSENGER, assert_refused, conversation, messenger_direct, messenger_group,
};
use crate::support::{Answer, Client, SocketIo};

async fn leave(client: &Client, id: i64) -> Answer {
    let path = format!("{MESSENGER}/conversations/{id}/members/me");
    client.send(client.request(Method::DELETE, &path)).await
}

#[tokio::test]
async fn member_who_left_a_group_gets_no_more_messages() {
    let fixture = AllRealmsFixture::new().await;
    let [ann, bob, eve] = fixture.clients();
    let outsider = fixture.client(&fixture.database.person("member").await);
    let group = conversation(messenger_group(&ann, &[fixture.bob.id, fixture.eve.id]).await);
    let direct = conversation(messenger_direct(&ann, fixture.bob.id).await);
    let mut bobs = SocketIo::open(&fixture.replica.url, &fixture.bob.token).await;

    assert_refused(&leave(&outsider, group).await, 403, "not_a_participant");
    assert_refused(&leave(&bob, 987_654_321).await, 404, "chat_not_found");
    assert_refused(&leave(&bob, direct).await, 400, "not_a_group");
    assert_eq!(leave(&bob, group).await.status, 204);
    assert_refused(&leave(&bob, group).await, 403, "not_a_participant");

    let mut anns = SocketIo::open(&fixture.replica.url, &fixture.ann.token).await;
    for chat in [group, direct] {
        let message = json!({ "conversationId": chat, "content": "!" });
        let sent = anns.call("send_message", &message).await;
        assert_eq!(sent["success"], true, "{sent}");
    }
    // Bob's next message belongs to the other conversation.
    let next = bobs.next_of("new_message").await;
    assert_eq!(next["conversation_id"], direct);
    let message = json!({ "conversationId": group, "content": "!" });
    let refused = bobs.call("send_message", &message).await;
    assert_eq!(refused["error"]["code"], "not_a_participant");

    let list = eve.get(&format!("{MESSENGER}/conversations")).await;
    let list = list.expect(200);
    let left = &list["data"]["conversations"][0]["participants"];
    assert_eq!(*left, json!([fixture.ann.id, fixture.eve.id]));
    // The creator can leave the group as well.
    assert_eq!(leave(&ann, group).await.status, 204);
    fixture.assert_verified().await;
}
