//! Lessons with a subject and a length, their repetition, moving them, and what they overlap with.

use reqwest::Method;
use serde_json::{Value, json};

use super::{SchoolFixture, assert_refused};
use crate::support::{Answer, Person};

impl SchoolFixture {
    /// A lesson of the pair, with more fields.
    fn new_lesson(&self, at: &str, more: &Value) -> Value {
        let mut body = json!({
            "teacher_id": self.pair.teacher.id, "student_id": self.pair.student.id,
            "scheduled_at": at,
        });
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        body
    }

    async fn schedule(&self, at: &str, more: &Value) -> Answer {
        let body = self.new_lesson(at, more);
        self.admin().post("/api/lessons", &body).await
    }

    async fn change_lesson(&self, user: &Person, id: &Value, change: &Value) -> Answer {
        let client = self.replica.client(user);
        let request = client.request(Method::PATCH, &format!("/api/lessons/{id}"));
        client.send(request.json(change)).await
    }
}

fn times(lessons: &Value) -> Vec<String> {
    let lessons = lessons.as_array().unwrap().iter();
    lessons
        .map(|lesson| lesson["scheduled_at"].as_str().unwrap().to_owned())
        .collect()
}

fn ids(lessons: &Value) -> Vec<i64> {
    let lessons = lessons.as_array().unwrap().iter();
    lessons
        .map(|lesson| lesson["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_lesson_has_a_subject_and_a_length() {
    let school = SchoolFixture::new().await;
    let more = json!({ "subject": "Дроби", "duration_minutes": 45 });
    let lesson = school
        .schedule("2026-03-02T10:00:00Z", &more)
        .await
        .expect(201);
    assert_eq!(
        (&lesson["subject"], &lesson["duration_minutes"]),
        (&json!("Дроби"), &json!(45))
    );
    let change = json!({ "subject": null, "duration_minutes": 90 });
    let changed = school
        .change_lesson(&school.pair.teacher, &lesson["id"], &change)
        .await;
    let changed = changed.expect(200);
    assert_eq!(
        (&changed["subject"], &changed["duration_minutes"]),
        (&Value::Null, &json!(90))
    );
    let shown = school.student().get("/api/lessons").await.expect(200);
    assert_eq!(shown["lessons"][0]["duration_minutes"], 90);
    let stranger = school
        .change_lesson(&school.pair.student, &lesson["id"], &change)
        .await;
    assert_refused(&stranger, 403, "not_your_lesson");
}

#[tokio::test]
async fn a_repetition_keeps_the_time_of_the_day() {
    let school = SchoolFixture::new().await;
    // Berlin changes to summer time on 29 March 2026.
    let repeat = json!({ "repeat": { "count": 3, "time_zone": "Europe/Berlin" } });
    let series = school
        .schedule("2026-03-20T09:00:00Z", &repeat)
        .await
        .expect(201);
    let expected = [
        "2026-03-20T09:00:00Z",
        "2026-03-27T09:00:00Z",
        "2026-04-03T08:00:00Z",
    ];
    assert_eq!(times(&series["lessons"]), expected);
    assert_eq!(series["scheduled_at"], expected[0]);
    for lesson in series["lessons"].as_array().unwrap() {
        assert_eq!(lesson["series_id"], series["series_id"]);
    }
    let until = json!({ "repeat": { "every_weeks": 2, "until": "2026-06-29" } });
    let until = school
        .schedule("2026-06-01T12:00:00Z", &until)
        .await
        .expect(201);
    let expected = [
        "2026-06-01T12:00:00Z",
        "2026-06-15T12:00:00Z",
        "2026-06-29T12:00:00Z",
    ];
    assert_eq!(times(&until["lessons"]), expected);
    assert_ne!(until["series_id"], series["series_id"]);
    let endless = json!({ "repeat": { "until": "9000-01-01" } });
    let endless = school
        .schedule("2027-01-01T12:00:00Z", &endless)
        .await
        .expect(201);
    assert_eq!(ids(&endless["lessons"]).len(), 52);
}

#[tokio::test]
async fn a_repetition_is_scheduled_as_a_whole_or_not_at_all() {
    let school = SchoolFixture::new().await;
    school
        .schedule("2026-03-16T10:00:00Z", &json!({}))
        .await
        .expect(201);
    let repeat = json!({ "repeat": { "count": 4 } });
    let refused = school.schedule("2026-03-02T10:00:00Z", &repeat).await;
    assert_refused(&refused, 409, "lesson_already_booked");
    let lessons = "SELECT count(*) FROM lessons WHERE status = 'scheduled'";
    assert_eq!(school.database.number(lessons).await, 1);
}

#[tokio::test]
async fn overlapping_lessons_are_answered_and_refused_only_if_asked() {
    let school = SchoolFixture::new().await;
    let other = school.database.person("student").await;
    let hour = school
        .schedule("2026-03-02T10:00:00Z", &json!({}))
        .await
        .expect(201);
    let for_other = json!({ "student_id": other.id });
    // It begins when the first one ends.
    let after = school
        .schedule("2026-03-02T11:00:00Z", &for_other)
        .await
        .expect(201);
    assert_eq!(after["conflicts"], json!([]));
    let asked = school.new_lesson("2026-03-02T10:30:00Z", &for_other);
    let found = school
        .admin()
        .post("/api/lessons/conflicts", &asked)
        .await
        .expect(200);
    let both = [hour["id"].as_i64().unwrap(), after["id"].as_i64().unwrap()];
    assert_eq!(ids(&found["conflicts"]), both);
    let refusing = json!({ "student_id": other.id, "refuse_conflicts": true });
    let refused = school.schedule("2026-03-02T10:30:00Z", &refusing).await;
    assert_refused(&refused, 409, "lessons_overlap");
    assert_eq!(
        school
            .database
            .number("SELECT count(*) FROM lessons WHERE is_booked")
            .await,
        2
    );
    let scheduled = school
        .schedule("2026-03-02T10:30:00Z", &for_other)
        .await
        .expect(201);
    assert_eq!(ids(&scheduled["conflicts"]), both);
    let cancel = json!({ "status": "cancelled" });
    school
        .change_lesson(&school.admin, &hour["id"], &cancel)
        .await
        .expect(200);
    let found = school
        .admin()
        .post("/api/lessons/conflicts", &asked)
        .await
        .expect(200);
    assert!(!ids(&found["conflicts"]).contains(&both[0]));
}

#[tokio::test]
async fn one_or_all_following_lessons_are_moved_and_cancelled() {
    let school = SchoolFixture::new().await;
    let repeat = json!({ "repeat": { "count": 4 } });
    let series = school
        .schedule("2026-03-02T10:00:00Z", &repeat)
        .await
        .expect(201);
    let id = |place: usize| series["lessons"][place]["id"].clone();
    let one = json!({ "scheduled_at": "2026-03-02T12:00:00Z" });
    let moved = school
        .change_lesson(&school.pair.teacher, &id(0), &one)
        .await
        .expect(200);
    assert_eq!(times(&moved["lessons"]), ["2026-03-02T12:00:00Z"]);
    let following = json!({ "scheduled_at": "2026-03-10T09:30:00Z", "scope": "following" });
    let moved = school
        .change_lesson(&school.admin, &id(1), &following)
        .await
        .expect(200);
    let expected = [
        "2026-03-10T09:30:00Z",
        "2026-03-17T09:30:00Z",
        "2026-03-24T09:30:00Z",
    ];
    assert_eq!(times(&moved["lessons"]), expected);
    assert_eq!(moved["id"], id(1));
    let cancel = json!({ "status": "cancelled", "scope": "following" });
    let cancelled = school
        .change_lesson(&school.admin, &id(2), &cancel)
        .await
        .expect(200);
    assert_eq!(ids(&cancelled["lessons"]).len(), 2);
    let scheduled = "SELECT count(*) FROM lessons WHERE status = 'scheduled'";
    assert_eq!(school.database.number(scheduled).await, 2);
    let again = json!({ "scheduled_at": "2026-03-30T09:30:00Z" });
    let settled = school.change_lesson(&school.admin, &id(3), &again).await;
    assert_refused(&settled, 409, "lesson_not_scheduled");
    let complete = json!({ "status": "completed", "scope": "following" });
    let refused = school.change_lesson(&school.admin, &id(0), &complete).await;
    assert_refused(&refused, 400, "invalid_lesson");
}

#[tokio::test]
async fn a_series_moves_by_a_week_both_ways() {
    let school = SchoolFixture::new().await;
    let repeat = json!({ "repeat": { "count": 3 } });
    let series = school
        .schedule("2026-03-02T10:00:00Z", &repeat)
        .await
        .expect(201);
    for (time, last) in [
        ("2026-03-09T10:00:00Z", "2026-03-23T10:00:00Z"),
        ("2026-03-02T10:00:00Z", "2026-03-16T10:00:00Z"),
    ] {
        let change = json!({ "scheduled_at": time, "scope": "following" });
        let moved = school
            .change_lesson(&school.admin, &series["id"], &change)
            .await;
        let moved = moved.expect(200);
        assert_eq!(times(&moved["lessons"])[2], last);
        assert_eq!(moved["conflicts"], json!([]));
    }
}

#[tokio::test]
async fn a_move_onto_another_lesson_changes_nothing_if_refused() {
    let school = SchoolFixture::new().await;
    school
        .schedule("2026-03-02T10:00:00Z", &json!({}))
        .await
        .expect(201);
    let second = school
        .schedule("2026-03-02T15:00:00Z", &json!({}))
        .await
        .expect(201);
    let onto = json!({ "scheduled_at": "2026-03-02T10:45:00Z", "refuse_conflicts": true });
    let refused = school
        .change_lesson(&school.admin, &second["id"], &onto)
        .await;
    assert_refused(&refused, 409, "lessons_overlap");
    let list = school.student().get("/api/lessons").await.expect(200);
    assert_eq!(list["lessons"][0]["scheduled_at"], "2026-03-02T15:00:00Z");
    let onto = json!({ "scheduled_at": "2026-03-02T10:45:00Z" });
    let moved = school
        .change_lesson(&school.admin, &second["id"], &onto)
        .await
        .expect(200);
    assert_eq!(ids(&moved["conflicts"]).len(), 1);
}

#[tokio::test]
async fn malformed_lessons_are_400() {
    let school = SchoolFixture::new().await;
    for more in [
        json!({ "subject": "" }),
        json!({ "subject": "х".repeat(201) }),
        json!({ "duration_minutes": 4 }),
        json!({ "duration_minutes": 481 }),
        json!({ "repeat": {} }),
        json!({ "repeat": { "count": 1 } }),
        json!({ "repeat": { "count": 53 } }),
        json!({ "repeat": { "count": 2, "until": "2026-05-01" } }),
        json!({ "repeat": { "count": 2, "every_weeks": 0 } }),
        json!({ "repeat": { "until": "soon" } }),
        json!({ "repeat": { "count": 2, "time_zone": "Mars" } }),
    ] {
        let refused = school.schedule("2026-03-02T10:00:00Z", &more).await;
        assert_refused(&refused, 400, "invalid_lesson");
    }
    let none = "SELECT count(*) FROM lessons WHERE is_booked";
    assert_eq!(school.database.number(none).await, 0);
}

#[tokio::test]
async fn a_series_is_changed_for_its_pair_alone() {
    let school = SchoolFixture::new().await;
    let substitute = school.database.person("teacher").await;
    let repeat = json!({ "repeat": { "count": 3 } });
    let series = school.schedule("2026-03-02T10:00:00Z", &repeat).await;
    let lessons = ids(&series.expect(201)["lessons"]);
    let replace = format!(
        "UPDATE lessons SET teacher_id = {} WHERE id = {}",
        substitute.id, lessons[1]
    );
    school.database.execute(&replace).await;
    let cancel = json!({ "status": "cancelled", "scope": "following" });
    let changed = school
        .change_lesson(&school.pair.teacher, &json!(lessons[0]), &cancel)
        .await;
    assert_eq!(
        ids(&changed.expect(200)["lessons"]),
        [lessons[0], lessons[2]]
    );
}

#[tokio::test]
async fn a_lesson_that_is_scheduled_again_may_overlap() {
    let school = SchoolFixture::new().await;
    let at = "2026-03-02T10:00:00Z";
    let cancelled = school.schedule(at, &json!({})).await.expect(201);
    let cancel = json!({ "status": "cancelled" });
    let teacher = &school.pair.teacher;
    let changed = school
        .change_lesson(teacher, &cancelled["id"], &cancel)
        .await;
    changed.expect(200);
    let later = school.schedule("2026-03-02T10:30:00Z", &json!({})).await;
    let later = later.expect(201);
    let mut again = json!({ "status": "scheduled", "refuse_conflicts": true });
    let refused = school
        .change_lesson(teacher, &cancelled["id"], &again)
        .await;
    assert_refused(&refused, 409, "lessons_overlap");
    again["refuse_conflicts"] = json!(false);
    let changed = school
        .change_lesson(teacher, &cancelled["id"], &again)
        .await;
    assert_eq!(changed.expect(200)["conflicts"][0]["id"], later["id"]);
}
