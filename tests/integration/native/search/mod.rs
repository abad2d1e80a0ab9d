//! Search in messages: what finds what, and for whom.

mod bounds;

use serde_json::{Value, json};

use super::{NativeFixture, PNG, REALMS, Two, patch, upload};
use crate::audit::imports::{export_of, file_of, import};
use crate::support::{Client, TestDatabase, assert_refused};

/// A search in the realm of `two`; the parameters are encoded.
async fn search(two: &Two, who: &Client, parameters: &[(&str, &str)]) -> Value {
    let encoded = form_urlencoded(parameters);
    let path = two.path(&format!("/search?{encoded}"));
    who.get(&path).await.expect(200)
}

fn form_urlencoded(parameters: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse("http://localhost").unwrap();
    url.query_pairs_mut().extend_pairs(parameters);
    url.query().unwrap_or_default().to_owned()
}

/// The ids of what a search for a text finds.
async fn found(two: &Two, who: &Client, text: &str) -> Vec<i64> {
    hit_ids(&search(two, who, &[("q", text)]).await)
}

fn hit_ids(answer: &Value) -> Vec<i64> {
    let hits = answer["hits"].as_array().expect("hits").iter();
    hits.map(|hit| hit["message"]["id"].as_i64().unwrap())
        .collect()
}

/// The parts of the text that a hit highlights.
fn highlighted(hit: &Value) -> Vec<String> {
    let text = hit["message"]["text"].as_str().unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let places = hit["highlights"].as_array().unwrap().iter();
    let at = |place: &Value| usize::try_from(place.as_u64().unwrap()).unwrap();
    let parts = places.map(|place| &units[at(&place["start"])..at(&place["end"])]);
    parts
        .map(|part| String::from_utf16(part).unwrap())
        .collect()
}

#[tokio::test]
async fn characters_that_nobody_sees_hide_no_word() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    for unseen in [
        "\u{ad}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{2060}",
        "\u{feff}",
        "\u{200e}",
        "\u{202b}",
        "\u{2066}",
        "\u{61c}",
        "\u{fe0f}",
        "\u{e0100}",
        "\u{34f}",
        "\u{180e}",
        "\u{ad}\u{200b}\u{ad}",
    ] {
        let name = unseen.escape_unicode();
        let text = format!("😀 Пере{unseen}сту{unseen}пать {unseen}границу{unseen}, x{unseen}y");
        let id = two.send(&two.one, &text).await;
        for (query, part) in [
            (
                "переступать".to_owned(),
                format!("Пере{unseen}сту{unseen}пать"),
            ),
            (
                format!("пе{unseen}рест"),
                format!("Пере{unseen}сту{unseen}пать"),
            ),
            ("границы".to_owned(), "границу".to_owned()),
            (format!("{unseen}xy"), format!("x{unseen}y")),
        ] {
            let answer = search(&two, &two.other, &[("q", &query), ("limit", "1")]).await;
            assert_eq!(hit_ids(&answer), [id], "{name}: {query}");
            assert_eq!(highlighted(&answer["hits"][0]), [part], "{name}: {query}");
        }
        assert_eq!(
            found(&two, &two.other, "ступать").await,
            [0_i64; 0],
            "{name}"
        );
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn word_is_found_by_stem_beginning_and_without_accents() {
    let fixture = NativeFixture::new().await;
    let cases: &[(&str, &str, &[&str])] = &[
        ("Решить задачу к среде", "задачи", &["задачу"]),
        ("Наша ёлка", "елка", &["ёлка"]),
        ("елки и палки", "Ёлка", &["елки"]),
        ("😀 I was running, RUN!", "run", &["running", "RUN"]),
        ("see https://example.com/a", "http", &["https"]),
        (
            "see https://example.com/a",
            "example.com",
            &["example", "com"],
        ),
        ("Café 🎉 cafe\u{301}s", "cafe", &["Café", "cafe\u{301}s"]),
        ("первый и второй", "второй перв", &["первый", "второй"]),
        ("room 101b", "101", &["101b"]),
    ];
    for realm in REALMS {
        let two = fixture.two(realm).await;
        for (text, query, parts) in cases {
            let id = two.send(&two.one, text).await;
            let answer = search(&two, &two.other, &[("q", query), ("limit", "1")]).await;
            assert_eq!(hit_ids(&answer), [id], "{realm}: {query}");
            let hit = &answer["hits"][0];
            assert_eq!(highlighted(hit), *parts, "{realm}: {query}");
            assert_eq!(hit["chat"]["id"], two.chat_id);
        }
        for query in ["дача", "задачник", "unning", "первый третий", "йелка"]
        {
            let none = found(&two, &two.other, query).await;
            assert_eq!(none, [0_i64; 0], "{realm}: {query}");
        }
    }
}

#[tokio::test]
async fn hit_shows_its_message_and_chat() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let id = group.send(&group.one, "needle").await;
    let answer = search(&group, &group.other, &[("q", "needle")]).await;
    let path = group.path(&format!("/messages/{id}"));
    let message = group.other.get(&path).await.expect(200);
    let expected = json!({
        "hits": [{
            "message": message,
            "chat": { "id": group.chat_id, "title": "G" },
            "highlights": [{ "start": 0, "end": 6 }],
        }],
        "users": answer["users"],
        "next_cursor": null,
    });
    assert_eq!(answer, expected);
    assert_eq!(answer["users"][0]["id"], message["author_id"]);
}

