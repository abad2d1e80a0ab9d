//! People sign in to a realm whose file says `accounts = true`.

use reqwest::Method;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::json;

use super::{CLINIC_FILE, serve};
use crate::support::{Answer, Replica, TestDatabase, assert_refused};

const SESSIONS: &str = "/v1/clinic/sessions";
const EMAIL: &str = "ann@clinic.test";
const PASSWORD: &str = "correct horse";

/// A server with a realm of accounts, and a member of it who has a password.
struct LogInFixture {
    replica: Replica,
    /// It is removed with the fixture.
    _database: TestDatabase,
}

impl LogInFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let files = [(CLINIC_FILE, "accounts = true"), ("ward.toml", "")];
        let replica = serve(&database, &files).await;
        let admin = replica.client(&database.person("admin").await);
        let new = json!({ "email": EMAIL, "name": "Ann", "role": "member", "password": PASSWORD });
        admin.post("/api/admin/users", &new).await.expect(201);
        let everywhere = format!("UPDATE users SET realms = NULL WHERE email = '{EMAIL}'");
        database.execute_and_fence(&everywhere, 1).await;
        Self {
            replica,
            _database: database,
        }
    }

    /// The answer to a log-in.
    async fn log_in(&self, cookie: bool) -> Answer {
        let login = json!({ "email": EMAIL, "password": PASSWORD, "cookie": cookie });
        self.replica.anonymous_client().post(SESSIONS, &login).await
    }

    /// The status of a request with this access token.
    async fn status_of(&self, token: &str) -> u16 {
        let client = self.replica.anonymous_client().with_token(token);
        client.get("/v1/clinic/me").await.status
    }

    /// The answer to a request with these cookies.
    async fn with_cookies(&self, method: Method, path: &str, cookies: &str) -> Answer {
        let client = self.replica.anonymous_client();
        let request = client.request(method, path);
        client.send(request.header(COOKIE, cookies)).await
    }
}

/// The cookies that an answer sets, as a request sends them, by name.
fn cookies_of(answer: &Answer) -> String {
    let set = answer.headers.get_all(SET_COOKIE).iter();
    let pairs = set.map(|cookie| {
        let cookie = cookie.to_str().expect("ASCII");
        cookie.split(';').next().unwrap_or_default().to_owned()
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs.join("; ")
}

#[tokio::test]
async fn a_password_is_exchanged_for_tokens() {
    let fixture = LogInFixture::new().await;
    let tokens = fixture.log_in(false).await.expect(201);
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(fixture.status_of(access).await, 200);
    assert!(tokens["expires_at"].as_str() < tokens["refresh_expires_at"].as_str());

    let client = fixture.replica.anonymous_client();
    let refresh = format!("{SESSIONS}/refresh");
    let body = json!({ "refresh_token": tokens["refresh_token"] });
    let renewed = client.post(&refresh, &body).await.expect(200);
    let access = renewed["access_token"].as_str().expect("a token");
    assert_eq!(fixture.status_of(access).await, 200);

    let client = client.with_token(access);
    client
        .delete(&format!("{SESSIONS}/current"))
        .await
        .expect(204);
    assert_eq!(fixture.status_of(access).await, 401);
    let body = json!({ "refresh_token": renewed["refresh_token"] });
    let ended = client.post(&refresh, &body).await;
    assert_refused(&ended, 401, "session_expired");
}

#[tokio::test]
async fn a_page_gets_cookies() {
    let fixture = LogInFixture::new().await;
    let answer = fixture.log_in(true).await;
    assert_eq!(answer.status, 204);
    let all = answer.headers.get_all(SET_COOKIE).iter();
    let refresh = all.filter_map(|cookie| cookie.to_str().ok());
    let mut refresh = refresh.filter(|cookie| cookie.starts_with("refresh_token="));
    let refresh = refresh.next().expect("a refresh cookie");
    assert!(
        refresh.contains("HttpOnly") && refresh.contains("Path=/v1/clinic/sessions"),
        "{refresh}"
    );
    let cookies = cookies_of(&answer);
    let me = fixture.with_cookies(Method::GET, "/v1/clinic/me", &cookies);
    assert_eq!(me.await.status, 200);

    let path = format!("{SESSIONS}/refresh");
    let renewed = fixture.with_cookies(Method::POST, &path, &cookies).await;
    assert_eq!(renewed.status, 204);
    let cookies = cookies_of(&renewed);
    let path = format!("{SESSIONS}/current");
    let ended = fixture.with_cookies(Method::DELETE, &path, &cookies).await;
    assert_eq!(
        (ended.status, cookies_of(&ended).as_str()),
        (204, "access_token=; refresh_token=")
    );
    let me = fixture.with_cookies(Method::GET, "/v1/clinic/me", &cookies);
    assert_eq!(me.await.status, 401);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    let fixture = LogInFixture::new().await;
    let client = fixture.replica.anonymous_client();
    for (email, password) in [(EMAIL, "wrong horse"), ("bob@clinic.test", PASSWORD)] {
        let login = json!({ "email": email, "password": password });
        let refused = client.post(SESSIONS, &login).await;
        assert_refused(&refused, 401, "wrong_credentials");
    }
}

#[tokio::test]
async fn a_realm_without_accounts_has_no_log_in() {
    let fixture = LogInFixture::new().await;
    let client = fixture.replica.anonymous_client();
    let login = json!({ "email": EMAIL, "password": PASSWORD });
    for realm in ["ward", "campus"] {
        let refused = client.post(&format!("/v1/{realm}/sessions"), &login).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}
