//! The browsers of absent users get a push for each message, at most once.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::Method;
use serde_json::{Value, json};

use super::push_service::{Browser, Push, PushService};
use crate::support::{Answer, Client, Person, Replica, ReplicaProcess, TestDatabase};

const SETTINGS: [(&str, &str); 2] = [("REALMS", "all"), ("PUSH_INSECURE", "true")];

/// Ann writes to Bob, who has a browser.
pub(super) struct Fixture {
    pub(super) database: TestDatabase,
    replica: Replica,
    service: PushService,
    pub(super) ann: Person,
    bob: Person,
}

pub(super) async fn subscribe(client: &Client, realm: &str, browser: &Browser) -> Answer {
    put(client, realm, &browser.name, &browser.subscription()).await
}

pub(super) async fn put(
    client: &Client,
    realm: &str,
    device_id: &str,
    subscription: &Value,
) -> Answer {
    let path = format!("/v1/{realm}/push/subscriptions/{device_id}");
    let request = client.request(Method::PUT, &path).json(subscription);
    client.send(request).await
}

impl Fixture {
    pub(super) async fn new() -> Self {
        let database = TestDatabase::new().await;
        Self {
            replica: Replica::spawn_with(&database, &SETTINGS).await,
            service: PushService::start().await,
            ann: database.person("member").await,
            bob: database.person("member").await,
            database,
        }
    }

    pub(super) fn ann(&self) -> Client {
        self.replica.client(&self.ann)
    }

    pub(super) fn bob(&self) -> Client {
        self.replica.client(&self.bob)
    }

    /// A browser of Bob's that has subscribed.
    pub(super) async fn browser(&self, realm: &str, name: &str) -> Browser {
        let browser = self.service.browser(name);
        subscribe(&self.bob(), realm, &browser).await.expect(204);
        browser
    }

    async fn chat(&self, realm: &str, new: &Value) -> i64 {
        let path = format!("/v1/{realm}/chats");
        let chat = self.ann().post(&path, new).await.expect(201);
        chat["id"].as_i64().unwrap()
    }

    async fn pair(&self) -> i64 {
        let new = json!({ "type": "private", "user_ids": [self.bob.id] });
        self.chat("campus", &new).await
    }

    async fn send(&self, realm: &str, chat_id: i64, text: &str) -> i64 {
        let path = format!("/v1/{realm}/chats/{chat_id}/messages");
        let message = self.ann().post(&path, &json!({ "text": text })).await;
        message.expect(201)["id"].as_i64().unwrap()
    }

    /// Waits until the consumer has read the whole log and nothing waits.
    async fn until_idle(&self) {
        let waiting = "SELECT h.position - c.position
                           + (SELECT count(*) FROM deliveries)
                       FROM consumers AS c, log_head AS h WHERE c.name = 'web_push'";
        self.database.until_number(waiting, 0).await;
    }

    async fn change_me(&self, changes: &Value) -> Answer {
        let request = self.bob().request(Method::PATCH, "/v1/campus/me");
        self.bob().send(request.json(changes)).await
    }

    pub(super) async fn subscriptions(&self) -> i64 {
        let sql = "SELECT count(*) FROM push_subscriptions";
        self.database.number(sql).await
    }
}

/// Checks the signature of a push, and returns its claims.
fn claims(push: &Push, key: &str) -> Value {
    let header = push.headers["authorization"].to_str().unwrap();
    let (token, sent_key) = header
        .strip_prefix("vapid t=")
        .and_then(|rest| rest.split_once(", k="))
        .expect("RFC 8292, section 3");
    assert_eq!(sent_key, key);
    // The coordinates after the tag of an uncompressed point.
    let point = base64_url(key);
    let (x, y) = point[1..].split_at(32);
    let key = DecodingKey::from_ec_components(&base64_text(x), &base64_text(y)).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_aud = false;
    let token = jsonwebtoken::decode::<Value>(token, &key, &validation);
    token.expect("the signature is of the key").claims
}

fn base64_url(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .unwrap()
}

