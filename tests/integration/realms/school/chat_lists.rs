//! `GET /api/chats` and `GET /api/admin/chats`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{SchoolFixture, assert_keys, assert_refused, ids};
use crate::support::Client;

/// Follows `next_cursor` from page to page; returns the ids on each page.
async fn pages(reader: &Client, path: &str, list: &str) -> Vec<Vec<i64>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = reader.get(&format!("{path}{cursor}")).await.expect(200);
        pages.push(ids(&page[list]));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn paged_chat_list_returns_each_chat_once_by_latest_activity() {
    let school = SchoolFixture::new().await;
    let mut chats = vec![school.pair.chat_id];
    for _ in 0..24 {
        let student = school.database.person("student").await;
        chats.push(
            school
                .database
                .complete_lesson(&school.pair.teacher, &student)
                .await,
        );
    }
    // The order of activity differs from the order of creation.
    let teacher = school.teacher();
    let mut expected = Vec::new();
    for step in 0..25 {
        let chat = chats[step * 7 % 25];
        teacher.send_message(chat, "text").await;
        expected.insert(0, chat);
    }
    assert_eq!(chats.iter().collect::<BTreeSet<_>>().len(), 25);

    for (reader, path) in [
        (&teacher, "/api/chats"),
        (&school.admin(), "/api/admin/chats"),
    ] {
        let by_seven = pages(reader, &format!("{path}?limit=7"), "chats").await;
        assert_eq!(
            by_seven.iter().map(Vec::len).collect::<Vec<_>>(),
            [7, 7, 7, 4]
        );
        assert_eq!(by_seven.concat(), expected, "{path}");
        // A full last page has no next cursor.
        let by_five = pages(reader, &format!("{path}?limit=5"), "chats").await;
        assert_eq!(by_five.len(), 5);
        assert_eq!(ids(&reader.get(path).await.expect(200)["chats"]), expected);
    }
}

#[tokio::test]
async fn chat_order_ignores_deleted_messages() {
    let school = SchoolFixture::new().await;
    let student = school.database.person("student").await;
    let (older, teacher) = (school.pair.chat_id, school.teacher());
    let newer = school
        .database
        .complete_lesson(&school.pair.teacher, &student)
        .await;
    teacher.send_message(newer, "first").await;
    teacher.send_message(older, "second").await;
    let deleted = teacher.send_message(newer, "third").await;
    let delete = format!("/api/messages/{deleted}");
    let request = teacher.request(reqwest::Method::DELETE, &delete);
    teacher.send(request).await.expect(200);

    for (reader, path) in [
        (&teacher, "/api/chats"),
        (&school.admin(), "/api/admin/chats"),
    ] {
        let list = reader.get(path).await.expect(200);
        assert_eq!(ids(&list["chats"]), [older, newer], "{path}");
        let by_one = pages(reader, &format!("{path}?limit=1"), "chats").await;
        assert_eq!(by_one.concat(), [older, newer], "{path}, page by page");
    }
}

#[tokio::test]
async fn chat_list_includes_read_marks_on_request() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2"]).await;
    let mark = async |query: &str| {
        let list = school.teacher().get(&format!("/api/chats{query}")).await;
        list.expect(200)["chats"][0]["last_read_id"].clone()
    };
    assert_eq!(mark("").await, Value::Null);
    assert_eq!(mark("?read_marks=true").await, 0);
    let visit = format!("/api/chats/{}/read", school.pair.chat_id);
    let body = json!({ "up_to_id": sent[0] });
    school.student().post(&visit, &body).await.expect(204);
    assert_eq!(mark("?read_marks=true").await, sent[0]);
    school
        .student()
        .send_message(school.pair.chat_id, "3")
        .await;
    assert!(mark("?read_marks=true").await.as_i64() > Some(sent[1]));
}

#[tokio::test]
async fn out_of_range_list_queries_are_400() {
    let school = SchoolFixture::new().await;
    let queries = [
        ("limit=0", "invalid_limit"),
        ("limit=501", "invalid_limit"),
        ("limit=-7", "invalid_limit"),
        ("limit=many", "invalid_query"),
        ("cursor=x", "invalid_cursor"),
        ("cursor=-1", "invalid_cursor"),
        ("cursor=%2B1", "invalid_cursor"),
        ("cursor=99999999999999999999", "invalid_cursor"),
    ];
    for (reader, path) in [
        (school.student(), "/api/chats"),
        (school.admin(), "/api/admin/chats"),
        (school.admin(), "/api/admin/users"),
        (school.admin(), "/api/lessons"),
    ] {
        for (query, code) in queries {
            let answer = reader.get(&format!("{path}?{query}")).await;
            assert_refused(&answer, 400, code);
        }
        reader.get(&format!("{path}?limit=500")).await.expect(200);
        reader.get(&format!("{path}?limit=1")).await.expect(200);
    }
}

