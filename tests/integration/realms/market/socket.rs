//! The WebSocket's frames, both ways.

use serde_json::json;
use uuid::Uuid;

use super::{MarketFixture, assert_refused, send_message, text};

#[tokio::test]
async fn market_message_reaches_both_participants_on_every_replica() {
    let market = MarketFixture::new().await;
    let (guest, chat) = market.guest_chat().await;
    let other = MarketFixture::replica(&market.database).await;
    let mut buyer = market.socket(&guest.token, chat).await;
    let mut seller = market.socket_at(&other, &market.seller.token, chat).await;
    let client_id = Uuid::new_v4();

    let frame = json!({
        "type": "message", "message_text": "Актуален?", "sender_is_registered": true,
        "client_id": client_id,
    });
    buyer.send(&frame).await;

    let (own, theirs) = (
        buyer.next_of("message").await,
        seller.next_of("message").await,
    );
    let message = &theirs["message"];
    let expected = json!({
        "id": message["id"], "chat_id": chat, "sender_id": guest.id,
        "sender_is_registered": false, "message_text": "Актуален?", "is_read": false,
        "created_at": message["created_at"],
    });
    assert_eq!(
        theirs,
        json!({ "type": "message", "message": expected, "event_id": theirs["event_id"] })
    );
    assert!(message["id"].is_i64());
    assert!(text(&message["created_at"]).ends_with('Z'));
    let mut to_its_sender = expected;
    to_its_sender["client_id"] = json!(client_id);
    assert_eq!(
        own,
        json!({ "type": "message", "message": to_its_sender, "event_id": theirs["event_id"] })
    );

    let answer = send_message(&mut seller, "Да").await;
    assert_eq!(answer["sender_id"], market.seller.id.to_string());
    assert_eq!(answer["sender_is_registered"], true);
    let frame = buyer.next_of("message").await;
    assert_eq!(frame["message"]["message_text"], "Да");
}

#[tokio::test]
async fn read_and_typing_frames_reach_only_the_other_participant() {
    let market = MarketFixture::new().await;
    let (guest, chat) = market.guest_chat().await;
    let mut buyer = market.socket(&guest.token, chat).await;
    let mut seller = market.socket(&market.seller.token, chat).await;
    let id = send_message(&mut buyer, "раз").await["id"].clone();
    let seller_id = market.seller.id.to_string();

    let typing = json!({ "type": "typing", "is_typing": true });
    seller.send(&typing).await;
    let expected = json!({ "type": "typing", "user_id": seller_id, "is_typing": true });
    assert_eq!(buyer.next_of("typing").await, expected);
    seller.send(&json!({ "type": "read" })).await;
    let read = buyer.next_of("read").await;
    assert!(read["event_id"].is_string());
    let expected = json!({
        "type": "read", "user_id": seller_id, "last_read_id": id, "event_id": read["event_id"],
    });
    assert_eq!(read, expected);
    seller
        .send(&json!({ "type": "message", "message_text": "два" }))
        .await;
    loop {
        let frame = seller.next().await;
        assert!(
            !["read", "typing"].iter().any(|own| frame["type"] == *own),
            "{frame}"
        );
        if frame["message"]["message_text"] == "два" {
            break;
        }
    }
}

#[tokio::test]
async fn deleted_user_is_disconnected_with_4403() {
    let market = MarketFixture::new().await;
    let (guest, chat) = market.guest_chat().await;
    let mut socket = market.socket(&guest.token, chat).await;
    let sql = format!("DELETE FROM users WHERE external_id = 'guest:{}'", guest.id);
    market.database.execute(&sql).await;
    assert_eq!(socket.closed().await, Some(4403));
    let answer = market.as_guest(&guest).get("/api/chat/chats/my").await;
    assert_refused(&answer, 401, "unknown_user");
    market.assert_verified().await;
}
