//! Chats about listings: creation, lists, hiding and blocking.

use serde_json::{Value, json};

use vestnik::auth::claims::Subject;

use super::{MarketFixture, assert_keys, assert_refused, chat_request, create, open, send_message};
use crate::support::Person;
use crate::support::database::token_for;

const CHAT: &str = "id iphone_id seller_id buyer_id buyer_is_registered created_at updated_at \
                    unread_count last_message last_message_time";

#[tokio::test]
async fn listing_seller_and_buyer_share_one_chat() {
    let market = MarketFixture::new().await;
    let buyer = market.client(&market.buyer);
    let chat = create(&buyer, &market.chat_request(7)).await.expect(201);
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
    let again = create(&buyer, &market.chat_request(7)).await.expect(200);
    assert_eq!(again, chat);
    let listing = market.chat(8).await;
    assert_ne!(chat["id"], listing);
    let (_, theirs) = market.guest_chat().await;
    assert_ne!(chat["id"], theirs);
    // Swapping seller and buyer gives another chat.
    let other_way = chat_request(7, market.buyer.id, &market.seller.id.to_string(), true);
    let other_way = open(&market.client(&market.seller), &other_way).await;
    assert_ne!(chat["id"], other_way);
    market.assert_verified().await;
}

#[tokio::test]
async fn seller_needs_an_account_and_cannot_be_the_buyer() {
    let market = MarketFixture::new().await;
    let buyer = market.client(&market.buyer);
    let buyer_id = market.buyer.id.to_string();
    let (guest, _) = market.guest_chat().await;
    let guest = market.guest_id(&guest).await;
    let chats = "SELECT count(*) FROM chats";
    let before = market.database.number(chats).await;
    for seller_id in [market.buyer.id, 987_654_321, guest] {
        let wanted = chat_request(7, seller_id, &buyer_id, true);
        assert_refused(&create(&buyer, &wanted).await, 400, "invalid_chat");
    }
    for body in [
        json!({ "seller_id": market.seller.id, "buyer_id": "1" }),
        json!({ "iphone_id": "x", "seller_id": market.seller.id, "buyer_id": "1" }),
        json!([]),
    ] {
        assert_refused(&create(&buyer, &body).await, 400, "invalid_body");
    }
    for (is_registered, status, code) in
        [(false, 400, "invalid_chat"), (true, 401, "missing_token")]
    {
        let wanted = chat_request(7, market.seller.id, "no-uuid", is_registered);
        let refused = create(&market.anonymous_client(), &wanted).await;
        assert_refused(&refused, status, code);
    }
    assert_eq!(market.database.number(chats).await, before);
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
    let chat = create(&buyer, &chat_request).await.expect(201);
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
    let chat = market.chat(7).await;
    let (guest, theirs) = market.guest_chat().await;
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

    let head = market.database.head().await;
    for _ in 0..2 {
        let hidden = seller.delete(&path).await.expect(200);
        assert_eq!(hidden, json!({ "success": true }));
    }
    let appended = market.database.head().await - head;
    assert_eq!(appended, 1, "hiding again appends no event");
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
async fn history_shows_the_read_state() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let (seller, buyer) = (market.client(&market.seller), market.client(&market.buyer));
    let sent = market.send_message(&market.buyer, chat, "1").await;
    let own = market.history(&buyer, chat).await;
    assert_eq!(own[0]["is_read"], false);
    let path = format!("/api/chat/chats/{chat}/read?user_id={}", market.seller.id);
    let read = seller.post(&path, &Value::Null).await.expect(200);
    assert_eq!(read, json!({ "success": true }));
    market.send_message(&market.buyer, chat, "2").await;
    let own = market.history(&buyer, chat).await;
    let keys =
        "id chat_id sender_id sender_is_registered message_text is_read created_at client_id";
    assert_keys(&own[0], keys);
    assert_eq!(
        (&own[0]["is_read"], &own[1]["is_read"]),
        (&json!(true), &json!(false))
    );
    let theirs = market.history(&seller, chat).await;
    let expected = json!({
        "id": sent["id"], "chat_id": chat, "sender_id": market.buyer.id.to_string(),
        "sender_is_registered": true, "message_text": "1", "is_read": true,
        "created_at": sent["created_at"],
    });
    assert_eq!(theirs[0], expected);
}

fn ids(list: &Value) -> Vec<i64> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|chat| chat["id"].as_i64().expect("an id"))
        .collect()
}