fn base64_text(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn absent_users_are_pushed_messages_in_every_realm() {
    let fixture = Fixture::new().await;
    let new = [
        (
            "campus",
            json!({ "type": "private", "user_ids": [fixture.bob.id] }),
        ),
        (
            "direct",
            json!({ "type": "private", "user_ids": [fixture.bob.id] }),
        ),
        (
            "messenger",
            json!({ "type": "group", "title": "Team", "user_ids": [fixture.bob.id] }),
        ),
        (
            "market",
            json!({ "type": "listing", "listing_id": 7, "user_ids": [fixture.bob.id] }),
        ),
    ];
    let mut sent = Vec::new();
    for (realm, new) in &new {
        let browser = fixture.browser(realm, realm).await;
        let chat_id = fixture.chat(realm, new).await;
        sent.push((
            browser,
            chat_id,
            fixture.send(realm, chat_id, "Hello").await,
        ));
    }
    let pushes = fixture.service.until_pushed(4).await;
    let key = fixture.bob().get("/v1/campus/push/key").await.expect(200);
    let key = key["key"].as_str().unwrap().to_owned();
    assert_eq!(base64_url(&key).len(), 65);
    for (browser, chat_id, message_id) in &sent {
        let push = pushes.iter().find(|push| push.browser == browser.name);
        let push = push.expect("each browser gets the message of its realm");
        let is_group = browser.name == "messenger";
        let ann = &fixture.ann.name;
        assert_eq!(
            browser.decrypt(push),
            json!({
                "realm": browser.name,
                "chat_id": chat_id,
                "message_id": message_id,
                "title": if is_group { "Team" } else { ann },
                "body": if is_group { format!("{ann}: Hello") } else { "Hello".to_owned() },
            })
        );
        assert_eq!(push.headers["content-encoding"], "aes128gcm");
        assert_eq!(push.headers["ttl"], "86400");
        assert_eq!(push.headers["topic"].len(), 32);
        let claims = claims(push, &key);
        assert_eq!(claims["aud"], fixture.service.url);
    }
    fixture.until_idle().await;
    assert_eq!(fixture.service.pushes().len(), 4, "each at most once");
}

#[tokio::test]
async fn present_users_and_readers_are_not_pushed() {
    let fixture = Fixture::new().await;
    fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    let stream = fixture.bob().open_stream().await;
    fixture.send("campus", chat_id, "seen").await;
    fixture.until_idle().await;
    drop(stream);
    let read = format!("/v1/campus/chats/{chat_id}/read");
    fixture.send("campus", chat_id, "read elsewhere").await;
    fixture.bob().post(&read, &json!({})).await.expect(204);
    let deleted = fixture.send("campus", chat_id, "deleted").await;
    let path = format!("/v1/campus/messages/{deleted}");
    fixture.ann().delete(&path).await.expect(204);
    fixture.until_idle().await;
    assert!(fixture.service.pushes().is_empty());
}

#[tokio::test]
async fn silent_messages_are_not_pushed() {
    let fixture = Fixture::new().await;
    let browser = fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    let path = format!("/v1/campus/chats/{chat_id}/messages");
    let silent = json!({ "text": "silent", "silent": true });
    fixture.ann().post(&path, &silent).await.expect(201);
    fixture.until_idle().await;
    assert!(fixture.service.pushes().is_empty());
    fixture.send("campus", chat_id, "loud").await;
    fixture.ann().post(&path, &silent).await.expect(201);
    let pushes = fixture.service.until_pushed(1).await;
    assert_eq!(browser.decrypt(&pushes[0])["body"], "loud");
}

#[tokio::test]
async fn muted_chats_quiet_hours_and_switched_off_pushes_are_respected() {
    let fixture = Fixture::new().await;
    fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    // The zone's hour of now, in which the test cannot change the time.
    let now = "SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Tokyo')::bigint";
    let hour = fixture.database.number(now).await;
    let quiet = json!({
        "from": format!("{hour:02}:00"),
        "to": format!("{:02}:00", (hour + 2) % 24),
        "time_zone": "Asia/Tokyo",
    });
    let path = format!("/v1/campus/chats/{chat_id}/me");
    let mute = async |until: &Value| {
        let request = fixture.bob().request(Method::PATCH, &path);
        let muted = request.json(&json!({ "muted_until": until }));
        fixture.bob().send(muted).await.expect(200);
    };
    for (notifications, muted_until) in [
        (json!({ "quiet_hours": quiet }), Value::Null),
        (json!({ "push": false, "quiet_hours": null }), Value::Null),
        (json!({ "push": true }), json!("2100-01-01T00:00:00Z")),
    ] {
        let changes = json!({ "notifications": notifications });
        fixture.change_me(&changes).await.expect(200);
        mute(&muted_until).await;
        fixture.send("campus", chat_id, "unseen").await;
        fixture.until_idle().await;
        assert!(fixture.service.pushes().is_empty(), "{changes}");
    }
    mute(&Value::Null).await;
    let me = fixture.change_me(&json!({ "language": "ru" })).await;
    let me = me.expect(200);
    assert_eq!(me["language"], "ru");
    let expected = json!({ "push": true, "email": true, "quiet_hours": null });
    assert_eq!(me["notifications"], expected);
    fixture.send("campus", chat_id, "seen").await;
    fixture.service.until_pushed(1).await;
}

#[tokio::test]
async fn ended_subscriptions_are_forgotten() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    let sql = "SELECT count(*) FROM push_subscriptions";
    for (count, status) in [(1, 404), (2, 410)] {
        fixture.browser("campus", "one").await;
        fixture.service.answer_with(status);
        fixture.send("campus", chat_id, "1").await;
        fixture.database.until_number(sql, 0).await;
        assert_eq!(fixture.service.pushes().len(), count);
    }
}

