//! Reactions to messages.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::frame_rules::unplaced;
use super::{NativeFixture, SETTINGS, Two, next_of, patch, put};
use crate::support::{Answer, Client, Replica, assert_refused};

/// The path of a reaction, with every byte of the emoji encoded.
pub(super) fn path(two: &Two, message: i64, emoji: &str) -> String {
    let mut path = two.path(&format!("/messages/{message}/reactions/"));
    for byte in emoji.bytes() {
        write!(path, "%{byte:02X}").unwrap();
    }
    path
}

async fn react(two: &Two, who: &Client, message: i64, emoji: &str) -> Answer {
    put(who, &path(two, message, emoji)).await
}

async fn take_back(two: &Two, who: &Client, message: i64, emoji: &str) -> Answer {
    who.delete(&path(two, message, emoji)).await
}

/// The reactions of a message as a user sees it, wherever it is shown.
async fn shown(two: &Two, who: &Client, message: i64) -> Value {
    let one = who.get(&two.path(&format!("/messages/{message}"))).await;
    let one = one.expect(200)["reactions"].clone();
    let page = who.get(&two.chat("/messages")).await.expect(200);
    let messages = page["messages"].as_array().unwrap().iter();
    let mut listed = messages.filter(|listed| listed["id"] == message);
    assert_eq!(listed.next().unwrap()["reactions"], one);
    let chat = two.shown(who).await;
    if chat["last_message"]["id"] == message {
        assert_eq!(chat["last_message"]["reactions"], one);
    }
    one
}

#[tokio::test]
async fn reactions_are_counted_and_ones_own_are_marked() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let message = two.send(&two.one, "!").await;
        assert_eq!(shown(&two, &two.one, message).await, json!([]));
        react(&two, &two.other, message, "👍🏽").await.expect(204);
        react(&two, &two.other, message, "👨‍👩‍👧‍👦").await.expect(204);
        react(&two, &two.one, message, "👨‍👩‍👧‍👦").await.expect(204);
        react(&two, &two.one, message, "👍🏽").await.expect(204);
        take_back(&two, &two.other, message, "👍🏽").await.expect(204);
        // The first reaction is another user's now, and keeps its place.
        let head = fixture.database.head().await;
        for _ in 0..2 {
            react(&two, &two.one, message, "👍🏽").await.expect(204);
            take_back(&two, &two.other, message, "👍🏽").await.expect(204);
            take_back(&two, &two.other, message, "🎉").await.expect(204);
        }
        assert_eq!(fixture.database.head().await, head, "repeating is silent");
        let expected = json!([
            { "emoji": "👍🏽", "count": 1, "mine": true },
            { "emoji": "👨‍👩‍👧‍👦", "count": 2, "mine": true },
        ]);
        assert_eq!(shown(&two, &two.one, message).await, expected, "{realm}");
        let expected = json!([
            { "emoji": "👍🏽", "count": 1, "mine": false },
            { "emoji": "👨‍👩‍👧‍👦", "count": 2, "mine": true },
        ]);
        assert_eq!(shown(&two, &two.other, message).await, expected, "{realm}");
        // An emoji that no user has left begins anew.
        take_back(&two, &two.one, message, "👍🏽").await.expect(204);
        react(&two, &two.other, message, "👍🏽").await.expect(204);
        assert_eq!(shown(&two, &two.one, message).await[1]["emoji"], "👍🏽");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_one_emoji_is_a_reaction() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    for emoji in ["a", "1", "👍👍", "👍 ", ":+1:", "❤", "/", "\u{200d}", "'--"] {
        let refused = react(&two, &two.other, message, emoji).await;
        assert_refused(&refused, 400, "invalid_emoji");
        let refused = take_back(&two, &two.other, message, emoji).await;
        assert_refused(&refused, 400, "invalid_emoji");
    }
    let invalid = two.path(&format!("/messages/{message}/reactions/%FF"));
    assert_refused(&put(&two.other, &invalid).await, 400, "invalid_path");
    for emoji in ["#️⃣", "❤️", "🇷🇺", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"] {
        react(&two, &two.other, message, emoji).await.expect(204);
    }
    let reactions = shown(&two, &two.one, message).await;
    assert_eq!(reactions[0]["emoji"], "#️⃣");
    assert_eq!(reactions.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn message_has_at_most_twenty_emojis() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let message = two.send(&two.one, "!").await;
    let emojis: Vec<String> = ('😀'..).take(21).map(String::from).collect();
    for emoji in &emojis[..20] {
        react(&two, &two.one, message, emoji).await.expect(204);
    }
    let refused = react(&two, &two.other, message, &emojis[20]).await;
    assert_refused(&refused, 409, "too_many_reactions");
    // Those that are there remain open to others.
    react(&two, &two.other, message, &emojis[3])
        .await
        .expect(204);
    take_back(&two, &two.one, message, &emojis[0])
        .await
        .expect(204);
    react(&two, &two.other, message, &emojis[20])
        .await
        .expect(204);
    let reactions = shown(&two, &two.other, message).await;
    assert_eq!(reactions.as_array().unwrap().len(), 20);
    assert_eq!(reactions[19]["emoji"], emojis[20]);
}

