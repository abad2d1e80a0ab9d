//! Log-ins are logged without secrets, and their answers are never cached.

use serde_json::{Value, json};

use crate::cli::{run, text};
use crate::support::{Answer, Endpoint, Replica, ReplicaProcess, TestDatabase, eventually};

const EMAIL: &str = "anna.of.the.log@school.test";
const PASSWORD: &str = "correct horse";

async fn add_anna(database: &TestDatabase, replica: &Endpoint) -> Value {
    let admin = replica.client(&database.person("admin").await);
    let new = json!({ "email": EMAIL, "name": "Anna", "role": "student", "password": PASSWORD });
    let user = admin.post("/api/admin/users", &new).await.expect(201);
    user["id"].clone()
}

async fn log_in(replica: &Endpoint, email: &str, password: &str) -> Answer {
    let login = json!({ "email": email, "password": password });
    replica
        .anonymous_client()
        .post("/api/auth/login", &login)
        .await
}

#[tokio::test]
async fn log_ins_are_logged_without_email_and_password() {
    let database = TestDatabase::new().await;
    let settings = [
        ("LOG_FORMAT", "json"),
        ("RUST_LOG", "info"),
        ("TRUSTED_PROXIES", ""),
    ];
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let anna = add_anna(&database, &replica).await;
    database.person("student").await;
    let no_password = "UPDATE users SET email = 'no.password@school.test' WHERE role = 'student'
                       AND name <> 'Anna'";
    database.execute(no_password).await;

    log_in(&replica, EMAIL, PASSWORD).await.expect(200);
    for (email, password) in [
        (EMAIL, "wrong-horse-1"),
        ("unknown@school.test", "wrong-horse-2"),
        ("no.password@school.test", "wrong-horse-3"),
    ] {
        log_in(&replica, email, password).await.expect(401);
    }

    let lines = eventually("four log-ins in the log", async || {
        let log = replica.log();
        let lines = log
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let is_login = |line: &Value| {
            let message = line["message"].as_str();
            message.is_some_and(|message| message.starts_with("log-in "))
        };
        let lines: Vec<Value> = lines.filter(is_login).collect();
        (lines.len() == 4).then_some(lines)
    })
    .await;
    let expected = [
        ("log-in succeeded", Value::Null),
        ("log-in failed", json!("wrong_password")),
        ("log-in failed", json!("unknown_account")),
        ("log-in failed", json!("no_password_set")),
    ];
    for (line, (message, reason)) in lines.iter().zip(expected) {
        assert_eq!(
            (&line["message"], &line["reason"]),
            (&json!(message), &reason)
        );
        assert_eq!(line["client.address"], "127.0.0.1", "{line}");
    }
    assert_eq!(lines[0]["user.id"], anna);
    assert_eq!(lines[1]["user.id"], anna);
    assert_eq!(lines[2]["user.id"], Value::Null);
    let log = replica.flushed_log().await;
    for secret in [PASSWORD, EMAIL, "wrong-horse", "unknown@", "no.password@"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[tokio::test]
async fn answers_with_tokens_are_never_cached() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    add_anna(&database, &replica).await;
    let seller = database.person("member").await;
    let client = replica.anonymous_client();
    let session = log_in(&replica, EMAIL, PASSWORD).await;
    let cookies = session.headers.get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .collect();
    let with_cookies = |path: &str| {
        let request = client.request(reqwest::Method::POST, path);
        request.header("cookie", cookies.join("; "))
    };
    let chat = json!({
        "iphone_id": 4711, "buyer_id": uuid::Uuid::new_v4(),
        "buyer_is_registered": false, "seller_id": seller.id,
    });

    for (what, answer, status) in [
        (
            "a wrong log-in",
            log_in(&replica, EMAIL, "wrong horse").await,
            401,
        ),
        (
            "a refresh",
            client.send(with_cookies("/api/auth/refresh")).await,
            200,
        ),
        (
            "a log-out",
            client.send(with_cookies("/api/auth/logout")).await,
            204,
        ),
        (
            "a guest",
            client.post("/api/chat/guests", &Value::Null).await,
            201,
        ),
        (
            "a guest's chat",
            client.post("/api/chat/chats", &chat).await,
            201,
        ),
        ("a log-in", session, 200),
    ] {
        let cache = answer.headers.get("cache-control").cloned();
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        assert_eq!(cache.map(|cache| cache == "no-store"), Some(true), "{what}");
    }
}

#[tokio::test]
async fn user_add_refuses_passwords_under_eight_characters() {
    let database = TestDatabase::new().await;
    let settings = [("DATABASE_URL", database.url.as_str())];
    let arguments = [
        "user", "add", "--email", EMAIL, "--name", "A", "--role", "student",
    ];
    for password in ["x", "1234567", "семьбук"] {
        let output = run(&arguments, &settings, &format!("{password}\n")).await;
        assert!(!output.status.success(), "{password}");
        let stderr = text(&output.stderr);
        assert!(stderr.contains("at least 8 characters"), "{stderr}");
    }
    assert_eq!(database.number("SELECT count(*) FROM users").await, 0);
}
