//! Permissions: every operation of the realm, every kind of caller, and the remaining rights of
//! banned, removed and blocked users.

use serde_json::{Value, json};
use vestnik::realms::market;

use super::{Guest, MarketFixture, assert_problem, open, send_message};
use crate::support::access_matrix::{AccessMatrix, is_problem, row};
use crate::support::database::token_for;
use crate::support::{ReplicaProcess, SocketRequest};

/// The callers are without a token, a guest and an account outside of the chat, its seller, its
/// buyer (a guest), a moderator.
#[expect(clippy::too_many_lines, reason = "a row for each operation")]
fn matrix(market: &MarketFixture, buyer: &Guest, chat_id: i64) -> AccessMatrix<6> {
    let by_name = format!("?user_id={}", buyer.id);
    let both = [401, 403, 403, 200, 200, 403];
    let both_without_body = [401, 403, 403, 204, 204, 403];
    let none = Value::Null;
    let rows = vec![
        row(
            "POST /chats",
            market.guest_chat_request(buyer, 7),
            [403, 403, 403, 403, 200, 403],
        ),
        row(
            "GET /chats/my",
            none.clone(),
            [401, 403, 403, 403, 200, 403],
        )
        .query(&by_name),
        row(
            "GET /chats/seller/{seller_id}/grouped",
            none.clone(),
            [401, 403, 403, 200, 403, 403],
        ),
        row("GET /chats/{chat_id}/messages", none.clone(), both),
        row(
            "POST /chats/{chat_id}/read",
            none.clone(),
            [401, 403, 403, 403, 200, 403],
        )
        .query(&by_name),
        row("POST /chats/{chat_id}/read", none.clone(), both),
        // There is no message 0.
        row(
            "POST /chats/{chat_id}/report",
            json!({ "message_id": 0, "reason": "spam" }),
            [401, 403, 403, 404, 404, 403],
        ),
        row(
            "POST /chats/{chat_id}/block",
            none.clone(),
            both_without_body,
        ),
        row(
            "DELETE /chats/{chat_id}/block",
            none.clone(),
            both_without_body,
        ),
        row("DELETE /chats/{chat_id}", none.clone(), both),
        row(
            "GET /moderation",
            none.clone(),
            [401, 403, 403, 403, 403, 200],
        ),
        row(
            "POST /moderation/{id=unknown}",
            json!({ "action": "dismiss" }),
            [401, 403, 403, 403, 403, 404],
        ),
        row("POST /guests", none.clone(), [201; 6]),
        // Asked without an upgrade: 426 comes before the chat is looked up.
        row("GET /ws/{chat_id}", none, [401, 426, 426, 426, 426, 426]),
    ];
    AccessMatrix {
        prefix: "/api/chat",
        callers: [
            "an anonymous client",
            "another guest",
            "an outsider",
            "the seller",
            "the buyer",
            "a moderator",
        ],
        rows,
        targets: vec![
            ("chat_id", chat_id.to_string()),
            ("seller_id", market.seller.id.to_string()),
            ("unknown", "987654321".to_owned()),
        ],
        is_refusal: is_problem,
    }
}

/// A guest's chat with the seller.
struct Fixture {
    market: MarketFixture,
    guest: Guest,
    chat_id: i64,
}

