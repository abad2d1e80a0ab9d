//! Push subscriptions: whose they are, when they end, and what is refused.

use reqwest::Method;
use serde_json::json;

use super::push_service::PushService;
use super::web_push::{Fixture, put, subscribe};
use crate::support::{Replica, TestDatabase, assert_refused};

#[tokio::test]
async fn logging_out_and_other_users_end_a_subscription() {
    let fixture = Fixture::new().await;
    let browser = fixture.browser("campus", "one").await;
    // Ann signs in with the same browser.
    subscribe(&fixture.ann(), "campus", &browser)
        .await
        .expect(204);
    let owner = "SELECT user_id FROM push_subscriptions";
    assert_eq!(fixture.database.number(owner).await, fixture.ann.id);
    // Only the owner removes it.
    let body = json!({ "endpoint": browser.endpoint });
    for (client, left) in [(fixture.bob(), 1), (fixture.ann(), 0)] {
        let request = client.request(Method::DELETE, "/v1/campus/push/subscriptions");
        client.send(request.json(&body)).await.expect(204);
        assert_eq!(fixture.subscriptions().await, left);
    }
    subscribe(&fixture.ann(), "campus", &browser)
        .await
        .expect(204);
    let revoked = "INSERT INTO revoked_sessions (session, user_id, expires_at)
                   SELECT session, user_id, now() + interval '1 day' FROM push_subscriptions";
    fixture.database.execute(revoked).await;
    assert_eq!(fixture.subscriptions().await, 0);
}

#[tokio::test]
async fn a_user_keeps_the_newest_20_subscriptions() {
    let fixture = Fixture::new().await;
    for n in 0..22 {
        fixture.browser("campus", &n.to_string()).await;
    }
    assert_eq!(fixture.subscriptions().await, 20);
    let oldest = "SELECT count(*) FROM push_subscriptions WHERE endpoint LIKE '%/0'";
    assert_eq!(fixture.database.number(oldest).await, 0);
}

#[tokio::test]
async fn malformed_and_private_subscriptions_are_refused() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let service = PushService::start().await;
    let client = replica.client(&database.person("member").await);
    let valid = service.browser("one").subscription();
    for endpoint in [
        "http://push.example.com/1",
        "https://127.0.0.1/1",
        "https://db/1",
        "",
    ] {
        let mut subscription = valid.clone();
        subscription["endpoint"] = json!(endpoint);
        let answer = put(&client, "campus", &subscription).await;
        assert_refused(&answer, 400, "invalid_subscription");
    }
    for (key, value) in [
        ("p256dh", "BAAA"),
        ("p256dh", "!"),
        ("auth", "AAAA"),
        ("auth", ""),
    ] {
        let mut subscription = valid.clone();
        subscription["endpoint"] = json!("https://push.example.com/1");
        subscription["keys"][key] = json!(value);
        let answer = put(&client, "campus", &subscription).await;
        assert_refused(&answer, 400, "invalid_subscription");
    }
    let answer = put(&client, "campus", &json!({})).await;
    assert_refused(&answer, 400, "invalid_body");
}
