//! Display names: the user's name, or `User 17` in the reader's language.

use reqwest::Method;
use serde_json::Value;

use super::{AllRealmsFixture, CAMPUS, campus_add, campus_group, id};
use crate::support::{Client, Person, SocketRequest};

const LANGUAGES: [(&str, &str); 3] = [
    ("ru-RU,ru;q=0.9,en;q=0.8", "Пользователь"),
    ("en", "User"),
    ("de", "User"),
];

impl AllRealmsFixture {
    /// Removes a user's name.
    async fn clear_name(&self, person: &Person) {
        let sql = format!("UPDATE users SET name = NULL WHERE id = {}", person.id);
        self.database.execute(&sql).await;
    }
}

/// GETs a path with this `Accept-Language`.
async fn read(client: &Client, path: &str, language: &str) -> Value {
    let request = client.request(Method::GET, path);
    let answer = client
        .send(request.header("accept-language", language))
        .await;
    answer.expect(200)
}

#[tokio::test]
async fn unnamed_users_get_a_numbered_name_in_the_readers_language() {
    let fixture = AllRealmsFixture::new().await;
    let (admin, teacher, student) = (
        fixture.database.person("admin").await,
        fixture.database.person("teacher").await,
        fixture.database.person("student").await,
    );
    for person in [&teacher, &student, &fixture.bob] {
        fixture.clear_name(person).await;
    }
    fixture.database.complete_lesson(&teacher, &student).await;
    let (admin, teachers) = (fixture.client(&admin), fixture.client(&teacher));
    let ann = fixture.client(&fixture.ann);
    let group = id(&campus_group(&ann, &[fixture.bob.id]).await.expect(201));
    for (language, user) in LANGUAGES {
        let name = |person: &Person| format!("{user} {}", person.id);
        let me = read(&teachers, "/api/me", language).await;
        assert_eq!(me["name"], name(&teacher));
        let chats = read(&teachers, "/api/chats", language).await;
        assert_eq!(chats["chats"][0]["participant"]["name"], name(&student));
        let all = read(&admin, "/api/admin/chats", language).await;
        assert_eq!(all["chats"][0]["participants"][1]["name"], name(&student));
        let lessons = read(&teachers, "/api/lessons", language).await;
        assert_eq!(lessons["lessons"][0]["teacher_name"], name(&teacher));
        assert_eq!(lessons["lessons"][0]["student_name"], name(&student));
        let path = format!("/api/admin/users?cursor={}&limit=1", teacher.id - 1);
        let users = read(&admin, &path, language).await;
        assert_eq!(users["users"][0]["name"], name(&teacher));
        for path in [
            format!("{CAMPUS}/conversations/{group}"),
            format!("{CAMPUS}/conversations/"),
        ] {
            let conversation = read(&ann, &path, language).await;
            let text = conversation.to_string();
            assert!(
                text.contains(&format!("\"{}\"", name(&fixture.bob))),
                "{text}"
            );
            assert!(!text.contains('@'), "{text}");
        }
    }
    let label_query = format!(
        "SELECT (audit.user_label({0}) = 'User {0} ({0})')::int::bigint",
        fixture.bob.id
    );
    assert_eq!(fixture.database.number(&label_query).await, 1);
}

#[tokio::test]
async fn sockets_keep_the_language_of_their_handshake() {
    let fixture = AllRealmsFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    fixture.clear_name(&fixture.eve).await;
    let group = id(&campus_group(&ann, &[fixture.bob.id]).await.expect(201));
    let path = format!("{CAMPUS}/ws/conversations/{group}/");
    let mut sockets = Vec::new();
    for (language, user) in LANGUAGES {
        let opening = SocketRequest::at(&fixture.replica.url, &path).bearer(&fixture.bob.token);
        let socket = opening.header("accept-language", language).open().await;
        sockets.push((socket, user));
    }
    let added = campus_add(&ann, &group, fixture.eve.id).await.expect(201);
    assert_eq!(added["name"], format!("User {}", fixture.eve.id));
    for (socket, user) in &mut sockets {
        let added = socket.next_of("participant:added").await;
        assert_eq!(
            added["payload"]["name"],
            format!("{user} {}", fixture.eve.id)
        );
    }
}

#[tokio::test]
async fn email_search_matches_only_the_whole_address() {
    let fixture = AllRealmsFixture::new().await;
    let admin = fixture.client(&fixture.database.person("admin").await);
    let sql = format!(
        "UPDATE users SET email = 'Anna.Lind@School.test', name = 'Ann' WHERE id = {}",
        fixture.ann.id
    );
    fixture.database.execute(&sql).await;
    for (query, found) in [
        ("anna.lind@school.test", true),
        ("Anna.Lind@School.test", true),
        ("anna.lind@school.tes", false),
        ("nna.lind@school.test", false),
        ("lind", false),
        ("%25lind%25", false),
        ("ann", true),
    ] {
        let path = format!("/api/admin/users?q={query}");
        let list = admin.get(&path).await.expect(200);
        let ids: Vec<i64> = list["users"]
            .as_array()
            .expect("users")
            .iter()
            .filter_map(|user| user["id"].as_i64())
            .collect();
        let expected = if found { vec![fixture.ann.id] } else { vec![] };
        assert_eq!(ids, expected, "{query}");
    }
}
