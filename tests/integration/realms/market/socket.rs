//! The WebSocket's frames, both ways.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{MarketFixture, assert_problem, open, send_message, text, try_send_message};
use crate::support::SocketRequest;

#[tokio::test]
async fn market_message_reaches_both_participants_on_every_replica() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
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
async fn market_repeated_message_frame_is_answered_only_to_its_sender() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let mut buyer = market.socket(&market.buyer.token, chat).await;
    let mut seller = market.socket(&market.seller.token, chat).await;
    let client_id = Uuid::new_v4();
    let frame = json!({ "type": "message", "message_text": "раз", "client_id": client_id });
    buyer.send(&frame).await;
    let first = buyer.next_of("message").await;
    seller.next_of("message").await;
    seller.send(&json!({ "type": "read" })).await;
    buyer.next_of("read").await;

    buyer.send(&frame).await;
    let again = buyer.next_of("message").await;
    assert_eq!(again["event_id"], Value::Null);
    assert_eq!(again["message"]["id"], first["message"]["id"]);
    assert_eq!(again["message"]["client_id"], client_id.to_string());
    assert_eq!(again["message"]["is_read"], true);
    let other = json!({ "type": "message", "message_text": "два", "client_id": client_id });
    buyer.send(&other).await;
    assert_eq!(buyer.next_of("error").await["code"], "idempotency_conflict");
    // The seller's next frame is the new message.
    send_message(&mut buyer, "три").await;
    assert_eq!(
        seller.next_of("message").await["message"]["message_text"],
        "три"
    );
}

#[tokio::test]
async fn read_and_typing_frames_reach_only_the_other_participant() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    let other = MarketFixture::replica(&market.database).await;
    let mut buyer = market.socket(&guest.token, chat).await;
    let mut seller = market.socket_at(&other, &market.seller.token, chat).await;
    let id = send_message(&mut buyer, "раз").await["id"].clone();
    seller.next_of("message").await;

    seller
        .send(&json!({ "type": "typing", "is_typing": true }))
        .await;
    let seller_id = market.seller.id.to_string();
    assert_eq!(
        buyer.next_of("typing").await,
        json!({ "type": "typing", "user_id": seller_id, "is_typing": true })
    );
    seller
        .send(&json!({ "type": "typing", "is_typing": false }))
        .await;
    assert_eq!(buyer.next_of("typing").await["is_typing"], false);
    seller.send(&json!({ "type": "read" })).await;
    let read = buyer.next_of("read").await;
    assert_eq!(
        read,
        json!({
            "type": "read", "user_id": seller_id, "last_read_id": id,
            "event_id": read["event_id"],
        })
    );
    assert!(read["event_id"].is_string());
    // An unchanged mark emits nothing, and readers receive no frame for their own marks.
    seller.send(&json!({ "type": "read" })).await;
    let answer = json!({ "type": "message", "message_text": "два" });
    seller.send(&answer).await;
    loop {
        let frame = seller.next().await;
        if frame["type"] != "online" {
            assert_eq!(frame["message"]["message_text"], "два", "{frame}");
            break;
        }
    }
    let next = buyer.next_of("message").await;
    assert_eq!(next["message"]["message_text"], "два");
}

#[tokio::test]
async fn participants_receive_each_others_presence() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    let other = MarketFixture::replica(&market.database).await;
    let mut seller = market.socket(&market.seller.token, chat).await;
    let online = |user_id: &str, online: bool| json!({ "type": "online", "user_id": user_id, "online": online });
    assert_eq!(seller.next().await, online(&guest.id, false));

    let mut buyer = market.socket_at(&other, &guest.token, chat).await;
    assert_eq!(seller.next_of("online").await, online(&guest.id, true));
    let seller_id = market.seller.id.to_string();
    loop {
        // The other replica may not have received the seller's presence yet.
        let frame = buyer.next_of("online").await;
        assert_eq!(frame["user_id"], seller_id);
        if frame["online"] == true {
            break;
        }
    }
    drop(buyer);
    assert_eq!(seller.next_of("online").await, online(&guest.id, false));
}

