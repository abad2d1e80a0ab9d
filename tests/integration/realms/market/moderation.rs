//! Reports and their resolution by moderators.

use std::ops::Deref;

use serde_json::{Value, json};

use super::{Guest, MarketFixture, assert_keys, assert_refused, create, open, send_message};
use crate::support::{Answer, Client, Socket, SocketRequest};

/// A guest's chat with the seller and a message to report.
struct ModerationFixture {
    market: MarketFixture,
    guest: Guest,
    chat_id: i64,
    message_id: i64,
    socket: Socket,
}

impl Deref for ModerationFixture {
    type Target = MarketFixture;

    fn deref(&self) -> &MarketFixture {
        &self.market
    }
}

impl ModerationFixture {
    async fn new() -> Self {
        let market = MarketFixture::new().await;
        let (guest, chat_id) = market.guest_chat().await;
        let mut socket = market.socket(&guest.token, chat_id).await;
        let message = send_message(&mut socket, "плохое").await;
        Self {
            message_id: message["id"].as_i64().expect("an id"),
            market,
            guest,
            chat_id,
            socket,
        }
    }

    fn seller(&self) -> Client {
        self.client(&self.seller)
    }

    fn moderator(&self) -> Client {
        self.client(&self.moderator)
    }

    async fn report(&self, by: &Client, reason: &str) -> Answer {
        let path = format!("/api/chat/chats/{}/report", self.chat_id);
        let report = json!({ "message_id": self.message_id, "reason": reason });
        by.post(&path, &report).await
    }

    async fn queue(&self) -> Vec<Value> {
        let queue = self.moderator().get("/api/chat/moderation").await;
        let queue = queue.expect(200);
        assert_keys(&queue, "reports");
        queue["reports"].as_array().expect("reports").clone()
    }

    /// Reports the message; returns the queued report.
    async fn queued_report(&self) -> Value {
        self.report(&self.seller(), "спам").await.expect(202);
        self.queue().await.remove(0)
    }

    async fn settle(&self, report: &Value, action: &str) -> Answer {
        let path = format!("/api/chat/moderation/{}", report["id"]);
        self.moderator()
            .post(&path, &json!({ "action": action }))
            .await
    }
}

