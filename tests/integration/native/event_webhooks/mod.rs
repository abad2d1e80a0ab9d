//! `EVENT_WEBHOOKS`: the events of realms, posted to endpoints.

mod endpoint;
mod failures;

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::{KeyScope, ShownAs};

use self::endpoint::{Endpoint, Post};
use super::api_keys::add_key;
use super::{NativeFixture, Two, patch, put, put_json, upload_with_preview};
use crate::audit::imports::{export_of, file_of, import};
use crate::support::{EventStream, Frame};

impl NativeFixture {
    /// A server that posts to an endpoint.
    async fn posting_to(endpoint: &Endpoint, fields: Value) -> Self {
        let fixture = Self::with(&[("EVENT_WEBHOOKS", &endpoint.setting(fields))]).await;
        endpoint.until_consumed(&fixture.database).await;
        fixture
    }
}

/// The next `count` events of the stream that are in the log.
async fn next_events(stream: &mut EventStream, count: usize) -> Vec<Frame> {
    let mut events = Vec::new();
    while events.len() < count {
        let frame = stream.next().await;
        if !frame.is_signal() {
            events.push(frame);
        }
    }
    events
}

/// The events that the stream shows of each [`change`].
const SHOWN: [usize; 16] = [1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1];

/// Changes a group in one of the ways that the stream shows.
async fn change(group: &Two, at: usize) {
    let (one, other) = (&group.one, &group.other);
    let page = one.get(&group.chat("/messages")).await.expect(200);
    let newest = page["messages"].as_array().unwrap().last().unwrap();
    let message = group.path(&format!("/messages/{}", newest["id"]));
    let pin = group.chat(&format!("/pins/{}", newest["id"]));
    let reaction = format!("{message}/reactions/%F0%9F%91%8D");
    let delete = async |path: &str| one.send(one.request(Method::DELETE, path)).await;
    let answer = match at {
        0 => {
            let reply = json!({ "text": "2", "reply_to_id": newest["id"] });
            other.post(&group.chat("/messages"), &reply).await
        }
        1 => patch(other, &message, &json!({ "text": "two" })).await,
        2 => put(one, &reaction).await,
        3 => delete(&reaction).await,
        4 => put(one, &pin).await,
        5 => delete(&message).await,
        6 => patch(one, &group.chat(""), &json!({ "title": "H" })).await,
        7 => {
            let file = upload_with_preview(other, group.realm).await;
            let files = json!({ "attachment_ids": [file["id"]] });
            other.post(&group.chat("/messages"), &files).await
        }
        8 => one.post(&group.chat("/read"), &json!({})).await,
        9 => {
            let poll = json!({ "question": "?", "options": ["a", "b"] });
            other
                .post(&group.chat("/messages"), &json!({ "poll": poll }))
                .await
        }
        10 => {
            put_json(
                one,
                &format!("{message}/vote"),
                &json!({ "option_ids": [1] }),
            )
            .await
        }
        11 => one.post(&format!("{message}/close"), &json!({})).await,
        12 => group.set_role(one, group.other_id, "admin").await,
        13 => delete(&group.member(group.other_id)).await,
        14 => patch(one, &group.path("/me"), &json!({ "name": "Renamed" })).await,
        _ => delete(&group.chat("")).await,
    };
    let request = &answer.request;
    assert!(answer.status < 300, "{at}: {request}: {}", answer.body);
}

/// The next posts, which are what the stream shows.
async fn next_posts(
    endpoint: &Endpoint,
    stream: &mut EventStream,
    known: usize,
    count: usize,
) -> Vec<Post> {
    let shown = next_events(stream, count).await;
    let posts = endpoint.until_posts(known + count).await;
    let new = posts[known..].to_vec();
    assert_eq!(new.len(), count, "{new:?}");
    for (post, frame) in new.iter().zip(&shown) {
        assert_eq!(post.kind(), frame.event);
        assert_eq!(post.body["data"], frame.data, "{}", frame.event);
        assert_eq!(post.body["realm"], "campus");
        let event_id = frame.id.split('.').next();
        assert_eq!(post.body["event_id"].as_str(), event_id);
    }
    new
}

fn of_type<'a>(posts: &'a [Post], kind: &str) -> Vec<&'a Post> {
    posts.iter().filter(|post| post.kind() == kind).collect()
}

