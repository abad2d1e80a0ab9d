//! Timestamps are RFC 3339 in UTC with `Z` and at most milliseconds, whatever their source.

use serde_json::{Value, json};

use super::SchoolFixture;

/// All values whose name ends in `_at`; panics if one does not have the contract's format.
fn times(answer: &Value) -> Vec<&str> {
    match answer {
        Value::Array(items) => items.iter().flat_map(times).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(time) if name.ends_with("_at") => {
                    assert!(is_contractual(time), "{name}: {time}");
                    vec![time.as_str()]
                }
                _ => times(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a time looks like `2025-01-17T15:30:00Z`, with up to three fractional digits.
fn is_contractual(time: &str) -> bool {
    let Some((seconds, rest)) = time.split_at_checked(19) else {
        return false;
    };
    let fraction = rest
        .strip_suffix('Z')
        .map(|digits| digits.strip_prefix('.'));
    let is_short = match fraction {
        Some(Some(digits)) => (1..=3).contains(&digits.len()) && !digits.contains(['+', '-']),
        Some(None) => rest == "Z",
        None => false,
    };
    let parsed: Result<jiff::Timestamp, _> = time.parse();
    is_short && parsed.is_ok() && seconds.as_bytes()[10] == b'T'
}

#[tokio::test]
async fn microseconds_written_by_sql_are_truncated() {
    let school = SchoolFixture::new().await;
    let (chat_id, teacher) = (school.pair.chat_id, school.pair.teacher.id);
    let time = "2026-01-02 03:04:05.678999+00";
    let sql = format!(
        "UPDATE users SET created_at = '{time}';
         UPDATE lessons SET scheduled_at = '{time}', completed_at = '{time}';
         INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES ({chat_id}, 'message_sent', {teacher}, '{{\"content\":\"a\"}}', '{time}', 'import')"
    );
    let mut stream = school.student().open_stream().await;
    school.database.execute(&sql).await;
    let frame = stream.next().await;

    let (student, admin) = (school.student(), school.admin());
    let answers = [
        (frame.data, 1),
        (student.get("/api/me").await.expect(200), 1),
        (student.get("/api/lessons").await.expect(200), 2),
        (student.get("/api/chats").await.expect(200), 1),
        (school.history(&student, "").await.expect(200), 1),
        (admin.get("/api/admin/chats").await.expect(200), 1),
        (admin.get("/api/admin/users").await.expect(200), 4),
    ];
    for (answer, count) in answers {
        assert_eq!(
            times(&answer),
            vec!["2026-01-02T03:04:05.678Z"; count],
            "{answer}"
        );
    }
}

#[tokio::test]
async fn lesson_time_is_kept_to_the_millisecond() {
    let school = SchoolFixture::new().await;
    let mut body = json!({
        "teacher_id": school.pair.teacher.id, "student_id": school.pair.student.id,
    });
    for (given, kept) in [
        ("2026-02-01T10:00:00.123999999Z", "2026-02-01T10:00:00.123Z"),
        ("2026-02-01T13:00:00+03:00", "2026-02-01T10:00:00Z"),
        ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
    ] {
        body["scheduled_at"] = json!(given);
        let lesson = school.admin().post("/api/lessons", &body).await.expect(201);
        assert_eq!(lesson["scheduled_at"], kept);
        assert_eq!(lesson["lessons"][0]["scheduled_at"], kept);
    }
}

#[tokio::test]
async fn every_timestamp_has_the_contract_format() {
    let school = SchoolFixture::new().await;
    let admin = school.admin();
    let user = json!({
        "email": "new@school.test", "name": "New", "role": "student", "password": "long enough",
    });
    let user = admin.post("/api/admin/users", &user).await.expect(201);
    assert_eq!(times(&user).len(), 1);
    let login = json!({ "email": "new@school.test", "password": "long enough" });
    let session = school
        .replica
        .anonymous_client()
        .post("/api/auth/login", &login)
        .await;
    assert_eq!(times(&session.expect(200)).len(), 2);
    let message = json!({ "chat_id": school.pair.chat_id, "content": "a" });
    let message = school
        .teacher()
        .post("/api/messages", &message)
        .await
        .expect(201);
    assert_eq!(times(&message).len(), 1);
}

#[tokio::test]
async fn out_of_range_timestamps_do_not_break_reads() {
    let school = SchoolFixture::new().await;
    let (chat_id, teacher) = (school.pair.chat_id, school.pair.teacher.id);
    let mut stream = school.student().open_stream().await;
    for time in ["infinity", "-infinity", "200000-01-01", "4000-01-01 BC"] {
        let sql = format!(
            "UPDATE users SET created_at = '{time}';
             UPDATE lessons SET scheduled_at = '{time}', completed_at = '{time}';
             INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
             VALUES ({chat_id}, 'message_sent', {teacher}, '{{\"content\":\"{time}\"}}', '{time}', 'import')"
        );
        school.database.execute(&sql).await;
        assert_eq!(stream.next().await.content(), time);
        school
            .history(&school.student(), "?visit=false")
            .await
            .expect(200);
        school.student().get("/api/chats").await.expect(200);
        school.admin().get("/api/admin/chats").await.expect(200);
        school.student().get("/api/me").await.expect(200);
        school.student().get("/api/lessons").await.expect(200);
        school.admin().get("/api/admin/users").await.expect(200);
    }
}
