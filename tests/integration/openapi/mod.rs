//! The OpenAPI document matches the server's answers and stream events.

mod direct;
mod market;
mod types;

use reqwest::Method;
use serde_json::json;

use crate::support::openapi::Checker;
use crate::support::{Replica, TestDatabase};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk along every route")]
async fn school_answers_match_the_document() {
    let database = TestDatabase::new().await;
    let (pair, admin) = (database.pair().await, database.person("admin").await);
    let replica = Replica::spawn(&database).await;
    let (teacher, student) = (replica.client(&pair.teacher), replica.client(&pair.student));
    let (admin, anonymous) = (replica.client(&admin), replica.anonymous_client());
    let mut checker = Checker::of(&replica).await;

    let login = json!({ "email": "new@school.test", "password": "a good password" });
    let mut new = login.clone();
    new["name"] = "Новая".into();
    new["role"] = "teacher".into();
    for status in [201, 409] {
        let answer = checker.post(&admin, "/api/admin/users", &new).await;
        assert_eq!(answer.status, status);
    }
    checker
        .post(&anonymous, "/api/auth/login", &login)
        .await
        .expect(200);
    checker
        .post(&anonymous, "/api/auth/login", &json!({}))
        .await
        .expect(400);

    let lesson = json!({
        "teacher_id": pair.teacher.id, "student_id": pair.student.id,
        "scheduled_at": "2026-05-01T10:00:00Z"
    });
    checker
        .post(&admin, "/api/lessons/conflicts", &lesson)
        .await
        .expect(200);
    let lesson = checker
        .post(&admin, "/api/lessons", &lesson)
        .await
        .expect(201);
    let path = format!("/api/lessons/{}", lesson["id"]);
    let change = admin
        .request(Method::PATCH, &path)
        .json(&json!({ "status": "completed" }));
    let answer = admin.send(change).await;
    assert_eq!(answer.status, 200);
    checker.check("PATCH /api/lessons/{id}", &answer);

    let message = json!({
        "chat_id": pair.chat_id, "content": "Привет", "client_id": uuid::Uuid::new_v4()
    });
    let sent = checker
        .post(&teacher, "/api/messages", &message)
        .await
        .expect(201);
    checker
        .post(&teacher, "/api/messages", &message)
        .await
        .expect(200);
    checker
        .post(&admin, "/api/messages", &message)
        .await
        .expect(403);
    checker
        .post(&anonymous, "/api/messages", &message)
        .await
        .expect(401);

    let history = format!("/api/chats/{}/messages", pair.chat_id);
    let lists = async |checker: &mut Checker| {
        for client in [&teacher, &student, &admin, &anonymous] {
            for path in [
                "/api/me",
                "/api/chats",
                "/api/lessons",
                "/api/admin/users",
                "/api/admin/chats",
            ] {
                checker.get(client, path, path).await;
            }
            checker
                .get(client, "/api/chats/{chat_id}/messages", &history)
                .await;
        }
    };
    lists(&mut checker).await;
    let read = student
        .post(&format!("/api/chats/{}/read", pair.chat_id), &json!({}))
        .await;
    checker.check("POST /api/chats/{chat_id}/read", &read);
    assert_eq!(read.status, 204);
    let typing = student
        .post(
            &format!("/api/chats/{}/typing", pair.chat_id),
            &json!({ "is_typing": true }),
        )
        .await;
    checker.check("POST /api/chats/{chat_id}/typing", &typing);
    assert_eq!(typing.status, 204);
    for (client, status) in [(&student, 403), (&teacher, 200), (&teacher, 200)] {
        let answer = client
            .delete(&format!("/api/messages/{}", sent["id"]))
            .await;
        assert_eq!(answer.status, status);
        checker.check("DELETE /api/messages/{message_id}", &answer);
    }
    lists(&mut checker).await;
    let with_deleted = format!("{history}?include_deleted=true");
    let page = checker
        .get(&admin, "/api/chats/{chat_id}/messages", &with_deleted)
        .await;
    assert_eq!(page["messages"][0]["is_deleted"], true);
    for path in ["/health", "/ready"] {
        checker.get(&anonymous, path, path).await;
    }
    checker
        .post(&anonymous, "/api/auth/refresh", &json!({}))
        .await
        .expect(401);
    checker
        .post(&student, "/api/auth/logout", &json!({}))
        .await
        .expect(204);
    checker.assert_all_checked_but(&["GET /api/events/chat"]);
}

#[tokio::test]
async fn school_stream_events_match_their_schemas() {
    let database = TestDatabase::new().await;
    let (pair, admin) = (database.pair().await, database.person("admin").await);
    let replica = Replica::spawn(&database).await;
    let checker = Checker::of(&replica).await;
    let mut students = replica.client(&pair.student).open_stream().await;
    let mut admins = replica.client(&admin).open_stream().await;
    let teacher = replica.client(&pair.teacher);
    let other = database.person("teacher").await;

    let id = teacher.send_message(pair.chat_id, "Привет").await;
    let read = format!("/api/chats/{}/read", pair.chat_id);
    let student = replica.client(&pair.student);
    student.post(&read, &json!({})).await.expect(204);
    teacher
        .delete(&format!("/api/messages/{id}"))
        .await
        .expect(200);
    database.complete_lesson(&other, &pair.student).await;

    for (event, schema) in [
        ("new_message", "NewMessageEvent"),
        ("chat_read", "ChatReadEvent"),
        ("message_deleted", "MessageDeletedEvent"),
        ("chat_created", "ChatCreatedEvent"),
    ] {
        // Admins get no read marks.
        let streams: &mut [_] = match event {
            "chat_read" => &mut [&mut students],
            _ => &mut [&mut students, &mut admins],
        };
        for stream in streams {
            let frames = stream.take(event, 1).await;
            checker.check_frame(event, schema, &frames[0].data);
        }
    }
}

#[tokio::test]
async fn documentation_page_loads_only_own_resources() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let client = replica.anonymous_client();
    let text = async |path: &str| {
        let response = client
            .request(Method::GET, path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.expect("text")
    };

    let page = text("/api/docs/").await;

    let mut loaded = 0;
    for attribute in ["src=\"", "href=\""] {
        for (at, _) in page.match_indices(attribute) {
            let rest = &page[at + attribute.len()..];
            let target = &rest[..rest.find('"').expect("a quotation mark closes")];
            assert!(
                !target.contains("//") && !target.starts_with("data:text"),
                "{target}"
            );
            text(&format!("/api/docs/{}", target.trim_start_matches("./"))).await;
            loaded += 1;
        }
    }
    assert!(loaded >= 3, "{page}");
    let start = text("/api/docs/swagger-initializer.js").await;
    assert!(
        !start.contains("http://") && !start.contains("https://"),
        "{start}"
    );
    assert!(start.contains("/api/openapi.json"), "{start}");
}
