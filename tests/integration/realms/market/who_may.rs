//! What is left to those who were banned, taken out of a chat, or blocked, and who may open
//! a WebSocket.

use serde_json::{Value, json};

use super::authorisation::{status, table};
use super::{Guest, Market, open, say};
use crate::support::Opening;

/// A guest's chat with the seller.
struct Scene {
    market: Market,
    guest: Guest,
    chat_id: i64,
}

impl Scene {
    async fn new() -> Self {
        let market = Market::new().await;
        let guest = market.guest().await;
        let chat_id = open(&market.as_guest(&guest), &market.wanted_by(&guest, 7)).await;
        Self {
            market,
            guest,
            chat_id,
        }
    }

    async fn guest_id(&self) -> i64 {
        let sql = "SELECT id FROM users WHERE external_id = 'guest:";
        self.market
            .database
            .number(&format!("{sql}{}'", self.guest.id))
            .await
    }

    /// A moderator bans the guest, by plain SQL.
    async fn ban(&self) {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, payload)
             VALUES ({}, 'user_banned', '{{\"user_id\": {}}}')",
            self.chat_id,
            self.guest_id().await
        );
        self.market.database.execute(&sql).await;
    }

    /// The guest is taken out of the chat.
    async fn take_out(&self) {
        let sql = format!(
            "DELETE FROM chat_participants WHERE chat_id = {} AND user_id = {}",
            self.chat_id,
            self.guest_id().await
        );
        self.market.database.execute(&sql).await;
    }

    /// What the guest gets where it is not what this operation should answer.
    async fn wrong(&self, expected: impl Fn(&str) -> u16) -> Vec<String> {
        let client = self.market.as_guest(&self.guest);
        let mut wrong = Vec::new();
        for row in table(&self.market, &self.guest) {
            let status = status(&client, &row, &self.market, self.chat_id).await;
            let expected = expected(row.operation);
            if status != expected {
                wrong.push(format!("{}: {status}, not {expected}", row.operation));
            }
        }
        wrong
    }

    async fn opening(&self, token: &str, chat_id: i64) -> (u16, String) {
        let path = format!("/api/chat/ws/{chat_id}");
        let opening = Opening::at(&self.market.replica.url, &path);
        let opening = match token {
            "" => opening,
            token => opening.bearer(token),
        };
        match opening.try_open().await {
            Ok(_) => (101, String::new()),
            Err(answer) => (answer.status, answer.code().to_owned()),
        }
    }
}

#[tokio::test]
async fn who_was_banned_reads_what_they_could_and_begins_nothing() {
    let scene = Scene::new().await;
    scene.ban().await;
    let wrong = scene
        .wrong(|operation| match operation {
            // The chat that is there is found.
            "POST /api/chat/chats"
            | "GET /api/chat/chats/my"
            | "GET /api/chat/chats/{chat_id}/messages"
            | "POST /api/chat/chats/{chat_id}/read"
            | "DELETE /api/chat/chats/{chat_id}" => 200,
            "POST /api/chat/chats/{chat_id}/block" | "DELETE /api/chat/chats/{chat_id}/block" => {
                204
            }
            "GET /api/chat/chats/seller/{seller_id}/grouped"
            | "POST /api/chat/chats/{chat_id}/report"
            | "GET /api/chat/moderation"
            | "POST /api/chat/moderation/{id}" => 403,
            "POST /api/chat/guests" => 201,
            "GET /api/chat/ws/{chat_id}" => 426,
            other => panic!("what may the banned do with {other}?"),
        })
        .await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    let client = scene.market.as_guest(&scene.guest);
    let other = scene.market.wanted_by(&scene.guest, 8);
    let refused = client.post("/api/chat/chats", &other).await;
    super::assert_problem(&refused, 403, "banned");
    let opened = scene.opening(&scene.guest.token, scene.chat_id).await;
    assert_eq!(opened, (403, "banned".to_owned()));
}

