//! The files and links of a chat.

use serde_json::{Value, json};

use super::{NativeFixture, PNG, Two, patch, upload};
use crate::support::{Client, assert_refused};

/// A WAV file without sound.
const WAV: &[u8] =
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0";

async fn send(two: &Two, who: &Client, text: &str, files: &[i64]) -> i64 {
    let body = json!({ "text": text, "attachment_ids": files });
    let sent = who.post(&two.chat("/messages"), &body).await.expect(201);
    sent["id"].as_i64().unwrap()
}

async fn file(two: &Two, name: &str, content: &[u8]) -> i64 {
    let stored = upload(&two.one, two.realm, name, content).await.expect(201);
    stored["id"].as_i64().unwrap()
}

/// The list with this query: of each file its message and its attachment or its link.
async fn listed(two: &Two, who: &Client, query: &str) -> Vec<(i64, Value)> {
    let page = who
        .get(&two.chat(&format!("/files{query}")))
        .await
        .expect(200);
    let files = page["files"].as_array().unwrap().iter();
    files.map(shown).collect()
}

fn shown(file: &Value) -> (i64, Value) {
    let what = match &file["attachment"] {
        Value::Null => file["link"]["url"].clone(),
        attachment => attachment["id"].clone(),
    };
    (file["message_id"].as_i64().unwrap(), what)
}

#[tokio::test]
async fn files_and_links_are_listed_the_newest_first() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let (picture, note) = (
        file(&two, "a.png", PNG).await,
        file(&two, "b.txt", b"b").await,
    );
    let sound = file(&two, "c.wav", WAV).await;
    let first = send(&two, &two.one, "see https://a.test/x.", &[picture, note]).await;
    two.send(&two.other, "nothing").await;
    let second = send(&two, &two.one, "", &[sound]).await;
    let third = send(&two, &two.other, "http://b.test (https://c.test)", &[]).await;
    let all = [
        (third, json!("http://b.test")),
        (third, json!("https://c.test")),
        (second, json!(sound)),
        (first, json!(picture)),
        (first, json!(note)),
        (first, json!("https://a.test/x")),
    ];
    assert_eq!(listed(&two, &two.other, "").await, all);
    for (kind, expected) in [
        ("link", vec![0, 1, 5]),
        ("image", vec![3]),
        ("file", vec![4]),
        ("audio", vec![2]),
        ("video", vec![]),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|n: usize| all[n].clone())
            .collect();
        let query = format!("?kind={kind}");
        assert_eq!(listed(&two, &two.one, &query).await, expected, "{kind}");
    }
    let page = two.one.get(&two.chat("/files?kind=link&limit=2")).await;
    let page = page.expect(200);
    assert_eq!(page["files"][0]["link"]["host"], "b.test");
    assert_eq!(page["files"][0]["author_id"], two.other_id);
    assert!(page["files"][0]["created_at"].is_string());
    assert_eq!(super::ids(&page["users"]), [two.other_id]);
    let refused = two.one.get(&two.chat("/files?kind=voice")).await;
    assert_refused(&refused, 400, "invalid_query");
}

#[tokio::test]
async fn pages_of_files_divide_a_message_where_they_end() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    for n in 0..3 {
        let picture = file(&two, "a.png", PNG).await;
        let note = file(&two, "b.txt", b"b").await;
        send(
            &two,
            &two.one,
            &format!("https://{n}.test https://x.test"),
            &[picture, note],
        )
        .await;
    }
    // No link: what stands before the `@` passes for the host.
    two.send(&two.one, "https://a@b.test").await;
    for kind in ["", "kind=link&", "kind=image&"] {
        let whole = listed(&two, &two.one, &format!("?{kind}limit=100")).await;
        let (mut cut, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let path = two.chat(&format!("/files?{kind}limit=3{cursor}"));
            let page = two.one.get(&path).await.expect(200);
            cut.extend(page["files"].as_array().unwrap().iter().map(shown));
            pages += 1;
            assert!(pages < 10);
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(cut, whole, "{kind}");
    }
    let refused = two.one.get(&two.chat("/files?cursor=1")).await;
    assert_refused(&refused, 400, "invalid_cursor");
}

#[tokio::test]
async fn deleted_and_edited_messages_leave_the_files() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let picture = file(&two, "a.png", PNG).await;
    let first = send(&two, &two.one, "https://a.test", &[picture]).await;
    let second = send(&two, &two.one, "https://b.test", &[]).await;
    let edit = json!({ "text": "no link" });
    patch(&two.one, &two.path(&format!("/messages/{second}")), &edit)
        .await
        .expect(200);
    assert_eq!(
        listed(&two, &two.other, "?kind=link").await,
        [(first, json!("https://a.test"))]
    );
    let path = two.path(&format!("/messages/{first}"));
    assert_eq!(two.one.delete(&path).await.status, 204);
    assert_eq!(listed(&two, &two.other, "").await, []);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn strangers_see_no_files_and_admins_who_observe_do() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    send(&two, &two.one, "https://a.test", &[]).await;
    let refused = two.stranger.get(&two.chat("/files")).await;
    assert_refused(&refused, 403, "not_a_participant");
    let lesson = fixture.two("school").await;
    let sent = send(&lesson, &lesson.one, "https://a.test", &[]).await;
    let admin = fixture.client(&fixture.admin);
    assert_eq!(
        listed(&lesson, &admin, "").await,
        [(sent, json!("https://a.test"))]
    );
    let read = "SELECT count(*) FROM events WHERE kind = 'accessed'";
    assert_eq!(fixture.database.number(read).await, 1);
}
