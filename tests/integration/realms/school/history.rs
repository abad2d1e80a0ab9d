//! `GET /api/chats/{chat_id}/messages`: the contents of a page.

use serde_json::{Value, json};

use super::{SchoolFixture, assert_refused, ids, texts};

#[tokio::test]
async fn history_pages_are_chronological_with_exact_has_more() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3", "4", "5"]).await;
    let student = school.student();
    let page = async |query: &str| {
        let page = school.history(&student, query).await.expect(200);
        let has_more = page["has_more"].as_bool().expect("a flag");
        (texts(&page).join(" "), has_more)
    };

    assert_eq!(page("").await, ("1 2 3 4 5".into(), false));
    assert_eq!(page("?limit=5").await, ("1 2 3 4 5".into(), false));
    assert_eq!(page("?limit=4").await, ("2 3 4 5".into(), true));
    assert_eq!(page("?limit=1").await, ("5".into(), true));

    let before = |at: usize, limit: u8| format!("?before_id={}&limit={limit}", sent[at]);
    assert_eq!(page(&before(4, 2)).await, ("3 4".into(), true));
    assert_eq!(page(&before(2, 2)).await, ("1 2".into(), false));
    assert_eq!(page(&before(1, 2)).await, ("1".into(), false));
    assert_eq!(page(&before(0, 2)).await, (String::new(), false));

    let after = |at: usize, limit: u8| format!("?after_id={}&limit={limit}", sent[at]);
    assert_eq!(page(&after(0, 2)).await, ("2 3".into(), true));
    assert_eq!(page(&after(2, 2)).await, ("4 5".into(), false));
    assert_eq!(page(&after(3, 2)).await, ("5".into(), false));
    assert_eq!(page(&after(4, 2)).await, (String::new(), false));
    assert_eq!(page("?after_id=0&limit=3").await, ("1 2 3".into(), true));
}

#[tokio::test]
async fn out_of_range_history_queries_are_400() {
    let school = SchoolFixture::new().await;
    let student = school.student();
    let refused = [
        "?before_id=x",
        "?after_id=1e3",
        "?before_id=9&after_id=1",
        "?visit=maybe",
        "?include_deleted=2",
    ];
    for query in refused {
        let answer = school.history(&student, query).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
    }
    let answer = student.get("/api/chats/one/messages").await;
    assert_eq!(answer.status, 400);
    let answer = student
        .get("/api/chats/99999999999999999999/messages")
        .await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn deleted_messages_are_omitted_without_shortening_pages() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3", "4", "5"]).await;
    for at in [1, 3] {
        let path = format!("/api/messages/{}", sent[at]);
        school.teacher().delete(&path).await.expect(200);
    }
    let student = school.student();

    let page = school.history(&student, "").await.expect(200);
    assert_eq!(texts(&page), ["1", "3", "5"]);
    let page = school.history(&student, "?limit=3").await.expect(200);
    assert_eq!((texts(&page).len(), &page["has_more"]), (3, &json!(false)));
    let page = school.history(&student, "?limit=2").await.expect(200);
    assert_eq!(
        (texts(&page), &page["has_more"]),
        (vec!["3", "5"], &json!(true))
    );
    let before = format!("?limit=1&before_id={}", sent[1]);
    let page = school.history(&student, &before).await.expect(200);
    assert_eq!(
        (texts(&page), &page["has_more"]),
        (vec!["1"], &json!(false))
    );
}

#[tokio::test]
async fn admin_sees_deleted_messages_on_request() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3"]).await;
    let path = format!("/api/messages/{}", sent[1]);
    school.teacher().delete(&path).await.expect(200);
    let admin = school.admin();

    let page = school.history(&admin, "").await.expect(200);
    assert_eq!(texts(&page), ["1", "3"]);
    let page = school.history(&admin, "?include_deleted=true").await;
    let page = page.expect(200);
    assert_eq!(texts(&page), ["1", "2", "3"]);
    assert_eq!(ids(&page["messages"]), sent);
    let is_deleted = |message: &Value| message["is_deleted"].as_bool();
    let flags: Vec<_> = page["messages"]
        .as_array()
        .into_iter()
        .flatten()
        .map(is_deleted)
        .collect();
    assert_eq!(flags, [Some(false), Some(true), Some(false)]);

    let newest = school
        .history(&admin, "?include_deleted=true&limit=2")
        .await
        .expect(200);
    assert_eq!(
        (texts(&newest), &newest["has_more"]),
        (vec!["2", "3"], &json!(true))
    );
    let newer = format!("?include_deleted=true&limit=1&after_id={}", sent[0]);
    let newer = school.history(&admin, &newer).await.expect(200);
    assert_eq!(
        (texts(&newer), &newer["has_more"]),
        (vec!["2"], &json!(true))
    );

    for reader in [school.teacher(), school.student(), school.stranger()] {
        let answer = school.history(&reader, "?include_deleted=true").await;
        assert_refused(&answer, 403, "not_an_admin");
    }
}

#[tokio::test]
async fn only_admins_get_404_for_unknown_chats() {
    let school = SchoolFixture::new().await;
    let path = "/api/chats/987654321/messages";
    let own = format!("/api/chats/{}/messages", school.pair.chat_id);

    let unknown = school.stranger().get(path).await;
    let foreign = school.stranger().get(&own).await;
    assert_refused(&unknown, 403, "not_a_participant");
    assert_eq!(unknown.body, foreign.body);

    let unknown = school.admin().get(path).await;
    assert_refused(&unknown, 404, "chat_not_found");
}
