//! Guests: buyers without an account.

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::auth::Guests;

use super::{MarketFixture, assert_keys, assert_refused, create, open, text};
use crate::support::{Answer, SocketRequest};

/// The cookie that an answer sets.
fn cookie(answer: &Answer) -> Option<&str> {
    let cookie = answer.headers.get(SET_COOKIE)?;
    Some(cookie.to_str().expect("a cookie is ASCII"))
}

/// The token in a cookie.
#[track_caller]
fn token_in(cookie: Option<&str>) -> String {
    let cookie = cookie.expect("a cookie is set");
    let (pair, attributes) = cookie.split_once("; ").expect("a cookie has attributes");
    assert_eq!(
        attributes, "HttpOnly; SameSite=Lax; Path=/api/chat; Max-Age=15552000",
        "plain HTTP to this machine"
    );
    let token = pair
        .strip_prefix("guest_token=")
        .expect("the name of the cookie");
    token.to_owned()
}

#[tokio::test]
async fn server_issues_guest_ids_recognised_by_token_or_cookie() {
    let market = MarketFixture::new().await;
    let answer = market
        .anonymous_client()
        .post("/api/chat/guests", &Value::Null)
        .await;
    let in_cookie = token_in(cookie(&answer));
    let guest = answer.expect(201);
    assert_keys(&guest, "buyer_id token expires_at");
    assert_eq!(guest["token"], in_cookie.as_str());
    let id: Uuid = text(&guest["buyer_id"]).parse().expect("a UUID");
    assert_eq!(id.get_version_num(), 4);
    let expires_at: Timestamp = text(&guest["expires_at"]).parse().expect("a time");
    let days = expires_at.duration_since(Timestamp::now()).as_hours() / 24;
    assert!((179..=180).contains(&days), "{days}");

    let path = format!("/api/chat/chats/my?user_id={id}");
    let anonymous = market.anonymous_client();
    let by_bearer = anonymous.clone().with_token(&in_cookie).get(&path).await;
    assert_eq!(by_bearer.expect(200), json!([]));
    let request = anonymous.request(Method::GET, &path);
    let by_cookie = anonymous.send(request.header(COOKIE, format!("guest_token={in_cookie}")));
    let by_cookie = by_cookie.await;
    assert_eq!(cookie(&by_cookie), None, "a fresh cookie is not renewed");
    assert_eq!(by_cookie.expect(200), json!([]));
    let other = MarketFixture::replica(&market.database).await;
    let there = other.anonymous_client().with_token(&in_cookie);
    there.get(&path).await.expect(200);

    let request = anonymous.request(Method::POST, "/api/chat/guests");
    let https = anonymous.send(request.header("x-forwarded-proto", "https"));
    assert!(
        cookie(&https.await)
            .expect("a cookie")
            .contains("; Secure;")
    );
    // Other sites cannot create a guest.
    let chat_request = market.claim(Uuid::new_v4());
    for path in ["/api/chat/guests", "/api/chat/chats"] {
        let request = anonymous.request(Method::POST, path).json(&chat_request);
        let answer = anonymous.send(request.header("sec-fetch-site", "cross-site"));
        assert_refused(&answer.await, 403, "cross_origin");
    }
    let chats = market.database.number("SELECT count(*) FROM chats");
    assert_eq!(chats.await, 0);
}

#[tokio::test]
async fn guest_uuid_without_its_token_is_403() {
    let market = MarketFixture::new().await;
    let uuid = Uuid::new_v4();
    let chat_request = market.claim(uuid);
    let anonymous = market.anonymous_client();
    let first = create(&anonymous, &chat_request).await;
    let in_cookie = token_in(cookie(&first));
    let chat = first.expect(201);
    assert_eq!(chat["guest_token"], in_cookie.as_str());
    assert_eq!(chat["buyer_id"], uuid.to_string());
    assert_eq!(chat["buyer_is_registered"], false);
    let chat_id = chat["id"].as_i64().expect("an id");

    // The second browser has no token, or one of another guest.
    let other = market.guest().await;
    let second = market.as_guest(&other);
    assert_refused(
        &create(&anonymous, &chat_request).await,
        403,
        "guest_claimed",
    );
    assert_refused(&create(&second, &chat_request).await, 403, "not_yourself");
    let mine = format!("/api/chat/chats/my?user_id={uuid}");
    assert_refused(&second.get(&mine).await, 403, "not_yourself");
    let messages = format!("/api/chat/chats/{chat_id}/messages");
    assert_refused(&second.get(&messages).await, 403, "not_a_participant");
    let read = format!("/api/chat/chats/{chat_id}/read?user_id={uuid}");
    assert_refused(&second.post(&read, &Value::Null).await, 403, "not_yourself");
    for path in [
        format!("/api/chat/ws/{chat_id}?user_id={uuid}"),
        format!("/api/chat/ws/{chat_id}?user_id={}", other.id),
    ] {
        let opening = SocketRequest::at(&market.replica.url, &path).bearer(&other.token);
        assert_eq!(opening.refused().await.status, 403, "{path}");
        assert_eq!(
            SocketRequest::at(&market.replica.url, &path)
                .refused()
                .await
                .status,
            401
        );
    }

    // The first browser has the token and gets the same chat, whatever the case of the UUID.
    let first = anonymous.clone().with_token(&in_cookie);
    let again = create(&first, &chat_request).await.expect(200);
    assert_eq!(again["id"], chat_id);
    let upper = format!(
        "/api/chat/chats/my?user_id={}",
        uuid.to_string().to_uppercase()
    );
    let mine = first.get(&upper).await.expect(200);
    assert_eq!(mine[0]["id"], chat_id);
}

