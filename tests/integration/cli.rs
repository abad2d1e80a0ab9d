//! The command line: what is wrong is said, by name; what is asked for is done.

use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt as _;

use crate::support::database::token_for;
use crate::support::wait::within;
use crate::support::{Client, ReplicaProcess, TestDatabase};

/// Runs the program to its end.
pub(crate) async fn run(arguments: &[&str], settings: &[(&str, &str)], stdin: &str) -> Output {
    let mut command = ReplicaProcess::command();
    let mut child = command
        .args(arguments)
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program can be run");
    let mut input = child.stdin.take().expect("a pipe");
    // It may have ended without reading.
    let _ = input.write_all(stdin.as_bytes()).await;
    drop(input);
    within("the program to end", child.wait_with_output())
        .await
        .expect("an output")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_key_that_is_none_is_named_before_anything_is_opened() {
    let nowhere = ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
    let no_secret = ("JWT_SECRET", "");
    for (name, value) in [
        ("JWT_PUBLIC_KEY_FILE", "Cargo.toml"),
        ("JWKS_URL", "ftp://x/y"),
    ] {
        let output = run(&["serve"], &[nowhere, no_secret, (name, value)], "").await;
        let stderr = text(&output.stderr);
        assert!(!output.status.success(), "{name}={value}");
        assert!(stderr.contains(name), "{name}={value}: {stderr}");
    }
}

#[tokio::test]
async fn a_setting_that_cannot_be_used_is_named() {
    // Nobody answers there; what is wrong is found before anybody is asked.
    let nowhere = ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x");
    for (name, value) in [
        ("DATABASE_URL", "mysql://x"),
        ("OWNER_DATABASE_URL", "mysql://x"),
        ("LOG_FORMAT", "xml"),
        ("LISTEN_ADDR", "here"),
        ("LISTEN_ADDR", "127.0.0.1:99999"),
        ("METRICS_ADDR", "there"),
        ("REALMS", "zoo"),
        ("REALMS", ","),
        ("JWT_SECRET", ""),
        ("JWT_SECRET", "-----BEGIN PUBLIC KEY-----"),
        ("JWT_PUBLIC_KEY_FILE", "/nonexistent"),
        ("JWT_SECRET", "31 bytes are one byte too few.."),
        ("JWKS_URL", "https://issuer.example/keys"),
        ("PROVISION_ROLES", "teacher,headmaster"),
        ("PROVISION_ROLES", "guest"),
        ("JWT_LEEWAY_SECONDS", "-1"),
        ("AUTH_PROVISION", "perhaps"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "https://a.example/path"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "127.0.0.1, proxy"),
        ("LOGIN_LIMIT", "10"),
        ("LOGIN_LIMIT", "0/100"),
        ("LOGIN_LIMIT", "on"),
        ("HEARTBEAT_SECONDS", "0"),
        ("STORAGE_URL", "gs://bucket"),
        ("STORAGE_URL", "s3://"),
        ("WEB_ROOT", "/nonexistent"),
        ("APPEND_BATCH_MAX", "many"),
        ("SEND_LIMIT", "20"),
        ("SEND_LIMIT", "0/100"),
        ("SEND_LIMIT", "20/100/3"),
        ("CHAT_LIMIT", "none"),
        ("CHAT_LIMIT", "60/-1"),
        ("MARKET_MESSAGES_PER_MINUTE", "0"),
        ("MARKET_MESSAGES_PER_5_SECONDS", "5.5"),
        ("MARKET_CHATS_PER_MINUTE", "-1"),
        ("MARKET_SAME_TEXT_CHATS", "few"),
        ("RUST_LOG", "vestnik=loud,,="),
    ] {
        let settings = [nowhere, (name, value)];
        let output = run(&["serve"], &settings, "").await;
        let stderr = text(&output.stderr);
        assert!(!output.status.success(), "{name}={value}");
        assert!(stderr.contains(name), "{name}={value}: {stderr}");
    }
}

#[tokio::test]
async fn keys_of_an_identity_provider_need_issuer_and_audience() {
    let nowhere = ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x");
    let key = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/support/keys/rsa.pub.pem"
    );
    for key in [
        ("JWT_PUBLIC_KEY_FILE", key),
        ("JWKS_URL", "https://issuer.example/keys"),
    ] {
        let mut settings = vec![nowhere, ("JWT_SECRET", ""), key];
        for missing in ["JWT_ISSUER", "JWT_AUDIENCE"] {
            let output = run(&["serve"], &settings, "").await;
            let stderr = text(&output.stderr);
            assert!(!output.status.success());
            assert!(stderr.contains(&format!("{missing}: not set")), "{stderr}");
            settings.push((missing, "vestnik"));
        }
    }
}

