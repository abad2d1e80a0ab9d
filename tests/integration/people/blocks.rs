//! Blocking: who is blocked approaches the blocker in no way, until the block is lifted.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    CAMPUS, DIRECT, MESSENGER, Town, assert_refused, block, campus_add, campus_group,
    campus_private, campus_say, conversation, direct_send, id, messenger_direct, messenger_group,
};
use crate::support::{SocketIo, SocketRequest};

const BASES: [(&str, u16); 3] = [(CAMPUS, 400), (MESSENGER, 400), (DIRECT, 404)];

#[tokio::test]
async fn blocking_is_idempotent_and_of_others_who_exist() {
    let town = Town::new().await;
    let ann = town.as_(&town.ann);
    for (base, unknown) in BASES {
        let head = town.database.head().await;
        for method in [
            Method::DELETE,
            Method::POST,
            Method::POST,
            Method::DELETE,
            Method::DELETE,
        ] {
            let answer = block(&ann, method, base, town.bob.id).await;
            assert_eq!((answer.status, &answer.body), (204, &Value::Null), "{base}");
        }
        assert_eq!(town.database.head().await, head + 2, "one event each");
        for method in [Method::POST, Method::DELETE] {
            let themselves = block(&ann, method.clone(), base, town.ann.id).await;
            assert_refused(&themselves, 400, "cannot_block_yourself");
            let nobody = block(&ann, method.clone(), base, 987_654_321).await;
            assert_refused(&nobody, unknown, "user_not_found");
            let stranger = town.replica.anonymous_client();
            assert_refused(
                &block(&stranger, method, base, town.bob.id).await,
                401,
                "missing_token",
            );
        }
    }
    town.assert_provable().await;
}

#[tokio::test]
async fn a_blocked_user_approaches_nobody_in_campus() {
    let town = Town::new().await;
    let (ann, bob) = (town.as_(&town.ann), town.as_(&town.bob));
    let pair = town.campus_pair().await;
    let said = id(&campus_say(&bob, &pair).await.expect(201));
    let group = id(&campus_group(&bob, &[town.eve.id]).await.expect(201));
    let together = id(&campus_group(&ann, &[town.bob.id]).await.expect(201));
    let other = Town::replica(&town.database).await;
    let path = format!("{CAMPUS}/ws/conversations/{pair}/");
    let mut socket = SocketRequest::at(&other.url, &path)
        .bearer(&town.bob.token)
        .open()
        .await;

    block(&ann, Method::POST, CAMPUS, town.bob.id)
        .await
        .expect(204);
    assert_refused(&campus_say(&bob, &pair).await, 403, "blocked");
    let path = format!("{CAMPUS}/messages/{said}");
    let edit = bob
        .request(Method::PUT, &path)
        .json(&json!({ "text": "?" }));
    assert_refused(&bob.send(edit).await, 403, "blocked");
    assert_refused(&campus_add(&bob, &group, town.ann.id).await, 403, "blocked");
    let began = campus_group(&bob, &[town.eve.id, town.ann.id]).await;
    assert_refused(&began, 403, "blocked");
    // On every replica, over sockets too.
    for frame in [
        json!({ "text": "!" }),
        json!({ "type": "typing", "payload": { "is_typing": true } }),
    ] {
        socket.send(&frame).await;
        assert_eq!(socket.next_of("error").await["payload"]["code"], "blocked");
    }

    // The blocker may write, in a group both may, and others are not concerned.
    campus_say(&ann, &pair).await.expect(201);
    campus_say(&bob, &together).await.expect(201);
    campus_private(&bob, town.eve.id).await.expect(201);
    // Nor does who is blocked bring a deleted conversation back.
    let path = format!("{CAMPUS}/conversations/{pair}");
    ann.delete(&path).await.expect(204);
    assert_refused(&campus_private(&bob, town.ann.id).await, 403, "blocked");
    // A block is of one realm.
    direct_send(&bob, town.ann.id).await.expect(201);

    block(&ann, Method::DELETE, CAMPUS, town.bob.id)
        .await
        .expect(204);
    campus_private(&bob, town.ann.id).await.expect(200);
    campus_say(&bob, &pair).await.expect(201);
    campus_add(&bob, &group, town.ann.id).await.expect(201);
    town.assert_provable().await;
}

