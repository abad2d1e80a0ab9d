//! Chats about listings: creation, lists, hiding and blocking.

use serde_json::{Value, json};

use vestnik::auth::claims::Subject;

use super::{
    MarketFixture, assert_keys, assert_problem, open, send_message, text, try_send_message,
};
use crate::support::Person;
use crate::support::database::token_for;

const CHAT: &str = "id iphone_id seller_id buyer_id buyer_is_registered created_at updated_at \
                    unread_count last_message last_message_time";

#[tokio::test]
async fn listing_seller_and_buyer_share_one_chat() {
    let market = MarketFixture::new().await;
    let buyer = market.client(&market.buyer);
    let chat = buyer
        .post("/api/chat/chats", &market.chat_request(7))
        .await
        .expect(201);
    assert_keys(&chat, CHAT);
    assert_eq!(
        chat,
        json!({
            "id": chat["id"], "iphone_id": 7, "seller_id": market.seller.id,
            "buyer_id": market.buyer.id.to_string(), "buyer_is_registered": true,
            "created_at": chat["created_at"], "updated_at": chat["created_at"],
            "unread_count": 0, "last_message": null, "last_message_time": null,
        })
    );
    assert!(chat["id"].is_i64());
    let again = buyer
        .post("/api/chat/chats", &market.chat_request(7))
        .await
        .expect(200);
    assert_eq!(again, chat);
    let listing = market.chat(8).await;
    assert_ne!(chat["id"], listing);
    let guest = market.guest().await;
    let theirs = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    assert_ne!(chat["id"], theirs);
    // Swapping seller and buyer gives another chat.
    let other_way = json!({
        "iphone_id": 7, "seller_id": market.buyer.id,
        "buyer_id": market.seller.id.to_string(), "buyer_is_registered": true,
    });
    let other_way = open(&market.client(&market.seller), &other_way).await;
    assert_ne!(chat["id"], other_way);
    market.assert_verified().await;
}

#[tokio::test]
async fn seller_needs_an_account_and_cannot_be_the_buyer() {
    let market = MarketFixture::new().await;
    let buyer = market.client(&market.buyer);
    let with = |seller: i64| json!({ "iphone_id": 7, "seller_id": seller, "buyer_id": market.buyer.id.to_string(), "buyer_is_registered": true });
    let own = buyer.post("/api/chat/chats", &with(market.buyer.id)).await;
    assert_problem(&own, 400, "invalid_chat");
    let unknown = buyer.post("/api/chat/chats", &with(987_654_321)).await;
    assert_problem(&unknown, 400, "invalid_chat");
    let guest = market.guest().await;
    let id = format!(
        "SELECT id FROM users WHERE external_id = 'guest:{}'",
        guest.id
    );
    let guest = market.database.number(&id).await;
    assert_problem(
        &buyer.post("/api/chat/chats", &with(guest)).await,
        400,
        "invalid_chat",
    );
    for body in [
        json!({ "seller_id": market.seller.id, "buyer_id": "1" }),
        json!({ "iphone_id": "7", "seller_id": market.seller.id, "buyer_id": "1" }),
        json!([]),
    ] {
        let answer = buyer.post("/api/chat/chats", &body).await;
        assert_problem(&answer, 400, "invalid_body");
    }
    let unnamed = json!({ "iphone_id": 7, "seller_id": market.seller.id, "buyer_id": "no-uuid", "buyer_is_registered": false });
    let anonymous = market
        .anonymous_client()
        .post("/api/chat/chats", &unnamed)
        .await;
    assert_problem(&anonymous, 400, "invalid_chat");
    let registered = json!({ "iphone_id": 7, "seller_id": market.seller.id, "buyer_id": "no-uuid", "buyer_is_registered": true });
    let anonymous = market
        .anonymous_client()
        .post("/api/chat/chats", &registered)
        .await;
    assert_problem(&anonymous, 401, "missing_token");
    assert_eq!(
        market.database.number("SELECT count(*) FROM chats").await,
        0
    );
}

