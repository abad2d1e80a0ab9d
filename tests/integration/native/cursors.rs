//! Cursors of lists are bound to what the list shows.

use serde_json::{Value, json};

use super::{NativeFixture, Two, put, reactions};
use crate::support::assert_refused;

/// Lists that have two pages of one, each with other filters of the same list.
fn lists(two: &Two, message: i64, other: i64) -> Vec<(String, Vec<String>)> {
    let chat = |rest: &str| two.chat(rest);
    let of = |id: i64, rest: &str| two.path(&format!("/messages/{id}/{rest}"));
    vec![
        (
            two.path("/chats"),
            vec![two.path("/chats?q=a"), two.path("/chats?filter=unread")],
        ),
        (
            two.path("/users"),
            vec![two.path("/users?q=a"), two.path("/users?ids=1,2")],
        ),
        (chat("/members"), vec![chat("/members?q=a")]),
        (
            two.path("/search?q=word"),
            vec![
                two.path("/search?q=words"),
                two.path("/search?q=word&has=link"),
                two.path(&format!("/search?q=word&author_id={}", two.other_id)),
                two.path(&format!("/search?q=word&chat_id={}", two.chat_id)),
            ],
        ),
        (of(message, "reactions"), vec![of(other, "reactions")]),
        (of(message, "readers"), vec![of(other, "readers")]),
    ]
}

/// A path with a parameter more.
fn with(path: &str, parameter: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}{parameter}")
}

#[tokio::test]
async fn cursor_of_another_filter_is_refused() {
    let fixture = NativeFixture::new().await;
    fixture.two("campus").await;
    let group = fixture.group("campus").await;
    group
        .add(&group.one, fixture.eve.id, "member")
        .await
        .expect(200);
    let message = group.send(&group.one, "a word").await;
    let other = group.send(&group.one, "another word").await;
    for who in [&group.other, &group.stranger] {
        for id in [message, other] {
            put(who, &reactions::path(&group, id, "👍"))
                .await
                .expect(204);
        }
        let read = who.post(&group.chat("/read"), &json!({})).await;
        read.expect(204);
    }
    for (list, filters) in lists(&group, message, other) {
        let page = group.one.get(&with(&list, "limit=1")).await.expect(200);
        let cursor = page["next_cursor"].as_str();
        let cursor = cursor.unwrap_or_else(|| panic!("{list} has one page: {page}"));
        let cursor = format!("cursor={cursor}");
        let next = group.one.get(&with(&list, &cursor)).await;
        assert_ne!(next.expect(200), Value::Null, "{list}");
        for filter in filters {
            let refused = group.one.get(&with(&filter, &cursor)).await;
            assert_refused(&refused, 400, "invalid_cursor");
        }
    }
}
