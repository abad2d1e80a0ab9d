//! Blocking: a blocked user cannot contact the blocker until the block is lifted.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    AllRealmsFixture, CAMPUS, DIRECT, MESSENGER, assert_refused, block, campus_add, campus_group,
    campus_private, campus_send, conversation, direct_send, id, messenger_direct, messenger_group,
};
use crate::support::{SocketIo, SocketRequest};

const BASES: [(&str, u16); 3] = [(CAMPUS, 400), (MESSENGER, 400), (DIRECT, 404)];

#[tokio::test]
async fn blocking_is_idempotent_and_requires_another_existing_user() {
    let fixture = AllRealmsFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for (base, unknown) in BASES {
        let head = fixture.database.head().await;
        for method in [
            Method::DELETE,
            Method::POST,
            Method::POST,
            Method::DELETE,
            Method::DELETE,
        ] {
            let answer = block(&ann, method, base, fixture.bob.id).await;
            assert_eq!((answer.status, &answer.body), (204, &Value::Null), "{base}");
        }
        assert_eq!(fixture.database.head().await, head + 2, "one event each");
        for method in [Method::POST, Method::DELETE] {
            let own_account = block(&ann, method.clone(), base, fixture.ann.id).await;
            assert_refused(&own_account, 400, "cannot_block_yourself");
            let unknown_user = block(&ann, method.clone(), base, 987_654_321).await;
            assert_refused(&unknown_user, unknown, "user_not_found");
            let anonymous = fixture.replica.anonymous_client();
            let refused = block(&anonymous, method, base, fixture.bob.id).await;
            assert_refused(&refused, 401, "missing_token");
        }
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn blocked_user_cannot_contact_the_blocker_in_campus() {
    let fixture = AllRealmsFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let pair = fixture.campus_pair().await;
    let said = id(&campus_send(&bob, &pair).await.expect(201));
    let group = id(&campus_group(&bob, &[fixture.eve.id]).await.expect(201));
    let together = id(&campus_group(&ann, &[fixture.bob.id]).await.expect(201));
    let other = AllRealmsFixture::replica(&fixture.database).await;
    let path = format!("{CAMPUS}/ws/conversations/{pair}/");
    let mut socket = SocketRequest::at(&other.url, &path)
        .bearer(&fixture.bob.token)
        .open()
        .await;

    block(&ann, Method::POST, CAMPUS, fixture.bob.id)
        .await
        .expect(204);
    assert_refused(&campus_send(&bob, &pair).await, 403, "blocked");
    let path = format!("{CAMPUS}/messages/{said}");
    let edit = bob
        .request(Method::PUT, &path)
        .json(&json!({ "text": "?" }));
    assert_refused(&bob.send(edit).await, 403, "blocked");
    let refused = campus_add(&bob, &group, fixture.ann.id).await;
    assert_refused(&refused, 403, "blocked");
    let began = campus_group(&bob, &[fixture.eve.id, fixture.ann.id]).await;
    assert_refused(&began, 403, "blocked");
    // Sockets on another replica enforce the block as well.
    for frame in [
        json!({ "text": "!" }),
        json!({ "type": "typing", "payload": { "is_typing": true } }),
    ] {
        socket.send(&frame).await;
        assert_eq!(socket.next_of("error").await["payload"]["code"], "blocked");
    }

    // The blocker can still send, both can send in a group, and other users are not affected.
    campus_send(&ann, &pair).await.expect(201);
    campus_send(&bob, &together).await.expect(201);
    campus_private(&bob, fixture.eve.id).await.expect(201);
    // A blocked user cannot restore a deleted conversation.
    let path = format!("{CAMPUS}/conversations/{pair}");
    ann.delete(&path).await.expect(204);
    assert_refused(&campus_private(&bob, fixture.ann.id).await, 403, "blocked");
    // A block applies to one realm.
    direct_send(&bob, fixture.ann.id).await.expect(201);

    block(&ann, Method::DELETE, CAMPUS, fixture.bob.id)
        .await
        .expect(204);
    campus_private(&bob, fixture.ann.id).await.expect(200);
    campus_send(&bob, &pair).await.expect(201);
    campus_add(&bob, &group, fixture.ann.id).await.expect(201);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn blocked_user_cannot_contact_the_blocker_in_messenger() {
    let fixture = AllRealmsFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    block(&ann, Method::POST, MESSENGER, fixture.bob.id)
        .await
        .expect(204);
    let refused = messenger_direct(&bob, fixture.ann.id).await;
    assert_refused(&refused, 403, "blocked");
    let group = messenger_group(&bob, &[fixture.ann.id, fixture.eve.id]).await;
    assert_refused(&group, 403, "blocked");

    let chat = conversation(messenger_direct(&ann, fixture.bob.id).await);
    let path = format!("{MESSENGER}/conversations");
    // Finding the conversation is allowed; sending is refused on REST and on the socket.
    let found = messenger_direct(&bob, fixture.ann.id).await;
    assert_eq!(found.status, 200, "{}", found.body);
    let wanted = json!({ "participantId": fixture.ann.id, "message": "!" });
    assert_refused(&bob.post(&path, &wanted).await, 403, "blocked");
    let mut socket = SocketIo::open(&fixture.replica.url, &fixture.bob.token).await;
    let message = json!({ "conversationId": chat, "content": "!" });
    let refused = socket.call("send_message", &message).await;
    assert_eq!(refused["success"], false);
    assert_eq!(refused["error"]["code"], "blocked");
    let typing = json!({ "conversationId": chat, "isTyping": true });
    let refused = socket.call("typing", &typing).await;
    assert_eq!(refused["error"]["code"], "blocked");

    block(&ann, Method::DELETE, MESSENGER, fixture.bob.id)
        .await
        .expect(204);
    let sent = socket.call("send_message", &message).await;
    assert_eq!(sent["success"], true, "{sent}");
}

#[tokio::test]
async fn blocked_user_cannot_contact_the_blocker_in_direct() {
    let fixture = AllRealmsFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    block(&ann, Method::POST, DIRECT, fixture.bob.id)
        .await
        .expect(204);
    // No conversation is created.
    assert_refused(&direct_send(&bob, fixture.ann.id).await, 403, "blocked");
    assert_eq!(
        fixture.database.number("SELECT count(*) FROM chats").await,
        0
    );
    let sent = direct_send(&ann, fixture.bob.id).await.expect(201);
    assert_refused(&direct_send(&bob, fixture.ann.id).await, 403, "blocked");
    let mut socket = SocketRequest::at(&fixture.replica.url, "/api/v1/ws")
        .bearer(&fixture.bob.token)
        .open()
        .await;
    let data = json!({ "conversation_id": sent["message"]["conversation_id"], "body": "!" });
    let frame = json!({ "type": "message", "data": data });
    socket.send(&frame).await;
    assert_eq!(socket.next_of("error").await["data"]["code"], "blocked");

    block(&ann, Method::DELETE, DIRECT, fixture.bob.id)
        .await
        .expect(204);
    direct_send(&bob, fixture.ann.id).await.expect(201);
}

#[tokio::test]
async fn ban_event_applies_in_the_realm_of_its_chat() {
    let fixture = AllRealmsFixture::new().await;
    let (bob, pair) = (fixture.client(&fixture.bob), fixture.campus_pair().await);
    let chat = "SELECT id FROM chats WHERE realm = 'campus'";
    let chat = fixture.database.number(chat).await;
    let ban = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({chat}, 'user_banned', '{{\"user_id\": {}}}')",
        fixture.bob.id
    );
    fixture.database.execute(&ban).await;
    assert_refused(&campus_send(&bob, &pair).await, 403, "banned");
    assert_refused(&campus_private(&bob, fixture.eve.id).await, 403, "banned");
    assert_refused(&campus_group(&bob, &[fixture.eve.id]).await, 403, "banned");
    direct_send(&bob, fixture.ann.id).await.expect(201);
}

#[tokio::test]
async fn blocks_are_audited_and_lifted_when_a_user_is_removed() {
    let fixture = AllRealmsFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    block(&ann, Method::POST, CAMPUS, fixture.bob.id)
        .await
        .expect(204);
    block(&bob, Method::POST, DIRECT, fixture.ann.id)
        .await
        .expect(204);
    block(&bob, Method::POST, DIRECT, fixture.eve.id)
        .await
        .expect(204);

    let erase = format!("CALL audit.erase_user({})", fixture.ann.id);
    fixture.database.execute(&erase).await;
    let left = "SELECT blocked_id FROM blocks WHERE (SELECT count(*) FROM blocks) = 1";
    assert_eq!(fixture.database.number(left).await, fixture.eve.id);
    fixture.assert_verified().await;

    let client = fixture.database.client().await;
    let rows = client
        .query(
            "SELECT actor, description FROM audit.describe_events(1, 100) ORDER BY position",
            &[],
        )
        .await
        .unwrap();
    let entries: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row.get::<_, &str>(0), row.get::<_, &str>(1)))
        .collect();
    let name = |person: &crate::support::Person| format!("{} ({})", person.name, person.id);
    let (bob, eve) = (name(&fixture.bob), name(&fixture.eve));
    let ann = format!("removed user ({})", fixture.ann.id);
    assert_eq!(
        entries,
        [
            format!("{ann}: blocked {bob}"),
            format!("{bob}: blocked {ann}"),
            format!("{bob}: blocked {eve}"),
            format!("the database: unblocked {bob} for {ann}"),
            format!("the database: unblocked {ann} for {bob}"),
        ]
    );
    let sealed = client.batch_execute("SELECT audit.seal_log(1000)").await;
    sealed.expect("events of no chat can be sealed");
    let findings = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(fixture.database.number(findings).await, 0);
}