#[tokio::test]
async fn a_blocked_user_approaches_nobody_in_messenger() {
    let town = Town::new().await;
    let (ann, bob) = (town.as_(&town.ann), town.as_(&town.bob));
    block(&ann, Method::POST, MESSENGER, town.bob.id)
        .await
        .expect(204);
    assert_refused(&messenger_direct(&bob, town.ann.id).await, 403, "blocked");
    let group = messenger_group(&bob, &[town.ann.id, town.eve.id]).await;
    assert_refused(&group, 403, "blocked");

    let chat = conversation(messenger_direct(&ann, town.bob.id).await);
    let path = format!("{MESSENGER}/conversations");
    // To find it is not to write; to write is refused, wherever it is asked for.
    let found = messenger_direct(&bob, town.ann.id).await;
    assert_eq!(found.status, 200, "{}", found.body);
    let wanted = json!({ "participantId": town.ann.id, "message": "!" });
    assert_refused(&bob.post(&path, &wanted).await, 403, "blocked");
    let mut socket = SocketIo::open(&town.replica.url, &town.bob.token).await;
    let message = json!({ "conversationId": chat, "content": "!" });
    let refused = socket.call("send_message", &message).await;
    assert_eq!(refused["success"], false);
    assert_eq!(refused["error"]["code"], "blocked");
    let typing = json!({ "conversationId": chat, "isTyping": true });
    let refused = socket.call("typing", &typing).await;
    assert_eq!(refused["error"]["code"], "blocked");

    block(&ann, Method::DELETE, MESSENGER, town.bob.id)
        .await
        .expect(204);
    let sent = socket.call("send_message", &message).await;
    assert_eq!(sent["success"], true, "{sent}");
}

#[tokio::test]
async fn a_blocked_user_sends_nothing_in_direct() {
    let town = Town::new().await;
    let (ann, bob) = (town.as_(&town.ann), town.as_(&town.bob));
    block(&ann, Method::POST, DIRECT, town.bob.id)
        .await
        .expect(204);
    // No conversation begins.
    assert_refused(&direct_send(&bob, town.ann.id).await, 403, "blocked");
    assert_eq!(town.database.number("SELECT count(*) FROM chats").await, 0);
    let sent = direct_send(&ann, town.bob.id).await.expect(201);
    assert_refused(&direct_send(&bob, town.ann.id).await, 403, "blocked");
    let mut socket = SocketRequest::at(&town.replica.url, "/api/v1/ws")
        .bearer(&town.bob.token)
        .open()
        .await;
    let data = json!({ "conversation_id": sent["message"]["conversation_id"], "body": "!" });
    let frame = json!({ "type": "message", "data": data });
    socket.send(&frame).await;
    assert_eq!(socket.next_of("error").await["data"]["code"], "blocked");

    block(&ann, Method::DELETE, DIRECT, town.bob.id)
        .await
        .expect(204);
    direct_send(&bob, town.ann.id).await.expect(201);
}

#[tokio::test]
async fn a_banned_user_is_banned_in_every_realm_by_the_log() {
    let town = Town::new().await;
    let (bob, pair) = (town.as_(&town.bob), town.campus_pair().await);
    let chat = "SELECT id FROM chats WHERE realm = 'campus'";
    let chat = town.database.number(chat).await;
    let ban = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({chat}, 'user_banned', '{{\"user_id\": {}}}')",
        town.bob.id
    );
    town.database.execute(&ban).await;
    assert_refused(&campus_say(&bob, &pair).await, 403, "banned");
    assert_refused(&campus_private(&bob, town.eve.id).await, 403, "banned");
    assert_refused(&campus_group(&bob, &[town.eve.id]).await, 403, "banned");
    direct_send(&bob, town.ann.id).await.expect(201);
}

#[tokio::test]
async fn an_auditor_reads_blocks_and_they_go_with_a_removed_user() {
    let town = Town::new().await;
    let (ann, bob) = (town.as_(&town.ann), town.as_(&town.bob));
    block(&ann, Method::POST, CAMPUS, town.bob.id)
        .await
        .expect(204);
    block(&bob, Method::POST, DIRECT, town.ann.id)
        .await
        .expect(204);
    block(&bob, Method::POST, DIRECT, town.eve.id)
        .await
        .expect(204);

    let erase = format!("CALL audit.erase_user({})", town.ann.id);
    town.database.execute(&erase).await;
    let left = "SELECT blocked_id FROM blocks WHERE (SELECT count(*) FROM blocks) = 1";
    assert_eq!(town.database.number(left).await, town.eve.id);
    town.assert_provable().await;

    let client = town.database.client().await;
    let rows = client
        .query(
            "SELECT who, what FROM audit.describe_events(1, 100) ORDER BY position",
            &[],
        )
        .await
        .unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row.get::<_, &str>(0), row.get::<_, &str>(1)))
        .collect();
    let name = |person: &crate::support::Person| format!("{} ({})", person.name, person.id);
    let (bob, eve) = (name(&town.bob), name(&town.eve));
    let ann = format!("removed user ({})", town.ann.id);
    assert_eq!(
        told,
        [
            format!("{ann}: blocked {bob}"),
            format!("{bob}: blocked {ann}"),
            format!("{bob}: blocked {eve}"),
            format!("the database: unblocked {bob} for {ann}"),
            format!("the database: unblocked {ann} for {bob}"),
        ]
    );
    let sealed = client.batch_execute("SELECT audit.checkpoint(1000)").await;
    sealed.expect("events of no chat can be sealed");
    let findings = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(town.database.number(findings).await, 0);
}
