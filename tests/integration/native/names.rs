//! What names may consist of, by every door: of people, groups, listings and files.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::uploads::begin;
use super::{NativeFixture, PNG, put_json, upload};
use crate::cli::{run, text};
use crate::support::{Answer, Client, assert_refused};

/// Names that nobody may give: what breaks lines, changes the direction of writing, hides, or shows nothing.
const REFUSED: [&str; 9] = [
    "a\nb",
    "a\rb",
    "a\tb",
    "a\u{85}b",
    "a\u{202e}b",
    "a\u{2066}b",
    "a\u{200b}b",
    "a\u{200d}",
    "\u{3164}\u{2800}",
];
/// Names that everybody may give.
const TAKEN: [&str; 3] = [
    "R&D, it's «Ё»",
    "\u{1f469}\u{200d}\u{1f52c}",
    "می\u{200c}خواهم",
];

/// The answers of every door to a name, with the fields that show it.
async fn doors(
    fixture: &NativeFixture,
    key: &Client,
    name: &str,
    n: usize,
) -> Vec<(Answer, Value)> {
    let (ann, admin) = (fixture.client(&fixture.ann), fixture.client(&fixture.admin));
    let patch = async |client: &Client, path: &str, body: &Value| {
        let request = client.request(Method::PATCH, path).json(body);
        client.send(request).await
    };
    let mut answers = Vec::new();
    let named = json!({ "name": name });
    answers.push(patch(&ann, "/v1/campus/me", &named).await);
    answers.push(put_json(key, "/v1/campus/users/x", &named).await);
    let email = format!("invited{n}@school.test");
    let invited = json!({ "email": email, "role": "student" });
    let invitation = admin
        .post("/v1/school/invitations", &invited)
        .await
        .expect(201);
    let accept = json!({
        "token": invitation["token"], "name": name, "password": "correct horse"
    });
    let anonymous = fixture.replica.anonymous_client();
    answers.push(
        anonymous
            .post("/v1/school/invitations/accept", &accept)
            .await,
    );
    let added =
        json!({ "email": format!("added{n}@school.test"), "name": name, "role": "student" });
    answers.push(admin.post("/api/admin/users", &added).await);
    answers.push({
        let group = json!({ "type": "group", "participantIds": [fixture.bob.id], "name": name });
        ann.post("/api/messenger/conversations", &group).await
    });

    let mut titled = Vec::new();
    let group = json!({ "type": "group", "title": name, "user_ids": [fixture.bob.id] });
    titled.push(ann.post("/v1/campus/chats", &group).await);
    let renamed = fixture.group("campus").await.chat_id;
    let title = json!({ "title": name });
    titled.push(patch(&ann, &format!("/v1/campus/chats/{renamed}"), &title).await);
    let old = json!({ "type": "group", "title": name, "participant_ids": [fixture.bob.id] });
    titled.push(ann.post("/api/unet-chat/conversations/", &old).await);
    let listing = json!({
        "type": "listing", "listing_id": n, "user_ids": [fixture.bob.id], "title": name
    });
    let listing = ann.post("/v1/market/chats", &listing).await;
    let answers = answers.into_iter().map(|answer| {
        let shown = answer.body["name"].clone();
        (answer, shown)
    });
    let titled = titled.into_iter().map(|answer| {
        let shown = answer.body["title"].clone();
        (answer, shown)
    });
    let listed = listing.body["listing"]["title"].clone();
    answers.chain(titled).chain([(listing, listed)]).collect()
}

