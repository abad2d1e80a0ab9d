//! Push subscriptions: whose they are, when they end, and what is refused.

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
    for (client, left) in [(fixture.bob(), 1), (fixture.ann(), 0)] {
        let removed = client.delete("/v1/campus/push/subscriptions/one").await;
        assert_eq!(removed.status, 204);
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
async fn devices_of_a_user_are_listed_and_replaced() {
    let fixture = Fixture::new().await;
    let bob = fixture.bob();
    let list = "/v1/campus/push/subscriptions";
    assert_eq!(
        bob.get(list).await.expect(200),
        json!({ "subscriptions": [] })
    );
    let one = fixture.browser("campus", "one").await;
    let two = fixture.browser("campus", "two").await;
    fixture.browser("direct", "one").await;
    let ids = async || {
        let listed = bob.get(list).await.expect(200);
        let listed = listed["subscriptions"].as_array().unwrap().clone();
        for subscription in &listed {
            assert_eq!(subscription["type"], "web_push");
            assert_eq!(subscription["host"], "127.0.0.1");
            assert!(subscription["created_at"].is_string());
            assert_eq!(
                subscription.as_object().unwrap().len(),
                4,
                "no endpoint, no keys"
            );
        }
        let ids = listed.iter().map(|one| one["device_id"].clone());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids().await, ["one", "two"]);
    // A device has one subscription, and so has an endpoint.
    put(&bob, "campus", "one", &two.subscription())
        .await
        .expect(204);
    assert_eq!(ids().await, ["one"]);
    put(&bob, "campus", "one", &one.subscription())
        .await
        .expect(204);
    assert_eq!(ids().await, ["one"]);
    assert_eq!(fixture.subscriptions().await, 2, "one of each realm");
    let of_ann = fixture.ann().get(list).await.expect(200);
    assert_eq!(of_ann["subscriptions"], json!([]));
}

#[tokio::test]
async fn ids_of_devices_have_a_form() {
    let fixture = Fixture::new().await;
    let subscription = fixture.browser("campus", "one").await.subscription();
    let (bob, longest) = (fixture.bob(), "a".repeat(64));
    put(&bob, "campus", &longest, &subscription)
        .await
        .expect(204);
    for id in ["a.b", "a%20b", "%D1%91", &format!("{longest}a")] {
        let refused = put(&bob, "campus", id, &subscription).await;
        assert_refused(&refused, 400, "invalid_path");
        let path = format!("/v1/campus/push/subscriptions/{id}");
        assert_refused(&bob.delete(&path).await, 400, "invalid_path");
    }
    let mut of_another_type = subscription;
    of_another_type["type"] = json!("apns");
    let refused = put(&bob, "campus", "one", &of_another_type).await;
    assert_refused(&refused, 400, "invalid_body");
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
        let answer = put(&client, "campus", "one", &subscription).await;
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
        let answer = put(&client, "campus", "one", &subscription).await;
        assert_refused(&answer, 400, "invalid_subscription");
    }
    let answer = put(&client, "campus", "one", &json!({})).await;
    assert_refused(&answer, 400, "invalid_body");
}
