//! Reports, and what a moderator makes of them.

use serde_json::{Value, json};

use super::{Guest, Market, assert_keys, assert_problem, open, send_message, try_send_message};
use crate::support::{Answer, Client, Socket, SocketRequest};

/// A guest who wrote something bad to the seller.
struct Scene {
    market: Market,
    guest: Guest,
    chat_id: i64,
    message_id: i64,
    socket: Socket,
}

impl Scene {
    async fn new() -> Self {
        let market = Market::new().await;
        let guest = market.guest().await;
        let chat_id = open(&market.as_guest(&guest), &market.wanted_by(&guest, 7)).await;
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
    let scene = Scene::new().await;
    let answer = scene
        .report(&scene.seller(), "спам <img src=x onerror=alert(1)>")
        .await;
    assert_eq!((answer.status, &answer.body), (202, &Value::Null));
    let again = scene.report(&scene.seller(), "ещё раз").await;
    assert_eq!(again.status, 202);
    let queue = scene.queue().await;
    let report = &queue[0];
    assert_eq!(
        queue,
        [json!({
            "id": report["id"], "chat_id": scene.chat_id, "message_id": scene.message_id,
            "message_text": "плохое", "reason": "спам ",
            "reported_by": scene.market.seller.id.to_string(), "created_at": report["created_at"],
        })]
    );
    assert!(report["id"].is_i64());
    scene.market.assert_provable().await;

    assert_eq!(scene.settle(report, "dismiss").await.status, 204);
    assert_eq!(scene.queue().await, Vec::<Value>::new());
    let head = scene.market.database.head().await;
    assert_eq!(scene.settle(report, "dismiss").await.status, 204);
    for other in ["ban_user", "delete_message"] {
        assert_problem(&scene.settle(report, other).await, 409, "report_settled");
    }
    assert_eq!(
        scene.market.database.head().await,
        head,
        "whoever comes second changes nothing"
    );
    // It may be reported anew.
    scene.report(&scene.seller(), "снова").await;
    assert_eq!(scene.queue().await.len(), 1);
    scene.market.assert_provable().await;
}

#[tokio::test]
async fn moderation_queue_is_paged_from_the_oldest() {
    let mut scene = Scene::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let message = send_message(&mut scene.socket, &n.to_string()).await;
        scene.message_id = message["id"].as_i64().expect("an id");
        scene.report(&scene.seller(), "спам").await;
        ids.push(scene.queue().await.last().expect("it waits")["id"].clone());
    }
    let path = format!("/api/chat/moderation?limit=1&after_id={}", ids[0]);
    let page = scene.moderator().get(&path).await.expect(200);
    assert_eq!(page["reports"].as_array().expect("reports").len(), 1);
    assert_eq!(page["reports"][0]["id"], ids[1]);
    for query in ["?limit=0", "?limit=201", "?limit=x"] {
        let path = format!("/api/chat/moderation{query}");
        assert_eq!(scene.moderator().get(&path).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn invalid_reports_and_resolutions_are_refused() {
    let mut scene = Scene::new().await;
    let unknown = json!({ "action": "dismiss" });
    let answer = scene
        .moderator()
        .post("/api/chat/moderation/987654321", &unknown)
        .await;
    assert_problem(&answer, 404, "report_not_found");
    // Not by a moderator, a message of another chat.
    let other = scene.market.chat(9).await;
    let theirs = scene
        .market
        .send_message(&scene.market.buyer, other, "!")
        .await;
    scene.message_id = theirs["id"].as_i64().expect("an id");
    let answer = scene.report(&scene.seller(), "спам").await;
    assert_problem(&answer, 404, "message_not_found");
    for reason in ["", " ", "<b></b>", &"ё".repeat(2_001)] {
        let answer = scene.report(&scene.seller(), reason).await;
        assert_problem(&answer, 400, "invalid_content");
    }
    scene
        .report(&scene.market.client(&scene.market.seller), "x")
        .await;
    let path = "/api/chat/moderation/1";
    let answer = scene
        .moderator()
        .post(path, &json!({ "action": "shout" }))
        .await;
    assert_problem(&answer, 400, "invalid_body");
}

#[tokio::test]
async fn moderator_deletes_only_the_reported_message() {
    let mut scene = Scene::new().await;
    send_message(&mut scene.socket, "хорошее").await;
    scene.report(&scene.seller(), "спам").await;
    let report = scene.queue().await.remove(0);
    assert_eq!(scene.settle(&report, "delete_message").await.status, 204);
    assert_eq!(scene.queue().await, Vec::<Value>::new());
    let left = scene.market.history(&scene.seller(), scene.chat_id).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["message_text"], "хорошее");
    let deeds = "SELECT count(*) FROM events AS e
                 WHERE e.kind IN ('message_deleted', 'report_resolved') AND e.actor_id = ";
    let deeds = format!("{deeds}{}", scene.market.moderator.id);
    assert_eq!(scene.market.database.number(&deeds).await, 2);
    scene.market.assert_provable().await;
}

#[tokio::test]
async fn moderator_deletion_reaches_open_and_resuming_sockets() {
    let mut scene = Scene::new().await;
    let other = Market::replica(&scene.market.database).await;
    let token = &scene.market.seller.token;
    let mut seller = scene.market.socket_at(&other, token, scene.chat_id).await;
    let before = scene.market.database.cursor_before_last(0).await;
    scene.report(&scene.seller(), "спам").await;
    let report = scene.queue().await.remove(0);
    assert_eq!(scene.settle(&report, "delete_message").await.status, 204);

    let path = format!("/api/chat/ws/{}?last_event_id={before}", scene.chat_id);
    let opening = SocketRequest::at(&scene.market.replica.url, &path).bearer(token);
    let mut resumed = opening.open().await;
    let mut told = Vec::new();
    for socket in [&mut scene.socket, &mut seller, &mut resumed] {
        told.push(socket.next_of("message_deleted").await);
    }
    assert!(told[0]["event_id"].is_string(), "it can be resumed from");
    let expected = json!({
        "type": "message_deleted", "chat_id": scene.chat_id, "message_id": scene.message_id,
        "event_id": told[0]["event_id"],
    });
    assert_eq!(told, [expected.clone(), expected.clone(), expected]);
}

#[tokio::test]
async fn resume_omits_texts_of_deleted_messages() {
    let mut scene = Scene::new().await;
    let before = scene.market.database.cursor_before_last(1).await;
    send_message(&mut scene.socket, "хорошее").await;
    scene.report(&scene.seller(), "спам").await;
    let report = scene.queue().await.remove(0);
    assert_eq!(scene.settle(&report, "delete_message").await.status, 204);

    // One has it in its memory, the other reads the log.
    let other = Market::replica(&scene.market.database).await;
    for replica in [&scene.market.replica, &other] {
        let path = format!("/api/chat/ws/{}?last_event_id={before}", scene.chat_id);
        let opening = SocketRequest::at(&replica.url, &path).bearer(&scene.market.seller.token);
        let mut seller = opening.open().await;
        let first = seller.next_of("message").await;
        assert_eq!(first["message"]["message_text"], "хорошее");
    }
}

#[tokio::test]
async fn ban_closes_sockets_on_every_replica_and_prevents_sending() {
    let mut scene = Scene::new().await;
    let elsewhere = scene.market.wanted_by(&scene.guest, 9);
    let elsewhere = open(&scene.market.as_guest(&scene.guest), &elsewhere).await;
    let other = Market::replica(&scene.market.database).await;
    let mut there = scene
        .market
        .socket_at(&other, &scene.guest.token, elsewhere)
        .await;
    let mut seller = scene
        .market
        .socket(&scene.market.seller.token, scene.chat_id)
        .await;
    scene.report(&scene.seller(), "спам").await;
    let report = scene.queue().await.remove(0);

    assert_eq!(scene.settle(&report, "ban_user").await.status, 204);
    assert_eq!(scene.socket.closed().await, Some(4403));
    assert_eq!(there.closed().await, Some(4403));
    send_message(&mut seller, "вот так").await;
    let path = format!("/api/chat/ws/{}", scene.chat_id);
    for replica in [&scene.market.replica, &other] {
        let opening = SocketRequest::at(&replica.url, &path).bearer(&scene.guest.token);
        assert_problem(&opening.refused().await, 403, "banned");
        let client = replica.anonymous_client().with_token(&scene.guest.token);
        let wanted = scene.market.wanted_by(&scene.guest, 11);
        assert_problem(
            &client.post("/api/chat/chats", &wanted).await,
            403,
            "banned",
        );
        let answer = scene.report(&client, "сам такой").await;
        assert_problem(&answer, 403, "banned");
    }
    scene.market.assert_provable().await;
    let words = "SELECT what FROM audit.timeline($1)
                 WHERE what LIKE 'banned%' OR what LIKE 'reported%' OR what LIKE 'settled%'";
    let client = scene.market.database.client().await;
    let rows = client.query(words, &[&scene.chat_id]).await.unwrap();
    let words: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let guest = format!(
        "SELECT id FROM users WHERE external_id = 'guest:{}'",
        scene.guest.id
    );
    let guest = scene.market.database.number(&guest).await;
    assert_eq!(
        words,
        [
            format!("reported message {}", scene.message_id),
            format!("banned Guest ({guest})"),
            format!("settled report {}: user_banned", report["id"]),
        ]
    );

    // A hand lets them in again.
    let pardon = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'user_unbanned', jsonb_build_object('user_id', {guest}))",
        scene.chat_id
    );
    scene.market.database.execute(&pardon).await;
    let mut socket = scene.market.socket(&scene.guest.token, scene.chat_id).await;
    assert!(
        try_send_message(&mut socket, "больше не буду")
            .await
            .is_ok()
    );
    scene.market.assert_provable().await;
}