#[tokio::test]
async fn posts_are_what_the_stream_of_the_realm_shows() {
    let endpoint = Endpoint::start("all").await;
    let fixture = NativeFixture::posting_to(&endpoint, json!({ "realms": ["campus"] })).await;
    let (key, _) = add_key(&fixture.database, "bot", "campus", &[KeyScope::Read]).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let mut stream = key.open_stream_at("/v1/campus/events?all=true").await;
    let group = fixture.group("campus").await;
    // What a query adds to an event is what is there at that moment, hence one change at a time.
    let mut posts = next_posts(&endpoint, &mut stream, 0, 2).await;
    group.send(&group.one, "1").await;
    posts.extend(next_posts(&endpoint, &mut stream, 2, 1).await);
    for (at, count) in SHOWN.into_iter().enumerate() {
        change(&group, at).await;
        let new = next_posts(&endpoint, &mut stream, posts.len(), count).await;
        posts.extend(new);
    }
    let message = of_type(&posts, "message")[1];
    assert_eq!(
        message.body["timestamp"],
        message.body["data"]["message"]["created_at"]
    );
    for kind in ShownAs::ALL {
        let is_for_one = matches!(kind, ShownAs::Scheduled | ShownAs::ScheduledFailed);
        let is_posted = !of_type(&posts, kind.as_str()).is_empty();
        assert_ne!(is_posted, is_for_one, "{kind:?}");
    }
    let mut ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), posts.len());
}

#[tokio::test]
async fn endpoints_get_their_realms_and_types_only() {
    let (messages, reads) = (
        Endpoint::start("messages").await,
        Endpoint::start("reads").await,
    );
    let setting = json!([
        messages.with(json!({ "realms": ["campus"], "events": ["message"] })),
        reads.with(json!({ "realms": ["direct", "messenger"], "events": ["read", "chat"] })),
    ]);
    let settings = [("EVENT_WEBHOOKS", &*setting.to_string())];
    let fixture = NativeFixture::with(&settings).await;
    messages.until_consumed(&fixture.database).await;
    reads.until_consumed(&fixture.database).await;
    for realm in ["campus", "direct"] {
        let two = fixture.two(realm).await;
        two.send(&two.one, realm).await;
        two.other
            .post(&two.chat("/read"), &json!({}))
            .await
            .expect(204);
    }
    let campus = fixture.two("campus").await;
    campus.send(&campus.one, "end").await;

    messages.until_text("end").await;
    assert_eq!(messages.texts(), ["campus", "end"]);
    assert_eq!(messages.posts().len(), 2);
    // The chat and the reader's mark: that of the author comes with the message.
    let posts = reads.until_posts(2).await;
    let kinds: Vec<&str> = posts.iter().map(Post::kind).collect();
    assert_eq!(kinds, ["chat", "read"]);
    assert!(posts.iter().all(|post| post.body["realm"] == "direct"));
}

#[tokio::test]
async fn changes_of_people_are_posted_once_and_of_the_realms_alone() {
    let endpoint = Endpoint::start("people").await;
    let fields = json!({ "realms": ["messenger", "direct"], "events": ["user"] });
    let fixture = NativeFixture::posting_to(&endpoint, fields).await;
    let rename = async |id: i64, name: &str| {
        let sql = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        fixture.database.execute(&sql).await;
    };
    rename(fixture.ann.id, "Anna").await;
    let eve = fixture.eve.id;
    let elsewhere = format!("UPDATE users SET realms = '{{campus}}' WHERE id = {eve}");
    fixture.database.execute(&elsewhere).await;
    rename(eve, "Eva").await;
    rename(fixture.ann.id, "Ann").await;

    let posts = endpoint.until_posts(2).await;
    let told = posts.iter().map(|post| {
        let (realm, user) = (&post.body["realm"], &post.body["data"]["user"]);
        (post.kind(), realm.as_str(), user["id"].as_i64())
    });
    // In the first of the endpoint's realms that is one of the user's.
    let expected = ("user", Some("messenger"), Some(fixture.ann.id));
    assert_eq!(told.collect::<Vec<_>>(), [expected, expected]);
    assert_eq!(posts[1].body["data"]["user"]["name"], "Ann");
}

#[tokio::test]
async fn imported_messages_are_not_posted() {
    let source = NativeFixture::new().await;
    let before = source.two("campus").await;
    before.send(&before.one, "imported").await;
    let export = export_of(&source.database, Some("campus")).await;
    let endpoint = Endpoint::start("new").await;
    let fields = json!({ "realms": ["campus"], "events": ["message"] });
    let fixture = NativeFixture::posting_to(&endpoint, fields).await;
    let other = "UPDATE audit.origin SET id = gen_random_uuid()";
    fixture.database.execute(other).await;
    assert!(import(&fixture.database, &file_of(&export)).await > 0);
    let two = fixture.two("campus").await;
    two.send(&two.one, "end").await;

    endpoint.until_text("end").await;
    assert_eq!(endpoint.texts(), ["end"]);
}