#[tokio::test]
async fn those_who_may_not_write_may_not_react() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let message = two.send(&two.one, "!").await;
    let refused = react(&two, &two.stranger, message, "👍").await;
    assert_refused(&refused, 403, "not_a_participant");
    let refused = react(&two, &two.one, 987_654_321, "👍").await;
    assert_refused(&refused, 404, "message_not_found");
    react(&two, &two.other, message, "👍").await.expect(204);
    let block = format!("/users/{}/block", two.other_id);
    put(&two.one, &two.path(&block)).await.expect(204);
    let refused = react(&two, &two.other, message, "🎉").await;
    assert_refused(&refused, 403, "blocked");
    // As with messages, what was said may be taken back.
    take_back(&two, &two.other, message, "👍").await.expect(204);
    let group = fixture.group("campus").await;
    let message = group.send(&group.one, "!").await;
    group
        .other
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    let refused = react(&group, &group.other, message, "👍").await;
    assert_refused(&refused, 403, "not_a_participant");
    let school = fixture.two("school").await;
    let message = school.send(&school.one, "!").await;
    let admin = fixture.client(&fixture.admin);
    let refused = react(&school, &admin, message, "👍").await;
    assert_refused(&refused, 403, "read_only_role");
    let market = fixture.two("market").await;
    let message = market.send(&market.one, "!").await;
    let refused = react(&market, &market.other, message, "👍").await;
    assert_refused(&refused, 403, "not_in_this_realm");
}

#[tokio::test]
async fn deleted_message_has_no_reactions() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    react(&two, &two.other, message, "👍").await.expect(204);
    let path = two.path(&format!("/messages/{message}"));
    two.one.delete(&path).await.expect(204);
    assert_eq!(shown(&two, &two.other, message).await, json!([]));
    for emoji in ["👍", "🎉"] {
        let refused = react(&two, &two.other, message, emoji).await;
        assert_refused(&refused, 404, "message_not_found");
        let refused = take_back(&two, &two.other, message, emoji).await;
        assert_refused(&refused, 404, "message_not_found");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn reactions_reach_all_members_and_resume() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let message = two.send(&two.one, "!").await;
    let (mut own, mut others) = (
        two.one.open_stream_at(&two.path("/events")).await,
        two.other.open_stream_at(&two.path("/events")).await,
    );
    react(&two, &two.one, message, "👍").await.expect(204);
    react(&two, &two.other, message, "👍").await.expect(204);
    take_back(&two, &two.one, message, "👍").await.expect(204);
    let event = |user_id: i64, added: bool, count: i64| {
        json!({ "chat_id": two.chat_id, "message_id": message, "emoji": "👍",
                "user_id": user_id, "added": added, "count": count })
    };
    let expected = [
        event(two.one_id, true, 1),
        event(two.other_id, true, 2),
        event(two.one_id, false, 1),
    ];
    let mut first = String::new();
    for stream in [&mut own, &mut others] {
        for (place, expected) in expected.iter().enumerate() {
            let frame = stream.next().await;
            let shown = (frame.event.as_str(), &unplaced(&frame));
            assert_eq!(shown, ("reaction", expected));
            if place == 0 {
                first.clone_from(&frame.id);
            }
        }
    }
    // The count is that after the event, not that of now.
    let replica = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let client = replica.client(&fixture.bob);
    let request = client.request(reqwest::Method::GET, &two.path("/events"));
    let request = request.header("Last-Event-ID", &first);
    let mut resumed = crate::support::EventStream::open(request).await;
    for expected in &expected[1..] {
        assert_eq!(unplaced(&resumed.next().await), *expected);
    }
}