#[tokio::test]
async fn report_stays_queued_until_a_moderator_resolves_it() {
    let fixture = ModerationFixture::new().await;
    let answer = fixture
        .report(&fixture.seller(), "спам <img src=x onerror=alert(1)>")
        .await;
    assert_eq!((answer.status, &answer.body), (202, &Value::Null));
    let again = fixture.report(&fixture.seller(), "ещё раз").await;
    assert_eq!(again.status, 202);
    let queue = fixture.queue().await;
    let report = &queue[0];
    assert_eq!(
        queue,
        [json!({
            "id": report["id"], "chat_id": fixture.chat_id, "message_id": fixture.message_id,
            "message_text": "плохое", "reason": "спам ",
            "reported_by": fixture.seller.id.to_string(), "created_at": report["created_at"],
        })]
    );
    assert!(report["id"].is_i64());
    fixture.assert_verified().await;

    assert_eq!(fixture.settle(report, "dismiss").await.status, 204);
    assert_eq!(fixture.queue().await, Vec::<Value>::new());
    let head = fixture.database.head().await;
    assert_eq!(fixture.settle(report, "dismiss").await.status, 204);
    for other in ["ban_user", "delete_message"] {
        assert_refused(&fixture.settle(report, other).await, 409, "report_settled");
    }
    assert_eq!(
        fixture.database.head().await,
        head,
        "a second resolution changes nothing"
    );
    // The message may be reported again.
    fixture.report(&fixture.seller(), "снова").await;
    assert_eq!(fixture.queue().await.len(), 1);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn moderation_queue_is_paged_from_the_oldest() {
    let mut fixture = ModerationFixture::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let message = send_message(&mut fixture.socket, &n.to_string()).await;
        fixture.message_id = message["id"].as_i64().expect("an id");
        fixture.report(&fixture.seller(), "спам").await;
        ids.push(fixture.queue().await.last().expect("a queued report")["id"].clone());
    }
    let path = format!("/api/chat/moderation?limit=1&after_id={}", ids[0]);
    let page = fixture.moderator().get(&path).await.expect(200);
    assert_eq!(page["reports"].as_array().expect("reports").len(), 1);
    assert_eq!(page["reports"][0]["id"], ids[1]);
    for query in ["?limit=0", "?limit=201", "?limit=x"] {
        let path = format!("/api/chat/moderation{query}");
        assert_eq!(fixture.moderator().get(&path).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn invalid_reports_and_resolutions_are_refused() {
    let mut fixture = ModerationFixture::new().await;
    let unknown = json!({ "id": 987_654_321 });
    let answer = fixture.settle(&unknown, "dismiss").await;
    assert_refused(&answer, 404, "report_not_found");
    // Even a moderator cannot report a message through another chat.
    let other = fixture.chat(9).await;
    let theirs = fixture.send_message(&fixture.buyer, other, "!").await;
    fixture.message_id = theirs["id"].as_i64().expect("an id");
    let answer = fixture.report(&fixture.seller(), "спам").await;
    assert_refused(&answer, 404, "message_not_found");
    for reason in ["", " ", "<b></b>", &"ё".repeat(2_001)] {
        let answer = fixture.report(&fixture.seller(), reason).await;
        assert_refused(&answer, 400, "invalid_content");
    }
    let answer = fixture.settle(&json!({ "id": 1 }), "shout").await;
    assert_refused(&answer, 400, "invalid_body");
}

#[tokio::test]
async fn moderator_deletes_only_the_reported_message() {
    let mut fixture = ModerationFixture::new().await;
    let before = fixture.database.now().await;
    send_message(&mut fixture.socket, "хорошее").await;
    let report = fixture.queued_report().await;
    assert_eq!(fixture.settle(&report, "delete_message").await.status, 204);
    assert_eq!(fixture.queue().await, Vec::<Value>::new());
    let left = fixture.history(&fixture.seller(), fixture.chat_id).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["message_text"], "хорошее");
    let by_moderator = "SELECT count(*) FROM events AS e
                        WHERE e.kind IN ('message_deleted', 'report_resolved') AND e.actor_id = ";
    let by_moderator = format!("{by_moderator}{}", fixture.moderator.id);
    assert_eq!(fixture.database.number(&by_moderator).await, 2);
    fixture.assert_verified().await;

    // Open and resuming sockets receive the same frame.
    let path = format!("/api/chat/ws/{}?last_event_id={before}", fixture.chat_id);
    let other = MarketFixture::replica(&fixture.database).await;
    let mut resumed = other.socket(&fixture.seller, &path).open().await;
    let frame = fixture.socket.next_of("message_deleted").await;
    assert_eq!(resumed.next_of("message_deleted").await, frame);
    assert!(frame["event_id"].is_string(), "{frame}");
    let expected = json!({
        "type": "message_deleted", "chat_id": fixture.chat_id, "message_id": fixture.message_id,
        "event_id": frame["event_id"],
    });
    assert_eq!(frame, expected);
}

#[tokio::test]
async fn ban_closes_sockets_on_every_replica_and_prevents_sending() {
    let mut fixture = ModerationFixture::new().await;
    let elsewhere = fixture.guest_chat_request(&fixture.guest, 9);
    let elsewhere = open(&fixture.as_guest(&fixture.guest), &elsewhere).await;
    let other = MarketFixture::replica(&fixture.database).await;
    let mut there = fixture
        .socket_at(&other, &fixture.guest.token, elsewhere)
        .await;
    let mut seller = fixture.socket(&fixture.seller.token, fixture.chat_id).await;
    let report = fixture.queued_report().await;

    assert_eq!(fixture.settle(&report, "ban_user").await.status, 204);
    assert_eq!(fixture.socket.closed().await, Some(4403));
    assert_eq!(there.closed().await, Some(4403));
    send_message(&mut seller, "вот так").await;
    let path = format!("/api/chat/ws/{}", fixture.chat_id);
    for replica in [&fixture.replica, &other] {
        let opening = SocketRequest::at(&replica.url, &path).bearer(&fixture.guest.token);
        assert_refused(&opening.refused().await, 403, "banned");
        let client = replica.anonymous_client().with_token(&fixture.guest.token);
        let chat_request = fixture.guest_chat_request(&fixture.guest, 11);
        assert_refused(&create(&client, &chat_request).await, 403, "banned");
        let answer = fixture.report(&client, "сам такой").await;
        assert_refused(&answer, 403, "banned");
    }
    fixture.assert_verified().await;
    let words = "SELECT description FROM audit.timeline($1)
                 WHERE description SIMILAR TO '(banned|reported|resolved)%'";
    let client = fixture.database.client().await;
    let rows = client.query(words, &[&fixture.chat_id]).await.unwrap();
    let words: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let guest = fixture.guest_id(&fixture.guest).await;
    assert_eq!(
        words,
        [
            format!("reported message {}", fixture.message_id),
            format!("banned Guest ({guest})"),
            format!("resolved report {}: user_banned", report["id"]),
        ]
    );

    // A `user_unbanned` event restores access.
    let unban = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'user_unbanned', jsonb_build_object('user_id', {guest}))",
        fixture.chat_id
    );
    fixture.database.execute(&unban).await;
    let mut socket = fixture.socket(&fixture.guest.token, fixture.chat_id).await;
    send_message(&mut socket, "больше не буду").await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn a_former_moderator_cannot_resolve_reports() {
    let fixture = ModerationFixture::new().await;
    let report = fixture.queued_report().await;
    let demote = format!(
        "UPDATE users SET role = 'member' WHERE id = {}",
        fixture.moderator.id
    );
    fixture.database.execute_and_fence(&demote, 1).await;
    let refused = fixture.settle(&report, "ban_user").await;
    assert_refused(&refused, 403, "not_a_moderator");
    let bans = "SELECT count(*) FROM bans";
    assert_eq!(fixture.database.number(bans).await, 0);
}

#[tokio::test]
async fn erasing_a_user_blanks_their_report_reasons() {
    let fixture = ModerationFixture::new().await;
    fixture.report(&fixture.seller(), "мои слова").await;
    let database = &fixture.database;
    let seller = fixture.seller.id;
    database
        .execute(&format!("CALL audit.erase_user({seller})"))
        .await;

    let queue = fixture.queue().await;
    assert_eq!(queue[0]["reason"], "");
    let words = "SELECT (SELECT count(*) FROM events AS e WHERE e.payload::text LIKE '%мои слова%')
                      + (SELECT count(*) FROM reports AS r WHERE r.reason <> '')";
    assert_eq!(database.number(words).await, 0);
    let hashes = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(hashes).await, 0);
    fixture.assert_verified().await;
}
