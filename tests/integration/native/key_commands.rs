//! Keys as operators add, list and revoke them.

use reqwest::Method;
use serde_json::json;
use vestnik::domain::KeyScope;

use super::api_keys::{acting, add_key, revoke};
use super::{NativeFixture, SETTINGS, next_of};
use crate::cli::{run, text};
use crate::support::{EventStream, Replica, TestDatabase, assert_refused, eventually};

#[tokio::test]
async fn a_revoked_key_is_dead_on_every_replica() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (secret, bot) = add_key(&fixture.database, "leaked", "campus", &KeyScope::ALL).await;
    let key = fixture.replica.anonymous_client().with_token(&secret);
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let key_there = other.anonymous_client().with_token(&secret);
    let open = |acts_for: i64| {
        let request = key_there.request(Method::GET, "/v1/campus/events");
        let request = request.header("Act-As", acts_for);
        EventStream::open(request)
    };
    let mut own = key_there.open_stream_at("/v1/campus/events").await;
    let mut anns = open(group.one_id).await;
    group.send(&group.one, "before").await;
    next_of(&mut anns, "message").await;
    // A person's stream shows that the person is online, a program's does not.
    let _bobs = group.other.open_stream_at("/v1/campus/events").await;
    let bob = format!(
        "SELECT count(*) FROM presence WHERE user_id = {}",
        group.other_id
    );
    fixture.database.until_number(&bob, 1).await;
    fixture
        .database
        .until_number("SELECT count(*) FROM presence", 1)
        .await;
    revoke(&fixture.database, "leaked").await;
    for client in [&key, &key_there] {
        assert_refused(&client.get("/v1/campus/me").await, 401, "invalid_key");
        let path = group.chat("/messages");
        let refused = acting(
            client,
            group.one_id,
            Method::POST,
            &path,
            &json!({ "text": "!" }),
        )
        .await;
        assert_refused(&refused, 401, "invalid_key");
    }
    own.ended().await;
    anns.ended().await;
    eventually("the key's user to leave the realm", async || {
        let found = group.one.get(&format!("/v1/campus/users/{bot}")).await;
        (found.status == 404).then_some(())
    })
    .await;
}

#[tokio::test]
async fn key_commands_add_list_and_revoke() {
    let database = TestDatabase::new().await;
    let url = database.url.clone();
    let settings = [("DATABASE_URL", url.as_str())];
    let add = [
        "key",
        "add",
        "--name",
        "crm",
        "--realm",
        "campus",
        "--scope",
        "read,users,read",
    ];
    let added = run(&add, &settings, "").await;
    let key = text(&added.stdout);
    assert!(
        key.trim().starts_with("vk_") && key.trim().len() == 67,
        "{key}"
    );
    assert!(text(&added.stderr).contains("not shown again"));
    let again = run(&add, &settings, "").await;
    assert!(!again.status.success() && text(&again.stderr).contains("crm"));
    for wrong in [["--realm", "zoo"], ["--scope", "all"], ["--name", "C R M"]] {
        let arguments = [&add[..], &wrong[..]].concat();
        assert!(
            !run(&arguments, &settings, "").await.status.success(),
            "{wrong:?}"
        );
    }
    let listed = text(&run(&["key", "list"], &settings, "").await.stdout);
    assert!(
        listed.contains("crm  campus  users,read") && listed.contains("valid"),
        "{listed}"
    );
    assert!(!listed.contains("vk_"));
    for expected in ["is revoked", "was revoked before"] {
        let revoked = run(&["key", "revoke", "crm"], &settings, "").await;
        assert!(text(&revoked.stdout).contains(expected));
    }
    assert!(
        !run(&["key", "revoke", "none"], &settings, "")
            .await
            .status
            .success()
    );
    let secret = key.trim();
    let stored = format!("SELECT count(*) FROM api_keys AS k WHERE k::text LIKE '%{secret}%'");
    assert_eq!(database.number(&stored).await, 0);
    let writes = "SELECT count(*) FROM information_schema.table_privileges
                  WHERE table_name = 'api_keys' AND grantee = 'vestnik_server'
                    AND privilege_type <> 'SELECT'";
    assert_eq!(database.number(writes).await, 0);
}
