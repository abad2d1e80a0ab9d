//! What a user can repeat is limited, whatever it is.

use serde_json::json;

use super::{NativeFixture, Two, patch, polls, put, put_json};
use crate::support::{Answer, Replica, assert_refused};

impl NativeFixture {
    /// Empties the buckets of a user for every kind of event.
    async fn empty_buckets(&self, user_id: i64) {
        let sql = format!(
            "INSERT INTO token_buckets (user_id, kind, full_at)
             SELECT {user_id}, k.kind, now() + interval '1 hour' FROM event_kinds AS k"
        );
        self.database.execute(&sql).await;
    }
}

impl Two {
    /// The same chat through another replica, for its first user.
    fn through(&self, replica: &Replica, fixture: &NativeFixture) -> Self {
        Self {
            realm: self.realm,
            chat_id: self.chat_id,
            one: replica.client(&fixture.ann),
            other: replica.client(&fixture.bob),
            stranger: replica.client(&fixture.eve),
            one_id: self.one_id,
            other_id: self.other_id,
        }
    }
}

#[track_caller]
fn assert_limited(what: &str, answer: &Answer) {
    assert_eq!(answer.status, 429, "{what}: {}", answer.body);
    assert_refused(answer, 429, "rate_limited");
    assert_eq!(answer.headers["retry-after"], "1", "{what}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of requests")]
async fn every_change_of_a_user_counts_against_a_limit() {
    let fixture = NativeFixture::new().await;
    let (group, private) = (fixture.group("campus").await, fixture.two("campus").await);
    let [kept, other] = [
        group.send(&group.one, "one").await,
        group.send(&group.one, "two").await,
    ];
    let poll = polls::asked(&group, &group.one, json!({})).await;
    let message = |id: i64, rest: &str| group.path(&format!("/messages/{id}{rest}"));
    let user = |id: i64| group.path(&format!("/users/{id}/block"));
    put(&group.one, &message(kept, "/reactions/👍"))
        .await
        .expect(204);
    put(&group.one, &group.chat(&format!("/pins/{kept}")))
        .await
        .expect(204);
    put(&group.one, &user(fixture.eve.id)).await.expect(204);
    group.send(&group.other, "unread").await;

    let limits = [("REALMS", "all"), ("SEND_LIMIT", "20/100")];
    let limited = Replica::spawn_with(&fixture.database, &limits).await;
    let ann = group.through(&limited, &fixture).one;
    fixture.empty_buckets(group.one_id).await;
    let member = group.chat(&format!("/members/{}", group.other_id));
    let new = json!({ "user_ids": [fixture.eve.id] });
    let settings = json!({ "archived": true });
    for (what, answer) in [
        (
            "sends",
            ann.post(&group.chat("/messages"), &json!({ "text": "!" }))
                .await,
        ),
        (
            "edits",
            patch(&ann, &message(kept, ""), &json!({ "text": "!" })).await,
        ),
        ("deletions", ann.delete(&message(other, "")).await),
        (
            "read marks",
            ann.post(&group.chat("/read"), &json!({})).await,
        ),
        (
            "marks that move back",
            ann.post(&group.chat("/unread"), &json!({ "from_id": kept }))
                .await,
        ),
        (
            "reactions",
            put(&ann, &message(kept, "/reactions/🎉")).await,
        ),
        (
            "former reactions",
            ann.delete(&message(kept, "/reactions/👍")).await,
        ),
        (
            "votes",
            put_json(&ann, &message(poll, "/vote"), &json!({ "option_ids": [0] })).await,
        ),
        (
            "ends of polls",
            ann.post(&message(poll, "/close"), &json!({})).await,
        ),
        (
            "pins",
            put(&ann, &group.chat(&format!("/pins/{other}"))).await,
        ),
        (
            "former pins",
            ann.delete(&group.chat(&format!("/pins/{kept}"))).await,
        ),
        ("settings", patch(&ann, &group.chat("/me"), &settings).await),
        (
            "titles",
            patch(&ann, &group.chat(""), &json!({ "title": "!" })).await,
        ),
        ("new members", ann.post(&group.chat("/members"), &new).await),
        (
            "roles",
            patch(&ann, &member, &json!({ "role": "admin" })).await,
        ),
        ("removals", ann.delete(&member).await),
        ("blocks", put(&ann, &user(fixture.bob.id)).await),
        ("former blocks", ann.delete(&user(fixture.eve.id)).await),
        ("hiding", ann.delete(&private.chat("")).await),
        ("deleted groups", ann.delete(&group.chat("")).await),
    ] {
        assert_limited(what, &answer);
    }
    // Others have limits of their own.
    let bob = limited.client(&fixture.bob);
    bob.post(&group.chat("/messages"), &json!({ "text": "!" }))
        .await
        .expect(201);
}

#[tokio::test]
async fn changes_by_older_contracts_count_against_the_limits() {
    let fixture = NativeFixture::new().await;
    let chats = [
        fixture.two("campus").await,
        fixture.two("messenger").await,
        fixture.two("direct").await,
        fixture.two("market").await,
    ];
    for chat in &chats {
        chat.send(&chat.one, "one").await;
        chat.send(&chat.other, "unread").await;
    }
    let uuid = "SELECT m.uuid::text FROM messages AS m JOIN chats AS c ON c.id = m.chat_id
                WHERE c.realm = 'campus' ORDER BY m.id LIMIT 1";
    let client = fixture.database.client().await;
    let uuid: String = client.query_one(uuid, &[]).await.unwrap().get(0);

    let limits = [("REALMS", "all"), ("SEND_LIMIT", "20/100")];
    let limited = Replica::spawn_with(&fixture.database, &limits).await;
    let ann = limited.client(&fixture.ann);
    let (bob, market) = (fixture.bob.id, chats[3].chat_id);
    for (path, body) in [
        (
            format!("/api/unet-chat/messages/{uuid}"),
            json!({ "text": "!" }),
        ),
        (format!("/api/messenger/users/{bob}/block"), json!({})),
        (format!("/api/unet-chat/users/{bob}/block"), json!({})),
        (format!("/api/v1/chat/users/{bob}/block"), json!({})),
        (format!("/api/chat/chats/{market}/block"), json!({})),
    ] {
        fixture.database.execute("TRUNCATE token_buckets").await;
        fixture.empty_buckets(fixture.ann.id).await;
        let answer = if path.contains("/messages/") {
            put_json(&ann, &path, &body).await
        } else {
            ann.post(&path, &body).await
        };
        assert_eq!(answer.status, 429, "{path}: {}", answer.body);
        assert_eq!(answer.headers["retry-after"], "1", "{path}");
    }
}
