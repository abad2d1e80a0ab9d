//! Message texts are plain text.

use super::{MarketFixture, send_message, text};

#[tokio::test]
async fn markup_is_removed_and_plain_text_is_unchanged() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let mut seller = market.socket(&market.seller.token, chat).await;
    let mut buyer = market.socket(&market.buyer.token, chat).await;
    for (typed, kept) in [
        ("да<img src=x onerror=alert(1)>", "да"),
        ("<<b>img src=x onerror=alert(1)>нет", "нет"),
        ("5 < 7 & 8", "5 < 7 & 8"),
        (
            "&lt;img src=x onerror=alert(1)&gt;",
            "&lt;img src=x onerror=alert(1)&gt;",
        ),
        ("  пробелы \n", "  пробелы \n"),
    ] {
        let own = send_message(&mut buyer, typed).await;
        assert_eq!(own["message_text"], kept);
        let theirs = seller.next_of("message").await;
        assert_eq!(theirs["message"]["message_text"], kept);
        let client = market.client(&market.seller);
        let history = market.history(&client, chat).await;
        assert_eq!(
            text(&history.last().expect("a message")["message_text"]),
            kept
        );
        let list = client
            .get("/api/chat/chats/my?is_seller=true")
            .await
            .expect(200);
        assert_eq!(list[0]["last_message"], kept);
    }
    let tags = "SELECT count(*) FROM events WHERE payload::text LIKE '%<img%'";
    assert_eq!(market.database.number(tags).await, 0);
}
