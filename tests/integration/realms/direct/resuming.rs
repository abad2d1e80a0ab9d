//! `last_event_id`, on any replica.

use serde_json::json;

use super::{DirectFixture, assert_error};

async fn texts(socket: &mut crate::support::Socket, count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    while texts.len() < count {
        let frame = socket.next_of("message").await;
        texts.push(frame["data"]["body"].as_str().expect("a text").to_owned());
    }
    texts
}

#[tokio::test]
async fn direct_resume_on_another_replica_replays_once_in_order() {
    let direct = DirectFixture::new().await;
    let other = DirectFixture::replica(&direct.database).await;
    let mut socket = direct.socket(&direct.boris).await;
    direct.write("one").await;
    assert_eq!(texts(&mut socket, 1).await, ["one"]);
    let last = socket.last_event_id.clone();
    drop(socket);
    direct.write("two").await;
    direct.write("three").await;

    let path = format!("/api/v1/ws?last_event_id={last}");
    let mut socket = other.socket(&direct.boris, &path).open().await;
    direct.write("four").await;

    assert_eq!(texts(&mut socket, 3).await, ["two", "three", "four"]);
    // A header works too, and a history answer carries the id of its end.
    let opening = other.socket(&direct.boris, "/api/v1/ws");
    let mut socket = opening.header("last-event-id", &last).open().await;
    assert_eq!(texts(&mut socket, 3).await, ["two", "three", "four"]);
    let path = format!(
        "/api/v1/chat/conversations/{}/messages",
        direct.conversation().await
    );
    let page = direct.boris().get(&path).await;
    assert_eq!(
        page.headers["last-event-id"],
        direct.database.now().await.as_str()
    );
}

#[tokio::test]
async fn resume_omits_texts_of_erased_users() {
    let direct = DirectFixture::new().await;
    let before = direct.database.now().await;
    direct.write("secret").await;
    let erase = format!("CALL audit.erase_user({})", direct.anna.id);
    direct.database.execute(&erase).await;
    let stranger = direct.replica.client(&direct.stranger);
    let body = json!({ "body": "after" });
    super::send(&stranger, &direct.boris, &body)
        .await
        .expect(201);

    let other = DirectFixture::replica(&direct.database).await;
    for replica in [&direct.replica, &other] {
        let path = format!("/api/v1/ws?last_event_id={before}");
        let mut socket = replica.socket(&direct.boris, &path).open().await;
        assert_eq!(texts(&mut socket, 1).await, ["after"]);
    }
}

#[tokio::test]
async fn cursor_of_another_log_resets_and_malformed_is_400() {
    let direct = DirectFixture::new().await;
    direct.write("one").await;
    let path = "/api/v1/ws?last_event_id=1-0badf00d";
    let mut socket = direct.replica.socket(&direct.boris, path).open().await;

    let reset = socket.next().await;

    assert_eq!(reset["type"], "reset");
    let head = direct.database.head().await;
    assert_eq!(reset["id"], direct.database.cursor(head).await);
    direct.write("two").await;
    assert_eq!(texts(&mut socket, 1).await, ["two"]);
    for malformed in ["x", "1", "1-0badf00", "-1-0badf00d"] {
        let path = format!("/api/v1/ws?last_event_id={malformed}");
        let refused = direct.replica.socket(&direct.boris, &path).refused().await;
        assert_error(&refused, 400, "invalid_last_event_id");
    }
}