#[tokio::test]
async fn the_help_names_every_setting() {
    let help = text(&run(&["serve", "--help"], &[], "").await.stdout);
    for name in [
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "DATA_DIR",
        "LOG_FORMAT",
        "LISTEN_ADDR",
        "METRICS_ADDR",
        "REALMS",
        "JWT_PUBLIC_KEY_FILE",
        "JWKS_URL",
        "JWT_ISSUER",
        "JWT_AUDIENCE",
        "PROVISION_ROLES",
        "JWT_LEEWAY_SECONDS",
        "AUTH_PROVISION",
        "ALLOWED_ORIGINS",
        "TRUSTED_PROXIES",
        "LOGIN_LIMIT",
        "HEARTBEAT_SECONDS",
        "STORAGE_URL",
        "WEB_ROOT",
        "APPEND_BATCH_MAX",
        "SEND_LIMIT",
        "CHAT_LIMIT",
        "MARKET_MESSAGES_PER_MINUTE",
        "MARKET_MESSAGES_PER_5_SECONDS",
        "MARKET_CHATS_PER_MINUTE",
        "MARKET_SAME_TEXT_CHATS",
    ] {
        assert!(help.contains(name), "{name}: {help}");
    }
    let help = text(&run(&["--help"], &[], "").await.stdout);
    assert!(
        help.contains("JWT_SECRET") && help.contains("RUST_LOG"),
        "{help}"
    );
}

#[tokio::test]
async fn an_added_user_can_sign_in_with_the_password_given_or_made_up() {
    let database = TestDatabase::without_schema().await;
    let settings = [("DATABASE_URL", database.url.as_str())];
    let add = async |email: &str, stdin: &str| {
        let arguments = [
            "user", "add", "--email", email, "--name", "A", "--role", "student",
        ];
        let output = run(&arguments, &settings, stdin).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };

    let given = add("a@b.test", "given password\n").await;
    let made_up = add("c@d.test", "").await;

    assert!(!given.contains("password"), "{given}");
    let (_, made_up) = made_up.split_once("password: ").expect("it is printed");
    let replica = ReplicaProcess::spawn(&database).await;
    for (email, password) in [("a@b.test", "given password"), ("c@d.test", made_up.trim())] {
        let login = serde_json::json!({ "email": email, "password": password });
        replica
            .anonymous_client()
            .post("/api/auth/login", &login)
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn a_printed_token_is_believed() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let sql = format!(
        "UPDATE users SET email = 'a@b.test' WHERE id = {}",
        person.id
    );
    database.execute(&sql).await;
    let replica = ReplicaProcess::spawn(&database).await;
    let settings = [("DATABASE_URL", database.url.as_str())];
    let id = person.id.to_string();
    for whom in [["--user", id.as_str()], ["--email", "a@b.test"]] {
        let output = run(&["token", whom[0], whom[1]], &settings, "").await;
        let token = text(&output.stdout);
        let client = Client::new(&replica.url).with_token(token.trim());
        assert_eq!(client.get("/api/me").await.expect(200)["id"], person.id);
    }
    for whom in [["--user", "987654321"], ["--email", "nobody@b.test"]] {
        let output = run(&["token", whom[0], whom[1]], &settings, "").await;
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(text(&output.stderr).contains("no such user"));
    }
}

#[tokio::test]
async fn an_empty_database_is_migrated_by_command_and_by_serving() {
    let database = TestDatabase::without_schema().await;
    let settings = [("DATABASE_URL", database.url.as_str())];
    for _ in 0..2 {
        let output = run(&["migrate"], &settings, "").await;
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert_eq!(database.number("SELECT count(*) FROM users").await, 0);

    let database = TestDatabase::without_schema().await;
    let replica = ReplicaProcess::spawn(&database).await;
    replica.anonymous_client().get("/ready").await.expect(200);
    let client = replica.anonymous_client().with_token(&token_for(1));
    assert_eq!(client.get("/api/me").await.code(), "unknown_user");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_reported_without_its_password() {
    let url = "postgresql://somebody:a-password-to-look-for@127.0.0.1:1/x?connect_timeout=1";
    let settings = [("DATABASE_URL", url), ("RUST_LOG", "debug")];
    let output = run(&["migrate"], &settings, "").await;
    let said = text(&output.stderr) + &text(&output.stdout);
    assert!(!output.status.success());
    assert!(said.contains("vestnik: "), "{said}");
    assert!(!said.contains("a-password-to-look-for"), "{said}");
}
