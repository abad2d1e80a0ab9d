//! What the document says of the realm `market`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::types::printed_of;
use super::{Checker, document};
use crate::support::{Opening, Replica, TestDatabase};

/// The contract's routes (market.md).
const ROUTES: &[&str] = &[
    "DELETE /api/chat/chats/{chat_id}",
    "DELETE /api/chat/chats/{chat_id}/block",
    "GET /api/chat/chats/my",
    "GET /api/chat/chats/seller/{seller_id}/grouped",
    "GET /api/chat/chats/{chat_id}/messages",
    "GET /api/chat/moderation",
    "GET /api/chat/ws/{chat_id}",
    "POST /api/chat/chats",
    "POST /api/chat/chats/{chat_id}/block",
    "POST /api/chat/chats/{chat_id}/read",
    "POST /api/chat/chats/{chat_id}/report",
    "POST /api/chat/guests",
    "POST /api/chat/moderation/{id}",
];

#[tokio::test]
async fn the_document_of_one_realm_lists_exactly_its_routes() {
    let document: Value = serde_json::from_str(&printed_of("market").await).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let listed: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item has methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .filter(|route| route.contains("/api/"))
        .collect();
    let expected: BTreeSet<String> = ROUTES.iter().map(|route| (*route).to_owned()).collect();
    assert_eq!(listed, expected);
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["guest"]["name"], "guest_token");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk along every route")]
async fn real_answers_and_frames_are_as_documented() {
    let database = TestDatabase::new().await;
    let (seller, moderator) = (
        database.person("member").await,
        database.person("moderator").await,
    );
    let replica = Replica::spawn_with(&database, &[("REALMS", "market")]).await;
    let mut checker = Checker {
        document: document(&replica).await,
        checked: BTreeSet::new(),
    };
    let (nobody, selling) = (replica.stranger(), replica.client(&seller));
    let moderating = replica.client(&moderator);
    let chats = "/api/chat/chats";

    let guest = checker
        .post(&nobody, "/api/chat/guests", &Value::Null)
        .await;
    let token = guest.body["token"].as_str().expect("a token").to_owned();
    let buying = nobody.clone().with_token(&token);
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
    let claimed = checker.post(&nobody, chats, &claimed).await.expect(201);
    assert!(claimed["guest_token"].is_string());
    checker.post(&nobody, chats, &own).await.expect(403);
    checker.post(&nobody, chats, &json!({})).await.expect(400);

    let id = &chat["id"];
    let path = format!("/api/chat/ws/{id}");
    let mut buyer = Opening::at(&replica.url, &path).bearer(&token).open().await;
    let mut theirs = replica.socket(&seller, &path).open().await;
    let frame = checker.document["components"]["schemas"]["MarketServerFrame"].clone();
    checker.validate("online", &frame, &theirs.next_of("online").await);
    let typing = json!({ "type": "typing", "is_typing": true });
    buyer.send(&typing).await;
    checker.validate("typing", &frame, &theirs.next_of("typing").await);
    let say =
        json!({ "type": "message", "message_text": "Актуален?", "client_id": Uuid::new_v4() });
    buyer.send(&say).await;
    let said = buyer.next_of("message").await;
    checker.validate("message", &frame, &said);
    theirs.send(&json!({ "type": "read" })).await;
    checker.validate("read", &frame, &buyer.next_of("read").await);
    buyer.send_text("{").await;
    checker.validate("error", &frame, &buyer.next_of("error").await);

    let list = "/api/chat/chats/my";
    checker.get(&buying, list, list).await;
    checker
        .get(&selling, list, "/api/chat/chats/my?is_seller=true")
        .await;
    checker.get(&nobody, list, list).await;
    let grouped = format!("{chats}/seller/{}/grouped", seller.id);
    let route = "/api/chat/chats/seller/{seller_id}/grouped";
    checker.get(&selling, route, &grouped).await;
    let route = "/api/chat/chats/{chat_id}/messages";
    checker
        .get(&buying, route, &format!("{chats}/{id}/messages"))
        .await;
    let of = |rest: &str| format!("{chats}/{id}{rest}");
    let report = json!({ "message_id": said["message"]["id"], "reason": "спам" });
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
    checker.validate("message_deleted", &frame, &deleted);
    let route = "DELETE /api/chat/chats/{chat_id}";
    checker.check(
        &format!("{route}/block"),
        &selling.delete(&of("/block")).await,
    );
    checker.check(route, &selling.delete(&of("")).await);
    let plain = buying.get(&path).await;
    assert_eq!(plain.status, 426);
    checker.check("GET /api/chat/ws/{chat_id}", &plain);

    let expected = ROUTES.iter().map(|route| (*route).to_owned());
    assert_eq!(checker.checked, expected.collect());
}
