//! Lessons over REST and the chats they create.

use futures::future::join_all;
use serde_json::{Value, json};

use super::{SchoolFixture, assert_keys, assert_refused, ids};
use crate::support::Person;

impl SchoolFixture {
    /// A new student without a chat, and a lesson that an admin scheduled for them.
    async fn planned(&self) -> (Person, i64) {
        let student = self.database.person("student").await;
        let body = lesson(&self.pair.teacher, &student);
        let lesson = self.admin().post("/api/lessons", &body).await.expect(201);
        (student, lesson["id"].as_i64().expect("an id"))
    }

    /// Changes a lesson's status by PATCH.
    async fn change(&self, user: &Person, id: i64, status: &str) -> crate::support::Answer {
        let client = self.replica.client(user);
        let path = format!("/api/lessons/{id}");
        let request = client.request(reqwest::Method::PATCH, &path);
        client
            .send(request.json(&json!({ "status": status })))
            .await
    }
}

fn lesson(teacher: &Person, student: &Person) -> Value {
    json!({
        "teacher_id": teacher.id, "student_id": student.id,
        "scheduled_at": "2026-02-01T13:00:00+03:00",
    })
}

#[tokio::test]
async fn admin_can_schedule_a_lesson() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let planned = school
        .admin()
        .post("/api/lessons", &lesson(teacher, student))
        .await;
    let planned = planned.expect(201);

    let keys = "id teacher_id teacher_name student_id student_name scheduled_at status \
                completed_at subject duration_minutes series_id chat_id";
    assert_keys(&planned, &format!("{keys} lessons conflicts"));
    let expected = json!({
        "id": planned["id"],
        "teacher_id": teacher.id, "teacher_name": teacher.name,
        "student_id": student.id, "student_name": student.name,
        "scheduled_at": "2026-02-01T10:00:00Z",
        "status": "scheduled", "completed_at": null, "subject": null, "duration_minutes": 60,
        "series_id": null, "chat_id": school.pair.chat_id,
    });
    assert_eq!(planned["lessons"], json!([expected]));
    assert_eq!(planned["conflicts"], json!([]));
    let list = school.student().get("/api/lessons").await.expect(200);
    assert_keys(&list, "lessons next_cursor");
    assert_keys(&list["lessons"][0], keys);
    assert_eq!(list["lessons"][0], expected);
}

#[tokio::test]
async fn lesson_completed_by_its_teacher_creates_a_chat() {
    let school = SchoolFixture::new().await;
    let (student, id) = school.planned().await;
    let reader = school.replica.client(&student);
    let before = reader.get("/api/chats").await.expect(200);
    assert_eq!(before["chats"], json!([]));
    let cancelled = school.change(&school.pair.teacher, id, "cancelled").await;
    let cancelled = cancelled.expect(200);
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(cancelled["completed_at"], Value::Null);
    let before = reader.get("/api/chats").await.expect(200);
    assert_eq!(before["chats"], json!([]));

    let done = school
        .change(&school.pair.teacher, id, "completed")
        .await
        .expect(200);
    assert_eq!(done["status"], "completed");
    assert!(done["completed_at"].is_string(), "{done}");

    let students = reader.get("/api/chats").await.expect(200);
    assert_eq!(
        students["chats"][0]["participant"]["id"],
        school.pair.teacher.id
    );
    let teachers = school.teacher().get("/api/chats").await.expect(200);
    assert_eq!(teachers["chats"][0]["id"], students["chats"][0]["id"]);
    assert_eq!(teachers["chats"][0]["participant"]["id"], student.id);
    let chat = &students["chats"][0]["id"];
    assert_eq!(&done["chat_id"], chat);
    let lessons = reader.get("/api/lessons").await.expect(200);
    assert_eq!(&lessons["lessons"][0]["chat_id"], chat);
}

#[tokio::test]
async fn several_lessons_of_a_pair_create_one_chat() {
    let school = SchoolFixture::new().await;
    let (student, first) = school.planned().await;
    let mut body = lesson(&school.pair.teacher, &student);
    body["scheduled_at"] = json!("2026-02-08T13:00:00+03:00");
    let second = school.admin().post("/api/lessons", &body).await.expect(201);
    let second = second["id"].as_i64().expect("an id");
    for (id, status) in [
        (first, "completed"),
        (first, "completed"),
        (first, "scheduled"),
        (first, "completed"),
        (second, "completed"),
    ] {
        school.change(&school.admin, id, status).await.expect(200);
    }

    let list = school
        .replica
        .client(&student)
        .get("/api/chats")
        .await
        .expect(200);
    assert_eq!(ids(&list["chats"]).len(), 1);
    assert_eq!(
        school.events("chat_created").await,
        2,
        "the first pair's chat and this one's"
    );
}

