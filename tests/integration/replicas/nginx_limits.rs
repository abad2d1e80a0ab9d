//! nginx limits a flood from one address but not ordinary use.

use std::net::{IpAddr, Ipv4Addr};

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Nginx, ReplicaProcess, TestDatabase};

const PASSWORD: &str = "correct horse";

/// All realms behind nginx.
struct NginxFixture {
    database: TestDatabase,
    replica: ReplicaProcess,
    nginx: Nginx,
}

impl NginxFixture {
    async fn with(login_limit: &str) -> Self {
        let database = TestDatabase::new().await;
        let settings = [
            ("REALMS", "all"),
            ("TRUSTED_PROXIES", "127.0.0.1"),
            ("LOGIN_LIMIT", login_limit),
        ];
        let replica = ReplicaProcess::spawn_with(&database, &settings).await;
        let nginx = Nginx::spawn(std::slice::from_ref(&replica)).await;
        Self {
            database,
            replica,
            nginx,
        }
    }

    /// A client at 127.0.0.`last`.
    fn at(&self, last: u8) -> Client {
        Client::from_address(&self.nginx.url, IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)))
    }

    async fn add_user(&self, email: &str) {
        let admin = self.replica.client(&self.database.person("admin").await);
        let new = json!({ "email": email, "name": "A", "role": "student", "password": PASSWORD });
        admin.post("/api/admin/users", &new).await.expect(201);
    }
}

async fn log_in(client: &Client, email: &str, password: &str) -> Answer {
    let login = json!({ "email": email, "password": password });
    client.post("/api/auth/login", &login).await
}

/// Sends the same request repeatedly, 20 at once; returns the answers that nginx itself gave.
async fn nginx_refusals(
    client: &Client,
    (method, path): (Method, &str),
    count: usize,
) -> Vec<Answer> {
    let requests = (0..count).map(async |_| {
        let request = client.request(method.clone(), path);
        client.send(request.json(&json!({}))).await
    });
    let answers: Vec<Answer> = stream::iter(requests).buffer_unordered(20).collect().await;
    let by_nginx = |answer: &Answer| answer.status == 429;
    answers.into_iter().filter(by_nginx).collect()
}

#[tokio::test]
async fn nginx_rate_limits_a_flood_from_one_address() {
    let fixture = NginxFixture::with("off").await;
    fixture.add_user("a@b.test").await;
    let (attacker, anna) = (fixture.at(1), fixture.at(2));
    for (path, count) in [
        ("/api/auth/login", 300),
        ("/api/chat/guests", 100),
        ("/api/chat/chats", 300),
        ("/api/messenger/conversations", 300),
    ] {
        let refused = nginx_refusals(&attacker, (Method::POST, path), count).await;
        let Some(first) = refused.first() else {
            panic!("{path}: none of {count} was refused");
        };
        assert_eq!(first.code(), "rate_limited", "{path}");
        assert_eq!(first.headers["retry-after"], "5", "{path}");
        assert_eq!(first.headers["content-type"], "application/problem+json");
    }
    let handshake = "/socket.io/?EIO=4&transport=polling";
    let refused = nginx_refusals(&attacker, (Method::GET, handshake), 600).await;
    assert!(!refused.is_empty(), "handshakes");

    log_in(&anna, "a@b.test", PASSWORD).await.expect(200);
    let guest = anna.post("/api/chat/guests", &Value::Null).await;
    guest.expect(201);
}

#[tokio::test]
async fn twenty_users_behind_one_address_are_not_limited() {
    const USERS: usize = 20;
    let fixture = NginxFixture::with("10/100").await;
    let emails: Vec<_> = (0..USERS).map(|n| format!("{n}@school.test")).collect();
    join_all(emails.iter().map(|email| fixture.add_user(email))).await;
    let shared = fixture.at(1);

    let users = emails.iter().map(async |email| {
        let session = log_in(&shared, email, PASSWORD).await.expect(200);
        let user = shared
            .clone()
            .with_token(session["token"].as_str().expect("a token"));
        for _ in 0..10 {
            user.get("/api/chats").await.expect(200);
        }
        shared
            .post("/api/chat/guests", &Value::Null)
            .await
            .expect(201);
        let handshake = shared.get("/socket.io/?EIO=4&transport=polling").await;
        assert_eq!(handshake.status, 200);
    });
    join_all(users).await;
}

#[tokio::test]
async fn nginx_ignores_forged_forwarded_addresses() {
    let fixture = NginxFixture::with("1/2").await;
    let guess = async |last: u8, forged: &str, email: &str| {
        let client = fixture.at(last);
        let login = json!({ "email": email, "password": "wrong horse" });
        let request = client.request(Method::POST, "/api/auth/login").json(&login);
        let request = request.header("X-Forwarded-For", forged);
        client.send(request).await.status
    };
    assert_eq!(guess(2, "203.0.113.1", "a@b.test").await, 401);
    assert_eq!(guess(2, "203.0.113.2", "a@b.test").await, 429);
    assert_eq!(guess(2, "203.0.113.3", "c@d.test").await, 401);
    assert_eq!(guess(2, "203.0.113.4", "e@f.test").await, 429);
    assert_eq!(guess(3, "203.0.113.1", "a@b.test").await, 401, "elsewhere");
}