#[tokio::test]
async fn buyer_id_remains_the_external_subject() {
    let market = MarketFixture::new().await;
    let name = "UPDATE users SET external_id = 'user_123' WHERE id = ";
    market
        .database
        .execute(&format!("{name}{}", market.buyer.id))
        .await;
    let mut chat_request = market.chat_request(7);
    chat_request["buyer_id"] = json!("user_123");
    let person = Person {
        token: token_for(Subject::External("user_123".into())),
        ..market.buyer.clone()
    };
    let buyer = market.client(&person);
    let chat = buyer
        .post("/api/chat/chats", &chat_request)
        .await
        .expect(201);
    assert_eq!(chat["buyer_id"], "user_123");
    buyer
        .get("/api/chat/chats/my?user_id=user_123")
        .await
        .expect(200);
    let chat_id = chat["id"].as_i64().expect("an id");
    let message = market.send_message(&person, chat_id, "!").await;
    assert_eq!(message["sender_id"], "user_123");
}

#[tokio::test]
async fn lists_contain_own_chats_and_the_inbox_groups_by_listing() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat = market.chat(7).await;
    let theirs = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    let other = market.chat(9).await;
    market.send_message(&market.buyer, chat, "Актуально?").await;
    let mut socket = market.socket(&guest.token, theirs).await;
    send_message(&mut socket, "раз").await;
    let newest = send_message(&mut socket, "два").await;

    let seller = market.client(&market.seller);
    let path = format!("/api/chat/chats/seller/{}/grouped", market.seller.id);
    let inbox = seller.get(&path).await.expect(200);
    assert_keys(&inbox, "7");
    assert_eq!(
        inbox["7"][0],
        json!({
            "id": theirs, "buyer_id": guest.id, "buyer_is_registered": false, "unread_count": 2,
            "last_message": "два", "last_message_time": newest["created_at"],
        })
    );
    assert_eq!(inbox["7"][1]["id"], chat);
    let of = |query: &str| format!("/api/chat/chats/my{query}");
    let selling = seller.get(&of("?is_seller=true")).await.expect(200);
    assert_eq!(ids(&selling), [theirs, chat]);
    assert_keys(&selling[0], CHAT);
    assert_eq!(selling[0]["updated_at"], newest["created_at"]);
    assert_eq!(
        seller.get(&of("?is_seller=false")).await.expect(200),
        json!([])
    );
    let buyer = market.client(&market.buyer);
    assert_eq!(ids(&buyer.get(&of("")).await.expect(200)), [chat, other]);
    let sliced = buyer.get(&of("?limit=1&offset=1")).await.expect(200);
    assert_eq!(ids(&sliced), [other]);
    for query in ["?limit=0", "?limit=1001", "?limit=x", "?offset=-1"] {
        assert_eq!(buyer.get(&of(query)).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn new_message_restores_a_hidden_chat() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    market.send_message(&market.buyer, chat, "раз").await;
    let (seller, buyer) = (market.client(&market.seller), market.client(&market.buyer));
    let path = format!("/api/chat/chats/{chat}");

    assert_eq!(
        seller.delete(&path).await.expect(200),
        json!({ "success": true })
    );
    let head = market.database.head().await;
    assert_eq!(
        seller.delete(&path).await.expect(200),
        json!({ "success": true })
    );
    assert_eq!(
        market.database.head().await,
        head,
        "hiding again appends no event"
    );
    let selling = "/api/chat/chats/my?is_seller=true";
    assert_eq!(seller.get(selling).await.expect(200), json!([]));
    let inbox = format!("/api/chat/chats/seller/{}/grouped", market.seller.id);
    assert_eq!(seller.get(&inbox).await.expect(200), json!({}));
    assert_eq!(
        ids(&buyer.get("/api/chat/chats/my").await.expect(200)),
        [chat]
    );
    // History stays readable, and opening the chat again returns it without unhiding it.
    assert_eq!(market.history(&seller, chat).await.len(), 1);
    market.assert_verified().await;

    market.send_message(&market.buyer, chat, "два").await;
    let list = seller.get(selling).await.expect(200);
    assert_eq!(ids(&list), [chat]);
    assert_eq!(list[0]["unread_count"], 2);
    market.assert_verified().await;
}

#[tokio::test]
async fn blocked_buyer_cannot_send_until_unblocked() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let elsewhere = market.chat(8).await;
    let seller = market.client(&market.seller);
    let path = format!("/api/chat/chats/{chat}/block");
    let mut buyer = market.socket(&market.buyer.token, chat).await;
    send_message(&mut buyer, "раз").await;

    for _ in 0..2 {
        assert_eq!(seller.post(&path, &Value::Null).await.status, 204);
    }
    assert_eq!(
        try_send_message(&mut buyer, "два").await.unwrap_err(),
        "blocked"
    );
    // The seller may send, and that message follows the block.
    market.send_message(&market.seller, chat, "нет").await;
    buyer.next_of("message").await;
    buyer
        .send(&json!({ "type": "typing", "is_typing": true }))
        .await;
    assert_eq!(buyer.next_of("error").await["code"], "blocked");
    // The block also applies on another replica and to new connections.
    let other = MarketFixture::replica(&market.database).await;
    let mut there = market.socket_at(&other, &market.buyer.token, chat).await;
    assert_eq!(
        try_send_message(&mut there, "два").await.unwrap_err(),
        "blocked"
    );
    // It also applies to other chats with the same seller.
    let mut aside = market.socket(&market.buyer.token, elsewhere).await;
    assert_eq!(
        try_send_message(&mut aside, "а тут?").await.unwrap_err(),
        "blocked"
    );
    market.assert_verified().await;

    for _ in 0..2 {
        assert_eq!(seller.delete(&path).await.status, 204);
    }
    send_message(&mut buyer, "два").await;
    let kinds = "SELECT count(*) FROM events
                 WHERE kind IN ('participant_blocked', 'participant_unblocked')";
    assert_eq!(market.database.number(kinds).await, 2);
    market.assert_verified().await;
    let words = "SELECT description FROM audit.timeline($1) WHERE description LIKE '%blocked%'";
    let rows = market
        .database
        .client()
        .await
        .query(words, &[&chat])
        .await
        .unwrap();
    let words: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let buyer = format!("{} ({})", market.buyer.name, market.buyer.id);
    assert_eq!(
        words,
        [format!("blocked {buyer}"), format!("unblocked {buyer}")]
    );
}

