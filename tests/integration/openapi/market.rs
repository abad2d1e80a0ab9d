//! The OpenAPI document of the realm `market`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::openapi::Checker;
use crate::support::{Replica, SocketRequest, TestDatabase};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk along every route")]
async fn market_answers_and_frames_match_the_document() {
    let database = TestDatabase::new().await;
    let (seller, moderator) = (
        database.person("member").await,
        database.person("moderator").await,
    );
    let replica = Replica::spawn_with(&database, &[("REALMS", "market")]).await;
    let mut checker = Checker::of(&replica).await;
    let (anonymous, selling) = (replica.anonymous_client(), replica.client(&seller));
    let moderating = replica.client(&moderator);
    let chats = "/api/chat/chats";

    let guest = checker
        .post(&anonymous, "/api/chat/guests", &Value::Null)
        .await;
    let token = guest.body["token"].as_str().expect("a token").to_owned();
    let buying = anonymous.clone().with_token(&token);
    let wanted = |buyer: &Value| {
        json!({
            "iphone_id": 7, "seller_id": seller.id, "buyer_id": buyer,
            "buyer_is_registered": false,
        })
    };
    let own = wanted(&guest.body["buyer_id"]);
    let chat = checker.post(&buying, chats, &own).await.expect(201);
    checker.post(&buying, chats, &own).await.expect(200);
    let claimed = wanted(&json!(Uuid::new_v4()));
    let claimed = checker.post(&anonymous, chats, &claimed).await.expect(201);
    assert!(claimed["guest_token"].is_string());
    checker.post(&anonymous, chats, &own).await.expect(403);
    checker
        .post(&anonymous, chats, &json!({}))
        .await
        .expect(400);

    let id = &chat["id"];
    let path = format!("/api/chat/ws/{id}");
    let mut buyer = SocketRequest::at(&replica.url, &path)
        .bearer(&token)
        .open()
        .await;
    let mut theirs = replica.socket(&seller, &path).open().await;
    checker.check_frame("ready", "MarketServerFrame", &theirs.ready);
    checker.check_frame(
        "online",
        "MarketServerFrame",
        &theirs.next_of("online").await,
    );
    let typing = json!({ "type": "typing", "is_typing": true });
    buyer.send(&typing).await;
    checker.check_frame(
        "typing",
        "MarketServerFrame",
        &theirs.next_of("typing").await,
    );
    let message =
        json!({ "type": "message", "message_text": "Актуален?", "client_id": Uuid::new_v4() });
    buyer.send(&message).await;
    let sent = buyer.next_of("message").await;
    checker.check_frame("message", "MarketServerFrame", &sent);
    theirs.send(&json!({ "type": "read" })).await;
    checker.check_frame("read", "MarketServerFrame", &buyer.next_of("read").await);
    buyer.send_text("{").await;
    checker.check_frame("error", "MarketServerFrame", &buyer.next_of("error").await);

    let list = "/api/chat/chats/my";
    checker.get(&buying, list, list).await;
    checker
        .get(&selling, list, "/api/chat/chats/my?is_seller=true")
        .await;
    checker.get(&anonymous, list, list).await;
    let grouped = format!("{chats}/seller/{}/grouped", seller.id);
    let route = "/api/chat/chats/seller/{seller_id}/grouped";
    checker.get(&selling, route, &grouped).await;
    let route = "/api/chat/chats/{chat_id}/messages";
    checker
        .get(&buying, route, &format!("{chats}/{id}/messages"))
        .await;
    let of = |rest: &str| format!("{chats}/{id}{rest}");
    let report = json!({ "message_id": sent["message"]["id"], "reason": "спам" });
    for (rest, body) in [
        ("/read", &Value::Null),
        ("/report", &report),
        ("/block", &Value::Null),
    ] {
        let answer = selling.post(&of(rest), body).await;
        assert!(answer.status < 300, "{rest}: {}", answer.body);
        checker.check(&format!("POST /api/chat/chats/{{chat_id}}{rest}"), &answer);
    }
    let queue = checker
        .get(&moderating, "/api/chat/moderation", "/api/chat/moderation")
        .await;
    let report = format!("/api/chat/moderation/{}", queue["reports"][0]["id"]);
    let settled = moderating
        .post(&report, &json!({ "action": "delete_message" }))
        .await;
    checker.check("POST /api/chat/moderation/{id}", &settled);
    let deleted = buyer.next_of("message_deleted").await;
    checker.check_frame("message_deleted", "MarketServerFrame", &deleted);
    let route = "DELETE /api/chat/chats/{chat_id}";
    checker.check(
        &format!("{route}/block"),
        &selling.delete(&of("/block")).await,
    );
    checker.check(route, &selling.delete(&of("")).await);
    let plain = buying.get(&path).await;
    assert_eq!(plain.status, 426);
    checker.check("GET /api/chat/ws/{chat_id}", &plain);

    checker.assert_all_checked_but(&["GET /health", "GET /ready"]);
}
