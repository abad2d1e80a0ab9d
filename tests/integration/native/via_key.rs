//! Every event that a key causes names it.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::{acting, add_key};
use super::{NativeFixture, PNG, Two, polls, reactions, upload};
use crate::support::Client;

/// What one attempt needs.
struct Scene {
    two: Two,
    key: Client,
    /// Messages of the person for whom the key acts, and of the other one.
    own: i64,
    /// 0 where there are none.
    poll: i64,
    foreign: i64,
    /// A user who is not in the chat.
    third: i64,
    picture: i64,
}

impl Scene {
    async fn new(fixture: &NativeFixture, two: Two) -> Self {
        let name = format!("key-{}-{}", two.realm, two.chat_id);
        let (key, _) = add_key(&fixture.database, &name, two.realm, &KeyScope::ALL).await;
        let picture = upload(&two.one, two.realm, "a.png", PNG).await.expect(201);
        Self {
            key: fixture.replica.anonymous_client().with_token(&key),
            own: two.send(&two.one, "own").await,
            poll: match two.realm {
                "market" => 0,
                _ => polls::asked(&two, &two.one, json!({})).await,
            },
            foreign: two.send(&two.other, "foreign").await,
            third: fixture.eve.id,
            picture: picture["id"].as_i64().unwrap(),
            two,
        }
    }

    async fn act(&self, method: &str, path: &str, body: Value) {
        let method = method.parse::<Method>().unwrap();
        let answer = acting(&self.key, self.two.one_id, method, path, &body).await;
        assert!(
            (200..300).contains(&answer.status),
            "{path}: {}",
            answer.body
        );
    }

    fn message(&self, id: i64, rest: &str) -> String {
        self.two.path(&format!("/messages/{id}{rest}"))
    }

    fn member(&self) -> String {
        self.two.chat(&format!("/members/{}", self.third))
    }

    /// A request for each operation on a group that appends an event, with the kind of the event. Each
    /// finds what the ones before it have left.
    #[expect(
        clippy::too_many_lines,
        reason = "a table with a line for each operation"
    )]
    fn operations(&self) -> Vec<(&'static str, &'static str, String, Value)> {
        let two = &self.two;
        let (nothing, messages) = (json!({}), two.chat("/messages"));
        let reaction = reactions::path(two, self.foreign, "👍");
        let pin = two.chat(&format!("/pins/{}", self.foreign));
        let add = json!({ "user_ids": [self.third] });
        let group = json!({ "type": "group", "title": "new", "user_ids": [self.third] });
        vec![
            ("chat_read", "POST", two.chat("/read"), nothing.clone()),
            (
                "chat_marked_unread",
                "POST",
                two.chat("/unread"),
                json!({ "from_id": self.foreign }),
            ),
            (
                "chat_read_again",
                "POST",
                two.chat("/read"),
                nothing.clone(),
            ),
            (
                "message_sent",
                "POST",
                messages.clone(),
                json!({ "text": "!" }),
            ),
            (
                "message_sent",
                "POST",
                messages,
                json!({ "forward_id": self.foreign }),
            ),
            (
                "message_edited",
                "PATCH",
                self.message(self.own, ""),
                json!({ "text": "?" }),
            ),
            (
                "message_custom_changed",
                "PATCH",
                self.message(self.own, ""),
                json!({ "custom": { "a": 1 } }),
            ),
            ("reaction_added", "PUT", reaction.clone(), nothing.clone()),
            ("reaction_removed", "DELETE", reaction, nothing.clone()),
            (
                "poll_voted",
                "PUT",
                self.message(self.poll, "/vote"),
                json!({ "option_ids": [0] }),
            ),
            (
                "poll_closed",
                "POST",
                self.message(self.poll, "/close"),
                nothing.clone(),
            ),
            ("message_pinned", "PUT", pin.clone(), nothing.clone()),
            ("message_unpinned", "DELETE", pin, nothing.clone()),
            (
                "message_deleted",
                "DELETE",
                self.message(self.own, ""),
                nothing.clone(),
            ),
            (
                "chat_renamed",
                "PATCH",
                two.chat(""),
                json!({ "title": "renamed" }),
            ),
            (
                "chat_custom_changed",
                "PATCH",
                two.chat(""),
                json!({ "custom": { "a": 1 } }),
            ),
            (
                "chat_picture_changed",
                "PATCH",
                two.chat(""),
                json!({ "avatar_id": self.picture }),
            ),
            (
                "chat_settings_changed",
                "PATCH",
                two.chat("/me"),
                json!({ "archived": true }),
            ),
            ("participant_joined", "POST", two.chat("/members"), add),
            (
                "participant_role_changed",
                "PATCH",
                self.member(),
                json!({ "role": "admin" }),
            ),
            ("participant_left", "DELETE", self.member(), nothing.clone()),
            ("chat_created", "POST", two.path("/chats"), group),
            ("user_blocked", "PUT", self.block(), nothing.clone()),
            ("user_unblocked", "DELETE", self.block(), nothing.clone()),
            ("chat_deleted", "DELETE", two.chat(""), nothing),
        ]
    }

    fn block(&self) -> String {
        self.two
            .path(&format!("/users/{}/block", self.two.other_id))
    }
}

/// Asserts that an operation appends an event of this kind, and that all of the events that it appends name
/// the key.
async fn assert_named(
    fixture: &NativeFixture,
    scene: &Scene,
    (kind, method, path, body): (&str, &str, &str, Value),
) {
    let database = &fixture.database;
    let head = database.number("SELECT position FROM log_head").await;
    scene.act(method, path, body).await;
    let later =
        format!("SELECT count(*) FROM events WHERE position > {head} AND actor_id IS NOT NULL");
    let named = format!("{later} AND payload ? 'via_key' AND kind = '{kind}'");
    assert_eq!(database.number(&named).await, 1, "{kind}: {method} {path}");
    let unnamed = format!("{later} AND NOT payload ? 'via_key'");
    assert_eq!(
        database.number(&unnamed).await,
        0,
        "{kind}: {method} {path}"
    );
}

#[tokio::test]
async fn every_event_of_a_key_names_it() {
    let fixture = NativeFixture::new().await;
    let group = Scene::new(&fixture, fixture.group("campus").await).await;
    for (kind, method, path, body) in group.operations() {
        assert_named(&fixture, &group, (kind, method, &path, body)).await;
    }
    let listing = Scene::new(&fixture, fixture.two("market").await).await;
    let report = listing.message(listing.foreign, "/report");
    let reason = json!({ "reason": "rude" });
    assert_named(
        &fixture,
        &listing,
        ("message_reported", "POST", &report, reason),
    )
    .await;
    let hidden = listing.two.chat("");
    assert_named(
        &fixture,
        &listing,
        ("chat_hidden", "DELETE", &hidden, json!({})),
    )
    .await;
    fixture.assert_verified().await;
}
