//! The command line: commands work, and errors name the setting at fault.

use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt as _;

use crate::support::database::token_for;
use crate::support::wait::within;
use crate::support::{Client, ReplicaProcess, TestDatabase};

/// Runs the program and waits for its exit.
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
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // The program may exit without reading its input.
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
async fn invalid_key_setting_is_named_before_connecting() {
    let nowhere = ("DATABASE_URL", "postgresql://user@127.0.0.1:1/none");
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
async fn invalid_settings_are_named() {
    // No server listens there; settings are checked before any connection.
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
        ("EVENT_WEBHOOKS", "{}"),
        (
            "EVENT_WEBHOOKS",
            r#"[{"name":"a","url":"http://a/","secret_env":"NO_SUCH_VARIABLE"}]"#,
        ),
        ("STORAGE_URL", "gs://bucket"),
        ("STORAGE_URL", "s3://"),
        ("STORAGE_PUBLIC_URL", "https://s3.example"),
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
async fn identity_provider_keys_require_issuer_and_audience() {
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
async fn help_names_every_setting() {
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
async fn added_user_can_log_in_with_given_or_generated_password() {
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
    let generated = add("c@d.test", "").await;

    assert!(!given.contains("password"), "{given}");
    let (_, generated) = generated
        .split_once("password: ")
        .expect("the password is printed");
    let replica = ReplicaProcess::spawn(&database).await;
    for (email, password) in [
        ("a@b.test", "given password"),
        ("c@d.test", generated.trim()),
    ] {
        let login = serde_json::json!({ "email": email, "password": password });
        replica
            .anonymous_client()
            .post("/api/auth/login", &login)
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn commands_refuse_the_addresses_that_routes_refuse() {
    // Arguments are checked before any connection.
    let settings = [
        ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x"),
        ("PUBLIC_URL", "https://chat.school.test"),
    ];
    for email in [
        "",
        "anna",
        "@",
        "anna@",
        "a b@school.test",
        "a@b@school.test",
    ] {
        for command in [["add", "--name", "A"].as_slice(), &["invite"]] {
            let rest = ["--email", email, "--role", "student"];
            let arguments = [&["user"], command, &rest[..]];
            let output = run(&arguments.concat(), &settings, "").await;
            let stderr = text(&output.stderr);
            assert!(!output.status.success(), "{email}");
            assert!(stderr.contains("--email"), "{email}: {stderr}");
        }
    }
}

#[tokio::test]
async fn printed_tokens_authenticate() {
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
    for user in [["--user", id.as_str()], ["--email", "a@b.test"]] {
        let output = run(&["token", user[0], user[1]], &settings, "").await;
        let token = text(&output.stdout);
        let client = Client::new(&replica.url).with_token(token.trim());
        assert_eq!(client.get("/api/me").await.expect(200)["id"], person.id);
    }
    for user in [["--user", "987654321"], ["--email", "unknown@b.test"]] {
        let output = run(&["token", user[0], user[1]], &settings, "").await;
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(text(&output.stderr).contains("no such user"));
    }
}

#[tokio::test]
async fn empty_database_is_migrated_by_migrate_and_by_serve() {
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
async fn unreachable_database_error_hides_the_password() {
    let url = "postgresql://user:a-password-to-look-for@127.0.0.1:1/x?connect_timeout=1";
    let settings = [("DATABASE_URL", url), ("RUST_LOG", "debug")];
    let output = run(&["migrate"], &settings, "").await;
    let output_text = text(&output.stderr) + &text(&output.stdout);
    assert!(!output.status.success());
    assert!(output_text.contains("vestnik: "), "{output_text}");
    assert!(
        !output_text.contains("a-password-to-look-for"),
        "{output_text}"
    );
}