#[tokio::test]
async fn chat_list_shows_the_peer_and_the_newest_message() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let empty = school.student().get("/api/chats").await.expect(200);
    assert_keys(&empty, "chats next_cursor");
    assert_eq!(empty["next_cursor"], Value::Null);
    assert_eq!(empty["chats"][0]["last_message"], Value::Null);
    assert_eq!(empty["chats"][0]["unread_count"], 0);

    let sent = school.send_message(&["1", "2"]).await;
    let list = school.student().get("/api/chats").await.expect(200);
    let chat = &list["chats"][0];
    assert_keys(chat, "id participant last_message unread_count");
    assert_eq!(chat["id"], school.pair.chat_id);
    let other = json!({ "id": teacher.id, "name": teacher.name, "role": "teacher" });
    assert_eq!(chat["participant"], other);
    let last = &chat["last_message"];
    assert_keys(last, "id sender_id content created_at");
    assert_eq!(
        (&last["id"], &last["content"]),
        (&json!(sent[1]), &json!("2"))
    );
    assert_eq!(last["sender_id"], teacher.id);
    assert_eq!(chat["unread_count"], 2);

    let list = school.teacher().get("/api/chats").await.expect(200);
    let other = json!({ "id": student.id, "name": student.name, "role": "student" });
    assert_eq!(list["chats"][0]["participant"], other);
    assert_eq!(list["chats"][0]["last_message"], *last);
    assert_eq!(list["chats"][0]["unread_count"], 0);

    let list = school.stranger().get("/api/chats").await.expect(200);
    assert_eq!(list, json!({ "chats": [], "next_cursor": null }));
}

#[tokio::test]
async fn preview_is_the_newest_undeleted_message_or_null() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3"]).await;
    let (teacher, admin) = (school.teacher(), school.admin());
    let first = teacher.get("/api/chats").await.expect(200);
    assert_eq!(first["chats"][0]["last_message"]["content"], "3");

    for (at, newest, count) in [(2, json!("2"), 2), (0, json!("2"), 1), (1, Value::Null, 0)] {
        let path = format!("/api/messages/{}", sent[at]);
        teacher.delete(&path).await.expect(200);
        let list = teacher.get("/api/chats").await.expect(200);
        let last = &list["chats"][0]["last_message"];
        assert_eq!(last.get("content").unwrap_or(&Value::Null), &newest);
        let all = admin.get("/api/admin/chats").await.expect(200);
        assert_eq!(all["chats"][0]["messages_count"], count);
        assert_eq!(all["chats"][0]["last_message_at"].is_null(), count == 0);
    }
}

#[tokio::test]
async fn admin_is_referred_to_the_admin_chat_list() {
    let school = SchoolFixture::new().await;
    let answer = school.admin().get("/api/chats").await;
    assert_refused(&answer, 403, "use_admin_chats");
    let detail = answer.body["detail"].as_str().expect("a sentence");
    assert!(detail.contains("/api/admin/chats"), "{detail}");
}

#[tokio::test]
async fn admin_list_shows_every_chat_with_participants_and_counts() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let quiet = school.database.pair().await;
    school.send_message(&["1", "2"]).await;
    let own = school.teacher().get("/api/chats").await.expect(200);

    let list = school.admin().get("/api/admin/chats").await.expect(200);
    assert_keys(&list, "chats next_cursor");
    assert_eq!(ids(&list["chats"]), [school.pair.chat_id, quiet.chat_id]);
    let chat = &list["chats"][0];
    assert_keys(chat, "id participants messages_count last_message_at");
    let people = json!([
        { "id": teacher.id, "name": teacher.name, "role": "teacher" },
        { "id": student.id, "name": student.name, "role": "student" },
    ]);
    assert_eq!(chat["participants"], people);
    assert_eq!(chat["messages_count"], 2);
    assert_eq!(
        chat["last_message_at"],
        own["chats"][0]["last_message"]["created_at"]
    );
    assert_eq!(list["chats"][1]["messages_count"], 0);
    assert_eq!(list["chats"][1]["last_message_at"], Value::Null);
}

#[tokio::test]
async fn q_matches_part_of_a_participants_name() {
    let school = SchoolFixture::new().await;
    let other = school.database.pair().await;
    let (mine, others) = (school.pair.chat_id, other.chat_id);
    let (ivan, percent) = (school.pair.teacher.id, other.student.id);
    let sql = format!(
        "UPDATE users SET name = 'Иван Петров' WHERE id = {ivan};
         UPDATE users SET name = '100%_\\' WHERE id = {percent}"
    );
    school.database.execute(&sql).await;
    let admin = school.admin();

    for (query, found) in [
        ("Петров", vec![mine]),
        ("иван", vec![mine]),
        ("%25_\\", vec![others]),
        ("%25", vec![others]),
        ("_", vec![others]),
        ("nobody", vec![]),
        ("", vec![others, mine]),
        ("%20", vec![others, mine]),
        ("N.", vec![others, mine]),
    ] {
        let list = admin
            .get(&format!("/api/admin/chats?q={query}"))
            .await
            .expect(200);
        assert_eq!(ids(&list["chats"]), found, "{query}");
    }
    let nul = admin.get("/api/admin/chats?q=a%00").await;
    assert_refused(&nul, 400, "invalid_query");
}

#[tokio::test]
async fn removed_participant_no_longer_lists_the_chat() {
    let school = SchoolFixture::new().await;
    let chat_id = school.pair.chat_id;
    school
        .database
        .remove_participant(chat_id, &school.pair.student)
        .await;

    let list = school.student().get("/api/chats").await.expect(200);
    assert_eq!(list["chats"], json!([]));
    assert_eq!(school.history(&school.student(), "").await.status, 403);
    let list = school.teacher().get("/api/chats").await.expect(200);
    assert_eq!(ids(&list["chats"]), [chat_id]);
}
