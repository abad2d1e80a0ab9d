//! Answers tell what limits leave to the caller.

use serde_json::json;

use super::uploads::{begin, header};
use super::{NativeFixture, PNG, upload};
use crate::support::{Answer, Replica, assert_refused};

/// What an answer says of a limit: how much is left, and the seconds until there is more.
fn left(answer: &Answer, name: &str) -> (u32, Option<u32>) {
    let limits = header(answer, "ratelimit");
    let begin = format!("\"{name}\";");
    let item = limits
        .split(", ")
        .find_map(|item| item.strip_prefix(&begin));
    let item = item.unwrap_or_else(|| panic!("{name} in `{limits}`: {}", answer.request));
    let number = |begin: &str| {
        let mut parameters = item.split(';');
        let number = parameters.find_map(|parameter| parameter.strip_prefix(begin));
        number.map(|number| number.parse().expect("a number"))
    };
    (number("r=").expect("what is left"), number("t="))
}

#[tokio::test]
async fn limits_leave_the_same_on_every_replica() {
    let fixture = NativeFixture::new().await;
    let settings = [("REALMS", "all"), ("CHAT_LIMIT", "3/500")];
    let replicas = [
        Replica::spawn_with(&fixture.database, &settings).await,
        Replica::spawn_with(&fixture.database, &settings).await,
    ];
    let new = json!({ "type": "group", "title": "G", "user_ids": [fixture.bob.id] });
    for (number, status, expected) in [(0, 201, 2), (1, 201, 1), (0, 201, 0), (1, 429, 0)] {
        let ann = replicas[number].client(&fixture.ann);
        let answer = ann.post("/v1/campus/chats", &new).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(header(&answer, "ratelimit-policy"), r#""chats";q=3;w=3600"#);
        let (chats, more_in) = left(&answer, "chats");
        assert_eq!(chats, expected);
        let more_in = more_in.expect("a chat comes back");
        assert!((1_000..=1_200).contains(&more_in), "{more_in}");
    }
    let bob = replicas[0].client(&fixture.bob);
    let new = json!({ "type": "group", "title": "G", "user_ids": [fixture.ann.id] });
    let answer = bob.post("/v1/campus/chats", &new).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(left(&answer, "chats").0, 2, "others have their own");
}

#[tokio::test]
async fn each_kind_of_change_has_a_limit_of_its_own() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let settings = [("REALMS", "all"), ("SEND_LIMIT", "1/100")];
    let limited = Replica::spawn_with(&fixture.database, &settings).await;
    let ann = limited.client(&fixture.ann);
    let messages = two.chat("/messages");
    let client_id = uuid::Uuid::new_v4();
    let body = json!({ "text": "!", "client_id": client_id });
    let sent = ann.post(&messages, &body).await;
    assert_eq!(header(&sent, "ratelimit-policy"), r#""send";q=100;w=100"#);
    assert_eq!(left(&sent, "send"), (99, Some(1)));
    // What stores nothing takes nothing.
    let again = ann.post(&messages, &body).await;
    assert_eq!(again.status, 200);
    assert!(left(&again, "send").0 >= 99);
    let empty = ann.post(&messages, &json!({ "text": "" })).await;
    assert_refused(&empty, 400, "invalid_content");
    assert_eq!(header(&empty, "ratelimit"), "", "the limit was not asked");
    let id = sent.body["id"].as_i64().expect("an id");
    let deleted = ann.delete(&two.path(&format!("/messages/{id}"))).await;
    assert_eq!(left(&deleted, "message_deleted").0, 99);
    let list = ann.get("/v1/campus/chats").await;
    assert_eq!(header(&list, "ratelimit"), "", "reading has no such limit");
    let unlimited = two.one.post(&messages, &json!({ "text": "!" })).await;
    assert_eq!(unlimited.status, 201);
    assert_eq!(header(&unlimited, "ratelimit"), "");
    assert_eq!(header(&unlimited, "ratelimit-policy"), "");
}

#[tokio::test]
async fn limits_of_a_realm_tell_what_they_leave() {
    let fixture = NativeFixture::with(&[
        ("MARKET_MESSAGES_PER_MINUTE", "3"),
        ("MARKET_MESSAGES_PER_5_SECONDS", "2"),
    ])
    .await;
    let two = fixture.two("market").await;
    let messages = two.chat("/messages");
    for (status, minute, burst) in [(201, 2, 1), (201, 1, 0), (429, 1, 0)] {
        let answer = two.one.post(&messages, &json!({ "text": "!" })).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(
            header(&answer, "ratelimit-policy"),
            r#""send";q=3;w=60, "send-burst";q=2;w=5"#
        );
        assert_eq!(left(&answer, "send").0, minute);
        assert_eq!(left(&answer, "send-burst").0, burst);
        assert!(left(&answer, "send-burst").1.is_some());
    }
}

#[tokio::test]
async fn uploads_tell_how_many_may_follow() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = upload(&two.one, "campus", "a.png", PNG).await;
    assert_eq!(header(&first, "ratelimit-policy"), r#""uploads";q=100"#);
    assert_eq!(left(&first, "uploads"), (99, None));
    let second = begin(&two.one, "campus", "a", 7).await;
    assert_eq!(left(&second, "uploads"), (98, None));
    let damaged = upload(&two.one, "campus", "b.png", &PNG[..40]).await;
    assert_refused(&damaged, 400, "picture_refused");
    assert_eq!(left(&damaged, "uploads"), (98, None));
    let body = json!({ "attachment_ids": [first.body["id"]] });
    let sent = two.one.post(&two.chat("/messages"), &body).await;
    assert_eq!(sent.status, 201);
    let third = upload(&two.one, "campus", "a.png", PNG).await;
    assert_eq!(left(&third, "uploads"), (98, None));
}

#[tokio::test]
async fn failed_log_ins_tell_how_many_may_follow() {
    let fixture = NativeFixture::with(&[("LOGIN_LIMIT", "2/3")]).await;
    let nobody = fixture.replica.anonymous_client();
    let policy = r#""log-in";q=2;w=900, "log-in-address";q=3;w=900"#;
    for (email, status, account, address) in [
        ("a@school.test", 401, 1, 2),
        ("a@school.test", 401, 0, 1),
        ("a@school.test", 429, 0, 1),
        ("b@school.test", 401, 1, 0),
    ] {
        let body = json!({ "email": email, "password": "a wrong one" });
        let answer = nobody.post("/v1/school/sessions", &body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(header(&answer, "ratelimit-policy"), policy);
        assert_eq!(left(&answer, "log-in").0, account);
        let (log_ins, more_in) = left(&answer, "log-in-address");
        assert_eq!(log_ins, address);
        assert!((1..=900).contains(&more_in.expect("it counts for a while")));
    }
    let body = json!({ "email": "c@school.test", "password": "a wrong one" });
    let answer = nobody.post("/v1/school/sessions", &body).await;
    assert_refused(&answer, 429, "rate_limited");
    // The account is not asked for any more.
    assert_eq!(
        header(&answer, "ratelimit-policy"),
        r#""log-in-address";q=3;w=900"#
    );
}
