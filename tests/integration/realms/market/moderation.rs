//! Reports and their resolution by moderators.

use serde_json::{Value, json};

use super::{
    Guest, MarketFixture, assert_keys, assert_problem, open, send_message, try_send_message,
};
use crate::support::{Answer, Client, Socket, SocketRequest};

/// A guest's chat with the seller and a message to report.
struct ModerationFixture {
    market: MarketFixture,
    guest: Guest,
    chat_id: i64,
    message_id: i64,
    socket: Socket,
}

impl ModerationFixture {
    async fn new() -> Self {
        let market = MarketFixture::new().await;
        let guest = market.guest().await;
        let chat_id = open(
            &market.as_guest(&guest),
            &market.guest_chat_request(&guest, 7),
        )
        .await;
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
        self.market.client(&self.market.seller)
    }

    fn moderator(&self) -> Client {
        self.market.client(&self.market.moderator)
    }

    async fn report(&self, by: &Client, reason: &str) -> Answer {
        let path = format!("/api/chat/chats/{}/report", self.chat_id);
        let report = json!({ "message_id": self.message_id, "reason": reason });
        by.post(&path, &report).await
    }

    async fn queue(&self) -> Vec<Value> {
        let queue = self
            .moderator()
            .get("/api/chat/moderation")
            .await
            .expect(200);
        assert_keys(&queue, "reports");
        queue["reports"].as_array().expect("reports").clone()
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
            "reported_by": fixture.market.seller.id.to_string(), "created_at": report["created_at"],
        })]
    );
    assert!(report["id"].is_i64());
    fixture.market.assert_verified().await;

    assert_eq!(fixture.settle(report, "dismiss").await.status, 204);
    assert_eq!(fixture.queue().await, Vec::<Value>::new());
    let head = fixture.market.database.head().await;
    assert_eq!(fixture.settle(report, "dismiss").await.status, 204);
    for other in ["ban_user", "delete_message"] {
        assert_problem(&fixture.settle(report, other).await, 409, "report_settled");
    }
    assert_eq!(
        fixture.market.database.head().await,
        head,
        "a second resolution changes nothing"
    );
    // The message may be reported again.
    fixture.report(&fixture.seller(), "снова").await;
    assert_eq!(fixture.queue().await.len(), 1);
    fixture.market.assert_verified().await;
}

#[tokio::test]
async fn moderation_queue_is_paged_from_the_oldest() {
    let mut fixture = ModerationFixture::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let message = send_message(&mut fixture.socket, &n.to_string()).await;
        fixture.message_id = message["id"].as_i64().expect("an id");
        fixture.report(&fixture.seller(), "спам").await;
        ids.push(fixture.queue().await.last().expect("it waits")["id"].clone());
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
    let unknown = json!({ "action": "dismiss" });
    let answer = fixture
        .moderator()
        .post("/api/chat/moderation/987654321", &unknown)
        .await;
    assert_problem(&answer, 404, "report_not_found");
    // Even a moderator cannot report a message through another chat.
    let other = fixture.market.chat(9).await;
    let theirs = fixture
        .market
        .send_message(&fixture.market.buyer, other, "!")
        .await;
    fixture.message_id = theirs["id"].as_i64().expect("an id");
    let answer = fixture.report(&fixture.seller(), "спам").await;
    assert_problem(&answer, 404, "message_not_found");
    for reason in ["", " ", "<b></b>", &"ё".repeat(2_001)] {
        let answer = fixture.report(&fixture.seller(), reason).await;
        assert_problem(&answer, 400, "invalid_content");
    }
    fixture
        .report(&fixture.market.client(&fixture.market.seller), "x")
        .await;
    let path = "/api/chat/moderation/1";
    let answer = fixture
        .moderator()
        .post(path, &json!({ "action": "shout" }))
        .await;
    assert_problem(&answer, 400, "invalid_body");
}

#[tokio::test]
async fn moderator_deletes_only_the_reported_message() {
    let mut fixture = ModerationFixture::new().await;
    send_message(&mut fixture.socket, "хорошее").await;
    fixture.report(&fixture.seller(), "спам").await;
    let report = fixture.queue().await.remove(0);
    assert_eq!(fixture.settle(&report, "delete_message").await.status, 204);
    assert_eq!(fixture.queue().await, Vec::<Value>::new());
    let left = fixture
        .market
        .history(&fixture.seller(), fixture.chat_id)
        .await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["message_text"], "хорошее");
    let deeds = "SELECT count(*) FROM events AS e
                 WHERE e.kind IN ('message_deleted', 'report_resolved') AND e.actor_id = ";
    let deeds = format!("{deeds}{}", fixture.market.moderator.id);
    assert_eq!(fixture.market.database.number(&deeds).await, 2);
    fixture.market.assert_verified().await;
}

#[tokio::test]
async fn moderator_deletion_reaches_open_and_resuming_sockets() {
    let mut fixture = ModerationFixture::new().await;
    let other = MarketFixture::replica(&fixture.market.database).await;
    let token = &fixture.market.seller.token;
    let mut seller = fixture
        .market
        .socket_at(&other, token, fixture.chat_id)
        .await;
    let before = fixture.market.database.cursor_before_last(0).await;
    fixture.report(&fixture.seller(), "спам").await;
    let report = fixture.queue().await.remove(0);
    assert_eq!(fixture.settle(&report, "delete_message").await.status, 204);

    let path = format!("/api/chat/ws/{}?last_event_id={before}", fixture.chat_id);
    let opening = SocketRequest::at(&fixture.market.replica.url, &path).bearer(token);
    let mut resumed = opening.open().await;
    let mut told = Vec::new();
    for socket in [&mut fixture.socket, &mut seller, &mut resumed] {
        told.push(socket.next_of("message_deleted").await);
    }
    assert!(
        told[0]["event_id"].is_string(),
        "the frame has an id to resume from"
    );
    let expected = json!({
        "type": "message_deleted", "chat_id": fixture.chat_id, "message_id": fixture.message_id,
        "event_id": told[0]["event_id"],
    });
    assert_eq!(told, [expected.clone(), expected.clone(), expected]);
}