#[tokio::test]
async fn concurrent_claims_of_one_guest_uuid_have_one_winner() {
    let market = MarketFixture::new().await;
    let other = MarketFixture::replica(&market.database).await;
    for _ in 0..4 {
        let chat_request = market.claim(Uuid::new_v4());
        let clients = [market.anonymous_client(), other.anonymous_client()];
        let claims = (0..16).map(|n| clients[n % 2].post("/api/chat/chats", &chat_request));
        let mut statuses: Vec<u16> = join_all(claims)
            .await
            .iter()
            .map(|answer| answer.status)
            .collect();
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert!(
            statuses[1..].iter().all(|status| *status == 403),
            "{statuses:?}"
        );
    }
}

#[tokio::test]
async fn guest_and_account_tokens_are_not_interchangeable() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    for path in ["/api/me", "/api/chats", "/api/lessons"] {
        assert_refused(
            &market.as_guest(&guest).get(path).await,
            401,
            "invalid_token",
        );
    }
    // An account token whose subject is a guest's external id.
    let issuer = |sub: &str| {
        let claims = json!({ "sub": sub, "exp": Timestamp::now().as_second() + 60 });
        let key = jsonwebtoken::EncodingKey::from_secret(crate::support::JWT_SECRET.as_bytes());
        jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key)
            .expect("the claims can be signed")
    };
    let named = market
        .anonymous_client()
        .with_token(&issuer(&format!("guest:{}", guest.id)));
    assert_refused(&named.get("/api/chat/chats/my").await, 401, "unknown_user");
}

#[tokio::test]
async fn guest_cannot_claim_an_account_with_the_same_uuid() {
    let market = MarketFixture::new().await;
    let uuid = Uuid::new_v4();
    market
        .database
        .execute(&format!(
            "INSERT INTO users (external_id, name) VALUES ('{uuid}', 'N.')"
        ))
        .await;
    let chat_request = market.claim(uuid);
    let chat = market
        .anonymous_client()
        .post("/api/chat/chats", &chat_request)
        .await
        .expect(201);
    assert_eq!(chat["buyer_is_registered"], false);
    let accounts = "SELECT count(*) FROM chat_participants AS p JOIN users AS u ON u.id = p.user_id
                    WHERE u.external_id NOT LIKE 'guest:%'";
    assert_eq!(market.database.number(accounts).await, 0);
}

#[tokio::test]
async fn guest_token_renews_on_use_and_expires_after_180_days() {
    let market = MarketFixture::new().await;
    let guest = market.guest().await;
    let id = guest.id.parse().expect("a UUID");
    let guests = Guests::open(market.database.pool())
        .await
        .expect("the signing key is readable");
    let with_age_in_days = |days: i64| {
        let at = Timestamp::now() - SignedDuration::from_hours(days * 24);
        market
            .anonymous_client()
            .with_token(&guests.issue(id, at).token)
    };

    let old = with_age_in_days(179).get("/api/chat/chats/my").await;
    let renewed = token_in(cookie(&old));
    old.expect(200);
    let renewed = market.anonymous_client().with_token(&renewed);
    renewed.get("/api/chat/chats/my").await.expect(200);
    // Opening a chat returns the renewed token to clients without cookies.
    let opened = with_age_in_days(2)
        .post("/api/chat/chats", &market.guest_chat_request(&guest, 1))
        .await;
    let in_cookie = token_in(cookie(&opened));
    assert_eq!(opened.expect(201)["guest_token"], in_cookie.as_str());
    let over = with_age_in_days(180).get("/api/chat/chats/my").await;
    assert_refused(&over, 401, "token_expired");
}

#[tokio::test]
async fn registration_state_comes_from_the_server() {
    let market = MarketFixture::new().await;
    let mut chat_request = market.chat_request(7);
    chat_request["buyer_is_registered"] = json!(false);
    let chat_id = open(&market.client(&market.buyer), &chat_request).await;
    let list = market
        .client(&market.buyer)
        .get("/api/chat/chats/my")
        .await
        .expect(200);
    assert_eq!(list[0]["buyer_is_registered"], true);
    let mut socket = market.socket(&market.buyer.token, chat_id).await;
    let lie = json!({ "type": "message", "message_text": "!", "sender_is_registered": false });
    socket.send(&lie).await;
    let frame = socket.next_of("message").await;
    assert_eq!(frame["message"]["sender_is_registered"], true);
}