#[tokio::test]
async fn who_was_taken_out_of_a_chat_has_nothing_of_it() {
    let scene = Scene::new().await;
    let mut socket = scene.market.socket(&scene.guest.token, scene.chat_id).await;
    scene.take_out().await;
    assert_eq!(socket.closed().await, Some(4403));
    let wrong = scene
        .wrong(|operation| match operation {
            "GET /api/chat/chats/my" => 200,
            "POST /api/chat/guests" => 201,
            "GET /api/chat/ws/{chat_id}" => 426,
            "POST /api/chat/chats"
            | "GET /api/chat/chats/seller/{seller_id}/grouped"
            | "GET /api/chat/chats/{chat_id}/messages"
            | "POST /api/chat/chats/{chat_id}/read"
            | "POST /api/chat/chats/{chat_id}/report"
            | "POST /api/chat/chats/{chat_id}/block"
            | "DELETE /api/chat/chats/{chat_id}/block"
            | "DELETE /api/chat/chats/{chat_id}"
            | "GET /api/chat/moderation"
            | "POST /api/chat/moderation/{id}" => 403,
            other => panic!("what may they do with {other}?"),
        })
        .await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    let list = scene.market.as_guest(&scene.guest);
    let list = list.get("/api/chat/chats/my").await.expect(200);
    assert_eq!(list, json!([]));
    let opened = scene.opening(&scene.guest.token, scene.chat_id).await;
    assert_eq!(opened, (403, "not_a_participant".to_owned()));
}

#[tokio::test]
async fn every_frame_of_the_blocked_is_refused_that_the_other_side_would_see() {
    let scene = Scene::new().await;
    let seller = scene.market.client(&scene.market.seller);
    let block = format!("/api/chat/chats/{}/block", scene.chat_id);
    let mut socket = scene.market.socket(&scene.guest.token, scene.chat_id).await;
    let mut theirs = scene
        .market
        .socket(&scene.market.seller.token, scene.chat_id)
        .await;
    say(&mut theirs, "здравствуйте").await;
    socket.next_of("message").await;
    seller.post(&block, &Value::Null).await.expect(204);
    // What comes after the block shows that this replica has heard of it.
    say(&mut theirs, "это всё").await;
    socket.next_of("message").await;
    for frame in [
        json!({ "type": "message", "message_text": "!" }),
        json!({ "type": "typing", "is_typing": true }),
    ] {
        socket.send(&frame).await;
        assert_eq!(socket.next_of("error").await["code"], "blocked", "{frame}");
    }
    // Reading is not writing.
    socket.send(&json!({ "type": "read" })).await;
    let read = theirs.next_of("read").await;
    assert_eq!(read["user_id"], scene.guest.id);
}

const NOT_THEIRS: &str = "not_a_participant";
const NOT_THERE: &str = "chat_not_found";

#[tokio::test]
async fn a_websocket_is_for_the_two_of_its_chat() {
    let scene = Scene::new().await;
    let market = &scene.market;
    let pair = market.database.pair().await;
    let other = market.guest().await;
    let buyers = market.chat(8).await;
    let (guest, seller) = (&*scene.guest.token, &*market.seller.token);
    let (chat_id, theirs) = (scene.chat_id, pair.chat_id);
    for (who, token, chat_id, status, code) in [
        ("nobody", "", chat_id, 401, "missing_token"),
        ("another guest", &*other.token, chat_id, 403, NOT_THEIRS),
        (
            "a stranger",
            &*market.stranger.token,
            chat_id,
            403,
            NOT_THEIRS,
        ),
        (
            "a moderator",
            &*market.moderator.token,
            chat_id,
            403,
            NOT_THEIRS,
        ),
        ("a teacher", &*pair.teacher.token, chat_id, 403, NOT_THEIRS),
        (
            "a teacher, by a chat of theirs",
            &*pair.teacher.token,
            theirs,
            404,
            NOT_THERE,
        ),
        (
            "the guest, by another's chat",
            guest,
            buyers,
            403,
            NOT_THEIRS,
        ),
        ("the guest, by none", guest, 987_654_321, 404, NOT_THERE),
        ("the guest", guest, chat_id, 101, ""),
        ("the seller", seller, chat_id, 101, ""),
    ] {
        let expected = (status, code.to_owned());
        assert_eq!(scene.opening(token, chat_id).await, expected, "{who}");
    }
}