#[tokio::test]
async fn edit_replaces_what_is_found_and_deletion_ends_it() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let id = two.send(&two.one, "original").await;
        assert_eq!(found(&two, &two.other, "original").await, [id]);
        let path = two.path(&format!("/messages/{id}"));
        let edited = patch(&two.one, &path, &json!({ "text": "replacement" })).await;
        let now = if realm == "market" {
            "original"
        } else {
            "replacement"
        };
        assert_eq!(edited.status, if realm == "market" { 403 } else { 200 });
        assert_eq!(found(&two, &two.other, now).await, [id]);
        if realm != "market" {
            assert_eq!(found(&two, &two.other, "original").await, [0_i64; 0]);
        }
        assert_eq!(two.one.delete(&path).await.status, 204);
        assert_eq!(found(&two, &two.other, now).await, [0_i64; 0]);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_members_of_a_chat_find_its_messages() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let id = two.send(&two.one, "private needle").await;
        assert_eq!(found(&two, &two.other, "needle").await, [id]);
        assert_eq!(found(&two, &two.stranger, "needle").await, [0_i64; 0]);
        let in_chat = format!("/search?q=needle&chat_id={}", two.chat_id);
        let refused = two.stranger.get(&two.path(&in_chat)).await;
        assert_eq!(refused.status, 403, "{realm}: {}", refused.body);
        let history = two.stranger.get(&two.path("/chats/9999999/messages")).await;
        let missing = two.path("/search?q=a&chat_id=9999999");
        let missing = two.stranger.get(&missing).await;
        assert_eq!(missing.status, history.status, "{realm}");
        // The other realms of the same users.
        let elsewhere = if realm == "campus" {
            "direct"
        } else {
            "campus"
        };
        let path = format!("/v1/{elsewhere}/search?q=needle");
        let hits = hit_ids(&two.other.get(&path).await.expect(200));
        assert!(!hits.contains(&id), "{realm}");
    }
}

#[tokio::test]
async fn removed_member_finds_nothing_from_that_moment() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    let id = group.send(&group.one, "needle").await;
    assert_eq!(found(&group, &group.other, "needle").await, [id]);
    let member = group.chat(&format!("/members/{}", group.other_id));
    assert_eq!(group.one.delete(&member).await.status, 204);
    assert_eq!(found(&group, &group.other, "needle").await, [0_i64; 0]);
    let in_chat = format!("/search?q=needle&chat_id={}", group.chat_id);
    let refused = group.other.get(&group.path(&in_chat)).await;
    assert_refused(&refused, 403, "not_a_participant");
    assert_eq!(found(&group, &group.one, "needle").await, [id]);
    assert_eq!(group.one.delete(&group.chat("")).await.status, 204);
    assert_eq!(found(&group, &group.one, "needle").await, [0_i64; 0]);
}

#[tokio::test]
async fn admin_of_the_school_searches_all_its_chats() {
    let fixture = NativeFixture::new().await;
    let school = fixture.two("school").await;
    let campus = fixture.two("campus").await;
    let id = school.send(&school.one, "needle").await;
    campus.send(&campus.one, "needle").await;
    let admin = fixture.client(&fixture.admin);
    assert_eq!(found(&school, &admin, "needle").await, [id]);
    let chat_id = school.chat_id.to_string();
    let in_chat = [("q", "needle"), ("chat_id", &chat_id)];
    assert_eq!(hit_ids(&search(&school, &admin, &in_chat).await), [id]);
    let missing = admin.get("/v1/school/search?q=a&chat_id=9999999").await;
    assert_refused(&missing, 404, "chat_not_found");
    assert_eq!(found(&campus, &admin, "needle").await, [0_i64; 0]);
}

