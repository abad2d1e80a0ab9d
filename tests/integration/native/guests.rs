//! Guests of the market, who use nothing but `/v1`.

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::{ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, HeaderMap, SET_COOKIE};
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::auth::Guests;

use super::{NativeFixture, PNG, upload};
use crate::support::{EventStream, assert_refused};

/// A guest, and the issuer of guests' tokens.
struct Guest {
    guests: Guests,
    id: Uuid,
    token: String,
}

impl Guest {
    async fn new(fixture: &NativeFixture) -> Self {
        let client = fixture.replica.anonymous_client();
        let guest = client.post("/api/chat/guests", &Value::Null).await;
        let guest = guest.expect(201);
        let guests = Guests::open(fixture.database.pool()).await;
        Self {
            guests: guests.expect("the signing key is readable"),
            id: guest["buyer_id"].as_str().unwrap().parse().expect("a UUID"),
            token: guest["token"].as_str().unwrap().to_owned(),
        }
    }

    /// A token that was issued so many days ago.
    fn token_of_age(&self, days: i64) -> String {
        let at = Timestamp::now() - SignedDuration::from_hours(days * 24);
        self.guests.issue(self.id, at).token
    }
}

/// The paths of the guest's cookies that an answer sets.
fn cookie_paths(headers: &HeaderMap) -> Vec<&str> {
    let cookies = headers.get_all(SET_COOKIE).iter();
    let cookies = cookies.map(|cookie| cookie.to_str().expect("a cookie is ASCII"));
    cookies
        .filter(|cookie| cookie.starts_with("guest_token="))
        .filter_map(|cookie| cookie.split("Path=").nth(1)?.split(';').next())
        .collect()
}

#[tokio::test]
async fn visitors_become_guests() {
    let fixture = NativeFixture::new().await;
    let anonymous = fixture.replica.anonymous_client();
    let answer = anonymous.post("/v1/market/guests", &json!({})).await;
    assert_eq!(cookie_paths(&answer.headers), [""; 0]);
    assert_eq!(answer.headers[CACHE_CONTROL], "no-store");
    let tokens = answer.expect(201);
    assert_eq!(tokens["refresh_token"], Value::Null);
    assert_eq!(tokens["refresh_expires_at"], Value::Null);
    assert!(tokens["expires_at"].is_string());
    let guest = anonymous
        .clone()
        .with_token(tokens["access_token"].as_str().unwrap());
    let me = guest.get("/v1/market/me").await.expect(200);
    assert_eq!(me["role"], "guest");
    let other = anonymous
        .post("/v1/market/guests", &json!({}))
        .await
        .expect(201);
    assert_ne!(other["access_token"], tokens["access_token"]);
}