#[tokio::test]
async fn every_door_takes_the_same_names() {
    let fixture = NativeFixture::with(&[("CHAT_LIMIT", "off")]).await;
    let (secret, _) = add_key(&fixture.database, "crm", "campus", &[KeyScope::Users]).await;
    let key = fixture.replica.anonymous_client().with_token(&secret);
    for (n, name) in REFUSED.into_iter().enumerate() {
        for (door, (answer, _)) in doors(&fixture, &key, name, n + 1)
            .await
            .into_iter()
            .enumerate()
        {
            println!("{name:?} at door {door}");
            assert_refused(&answer, 400, "invalid_name");
        }
    }
    for (n, name) in TAKEN.into_iter().enumerate() {
        for (door, (answer, shown)) in doors(&fixture, &key, name, n + 100)
            .await
            .into_iter()
            .enumerate()
        {
            assert!(
                [200, 201].contains(&answer.status),
                "{name:?} at {door}: {}",
                answer.body
            );
            // A conversation of messenger has it elsewhere.
            assert!(
                shown.is_null() || shown == name,
                "{name:?} at {door}: {}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn names_of_files_follow_the_same_rule() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for name in ["a\u{202e}gnp.exe", "a\u{200b}.png", "a\u{85}b.png"] {
        let refused = upload(&ann, "campus", name, PNG).await;
        assert_refused(&refused, 400, "invalid_name");
        let refused = begin(&ann, "campus", name, 7).await;
        assert_refused(&refused, 400, "invalid_name");
    }
    let refused = begin(&ann, "campus", "a\r\nSet-Cookie: x.png", 7).await;
    assert_refused(&refused, 400, "invalid_name");
    for name in TAKEN {
        let file = format!("{name}.png");
        let uploaded = upload(&ann, "campus", &file, PNG).await.expect(201);
        assert_eq!(uploaded["name"], file);
        assert_eq!(begin(&ann, "campus", &file, 7).await.status, 201);
    }
}

#[tokio::test]
async fn claims_and_foreign_sql_are_cleaned() {
    let fixture = NativeFixture::new().await;
    let cleaned = [
        ("a\nb", Some("a b")),
        ("a\u{202e}b", Some("ab")),
        ("a\u{200b}\u{feff}b", Some("ab")),
        ("a\u{200d} b\u{200c}", Some("a b")),
        ("a\u{200d}\u{200d}b", Some("a\u{200d}b")),
        ("\u{e0001}x\u{ad}", Some("x")),
        (" \u{3164}\u{200b}", None),
        ("Анна Ё.", Some("Анна Ё.")),
        (TAKEN[1], Some(TAKEN[1])),
        (TAKEN[2], Some(TAKEN[2])),
    ];
    let client = fixture.database.client().await;
    for (given, expected) in cleaned {
        let sql = "INSERT INTO users (name) VALUES ($1) RETURNING name";
        let row = client.query_one(sql, &[&given]).await.unwrap();
        assert_eq!(row.get::<_, Option<&str>>(0), expected, "{given:?}");
        let sql = "UPDATE users SET name = $1 WHERE id = $2 RETURNING name";
        let row = client.query_one(sql, &[&given, &fixture.eve.id]).await;
        let row = row.unwrap();
        assert_eq!(row.get::<_, Option<&str>>(0), expected, "{given:?}");
    }
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let arguments = [
        "user",
        "add",
        "--email",
        "a@b.test",
        "--name",
        "a\u{202e}b",
        "--role",
        "student",
    ];
    let output = run(&arguments, &settings, "").await;
    let error = text(&output.stderr);
    assert!(
        !output.status.success() && error.contains("U+202E"),
        "{error}"
    );
}

#[tokio::test]
async fn a_guest_cannot_have_the_name_of_staff() {
    let fixture = NativeFixture::new().await;
    let staff = [
        (fixture.admin.id, "Мария Соколова"),
        (fixture.pair.teacher.id, "Фёдор Т."),
    ];
    for (id, name) in staff {
        let sql = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        fixture.database.execute(&sql).await;
    }
    let anonymous = fixture.replica.anonymous_client();
    let guest = anonymous.post("/api/chat/guests", &Value::Null).await;
    let guest = anonymous.with_token(guest.expect(201)["token"].as_str().unwrap());
    let rename = async |client: &Client, name: &str| {
        let named = json!({ "name": name });
        let request = client.request(Method::PATCH, "/v1/market/me").json(&named);
        client.send(request).await
    };
    for name in [
        "Мария Соколова",
        "мария  СОКОЛОВА",
        "Мари\u{301}я\u{a0}Соколова",
        // Latin letters that look alike.
        "Mapия Соколова",
        "Федор Т.",
        "Фе\u{308}дор\u{200d}Т.",
    ] {
        assert_refused(&rename(&guest, name).await, 400, "invalid_name");
    }
    rename(&guest, "Мария Соколовская").await.expect(200);
    // People with an account may be namesakes.
    let ann = fixture.client(&fixture.ann);
    rename(&ann, "Мария Соколова").await.expect(200);
}