#[tokio::test]
async fn filters_narrow_a_search() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let mut sent = Vec::new();
    for (name, content) in [("a.png", PNG), ("b.txt", b"text".as_slice())] {
        let file = upload(&two.one, "direct", name, content).await.expect(201);
        let body = json!({ "text": "needle", "attachment_ids": [file["id"]] });
        let message = two.one.post(&two.chat("/messages"), &body).await;
        sent.push(message.expect(201)["id"].as_i64().unwrap());
    }
    sent.push(two.send(&two.one, "needle at http://a.test").await);
    sent.push(two.send(&two.other, "needle, no http:// link").await);
    let elsewhere = fixture.group("campus").await;
    elsewhere.send(&elsewhere.one, "needle").await;
    let filtered = async |name: &str, value: &str| {
        hit_ids(&search(&two, &two.other, &[("q", "needle"), (name, value)]).await)
    };
    assert_eq!(filtered("has", "image").await, [sent[0]]);
    assert_eq!(filtered("has", "file").await, [sent[1]]);
    assert_eq!(filtered("has", "link").await, [sent[2]]);
    let author = two.other_id.to_string();
    assert_eq!(filtered("author_id", &author).await, [sent[3]]);
    let path = two.path(&format!("/messages/{}", sent[2]));
    let third = two.one.get(&path).await.expect(200)["created_at"].clone();
    let third = third.as_str().unwrap();
    let (mut after, before) = (
        filtered("after", third).await,
        filtered("before", third).await,
    );
    assert_eq!(after[..2], [sent[3], sent[2]]);
    after.extend(before);
    after.dedup();
    assert_eq!(after, sent.iter().rev().copied().collect::<Vec<_>>());
    for time in ["-009999-01-02T01:59:59Z", "2000-01-01T00:00:00Z"] {
        assert_eq!(filtered("after", time).await.len(), 4);
        assert_eq!(filtered("before", time).await.len(), 0);
    }
}

#[tokio::test]
async fn erased_texts_are_not_found() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let sent = two.send(&two.one, "erased one").await;
    let edited = two.send(&two.one, "first").await;
    let path = two.path(&format!("/messages/{edited}"));
    let changed = patch(&two.one, &path, &json!({ "text": "erased two" })).await;
    assert_eq!(changed.status, 200);
    let kept = two.send(&two.other, "not erased").await;
    assert_eq!(
        found(&two, &two.other, "erased").await,
        [kept, edited, sent]
    );
    let erase = format!("CALL audit.erase_user({})", two.one_id);
    fixture.database.execute(&erase).await;
    assert_eq!(found(&two, &two.other, "erased").await, [kept]);
    fixture.assert_verified().await;
}

/// The e-mail address of a user.
async fn email_of(database: &TestDatabase, user_id: i64) -> String {
    let email = format!("SELECT email FROM users WHERE id = {user_id}");
    let row = database.client().await.query_one(&email, &[]).await;
    row.unwrap().get(0)
}

/// Imports a chat of 2010, whose last message has the word `needle`, with a user as a member.
async fn import_chat_of_2010(fixture: &NativeFixture, user_id: i64) {
    let source = NativeFixture::new().await;
    let chat = source.two("campus").await;
    let send = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         SELECT {}, 'message_sent', {}, jsonb_build_object('content', text), '2010-01-01', 'import'
         FROM (SELECT 'hay' AS text FROM generate_series(1, 200) UNION ALL SELECT 'needle') AS sent",
        chat.chat_id, chat.other_id
    );
    source.database.execute(&send).await;
    let export = export_of(&source.database, Some("campus")).await;
    let email = email_of(&source.database, chat.one_id).await;
    let known = format!(
        "UPDATE audit.origin SET id = gen_random_uuid();
         UPDATE users SET email = NULL WHERE email = '{email}';
         UPDATE users SET email = '{email}' WHERE id = {user_id}"
    );
    fixture.database.execute(&known).await;
    import(&fixture.database, &file_of(&export)).await;
}

#[tokio::test]
async fn times_narrow_a_search_around_imported_messages() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let before = two.send(&two.one, "needle").await;
    import_chat_of_2010(&fixture, two.one_id).await;
    let after = two.send(&two.one, "needle").await;
    let between = |id: &i64| before < *id && *id < after;

    for (filter, time, live, imported) in [
        ("after", "2011-01-01T00:00:00Z", 2, 0),
        ("before", "2011-01-01T00:00:00Z", 0, 1),
        ("after", "2009-01-01T00:00:00Z", 2, 1),
        ("before", "2009-01-01T00:00:00Z", 0, 0),
    ] {
        let parameters = [("q", "needle"), (filter, time)];
        let hits = hit_ids(&search(&two, &two.one, &parameters).await);
        let found = hits.iter().filter(|id| between(id)).count();
        assert_eq!(found, imported, "{filter} {time}: {hits:?}");
        assert_eq!(hits.len() - found, live, "{filter} {time}: {hits:?}");
    }
}