#[tokio::test]
async fn resume_omits_texts_of_deleted_messages() {
    let mut fixture = ModerationFixture::new().await;
    let before = fixture.market.database.cursor_before_last(1).await;
    send_message(&mut fixture.socket, "хорошее").await;
    fixture.report(&fixture.seller(), "спам").await;
    let report = fixture.queue().await.remove(0);
    assert_eq!(fixture.settle(&report, "delete_message").await.status, 204);

    // One replica has the event in memory, the other reads the log.
    let other = MarketFixture::replica(&fixture.market.database).await;
    for replica in [&fixture.market.replica, &other] {
        let path = format!("/api/chat/ws/{}?last_event_id={before}", fixture.chat_id);
        let opening = SocketRequest::at(&replica.url, &path).bearer(&fixture.market.seller.token);
        let mut seller = opening.open().await;
        let first = seller.next_of("message").await;
        assert_eq!(first["message"]["message_text"], "хорошее");
    }
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one report through all of its states"
)]
async fn ban_closes_sockets_on_every_replica_and_prevents_sending() {
    let mut fixture = ModerationFixture::new().await;
    let elsewhere = fixture.market.guest_chat_request(&fixture.guest, 9);
    let elsewhere = open(&fixture.market.as_guest(&fixture.guest), &elsewhere).await;
    let other = MarketFixture::replica(&fixture.market.database).await;
    let mut there = fixture
        .market
        .socket_at(&other, &fixture.guest.token, elsewhere)
        .await;
    let mut seller = fixture
        .market
        .socket(&fixture.market.seller.token, fixture.chat_id)
        .await;
    fixture.report(&fixture.seller(), "спам").await;
    let report = fixture.queue().await.remove(0);

    assert_eq!(fixture.settle(&report, "ban_user").await.status, 204);
    assert_eq!(fixture.socket.closed().await, Some(4403));
    assert_eq!(there.closed().await, Some(4403));
    send_message(&mut seller, "вот так").await;
    let path = format!("/api/chat/ws/{}", fixture.chat_id);
    for replica in [&fixture.market.replica, &other] {
        let opening = SocketRequest::at(&replica.url, &path).bearer(&fixture.guest.token);
        assert_problem(&opening.refused().await, 403, "banned");
        let client = replica.anonymous_client().with_token(&fixture.guest.token);
        let chat_request = fixture.market.guest_chat_request(&fixture.guest, 11);
        assert_problem(
            &client.post("/api/chat/chats", &chat_request).await,
            403,
            "banned",
        );
        let answer = fixture.report(&client, "сам такой").await;
        assert_problem(&answer, 403, "banned");
    }
    fixture.market.assert_verified().await;
    let words = "SELECT description FROM audit.timeline($1)
                 WHERE description LIKE 'banned%' OR description LIKE 'reported%' OR description LIKE 'resolved%'";
    let client = fixture.market.database.client().await;
    let rows = client.query(words, &[&fixture.chat_id]).await.unwrap();
    let words: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let guest = format!(
        "SELECT id FROM users WHERE external_id = 'guest:{}'",
        fixture.guest.id
    );
    let guest = fixture.market.database.number(&guest).await;
    assert_eq!(
        words,
        [
            format!("reported message {}", fixture.message_id),
            format!("banned Guest ({guest})"),
            format!("resolved report {}: user_banned", report["id"]),
        ]
    );

    // A `user_unbanned` event restores access.
    let pardon = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'user_unbanned', jsonb_build_object('user_id', {guest}))",
        fixture.chat_id
    );
    fixture.market.database.execute(&pardon).await;
    let mut socket = fixture
        .market
        .socket(&fixture.guest.token, fixture.chat_id)
        .await;
    assert!(
        try_send_message(&mut socket, "больше не буду")
            .await
            .is_ok()
    );
    fixture.market.assert_verified().await;
}

#[tokio::test]
async fn a_former_moderator_cannot_resolve_reports() {
    let fixture = ModerationFixture::new().await;
    fixture.report(&fixture.seller(), "спам").await;
    let report = fixture.queue().await.remove(0);
    let demote = format!(
        "UPDATE users SET role = 'member' WHERE id = {}",
        fixture.market.moderator.id
    );
    fixture.market.database.execute(&demote).await;
    assert_problem(
        &fixture.settle(&report, "ban_user").await,
        403,
        "not_a_moderator",
    );
    assert_eq!(
        fixture
            .market
            .database
            .number("SELECT count(*) FROM bans")
            .await,
        0
    );
}

#[tokio::test]
async fn erasing_a_user_blanks_their_report_reasons() {
    let fixture = ModerationFixture::new().await;
    fixture.report(&fixture.seller(), "мои слова").await;
    let database = &fixture.market.database;
    let seller = fixture.market.seller.id;
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
    fixture.market.assert_verified().await;
}