#[tokio::test]
async fn edited_message_marks_each_readers_own_reactions() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let message = two.send(&two.one, "!").await;
    react(&two, &two.one, message, "👍").await.expect(204);
    react(&two, &two.other, message, "🎉").await.expect(204);
    let (mut own, mut others) = (
        two.one.open_stream_at(&two.path("/events")).await,
        two.other.open_stream_at(&two.path("/events")).await,
    );
    let path = two.path(&format!("/messages/{message}"));
    let edited = patch(&two.one, &path, &json!({ "text": "?" })).await;
    let answer = edited.expect(200);
    for (stream, who) in [(&mut own, &two.one), (&mut others, &two.other)] {
        let received = next_of(stream, "message_edited").await;
        let expected = shown(&two, who, message).await;
        assert_eq!(received["message"]["reactions"], expected);
        assert_eq!(received["message"]["text"], "?");
    }
    assert_eq!(answer["reactions"][0]["mine"], true);
}

#[tokio::test]
async fn limit_on_messages_applies_to_reactions() {
    let settings = [("REALMS", "all"), ("SEND_LIMIT", "1/5")];
    let fixture = NativeFixture::with(&settings).await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    let emojis = ["👍", "🎉", "❤️", "😀", "😢", "🔥", "🙏", "👀", "💯", "🚀"];
    let mut refused = None;
    for emoji in emojis {
        let answer = react(&two, &two.one, message, emoji).await;
        if answer.status != 204 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the limit is reached");
    assert_refused(&refused, 429, "rate_limited");
    assert_eq!(refused.headers["retry-after"], "1");
    // Another user has a limit of their own.
    react(&two, &two.other, message, "👍").await.expect(204);
}

#[tokio::test]
async fn reactions_of_an_erased_user_disappear() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    react(&two, &two.other, message, "👍").await.expect(204);
    react(&two, &two.one, message, "👍").await.expect(204);
    react(&two, &two.other, message, "🎉").await.expect(204);
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let erase = format!("CALL audit.erase_user({})", two.other_id);
    fixture.database.execute(&erase).await;
    let expected = json!([{ "emoji": "👍", "count": 1, "mine": true }]);
    assert_eq!(shown(&two, &two.one, message).await, expected);
    for (emoji, count) in [("👍", 1), ("🎉", 0)] {
        let removed = next_of(&mut stream, "reaction").await;
        assert_eq!(removed["emoji"], emoji);
        assert_eq!(removed["user_id"], two.other_id);
        assert_eq!(
            (&removed["added"], &removed["count"]),
            (&json!(false), &json!(count))
        );
    }
    fixture.assert_verified().await;
    fixture.database.execute(&erase).await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn list_says_who_reacts_with_what() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let message = two.send(&two.one, "!").await;
    react(&two, &two.other, message, "👍").await.expect(204);
    react(&two, &two.one, message, "👍").await.expect(204);
    react(&two, &two.other, message, "🎉").await.expect(204);
    let list = two.path(&format!("/messages/{message}/reactions"));
    let page = two.one.get(&list).await.expect(200);
    assert_eq!(page["next_cursor"], Value::Null);
    let whole = page["reactions"].as_array().unwrap().clone();
    assert!(whole.iter().all(|one| one["created_at"].is_string()));
    let mut shown: Vec<(&str, i64)> = whole
        .iter()
        .map(|one| {
            (
                one["emoji"].as_str().unwrap(),
                one["user_id"].as_i64().unwrap(),
            )
        })
        .collect();
    shown.sort_unstable();
    let mut expected = [
        ("👍", two.one_id),
        ("👍", two.other_id),
        ("🎉", two.other_id),
    ];
    expected.sort_unstable();
    assert_eq!(shown, expected);
    let mut both = [two.one_id, two.other_id];
    both.sort_unstable();
    assert_eq!(super::ids(&page["users"]), both, "each once");

    let (mut cut, mut cursor) = (Vec::new(), String::new());
    for _ in 0..3 {
        let page = two.one.get(&format!("{list}?limit=1{cursor}")).await;
        let page = page.expect(200);
        cut.push(page["reactions"][0].clone());
        cursor = format!(
            "&cursor={}",
            page["next_cursor"].as_str().unwrap_or_default()
        );
    }
    assert_eq!(cut, whole);
    assert_eq!(cursor, "&cursor=", "the last page has no cursor");

    let refused = two.stranger.get(&list).await;
    assert_refused(&refused, 403, "not_a_participant");
    let refused = two.one.get(&format!("{list}?cursor=x")).await;
    assert_refused(&refused, 400, "invalid_cursor");
    let deleted = two.path(&format!("/messages/{message}"));
    assert_eq!(two.one.delete(&deleted).await.status, 204);
    let page = two.one.get(&list).await.expect(200);
    assert_eq!(page["reactions"], json!([]));
}
