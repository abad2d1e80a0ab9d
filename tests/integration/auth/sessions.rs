//! Signing in with e-mail and password.

use reqwest::Method;
use serde_json::json;

use super::me;
use crate::support::{Answer, Client, Replica, TestDatabase, spawn_replicas};

const PASSWORD: &str = "correct horse";

/// Adds a user with a password.
async fn add_user(database: &TestDatabase, replica: &Replica) {
    let admin = replica.client(&database.person("admin").await);
    let new = json!({ "email": "a@b.test", "name": "A", "role": "student", "password": PASSWORD });
    admin.post("/api/admin/users", &new).await.expect(201);
}

async fn log_in(client: &Client) -> Answer {
    let login = json!({ "email": "A@b.test", "password": PASSWORD });
    client.post("/api/auth/login", &login).await
}

fn cookies(answer: &Answer) -> Vec<&str> {
    let cookies = answer.headers.get_all("set-cookie").iter();
    cookies
        .map(|cookie| cookie.to_str().expect("ASCII"))
        .collect()
}

/// `name=value`, as a browser sends it back.
fn cookie(answer: &Answer, name: &str) -> String {
    let pair = cookies(answer).into_iter().find_map(|cookie| {
        let pair = cookie.split(';').next()?;
        pair.starts_with(&format!("{name}="))
            .then(|| pair.to_owned())
    });
    pair.unwrap_or_else(|| panic!("no {name} in {:?}", cookies(answer)))
}

async fn refresh(client: &Client, cookie: &str) -> Answer {
    let request = client.request(Method::POST, "/api/auth/refresh");
    client.send(request.header("cookie", cookie)).await
}

#[tokio::test]
async fn wrong_password_and_unknown_email_get_the_same_answer() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    add_user(&database, &replica).await;
    let client = replica.anonymous_client();
    let mut answers = Vec::new();
    for email in ["a@b.test", "unknown@b.test"] {
        let login = json!({ "email": email, "password": "wrong horse" });
        let answer = client.post("/api/auth/login", &login).await;
        assert!(cookies(&answer).is_empty());
        answers.push(answer.expect(401));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["code"], "wrong_credentials");
}

#[tokio::test]
async fn log_in_cookies_are_http_only_and_same_site() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    add_user(&database, &replica).await;
    let client = replica.anonymous_client();
    let login = json!({ "email": "a@b.test", "password": PASSWORD });
    for (header, value, secure) in [
        ("x-nothing", "", false),
        ("host", "localhost:8080", false),
        ("host", "school.example", true),
        ("x-forwarded-proto", "https", true),
    ] {
        let request = client.request(Method::POST, "/api/auth/login").json(&login);
        let answer = client.send(request.header(header, value)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(cookies(&answer).len(), 2);
        for cookie in cookies(&answer) {
            assert!(cookie.contains("; HttpOnly"), "{cookie}");
            assert!(cookie.contains("; SameSite=Lax"), "{cookie}");
            assert_eq!(
                cookie.contains("; Secure"),
                secure,
                "{header}: {value}: {cookie}"
            );
        }
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_across_replicas() {
    let database = TestDatabase::new().await;
    let [one, other] = spawn_replicas(&database).await;
    add_user(&database, &one).await;
    let first = log_in(&one.anonymous_client()).await;
    assert_eq!(first.status, 200);

    let second = refresh(&other.anonymous_client(), &cookie(&first, "refresh_token")).await;
    let third = refresh(&one.anonymous_client(), &cookie(&second, "refresh_token")).await;

    let token = third.body["token"].as_str().expect("a token");
    let user = me(&other, token).await.expect(200);
    assert_eq!(user["email"], "a@b.test");
}

#[tokio::test]
async fn reused_refresh_token_ends_its_whole_session() {
    let database = TestDatabase::new().await;
    let [one, other] = spawn_replicas(&database).await;
    add_user(&database, &one).await;
    let first = log_in(&one.anonymous_client()).await;
    let elsewhere = log_in(&one.anonymous_client()).await;
    let stolen = cookie(&first, "refresh_token");
    let second = refresh(&one.anonymous_client(), &stolen).await;
    assert_eq!(second.status, 200);

    let newest = cookie(&second, "refresh_token");
    for (replica, token) in [(&other, stolen), (&one, newest)] {
        let refused = refresh(&replica.anonymous_client(), &token).await;
        assert_eq!(refused.status, 401);
    }
    let status = async |session: &Answer, replica: &Replica| {
        let token = session.body["token"].as_str().expect("a token");
        me(replica, token).await.status
    };
    for session in [&first, &second] {
        for replica in [&one, &other] {
            assert_eq!(status(session, replica).await, 401);
        }
    }
    assert_eq!(status(&elsewhere, &one).await, 200, "another session stays");
}

#[tokio::test]
async fn log_out_revokes_the_refresh_token_and_clears_cookies() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    add_user(&database, &replica).await;
    let client = replica.anonymous_client();
    let session = log_in(&client).await;
    let both = format!(
        "{}; {}",
        cookie(&session, "access_token"),
        cookie(&session, "refresh_token")
    );

    let request = client.request(Method::POST, "/api/auth/logout");
    let answer = client.send(request.header("cookie", both)).await;

    assert_eq!(answer.status, 204);
    assert!(
        cookies(&answer)
            .iter()
            .all(|cookie| cookie.contains("Max-Age=0"))
    );
    refresh(&client, &cookie(&session, "refresh_token"))
        .await
        .expect(401);
}

#[tokio::test]
async fn exchangeable_one_of_several_refresh_cookies_counts() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    add_user(&database, &replica).await;
    let client = replica.anonymous_client();
    let old = cookie(&log_in(&client).await, "refresh_token");
    let next = cookie(&refresh(&client, &old).await, "refresh_token");
    // The old one alone would end the log-in.
    let both = refresh(&client, &format!("{old}; refresh_token=unknown; {next}")).await;
    assert_eq!(both.status, 200);
    let last = cookie(&both, "refresh_token");
    assert_eq!(refresh(&client, &last).await.status, 200);
    assert_eq!(
        refresh(&client, "refresh_token=a; refresh_token=b")
            .await
            .status,
        401
    );
    let reused = refresh(&client, &format!("{old}; {next}")).await;
    assert_eq!((reused.status, reused.code()), (401, "session_expired"));
}