#[tokio::test]
async fn subscriptions_that_are_refused_for_a_day_are_forgotten() {
    let fixture = Fixture::new().await;
    fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    fixture.service.answer_with(403);
    fixture.send("campus", chat_id, "1").await;
    let refused = "SELECT count(*) FROM push_subscriptions
                   WHERE refusals = 1 AND refused_since IS NOT NULL";
    fixture.database.until_number(refused, 1).await;
    let count = "SELECT count(*) FROM push_subscriptions";
    // Neither ten refusals nor a day is enough.
    for (number, (refusals, hours)) in [(9, 23), (8, 25)].into_iter().enumerate() {
        let sql = format!(
            "UPDATE push_subscriptions
             SET refusals = {refusals}, failures = 1,
                 refused_since = now() - interval '{hours} hours';
             DELETE FROM delivery_receivers"
        );
        fixture.database.execute(&sql).await;
        fixture.send("campus", chat_id, "2").await;
        fixture.service.until_pushed(number + 2).await;
        let counted = format!("{count} WHERE refusals = {}", refusals + 1);
        fixture.database.until_number(&counted, 1).await;
    }
    let due = "DELETE FROM delivery_receivers";
    fixture.database.execute(due).await;
    fixture.send("campus", chat_id, "3").await;
    fixture.database.until_number(count, 0).await;
    assert_eq!(fixture.service.pushes().len(), 4);
}

#[tokio::test]
async fn refused_pushes_follow_after_the_pause_with_the_newest_message() {
    let fixture = Fixture::new().await;
    let browser = fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    fixture.service.answer_with(429);
    fixture.send("campus", chat_id, "1").await;
    fixture.service.until_pushed(1).await;
    fixture.service.answer_with(201);
    let newest = fixture.send("campus", chat_id, "2").await;
    let pushes = fixture.service.until_pushed(2).await;
    assert!(
        pushes[1].at - pushes[0].at >= Duration::from_secs(7),
        "Retry-After"
    );
    assert_eq!(browser.decrypt(&pushes[1])["message_id"], newest);
    assert_eq!(pushes[0].headers["topic"], pushes[1].headers["topic"]);
    fixture.until_idle().await;
    assert_eq!(fixture.service.pushes().len(), 2);
}

#[tokio::test]
async fn a_crash_during_a_push_does_not_repeat_it() {
    let database = TestDatabase::new().await;
    let service = PushService::start().await;
    let first = ReplicaProcess::spawn_with(&database, &SETTINGS).await;
    let replica = Replica::spawn_with(&database, &SETTINGS).await;
    let fixture = Fixture {
        ann: database.person("member").await,
        bob: database.person("member").await,
        database,
        replica,
        service,
    };
    fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    let held = fixture.service.hold().await;
    fixture.send("campus", chat_id, "1").await;
    fixture.service.until_pushed(1).await;
    first.kill().await;
    drop(held);
    // The other replica takes over and sends what follows.
    fixture.send("campus", chat_id, "2").await;
    fixture.service.until_pushed(2).await;
    fixture.until_idle().await;
    assert_eq!(fixture.service.pushes().len(), 2);
}

#[tokio::test]
async fn pushes_reach_public_addresses_only() {
    let fixture = Fixture::new().await;
    fixture.browser("campus", "one").await;
    let chat_id = fixture.pair().await;
    let Fixture {
        database,
        service,
        ann,
        replica,
        ..
    } = fixture;
    drop(replica);
    // A name that resolves to the loopback address: no literal, and not refused by its form.
    let port = service.url.rsplit(':').next().unwrap();
    let sql =
        format!("UPDATE push_subscriptions SET endpoint = 'https://localhost:{port}/push/one'");
    database.execute(&sql).await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let path = format!("/v1/campus/chats/{chat_id}/messages");
    replica
        .client(&ann)
        .post(&path, &json!({ "text": "1" }))
        .await
        .expect(201);
    let failed = "SELECT count(*) FROM push_subscriptions WHERE failures > 0";
    database.until_number(failed, 1).await;
    assert!(service.pushes().is_empty());
}
