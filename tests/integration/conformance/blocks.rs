//! What a user is shown of another one who blocks them, for any realm and transport.

use serde_json::{Value, json};
use uuid::Uuid;

use super::connection::{Connection, Protocol, Transport};
use super::fixture::Fixture;
use crate::support::Replica;

/// The first member blocks the second one: from then on the second one receives neither the presence, nor
/// the typing, nor the read marks of the first, live or resumed, on any replica, until the block is lifted.
pub(super) async fn hides_a_blocker_until_the_unblock(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut blocker = fixture.connect(0).await;
    let mut blocked = fixture.connect(1).await;
    let has_presence = protocol.realm.as_str() != "campus";
    if has_presence {
        until_presence(&fixture, &mut blocked, true).await;
    }
    let sent = blocked.send_message("before", Uuid::new_v4()).await;
    sent.expect("members may send");
    assert_eq!(blocker.texts(1).await, ["before"]);
    let before = fixture.database.now().await;
    let (client, path) = (fixture.client(0), fixture.conversation.block_path());
    client.post(&path, &Value::Null).await.expect(204);
    if has_presence {
        until_presence(&fixture, &mut blocked, false).await;
    }
    blocker.mark_read(newest(&fixture).await).await;
    blocker.set_typing(true).await;
    for text in ["one", "two"] {
        let sent = blocker.send_message(text, Uuid::new_v4()).await;
        sent.expect("the blocker may send");
    }
    assert_nothing_until(&fixture, &mut blocked, "two").await;
    let reading = "SELECT count(*) FROM events WHERE kind = 'chat_read'";
    assert_eq!(fixture.database.number(reading).await, 1, "there is a mark");

    for replica in [0, 1] {
        let resumed = fixture.resume(1, replica, Some(&before)).await;
        let mut resumed = resumed.expect("the connection opens");
        assert_nothing_until(&fixture, &mut resumed, "two").await;
    }
    // This replica has no events in memory.
    let settings = [("REALMS", protocol.realm.as_str())];
    let third = Replica::spawn_with(&fixture.database, &settings).await;
    let (token, conversation) = (
        &fixture.conversation.members[1].token,
        &fixture.conversation,
    );
    let transport = protocol.transport;
    let resumed = Connection::open(&third.url, token, conversation, transport, Some(&before));
    let mut resumed = resumed.await.expect("the connection opens");
    assert_nothing_until(&fixture, &mut resumed, "two").await;
    assert!(!shows(&fixture, 1).await, "to the blocked user");
    if protocol.realm.as_str() == "campus" {
        assert!(shows(&fixture, 0).await, "to the blocker");
    }

    client.delete(&path).await.expect(204);
    if has_presence {
        until_presence(&fixture, &mut blocked, true).await;
    }
    let sent = blocked.send_message("after", Uuid::new_v4()).await;
    sent.expect("the block is lifted");
    blocker.mark_read(newest(&fixture).await).await;
    blocked.next_of("chat_read").await;
    assert!(shows(&fixture, 1).await, "after the block");
    if transport != Transport::Polling {
        blocker.set_typing(true).await;
        let typing = blocked.next_of("typing").await;
        assert_eq!(fixture.conversation.state_of(&typing), Some(true));
    }
}

async fn newest(fixture: &Fixture) -> i64 {
    let newest = "SELECT max(id) FROM messages";
    fixture.database.number(newest).await
}

async fn until_presence(fixture: &Fixture, connection: &mut Connection, online: bool) {
    loop {
        let frame = connection.next_of("presence").await;
        if fixture.conversation.state_of(&frame) == Some(online) {
            return;
        }
    }
}

/// Reads up to a message; nothing on the way tells what the other member does.
async fn assert_nothing_until(fixture: &Fixture, connection: &mut Connection, text: &str) {
    let conversation = &fixture.conversation;
    loop {
        let frame = connection.next().await.expect("the connection is open");
        match conversation.event_of(&frame) {
            "chat_read" | "typing" => panic!("not hidden: {frame}"),
            "presence" => assert_eq!(conversation.state_of(&frame), Some(false), "{frame}"),
            _ => {}
        }
        if conversation.text_of(&frame) == Some(text) {
            return;
        }
    }
}

/// Whether the answers to a member show that the first member has read the messages, or is online.
async fn shows(fixture: &Fixture, member: usize) -> bool {
    let conversation = &fixture.conversation;
    let client = fixture.client(member);
    let blocker = conversation.members[0].id;
    match fixture.protocol.realm.as_str() {
        "direct" => {
            let path = format!("/api/v1/chat/presence/{blocker}");
            let presence = client.get(&path).await.expect(200);
            let is_hidden = presence["online"] == false;
            assert_eq!(is_hidden, presence["last_seen"].is_null(), "{presence}");
            !is_hidden
        }
        "campus" => {
            let list = client.get(conversation.list_path(member)).await.expect(200);
            let conversations = conversation.conversations(&list);
            let participants = conversations[0]["participants"].as_array();
            let mut participants = participants.expect("a list").iter();
            let first = participants.find(|one| one["user_id"] == json!(blocker));
            first.expect("a participant")["last_read_message_id"].is_string()
        }
        _ => {
            let page = client.get(&conversation.history_path()).await.expect(200);
            let first = &conversation.messages(&page)[0];
            first["read_at"].is_string() || first["is_read"] == true
        }
    }
}
