//! Who may do what, and what a "no" looks like.

use reqwest::Method;
use serde_json::json;

use super::{CONVERSATIONS, Office};

#[tokio::test]
async fn what_is_not_ones_own_is_refused_everywhere() {
    let office = Office::new().await;
    let chat = office.direct(Some("между нами")).await;
    let file = office.file(&office.anna, "a.txt", b"secret").await;
    let stranger = office.as_(&office.stranger);
    for (path, status, code) in [
        (
            format!("{CONVERSATIONS}/{chat}/messages"),
            403,
            "not_a_participant",
        ),
        (
            format!("{CONVERSATIONS}/999999/messages"),
            404,
            "chat_not_found",
        ),
        (format!("{CONVERSATIONS}/x/messages"), 400, "invalid_path"),
        (
            format!("/api/messenger/attachments/{file}"),
            404,
            "attachment_not_found",
        ),
        (
            "/api/messenger/attachments/999999".to_owned(),
            404,
            "attachment_not_found",
        ),
    ] {
        let answer = stranger.get(&path).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{path}");
        assert_eq!(answer.body["success"], false, "{path}");
    }
    let denied = stranger
        .get(&format!("{CONVERSATIONS}/{chat}/messages"))
        .await;
    assert_eq!(
        denied.body,
        json!({ "success": false, "error": "Access denied", "code": "not_a_participant" })
    );
    let list = stranger.get(CONVERSATIONS).await.expect(200);
    assert_eq!(list["data"]["conversations"], json!([]));
}

#[tokio::test]
async fn who_left_a_group_sees_it_no_more() {
    let office = Office::new().await;
    let group = json!({
        "participantIds": [office.boris.id, office.vera.id], "name": "Трое", "type": "group"
    });
    let made = office.as_(&office.anna).post(CONVERSATIONS, &group).await;
    let chat = super::id_of(&made.expect(201)["data"]["conversation"]);
    let file = office.file(&office.anna, "a.txt", b"secret").await;
    let with_file = json!({ "content": "", "type": "file", "attachments": [file] });
    office.wrote(chat, &office.anna, &with_file).await;
    let vera = office.as_(&office.vera);
    let path = format!("/api/messenger/attachments/{file}");
    assert_eq!(vera.get(&path).await.status, 200);
    office
        .database
        .execute(&format!(
            "DELETE FROM chat_participants WHERE chat_id = {chat} AND user_id = {}",
            office.vera.id
        ))
        .await;
    assert_eq!(vera.get(&path).await.status, 404);
    let history = vera.get(&format!("{CONVERSATIONS}/{chat}/messages")).await;
    assert_eq!(history.status, 403);
}

#[tokio::test]
async fn without_a_token_every_route_answers_401_in_the_realms_own_form() {
    let office = Office::new().await;
    let nobody = office.replica.stranger();
    for (method, path) in [
        (Method::GET, CONVERSATIONS),
        (Method::POST, CONVERSATIONS),
        (Method::GET, "/api/messenger/conversations/1/messages"),
        (Method::GET, "/api/messenger/unread-count"),
        (Method::POST, "/api/messenger/attachments"),
        (Method::GET, "/api/messenger/attachments/1"),
    ] {
        let request = nobody.request(method.clone(), path).json(&json!({}));
        let answer = nobody.send(request).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        assert_eq!(answer.body["success"], false, "{method} {path}");
        assert_eq!(answer.body["code"], "missing_token", "{method} {path}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_opens_no_session() {
    let office = Office::with(&[("ALLOWED_ORIGINS", "https://office.example")]).await;
    let nobody = office.replica.stranger();
    let open = async |origin: &str| {
        let path = "/socket.io/?EIO=4&transport=polling";
        let request = nobody.request(Method::GET, path).header("Origin", origin);
        let answer = nobody.send(request).await;
        let allowed = answer.headers.get("access-control-allow-origin");
        let allowed = allowed.map(|origin| origin.to_str().expect("text").to_owned());
        (answer.status, allowed)
    };
    let (ours, others) = ("https://office.example", "https://evil.example");
    assert_eq!(open(others).await, (403, None));
    assert_eq!(open(ours).await, (200, Some(ours.to_owned())));
}
