//! `DELETE /api/messages/{message_id}`.

use serde_json::json;

use super::{SchoolFixture, assert_refused, texts};

#[tokio::test]
async fn repeated_deletion_answers_the_same_and_appends_one_event() {
    let school = SchoolFixture::new().await;
    let path = format!("/api/messages/{}", school.send_message(&["kept"]).await[0]);
    let teacher = school.teacher();

    let first = teacher.delete(&path).await.expect(200);
    let head = school.database.head().await;
    let second = teacher.delete(&path).await.expect(200);

    assert_eq!(first, json!({ "success": true }));
    assert_eq!(second, first);
    assert_eq!(school.database.head().await, head);
    assert_eq!(school.events("message_deleted").await, 1);
    let sql = "SELECT count(*) FROM events WHERE payload ->> 'content' = 'kept'";
    assert_eq!(
        school.database.number(sql).await,
        1,
        "the log keeps the text"
    );
}

#[tokio::test]
async fn deleting_an_id_that_is_not_a_message_is_400() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    // Events of other kinds share the id space.
    let lesson_began_the_chat = school.database.head().await;
    for id in ["987654321", "0", "-1", &lesson_began_the_chat.to_string()] {
        let answer = teacher.delete(&format!("/api/messages/{id}")).await;
        assert_refused(&answer, 404, "message_not_found");
    }
    for id in ["x", "1.5", "99999999999999999999"] {
        let answer = teacher.delete(&format!("/api/messages/{id}")).await;
        assert_eq!(answer.status, 400, "{id}");
    }
}

#[tokio::test]
async fn only_a_participating_author_can_delete() {
    let school = SchoolFixture::new().await;
    let path = format!("/api/messages/{}", school.send_message(&["stays"]).await[0]);
    for (caller, code) in [
        (school.student(), "not_the_author"),
        (school.stranger(), "not_a_participant"),
        (school.admin(), "not_a_participant"),
    ] {
        assert_refused(&caller.delete(&path).await, 403, code);
    }
    let (chat_id, teacher) = (school.pair.chat_id, &school.pair.teacher);
    school.database.remove_participant(chat_id, teacher).await;
    let removed = school.teacher().delete(&path).await;
    assert_refused(&removed, 403, "not_a_participant");
    let page = school.history(&school.student(), "").await.expect(200);
    assert_eq!(texts(&page), ["stays"]);
}
