//! Histories and `read_at`.

use serde_json::{Value, json};

use super::{CONVERSATIONS, MessengerFixture, id_of};

#[tokio::test]
async fn read_at_is_the_first_read_by_another_participant() {
    let messenger = MessengerFixture::new().await;
    let group = json!({
        "participantIds": [messenger.boris.id, messenger.vera.id], "name": "Трое", "type": "group"
    });
    let made = messenger
        .client_of(&messenger.anna)
        .post(CONVERSATIONS, &group)
        .await;
    let chat = id_of(&made.expect(200)["data"]["conversation"]);
    let (anna, boris, vera) = (&messenger.anna, &messenger.boris, &messenger.vera);
    let send_message = async |sender| {
        messenger
            .insert_message(chat, sender, &json!({ "content": "…" }))
            .await
    };
    let first = send_message(anna).await;
    let second = send_message(anna).await;
    // Boris reads only the first; Vera reads both by sending, then Boris reads the rest.
    messenger.read(chat, boris, first).await;
    let third = send_message(vera).await;
    messenger.read(chat, boris, third).await;
    let fourth = send_message(anna).await;
    // Anna's own reads do not count for her messages.
    messenger.read(chat, anna, fourth).await;

    let expected = async |id: i64, actor: i64| {
        let sql = format!(
            "SELECT (extract(epoch FROM min(recorded_at)) * 1000)::bigint FROM events
             WHERE actor_id = {actor} AND position > {id}"
        );
        messenger.database.number(&sql).await
    };
    let path = format!("{CONVERSATIONS}/{chat}/messages");
    let page = messenger.client_of(anna).get(&path).await.expect(200);
    let messages = page["data"]["messages"].as_array().unwrap().clone();
    let read_at = |id: i64| {
        let message = messages.iter().find(|message| id_of(message) == id);
        let text = message.expect("the message is listed")["read_at"].as_str()?;
        Some(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    };
    assert_eq!(read_at(first), Some(expected(first, boris.id).await));
    assert_eq!(read_at(second), Some(expected(second, vera.id).await));
    assert_eq!(read_at(third), Some(expected(third, boris.id).await));
    assert_eq!(read_at(fourth), None);
    assert_eq!(messenger.findings().await, 0);
}

#[tokio::test]
async fn read_at_stays_exact_after_many_messages() {
    let messenger = MessengerFixture::new().await;
    let chat = messenger.direct(None).await;
    messenger
        .database
        .execute(&format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             SELECT {chat}, 'message_sent', {}, '{{\"content\": \"…\"}}'
             FROM generate_series(1, 300)",
            messenger.anna.id
        ))
        .await;
    let newest = "SELECT max(id) FROM messages";
    let newest = messenger.database.number(newest).await;
    messenger.read(chat, &messenger.boris, newest - 10).await;
    let last = format!("{CONVERSATIONS}/{chat}/messages?limit=1&offset=");
    let anna = messenger.client_of(&messenger.anna);
    let read_at = async |offset: i64| {
        let page = anna.get(&format!("{last}{offset}")).await.expect(200);
        page["data"]["messages"][0]["read_at"].clone()
    };
    assert_eq!(read_at(0).await, Value::Null);
    assert_eq!(read_at(9).await, Value::Null);
    let marked = read_at(10).await;
    assert!(marked.is_string());
    assert_eq!(read_at(299).await, marked);
}