#[tokio::test]
async fn duplicate_lesson_is_409_until_cancelled() {
    let school = SchoolFixture::new().await;
    let (student, first) = school.planned().await;
    let body = lesson(&school.pair.teacher, &student);
    let admin = school.admin();
    let again = admin.post("/api/lessons", &body).await;
    assert_refused(&again, 409, "lesson_already_booked");

    school
        .change(&school.admin, first, "cancelled")
        .await
        .expect(200);
    admin.post("/api/lessons", &body).await.expect(201);
    let restored = school.change(&school.admin, first, "scheduled").await;
    assert_refused(&restored, 409, "lesson_already_booked");
    let list = school.replica.client(&student).get("/api/lessons").await;
    assert_eq!(ids(&list.expect(200)["lessons"]).len(), 2);

    // A lesson inserted by SQL counts, and SQL may insert a duplicate: only the API checks.
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let insert = format!(
        "INSERT INTO lessons (teacher_id, student_id, scheduled_at)
         VALUES ({}, {}, '2026-02-01T10:00:00Z')",
        teacher.id, student.id
    );
    school.database.execute(&insert).await;
    let again = admin.post("/api/lessons", &lesson(teacher, student)).await;
    assert_refused(&again, 409, "lesson_already_booked");
    school.database.execute(&insert).await;
}

#[tokio::test]
async fn concurrent_bookings_create_one_lesson() {
    let school = SchoolFixture::new().await;
    let body = lesson(&school.pair.teacher, &school.pair.student);
    let admin = school.admin();
    let answers = join_all((0..8).map(|_| admin.post("/api/lessons", &body))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn only_admins_and_the_lessons_teacher_can_update_it() {
    let school = SchoolFixture::new().await;
    let (student, id) = school.planned().await;
    for other in [&school.stranger, &student, &school.pair.student] {
        let answer = school.change(other, id, "completed").await;
        assert_refused(&answer, 403, "not_your_lesson");
    }
    school
        .change(&school.admin, id, "completed")
        .await
        .expect(200);
}

#[tokio::test]
async fn users_list_their_own_lessons_and_admins_list_all() {
    let school = SchoolFixture::new().await;
    let (student, mine) = school.planned().await;
    let foreign = school.database.pair().await;
    let all = school.admin().get("/api/lessons").await.expect(200);
    let all = ids(&all["lessons"]);
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by(|newer, older| newer > older), "{all:?}");
    let [foreigns, _, first] = all[..] else {
        unreachable!("three lessons")
    };

    for (user, expected) in [
        (&student, vec![mine]),
        (&school.pair.teacher, vec![mine, first]),
        (&foreign.student, vec![foreigns]),
        (&school.stranger, vec![]),
    ] {
        let list = school
            .replica
            .client(user)
            .get("/api/lessons")
            .await
            .expect(200);
        assert_eq!(ids(&list["lessons"]), expected);
    }
    let page = school.admin().get("/api/lessons?limit=2").await.expect(200);
    assert_eq!(ids(&page["lessons"]), all[..2]);
    let cursor = page["next_cursor"].as_str().expect("another page");
    let next = format!("/api/lessons?limit=2&cursor={cursor}");
    let page = school.admin().get(&next).await.expect(200);
    assert_eq!(
        (ids(&page["lessons"]), &page["next_cursor"]),
        (vec![first], &Value::Null)
    );
}

#[tokio::test]
async fn invalid_lessons_are_refused() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let unknown_user = Person {
        id: 987_654_321,
        ..teacher.clone()
    };
    let admin = school.admin();
    for (teacher, student, code) in [
        (student, student, "not_a_teacher"),
        (&school.admin, student, "not_a_teacher"),
        (&unknown_user, student, "not_a_teacher"),
        (teacher, &school.stranger, "not_a_student"),
        (teacher, teacher, "not_a_student"),
        (teacher, &unknown_user, "not_a_student"),
    ] {
        let body = lesson(teacher, student);
        assert_refused(&admin.post("/api/lessons", &body).await, 400, code);
    }
    let mut body = lesson(teacher, student);
    for time in [
        "tomorrow",
        "",
        "2026-02-01",
        "2026-02-01T10:00:00",
        "2026-02-30T10:00:00Z",
        "-000001-01-01T00:00:00Z",
        "-009998-01-01T00:00:00Z",
    ] {
        body["scheduled_at"] = json!(time);
        admin.post("/api/lessons", &body).await.expect(400);
    }
    let (_, id) = school.planned().await;
    let answer = school.change(&school.admin, 987_654_321, "completed").await;
    assert_refused(&answer, 404, "lesson_not_found");
    for status in ["done", "", "Completed"] {
        let answer = school.change(&school.admin, id, status).await;
        assert_refused(&answer, 400, "invalid_body");
    }
}