#[tokio::test]
async fn history_is_paged_from_the_newest_with_read_state() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let mut buyer = market.socket(&market.buyer.token, chat).await;
    let mut ids = Vec::new();
    for n in 1..=5 {
        let message = send_message(&mut buyer, &n.to_string()).await;
        ids.push(message["id"].as_i64().expect("an id"));
    }
    let seller = market.client(&market.seller);
    let page = async |query: &str| {
        let path = format!("/api/chat/chats/{chat}/messages{query}");
        let page = seller.get(&path).await.expect(200);
        let messages = page["messages"].as_array().expect("messages").clone();
        let texts = messages
            .iter()
            .map(|message| text(&message["message_text"]).to_owned());
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(page("").await, "1 2 3 4 5");
    assert_eq!(page("?limit=2").await, "4 5");
    assert_eq!(page("?limit=2&offset=2").await, "2 3");
    assert_eq!(page("?limit=2&offset=4").await, "1");
    assert_eq!(page(&format!("?limit=2&before_id={}", ids[3])).await, "2 3");
    for query in [
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?offset=-1",
        "?before_id=1&offset=1",
    ] {
        let path = format!("/api/chat/chats/{chat}/messages{query}");
        assert_eq!(seller.get(&path).await.status, 400, "{query}");
    }

    // Fetching history does not mark it read.
    let own = market.history(&market.client(&market.buyer), chat).await;
    assert!(own.iter().all(|message| message["is_read"] == false));
    let path = format!("/api/chat/chats/{chat}/read?user_id={}", market.seller.id);
    let read = seller.post(&path, &Value::Null).await.expect(200);
    assert_eq!(read, json!({ "success": true }));
    let own = market.history(&market.client(&market.buyer), chat).await;
    assert!(own.iter().all(|message| message["is_read"] == true));
    assert_keys(
        &own[0],
        "id chat_id sender_id sender_is_registered message_text is_read created_at client_id",
    );
    let theirs = market.history(&seller, chat).await;
    assert_eq!(
        theirs[0],
        json!({
            "id": ids[0], "chat_id": chat, "sender_id": market.buyer.id.to_string(),
            "sender_is_registered": true, "message_text": "1", "is_read": true,
            "created_at": own[0]["created_at"],
        })
    );
    send_message(&mut buyer, "6").await;
    let own = market.history(&market.client(&market.buyer), chat).await;
    assert_eq!(own[5]["is_read"], false);
}

fn ids(list: &Value) -> Vec<i64> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|chat| chat["id"].as_i64().expect("an id"))
        .collect()
}
