//! Permissions: every operation of the realm, every kind of caller, and the remaining rights of
//! banned, removed and blocked users.

use serde_json::json;
use vestnik::contracts::market;

use super::{Guest, MarketFixture, assert_refused, create};
use crate::support::access_matrix::AccessMatrix;
use crate::support::database::token_for;
use crate::support::{ReplicaProcess, SocketRequest};

const OPERATIONS: &str = "
    anonymous other_guest outsider seller buyer moderator
    POST /chats @chat                          403 403 403 403 200 403
    GET /chats/my?user_id={buyer}              401 403 403 403 200 403
    GET /chats/seller/{seller_id}/grouped      401 403 403 200 403 403
    GET /chats/{chat_id}/messages              401 403 403 200 200 403
    POST /chats/{chat_id}/read?user_id={buyer} 401 403 403 403 200 403
    POST /chats/{chat_id}/read                 401 403 403 200 200 403
    POST /chats/{chat_id}/report @report       401 403 403 404 404 403
    POST /chats/{chat_id}/block                401 403 403 204 204 403
    DELETE /chats/{chat_id}/block              401 403 403 204 204 403
    DELETE /chats/{chat_id}                    401 403 403 200 200 403
    GET /moderation                            401 403 403 403 403 200
    POST /moderation/{id=unknown} @action      401 403 403 403 403 404
    POST /guests                               201 201 201 201 201 201
    GET /ws/{chat_id}                          401 426 426 426 426 426
";

/// The buyer is a guest. Requests for a WebSocket without an upgrade are answered with 426
/// before the chat is looked up.
fn matrix(market: &MarketFixture, buyer: &Guest, chat_id: i64) -> AccessMatrix {
    let bodies = [
        ("chat", market.guest_chat_request(buyer, 7)),
        ("report", json!({ "message_id": 0, "reason": "spam" })),
        ("action", json!({ "action": "dismiss" })),
    ];
    let targets = vec![
        ("chat_id", chat_id.to_string()),
        ("seller_id", market.seller.id.to_string()),
        ("buyer", buyer.id.clone()),
        ("unknown", "987654321".to_owned()),
    ];
    AccessMatrix::parse("/api/chat", OPERATIONS, &bodies, targets)
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
        let (guest, chat_id) = market.guest_chat().await;
        Self {
            market,
            guest,
            chat_id,
        }
    }

    /// A moderator bans the guest, by plain SQL.
    async fn ban(&self) {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, payload)
             VALUES ({}, 'user_banned', '{{\"user_id\": {}}}')",
            self.chat_id,
            self.market.guest_id(&self.guest).await
        );
        self.market.database.execute(&sql).await;
    }

    /// The guest is removed from the chat, by plain SQL.
    async fn remove(&self) {
        let sql = format!(
            "DELETE FROM chat_participants WHERE chat_id = {} AND user_id = {}",
            self.chat_id,
            self.market.guest_id(&self.guest).await
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
    let matrix = self::matrix(&market, &buyer, chat_id);
    matrix.assert_complete(market::REALM, &[]);
    matrix.assert_holds(|caller| callers[caller].clone()).await;
    market.assert_verified().await;
    let unknown = |operation: &str| {
        let is_request = operation.contains("{chat_id}") && !operation.starts_with("GET /ws");
        is_request.then_some(404)
    };
    self::matrix(&market, &buyer, 987_654_321)
        .assert_answers("the buyer", &callers[4], unknown)
        .await;
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
    let refused = create(&client, &other).await;
    assert_refused(&refused, 403, "banned");
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
async fn guest_cookie_opens_sockets_for_same_origin_only() {
    let market = MarketFixture::new().await;
    let (guest, chat_id) = market.guest_chat().await;
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
    assert_refused(&refused, 403, "cross_origin");
    // Sockets accept a token in the query; REST does not.
    let by_query = format!("{path}?token={}", guest.token);
    let process = ReplicaProcess::spawn_with(&market.database, &[("REALMS", "market")]).await;
    SocketRequest::at(&process.url, &by_query).open().await;
    let rest = format!("/api/chat/chats/my?token={}", guest.token);
    assert_refused(
        &market.anonymous_client().get(&rest).await,
        401,
        "missing_token",
    );
    assert!(!process.flushed_log().await.contains(&guest.token));
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
