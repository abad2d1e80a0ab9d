//! Histories, and when somebody read.

use serde_json::{Value, json};

use super::{CONVERSATIONS, Office, id_of};

fn ids(answer: &Value) -> Vec<i64> {
    let messages = answer["data"]["messages"].as_array().expect("messages");
    messages.iter().map(id_of).collect()
}

#[tokio::test]
async fn messenger_history_is_newest_first_paged_by_offset_or_id() {
    let office = Office::new().await;
    let chat = office.direct(None).await;
    let mut sent = Vec::new();
    for n in 0..5 {
        let payload = json!({ "content": n.to_string() });
        sent.push(office.wrote(chat, &office.anna, &payload).await);
    }
    sent.reverse();
    let boris = office.as_(&office.boris);
    let page = async |query: &str| {
        let path = format!("{CONVERSATIONS}/{chat}/messages?{query}");
        ids(&boris.get(&path).await.expect(200))
    };
    assert_eq!(page("").await, sent);
    assert_eq!(page("limit=2").await, sent[..2]);
    assert_eq!(page("limit=2&offset=2").await, sent[2..4]);
    let before = format!("limit=2&before_id={}", sent[2]);
    assert_eq!(page(&before).await, sent[3..]);
    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "offset=-1",
        "offset=1&before_id=9",
    ] {
        let answer = boris
            .get(&format!("{CONVERSATIONS}/{chat}/messages?{query}"))
            .await;
        assert_eq!(answer.status, 400, "{query}");
    }
    let unread = boris.get("/api/messenger/unread-count").await.expect(200);
    assert_eq!(unread["data"]["unread_count"], 5, "fetching is no visit");
}

#[tokio::test]
async fn read_at_is_the_first_read_by_another_participant() {
    let office = Office::new().await;
    let group = json!({
        "participantIds": [office.boris.id, office.vera.id], "name": "Трое", "type": "group"
    });
    let made = office.as_(&office.anna).post(CONVERSATIONS, &group).await;
    let chat = id_of(&made.expect(201)["data"]["conversation"]);
    let (anna, boris, vera) = (&office.anna, &office.boris, &office.vera);
    let send_message = async |who| office.wrote(chat, who, &json!({ "content": "…" })).await;
    let first = send_message(anna).await;
    let second = send_message(anna).await;
    // Boris reads the first alone, Vera both, by writing; Boris comes after her.
    office.read(chat, boris, first).await;
    let third = send_message(vera).await;
    office.read(chat, boris, third).await;
    let fourth = send_message(anna).await;
    // What Anna does is not read by herself.
    office.read(chat, anna, fourth).await;

    let expected = async |id: i64, actor: i64| {
        let sql = format!(
            "SELECT (extract(epoch FROM min(recorded_at)) * 1000)::bigint FROM events
             WHERE actor_id = {actor} AND position > {id}"
        );
        office.database.number(&sql).await
    };
    let path = format!("{CONVERSATIONS}/{chat}/messages");
    let page = office.as_(anna).get(&path).await.expect(200);
    let messages = page["data"]["messages"].as_array().unwrap().clone();
    let read_at = |id: i64| {
        let message = messages.iter().find(|message| id_of(message) == id);
        let text = message.expect("it is shown")["read_at"].as_str()?;
        Some(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    };
    assert_eq!(read_at(first), Some(expected(first, boris.id).await));
    assert_eq!(read_at(second), Some(expected(second, vera.id).await));
    assert_eq!(read_at(third), Some(expected(third, boris.id).await));
    assert_eq!(read_at(fourth), None);
    assert_eq!(office.findings().await, 0);
}

#[tokio::test]
async fn read_at_stays_exact_after_many_messages() {
    let office = Office::new().await;
    let chat = office.direct(None).await;
    office
        .database
        .execute(&format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             SELECT {chat}, 'message_sent', {}, '{{\"content\": \"…\"}}'
             FROM generate_series(1, 300)",
            office.anna.id
        ))
        .await;
    let newest = "SELECT max(id) FROM messages";
    let newest = office.database.number(newest).await;
    office.read(chat, &office.boris, newest - 10).await;
    let last = format!("{CONVERSATIONS}/{chat}/messages?limit=1&offset=");
    let anna = office.as_(&office.anna);
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