#[tokio::test]
async fn a_former_moderator_cannot_resolve_reports() {
    let scene = Scene::new().await;
    scene.report(&scene.seller(), "спам").await;
    let report = scene.queue().await.remove(0);
    let demote = format!(
        "UPDATE users SET role = 'member' WHERE id = {}",
        scene.market.moderator.id
    );
    scene.market.database.execute(&demote).await;
    assert_problem(
        &scene.settle(&report, "ban_user").await,
        403,
        "not_a_moderator",
    );
    assert_eq!(
        scene
            .market
            .database
            .number("SELECT count(*) FROM bans")
            .await,
        0
    );
}

#[tokio::test]
async fn erasing_a_user_blanks_their_report_reasons() {
    let scene = Scene::new().await;
    scene.report(&scene.seller(), "мои слова").await;
    let database = &scene.market.database;
    let seller = scene.market.seller.id;
    database
        .execute(&format!("CALL audit.erase_user({seller})"))
        .await;

    let queue = scene.queue().await;
    assert_eq!(queue[0]["reason"], "");
    let words = "SELECT (SELECT count(*) FROM events AS e WHERE e.payload::text LIKE '%мои слова%')
                      + (SELECT count(*) FROM reports AS r WHERE r.reason <> '')";
    assert_eq!(database.number(words).await, 0);
    let hashes = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(hashes).await, 0);
    scene.market.assert_provable().await;
}