#[tokio::test]
async fn market_client_resumes_on_another_replica() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let elsewhere = market.chat(8).await;
    let mut buyer = market.socket(&market.buyer.token, chat).await;
    send_message(&mut buyer, "раз").await;
    let mut seller = market.socket(&market.seller.token, chat).await;
    send_message(&mut buyer, "два").await;
    let seen = text(&seller.next_of("message").await["event_id"]).to_owned();
    drop(seller);
    send_message(&mut buyer, "три").await;
    market
        .send_message(&market.buyer, elsewhere, "в другом")
        .await;
    send_message(&mut buyer, "четыре").await;

    let other = MarketFixture::replica(&market.database).await;
    let path = format!(
        "/api/chat/ws/{chat}?user_id={}&last_event_id={seen}",
        market.seller.id
    );
    let resuming = SocketRequest::at(&other.url, &path).bearer(&market.seller.token);
    let mut seller = resuming.open().await;
    for expected in ["три", "четыре"] {
        let frame = seller.next_of("message").await;
        assert_eq!(frame["message"]["message_text"], expected);
    }
    send_message(&mut buyer, "пять").await;
    let frame = seller.next_of("message").await;
    assert_eq!(frame["message"]["message_text"], "пять");

    let path = format!("/api/chat/ws/{chat}?last_event_id=999999-00000000");
    let mut strange = SocketRequest::at(&other.url, &path)
        .bearer(&market.seller.token)
        .open()
        .await;
    assert_eq!(strange.next().await["type"], "reset");
    let path = format!("/api/chat/ws/{chat}?last_event_id=x");
    let refused = SocketRequest::at(&other.url, &path)
        .bearer(&market.seller.token)
        .refused()
        .await;
    assert_problem(&refused, 400, "invalid_last_event_id");
}

#[tokio::test]
async fn market_socket_survives_malformed_frames() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let mut socket = market.socket(&market.buyer.token, chat).await;
    for (frame, code) in [
        ("", "invalid_frame"),
        ("[]", "invalid_frame"),
        (r#"{"type":"shout"}"#, "invalid_frame"),
        (r#"{"type":"message"}"#, "invalid_frame"),
        (r#"{"type":"message","message_text":7}"#, "invalid_frame"),
        (
            r#"{"type":"message","message_text":"!","client_id":"x"}"#,
            "invalid_frame",
        ),
        (r#"{"type":"typing"}"#, "invalid_frame"),
        (r#"{"type":"message","message_text":""}"#, "invalid_content"),
        (
            r#"{"type":"message","message_text":" <br> "}"#,
            "invalid_content",
        ),
        (
            r#"{"type":"message","message_text":"a\u0000b"}"#,
            "invalid_content",
        ),
    ] {
        socket.send_text(frame).await;
        let error = socket.next_of("error").await;
        assert_eq!(error["code"], code, "{frame}");
        assert!(!text(&error["detail"]).is_empty());
    }
    let long = "ё".repeat(2_001);
    assert_eq!(
        try_send_message(&mut socket, &long).await.unwrap_err(),
        "invalid_content"
    );
    send_message(&mut socket, &"ё".repeat(2_000)).await;
}

#[tokio::test]
async fn deleted_user_is_disconnected_with_4403() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    let mut socket = market.socket(&guest.token, chat).await;
    let sql = format!("DELETE FROM users WHERE external_id = 'guest:{}'", guest.id);
    market.database.execute(&sql).await;
    assert_eq!(socket.closed().await, Some(4403));
    let answer = market.as_guest(&guest).get("/api/chat/chats/my").await;
    assert_problem(&answer, 401, "unknown_user");
    market.assert_verified().await;
}