impl Fixture {
    async fn new() -> Self {
        let market = MarketFixture::new().await;
        let guest = market.guest().await;
        let chat_id = open(
            &market.as_guest(&guest),
            &market.guest_chat_request(&guest, 7),
        )
        .await;
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

    /// The guest is removed from the chat, by plain SQL.
    async fn remove(&self) {
        let sql = format!(
            "DELETE FROM chat_participants WHERE chat_id = {} AND user_id = {}",
            self.chat_id,
            self.guest_id().await
        );
        self.market.database.execute(&sql).await;
    }

    async fn assert_answers(&self, expected: impl Fn(&str) -> u16) {
        let client = self.market.as_guest(&self.guest);
        let matrix = matrix(&self.market, &self.guest, self.chat_id);
        matrix
            .assert_answers("the guest", &client, |operation| Some(expected(operation)))
            .await;
    }

    async fn opening(&self, token: &str, chat_id: i64) -> (u16, String) {
        let path = format!("/api/chat/ws/{chat_id}");
        let opening = SocketRequest::at(&self.market.replica.url, &path);
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
async fn market_operations_answer_each_role_as_documented() {
    let Fixture {
        market,
        guest: buyer,
        chat_id,
    } = Fixture::new().await;
    let other = market.guest().await;
    let callers = [
        market.anonymous_client(),
        market.as_guest(&other),
        market.client(&market.stranger),
        market.client(&market.seller),
        market.as_guest(&buyer),
        market.client(&market.moderator),
    ];
    let matrix = matrix(&market, &buyer, chat_id);
    matrix.assert_complete(market::REALM, &[]);
    matrix.assert_holds(|caller| callers[caller].clone()).await;
    market.assert_verified().await;
}

#[tokio::test]
async fn market_operations_refuse_invalid_tokens_with_401() {
    let fixture = Fixture::new().await;
    let (market, buyer) = (&fixture.market, &fixture.guest);
    let head = market.database.head().await;
    let (signed, _) = buyer.token.rsplit_once('.').expect("a JWT");
    for token in [
        "token".to_owned(),
        format!("{signed}.AAAA"),
        format!("{signed}."),
        token_for(987_654_321),
    ] {
        let client = market.anonymous_client().with_token(&token);
        let expected = |operation: &str| (operation != "POST /guests").then_some(401);
        matrix(market, buyer, fixture.chat_id)
            .assert_answers(&token, &client, expected)
            .await;
    }
    assert_eq!(market.database.head().await, head, "nothing was appended");
}

#[tokio::test]
async fn banned_user_can_read_but_not_start_chats() {
    let fixture = Fixture::new().await;
    fixture.ban().await;
    fixture
        .assert_answers(|operation| match operation {
            // The existing chat is found.
            "POST /chats"
            | "GET /chats/my"
            | "GET /chats/{chat_id}/messages"
            | "POST /chats/{chat_id}/read"
            | "DELETE /chats/{chat_id}" => 200,
            "POST /chats/{chat_id}/block" | "DELETE /chats/{chat_id}/block" => 204,
            "GET /chats/seller/{seller_id}/grouped"
            | "POST /chats/{chat_id}/report"
            | "GET /moderation"
            | "POST /moderation/{id=unknown}" => 403,
            "POST /guests" => 201,
            "GET /ws/{chat_id}" => 426,
            other => panic!("no expectation for {other}"),
        })
        .await;
    let client = fixture.market.as_guest(&fixture.guest);
    let other = fixture.market.guest_chat_request(&fixture.guest, 8);
    let refused = client.post("/api/chat/chats", &other).await;
    assert_problem(&refused, 403, "banned");
    let opened = fixture.opening(&fixture.guest.token, fixture.chat_id).await;
    assert_eq!(opened, (403, "banned".to_owned()));
}

#[tokio::test]
async fn removed_participant_loses_all_access_to_the_chat() {
    let fixture = Fixture::new().await;
    let market = &fixture.market;
    let mut socket = market.socket(&fixture.guest.token, fixture.chat_id).await;
    fixture.remove().await;
    assert_eq!(socket.closed().await, Some(4403));
    fixture
        .assert_answers(|operation| match operation {
            "GET /chats/my" => 200,
            "POST /guests" => 201,
            "GET /ws/{chat_id}" => 426,
            _ => 403,
        })
        .await;
    let list = market.as_guest(&fixture.guest);
    let list = list.get("/api/chat/chats/my").await.expect(200);
    assert_eq!(list, json!([]));
    let opened = fixture.opening(&fixture.guest.token, fixture.chat_id).await;
    assert_eq!(opened, (403, "not_a_participant".to_owned()));
}

#[tokio::test]
async fn market_unknown_chats_are_404_and_foreign_chats_403() {
    let market = MarketFixture::new().await;
    let chat_id = market.chat(7).await;
    // A chat of another realm does not exist here.
    let pair = market.database.pair().await;
    let stranger = market.client(&market.stranger);
    for (id, expected) in [(chat_id, 403), (987_654_321, 404), (pair.chat_id, 404)] {
        let of = |rest: &str| format!("/api/chat/chats/{id}{rest}");
        assert_eq!(stranger.get(&of("/messages")).await.status, expected);
        assert_eq!(
            stranger.post(&of("/read"), &Value::Null).await.status,
            expected
        );
        assert_eq!(
            stranger.post(&of("/block"), &Value::Null).await.status,
            expected
        );
        assert_eq!(stranger.delete(&of("/block")).await.status, expected);
        assert_eq!(stranger.delete(&of("")).await.status, expected);
        let report = json!({ "message_id": 1, "reason": "spam" });
        assert_eq!(
            stranger.post(&of("/report"), &report).await.status,
            expected
        );
        let opening = SocketRequest::at(&market.replica.url, &format!("/api/chat/ws/{id}"));
        let refused = opening.bearer(&market.stranger.token).refused().await;
        assert_eq!(refused.status, expected);
    }
    let opening = SocketRequest::at(&market.replica.url, "/api/chat/ws/x");
    let refused = opening.bearer(&market.stranger.token).refused().await;
    assert_problem(&refused, 400, "invalid_path");
}

#[tokio::test]
async fn guest_cookie_opens_sockets_for_same_origin_only() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let chat_id = open(
        &market.as_guest(&guest),
        &market.guest_chat_request(&guest, 7),
    )
    .await;
    let path = format!("/api/chat/ws/{chat_id}");
    let opening = || {
        let opening = SocketRequest::at(&market.replica.url, &path);
        opening.header("cookie", &format!("guest_token={}", guest.token))
    };
    opening().open().await;
    opening().header("origin", &market.replica.url).open().await;
    let refused = opening()
        .header("origin", "https://elsewhere.test")
        .refused()
        .await;
    assert_problem(&refused, 403, "cross_origin");
    // Sockets accept a token in the query; REST does not.
    let by_query = format!("{path}?token={}", guest.token);
    let process = ReplicaProcess::spawn_with(&market.database, &[("REALMS", "market")]).await;
    SocketRequest::at(&process.url, &by_query).open().await;
    let rest = format!("/api/chat/chats/my?token={}", guest.token);
    assert_problem(
        &market.anonymous_client().get(&rest).await,
        401,
        "missing_token",
    );
    assert!(!process.log().contains(&guest.token));
}

#[tokio::test]
async fn blocked_user_can_neither_send_nor_type() {
    let fixture = Fixture::new().await;
    let seller = fixture.market.client(&fixture.market.seller);
    let block = format!("/api/chat/chats/{}/block", fixture.chat_id);
    let mut socket = fixture
        .market
        .socket(&fixture.guest.token, fixture.chat_id)
        .await;
    let mut theirs = fixture
        .market
        .socket(&fixture.market.seller.token, fixture.chat_id)
        .await;
    send_message(&mut theirs, "здравствуйте").await;
    socket.next_of("message").await;
    seller.post(&block, &Value::Null).await.expect(204);
    // A message after the block shows that this replica has received the block.
    send_message(&mut theirs, "это всё").await;
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
    assert_eq!(read["user_id"], fixture.guest.id);
}

const OUTSIDE: &str = "not_a_participant";
const MISSING: &str = "chat_not_found";

#[tokio::test]
async fn only_participants_open_a_chats_websocket() {
    let fixture = Fixture::new().await;
    let market = &fixture.market;
    let pair = market.database.pair().await;
    let other = market.guest().await;
    let buyers = market.chat(8).await;
    let (guest, seller) = (&*fixture.guest.token, &*market.seller.token);
    let (chat_id, theirs) = (fixture.chat_id, pair.chat_id);
    for (role, token, chat_id, status, code) in [
        ("an anonymous client", "", chat_id, 401, "missing_token"),
        ("another guest", &*other.token, chat_id, 403, OUTSIDE),
        ("a stranger", &*market.stranger.token, chat_id, 403, OUTSIDE),
        (
            "a moderator",
            &*market.moderator.token,
            chat_id,
            403,
            OUTSIDE,
        ),
        ("a teacher", &*pair.teacher.token, chat_id, 403, OUTSIDE),
        (
            "a teacher, by a chat of theirs",
            &*pair.teacher.token,
            theirs,
            404,
            MISSING,
        ),
        ("the guest, by another's chat", guest, buyers, 403, OUTSIDE),
        ("the guest, by none", guest, 987_654_321, 404, MISSING),
        ("the guest", guest, chat_id, 101, ""),
        ("the seller", seller, chat_id, 101, ""),
    ] {
        let expected = (status, code.to_owned());
        assert_eq!(fixture.opening(token, chat_id).await, expected, "{role}");
    }
}