#[tokio::test]
async fn cookie_of_a_guest_is_no_page_of_another_sites() {
    let fixture = NativeFixture::new().await;
    let anonymous = fixture.replica.anonymous_client();
    let begin = async |site: &str| {
        let request = anonymous.request(Method::POST, "/v1/market/guests");
        let request = request.header("sec-fetch-site", site);
        anonymous
            .send(request.json(&json!({ "cookie": true })))
            .await
    };
    let answer = begin("same-origin").await;
    assert_eq!(answer.status, 204);
    assert_eq!(cookie_paths(&answer.headers), ["/api/chat", "/v1/market"]);
    let cookie = answer.headers[SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let request = anonymous.request(Method::GET, "/v1/market/me");
    let me = anonymous.send(request.header("cookie", cookie)).await;
    assert_eq!(me.expect(200)["role"], "guest");
    let refused = begin("cross-site").await;
    assert_eq!(refused.status, 403);
    assert_eq!(cookie_paths(&refused.headers), [""; 0]);
}

#[tokio::test]
async fn guest_is_renewed_by_any_answer_of_the_native_api() {
    let fixture = NativeFixture::with(&[("ALLOWED_ORIGINS", "https://shop.example")]).await;
    let guest = Guest::new(&fixture).await;
    let anonymous = fixture.replica.anonymous_client();
    let both = ["/api/chat", "/v1/market"];
    for path in ["/v1/market/me", "/v1/market/chats", "/v1/market/users"] {
        let request = anonymous.request(Method::GET, path);
        let request = request
            .bearer_auth(guest.token_of_age(179))
            .header("origin", "https://shop.example");
        let answer = anonymous.send(request).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(cookie_paths(&answer.headers), both);
        assert_eq!(answer.headers[CACHE_CONTROL], "no-store");
        let exposed = &answer.headers[ACCESS_CONTROL_EXPOSE_HEADERS];
        let exposed = exposed.to_str().expect("names are ASCII");
        assert!(exposed.contains("guest-token"), "{exposed}");
        let renewed = answer.headers["guest-token"].to_str().unwrap();
        let renewed = anonymous.clone().with_token(renewed).get(path).await;
        assert_eq!(renewed.headers.get("guest-token"), None, "a fresh token");
        assert_eq!(cookie_paths(&renewed.headers), [""; 0]);
        renewed.expect(200);

        // Scripts cannot read what a cookie carries.
        let cookie = format!("guest_token={}", guest.token_of_age(2));
        let request = anonymous.request(Method::GET, path);
        let by_cookie = anonymous.send(request.header("cookie", cookie)).await;
        assert_eq!(cookie_paths(&by_cookie.headers), both);
        assert_eq!(by_cookie.headers.get("guest-token"), None);
        by_cookie.expect(200);
    }
    let over = anonymous.clone().with_token(&guest.token_of_age(180));
    let over = over.get("/v1/market/chats").await;
    assert_eq!((over.status, over.code()), (401, "token_expired"));
    assert_eq!(over.headers.get("guest-token"), None);
}

#[tokio::test]
async fn stream_of_a_guest_renews_the_token() {
    let fixture = NativeFixture::new().await;
    let guest = Guest::new(&fixture).await;
    let anonymous = fixture.replica.anonymous_client();
    let path = format!("/v1/market/events?token={}", guest.token_of_age(2));
    let stream = EventStream::open(anonymous.request(Method::GET, &path)).await;
    assert!(stream.headers().contains_key("guest-token"));
    assert_eq!(cookie_paths(stream.headers()), ["/api/chat", "/v1/market"]);
}

#[tokio::test]
async fn guest_with_a_cookie_downloads_what_the_older_contract_shows() {
    let fixture = NativeFixture::new().await;
    let guest = Guest::new(&fixture).await;
    let anonymous = fixture.replica.anonymous_client();
    let buyer = anonymous.clone().with_token(&guest.token);
    let seller = fixture.client(&fixture.bob);
    let new = json!({ "type": "listing", "listing_id": 7, "user_ids": [fixture.bob.id] });
    let chat = buyer.post("/v1/market/chats", &new).await.expect(201);
    let file = upload(&seller, "market", "a.png", PNG).await.expect(201);
    let body = json!({ "attachment_ids": [file["id"]] });
    let messages = format!("/v1/market/chats/{}/messages", chat["id"]);
    seller.post(&messages, &body).await.expect(201);

    let cookie = format!("guest_token={}", guest.token);
    let get = async |path: &str| {
        let request = anonymous.request(Method::GET, path);
        anonymous.send(request.header("cookie", &cookie)).await
    };
    let history = format!("/api/chat/chats/{}/messages", chat["id"]);
    let page = get(&history).await.expect(200);
    let url = page["messages"][0]["attachments"][0]["url"]
        .as_str()
        .unwrap();
    assert_eq!(get(url).await.status, 200);
}

#[tokio::test]
async fn guest_looks_at_the_seller_before_writing() {
    let fixture = NativeFixture::new().await;
    let anonymous = fixture.replica.anonymous_client();
    let (one, other) = (Guest::new(&fixture).await, Guest::new(&fixture).await);
    let client = anonymous.clone().with_token(&one.token);
    let path = format!("/v1/market/users/{}", fixture.bob.id);
    assert_eq!(
        client.get(&path).await.expect(200)["name"],
        fixture.bob.name
    );
    let me = anonymous.with_token(&other.token);
    let other = me.get("/v1/market/me").await.expect(200)["id"].clone();
    let refused = client.get(&format!("/v1/market/users/{other}")).await;
    assert_refused(&refused, 404, "user_not_found");
    // The list is of those with whom the guest has a chat.
    let list = client.get("/v1/market/users").await.expect(200);
    assert_eq!(list["users"], json!([]));
}
