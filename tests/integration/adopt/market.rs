//! The market: listings, guests who claim their UUIDs again, flags of what was read.

use serde_json::json;

use super::{Move, client_of};

const ORIGIN: &str = include_str!("sql/market.sql");

#[tokio::test]
async fn market_moves_in_row_by_row() {
    let market = Move::of("market", &[ORIGIN]).await;
    let outcome = market.adopt_twice().await;
    assert!(
        outcome
            .stdout
            .contains("150 people, 200 chats, 3800 messages and 0 lessons"),
        "{outcome}"
    );
    market
        .assert_same(
            "SELECT concat_ws('|', m.created_at AT TIME ZONE 'Asia/Bishkek',
                    lower(regexp_replace(m.sender_id, '^seller_', '')), c.iphone_id, c.seller_id, lower(c.buyer_id),
                    m.message_text)
             FROM message AS m JOIN chat AS c ON c.id = m.chat_id ORDER BY m.created_at, m.id",
            "SELECT concat_ws('|', m.created_at,
                    coalesce(substr(s.external_id, 7), s.id::text), c.context ->> 'iphone_id',
                    (SELECT p.user_id FROM chat_participants AS p WHERE p.chat_id = c.id AND p.role = 'seller'),
                    (SELECT coalesce(substr(u.external_id, 7), u.id::text) FROM chat_participants AS p
                     JOIN users AS u ON u.id = p.user_id WHERE p.chat_id = c.id AND p.role = 'buyer'),
                    m.content)
             FROM messages AS m JOIN chats AS c ON c.id = m.chat_id JOIN users AS s ON s.id = m.sender_id
             ORDER BY m.id",
        )
        .await;
    let guests = "SELECT count(*) FROM users WHERE role = 'guest' AND id >= 4503599627370496";
    assert_eq!(market.target.number(guests).await, 50);
    let replica = market.serve().await;
    for seller in [1, 2, 50] {
        let path = format!("/api/chat/chats/my?user_id={seller}&is_seller=true");
        let chats = client_of(&replica, seller).get(&path).await.expect(200);
        assert_eq!(chats.as_array().unwrap().len(), 4);
        for chat in chats.as_array().unwrap() {
            // The buyer has written once since the seller's last message.
            assert_eq!(chat["unread_count"], 1, "{chat}");
        }
    }
}

#[tokio::test]
async fn guest_claims_the_uuid_of_their_browser_once() {
    let market = Move::of("market", &[ORIGIN]).await;
    market.adopt_twice().await;
    let replica = market.serve().await;
    let uuid = super::lines(&market.origin, "SELECT buyer_id FROM chat WHERE id = 1").await;
    let open = json!({ "iphone_id": 1, "seller_id": 2, "buyer_id": uuid[0], "buyer_is_registered": false });
    let browser = replica.anonymous_client();
    let chat = browser.post("/api/chat/chats", &open).await.expect(200);
    let id = chat["id"].as_i64().unwrap();
    let token = chat["guest_token"].as_str().unwrap();
    let path = format!("/api/chat/chats/{id}/messages");
    let history = browser
        .clone()
        .with_token(token)
        .get(&path)
        .await
        .expect(200);
    assert_eq!(history["messages"].as_array().unwrap().len(), 19);
    let other = browser.post("/api/chat/chats", &open).await;
    assert_eq!(other.status, 403, "{}", other.body);
}

#[tokio::test]
async fn buyers_without_an_id_are_listed() {
    let bad = "INSERT INTO chat (id, iphone_id, seller_id, buyer_id, buyer_is_registered, created_at) VALUES
            (301, 1, 1, 'test-buyer-uuid', false, '2024-01-01'), (302, 1, 1, '777', true, '2024-01-01'),
            (303, NULL, 1, '2', true, '2024-01-01');
        INSERT INTO message (id, chat_id, sender_id, message_text, is_read, created_at) VALUES
            (9001, 1, 'stranger', 'чужой', false, '2024-05-01'),
            (9002, 1, '2', repeat('я', 2001), false, '2024-05-01')";
    let market = Move::of("market", &[ORIGIN, bad]).await;
    let outcome = market.adopt_twice().await;
    for line in [
        "chat 301: the id of its buyer is no UUID",
        "chat 302: its participant 777 is not among the people who are brought",
        "chat 303: it has no iphone_id",
        "message 9001: its sender stranger is not among the people who are brought",
        "message 9002: its text has more than 2000 characters",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
}
