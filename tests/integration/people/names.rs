//! What people are called: what they are named, else `User 17` in the reader's language.

use reqwest::Method;
use serde_json::Value;

use super::{CAMPUS, Town, campus_add, campus_group, id};
use crate::support::{Client, Person, SocketRequest};

const LANGUAGES: [(&str, &str); 3] = [
    ("ru-RU,ru;q=0.9,en;q=0.8", "Пользователь"),
    ("en", "User"),
    ("de", "User"),
];

impl Town {
    /// Takes somebody's name away.
    async fn unname(&self, person: &Person) {
        let sql = format!("UPDATE users SET name = NULL WHERE id = {}", person.id);
        self.database.execute(&sql).await;
    }
}

/// GET by a reader of a language.
async fn read(client: &Client, path: &str, language: &str) -> Value {
    let request = client.request(Method::GET, path);
    let answer = client
        .send(request.header("accept-language", language))
        .await;
    answer.expect(200)
}

#[tokio::test]
async fn who_has_no_name_is_called_by_number_in_the_readers_language() {
    let town = Town::new().await;
    let (admin, teacher, student) = (
        town.database.person("admin").await,
        town.database.person("teacher").await,
        town.database.person("student").await,
    );
    for person in [&teacher, &student, &town.bob] {
        town.unname(person).await;
    }
    town.database.complete_lesson(&teacher, &student).await;
    let (admin, teachers) = (town.as_(&admin), town.as_(&teacher));
    let ann = town.as_(&town.ann);
    let group = id(&campus_group(&ann, &[town.bob.id]).await.expect(201));
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
            assert!(text.contains(&format!("\"{}\"", name(&town.bob))), "{text}");
            assert!(!text.contains('@'), "{text}");
        }
    }
    let words = format!(
        "SELECT (audit.user_label({0}) = 'User {0} ({0})')::int::bigint",
        town.bob.id
    );
    assert_eq!(town.database.number(&words).await, 1);
}

#[tokio::test]
async fn a_socket_names_people_in_the_language_it_was_opened_with() {
    let town = Town::new().await;
    let ann = town.as_(&town.ann);
    town.unname(&town.eve).await;
    let group = id(&campus_group(&ann, &[town.bob.id]).await.expect(201));
    let path = format!("{CAMPUS}/ws/conversations/{group}/");
    let mut sockets = Vec::new();
    for (language, user) in LANGUAGES {
        let opening = SocketRequest::at(&town.replica.url, &path).bearer(&town.bob.token);
        let socket = opening.header("accept-language", language).open().await;
        sockets.push((socket, user));
    }
    let added = campus_add(&ann, &group, town.eve.id).await.expect(201);
    assert_eq!(added["name"], format!("User {}", town.eve.id));
    for (socket, user) in &mut sockets {
        let added = socket.next_of("participant:added").await;
        assert_eq!(added["payload"]["name"], format!("{user} {}", town.eve.id));
    }
}

#[tokio::test]
async fn an_email_finds_its_owner_only_by_its_exact_text() {
    let town = Town::new().await;
    let admin = town.as_(&town.database.person("admin").await);
    let sql = format!(
        "UPDATE users SET email = 'Anna.Lind@School.test', name = 'Ann' WHERE id = {}",
        town.ann.id
    );
    town.database.execute(&sql).await;
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
        let expected = if found { vec![town.ann.id] } else { vec![] };
        assert_eq!(ids, expected, "{query}");
    }
}
