//! A seller's inbox: chats with messages, except those of blocked buyers.

use serde_json::{Value, json};

use super::{MarketFixture, open, send_message, try_send_message};
use crate::support::Client;

impl MarketFixture {
    /// The chats in the seller's lists; asserts that both lists agree.
    async fn inbox(&self) -> Vec<i64> {
        let seller = self.client(&self.seller);
        let list = seller.get("/api/chat/chats/my?is_seller=true").await;
        let mut listed = ids(&list.expect(200));
        let path = format!("/api/chat/chats/seller/{}/grouped", self.seller.id);
        let grouped = seller.get(&path).await.expect(200);
        let mut in_groups: Vec<i64> = grouped
            .as_object()
            .expect("listings")
            .values()
            .flat_map(ids)
            .collect();
        listed.sort_unstable();
        in_groups.sort_unstable();
        assert_eq!(listed, in_groups);
        listed
    }

    async fn block(&self, chat: i64) {
        let path = format!("/api/chat/chats/{chat}/block");
        let answer = self.client(&self.seller).post(&path, &Value::Null).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }

    async fn unblock(&self, chat: i64) {
        let path = format!("/api/chat/chats/{chat}/block");
        let answer = self.client(&self.seller).delete(&path).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }
}

fn ids(list: &Value) -> Vec<i64> {
    let chats = list.as_array().expect("a list").iter();
    chats.filter_map(|chat| chat["id"].as_i64()).collect()
}

async fn own(buyer: &Client) -> Vec<i64> {
    ids(&buyer.get("/api/chat/chats/my").await.expect(200))
}

#[tokio::test]
async fn seller_lists_a_chat_from_its_first_message() {
    let market = MarketFixture::new().await;
    let buyer = market.client(&market.buyer);
    let mut chats = Vec::new();
    for listing in 1..=20 {
        chats.push(market.chat(listing).await);
    }
    assert_eq!(market.inbox().await, Vec::<i64>::new());
    assert_eq!(
        own(&buyer).await.len(),
        20,
        "the buyer's list has the chats immediately"
    );

    market
        .send_message(&market.buyer, chats[7], "Актуально?")
        .await;
    assert_eq!(market.inbox().await, [chats[7]]);
    assert_eq!(own(&buyer).await.len(), 20);
}

#[tokio::test]
async fn block_applies_to_every_chat_of_the_pair() {
    let market = MarketFixture::new().await;
    let (first, second) = (market.chat(1).await, market.chat(2).await);
    market.send_message(&market.buyer, first, "раз").await;
    let mut aside = market.socket(&market.buyer.token, second).await;
    send_message(&mut aside, "раз").await;

    market.block(first).await;
    assert_eq!(
        try_send_message(&mut aside, "два").await.unwrap_err(),
        "blocked"
    );
    let typing = json!({ "type": "typing", "is_typing": true });
    aside.send(&typing).await;
    assert_eq!(aside.next_of("error").await["code"], "blocked");

    // The blocked buyer opens a chat about another listing on another replica: it is not listed.
    let there = MarketFixture::replica(&market.database).await;
    let third = open(&there.client(&market.buyer), &market.chat_request(3)).await;
    let mut again = market.socket_at(&there, &market.buyer.token, third).await;
    assert_eq!(
        try_send_message(&mut again, "а тут?").await.unwrap_err(),
        "blocked"
    );
    assert_eq!(market.inbox().await, [first, second]);
    assert_eq!(own(&market.client(&market.buyer)).await.len(), 3);
    // The block affects neither other buyers nor the seller.
    let guest = market.guest().await;
    let theirs = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 1),
    )
    .await;
    let mut guests = market.socket(&guest.token, theirs).await;
    send_message(&mut guests, "можно?").await;
    market.send_message(&market.seller, second, "нет").await;

    // Unblocking in one chat applies to all chats of the pair.
    market.unblock(second).await;
    send_message(&mut again, "два").await;
    send_message(&mut aside, "два").await;
    market.send_message(&market.buyer, first, "два").await;
    assert_eq!(market.inbox().await, [first, second, third, theirs]);
    market.assert_verified().await;
    // The timeline of the chat in which the seller acted shows the buyer's name and id.
    let timeline = "SELECT count(*) FROM audit.timeline($1) WHERE description = $2";
    let buyer = format!("{} ({})", market.buyer.name, market.buyer.id);
    for (chat, action) in [(first, "blocked"), (second, "unblocked")] {
        let what = format!("{action} {buyer}");
        let client = market.database.client().await;
        let row = client.query_one(timeline, &[&chat, &what]).await.unwrap();
        assert_eq!(row.get::<_, i64>(0), 1, "{what}");
    }
}
