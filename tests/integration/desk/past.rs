//! A chat as it was at a time.

use reqwest::Method;
use serde_json::{Value, json};

use super::DeskFixture;
use crate::support::assert_refused;

/// The time of an event.
async fn time_of(fixture: &DeskFixture, position: i64) -> String {
    let client = fixture.database.client().await;
    let sql = "SELECT to_json(recorded_at AT TIME ZONE 'UTC') #>> '{}' || 'Z' FROM events WHERE position = $1";
    client.query_one(sql, &[&position]).await.unwrap().get(0)
}

async fn at(fixture: &DeskFixture, time: &str, more: &str) -> Value {
    let chat = fixture.pair.chat_id;
    fixture
        .school(&format!("/chats/{chat}/at?time={time}{more}"))
        .await
}

fn texts(past: &Value) -> Vec<String> {
    let messages = past["messages"].as_array().unwrap().iter();
    messages
        .map(|message| message["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Sets the times of all events a minute apart, so that each has its own.
async fn spread(fixture: &DeskFixture) {
    let spread = "SET session_replication_role = replica;
                  UPDATE events SET recorded_at = '2026-03-01'::timestamptz
                                                  + position * interval '1 minute'";
    fixture.database.execute(spread).await;
}

#[tokio::test]
async fn a_chat_is_shown_as_it_was() {
    let fixture = DeskFixture::new().await;
    let first = fixture.ask("one").await;
    let second = fixture.answer("two").await;
    let client = fixture.client(&fixture.pair.student);
    for text in ["one, edited", "one, edited again"] {
        let path = format!("/v1/school/messages/{first}");
        let request = client.request(Method::PATCH, &path);
        client
            .send(request.json(&json!({ "text": text })))
            .await
            .expect(200);
    }
    fixture.delete("school", first, &fixture.pair.student).await;
    spread(&fixture).await;
    let edits = "SELECT min(position) FROM events WHERE kind = 'message_edited'";
    let edit = fixture.database.number(edits).await;
    let cases = [
        (first, vec!["one"]),
        (second, vec!["one", "two"]),
        (edit, vec!["one, edited", "two"]),
        (edit + 1, vec!["one, edited again", "two"]),
        (edit + 2, vec!["two"]),
    ];
    for (position, expected) in cases {
        let time = time_of(&fixture, position).await;
        let past = at(&fixture, &time, "").await;
        assert_eq!(texts(&past), expected, "at {position}");
        // The database's own function agrees.
        let sql = "SELECT coalesce(array_agg(text ORDER BY message_id), '{}')
                   FROM audit.chat_as_of($1, $2::text::timestamptz)";
        let client = fixture.database.client().await;
        let row = client
            .query_one(sql, &[&fixture.pair.chat_id, &time])
            .await
            .unwrap();
        assert_eq!(row.get::<_, Vec<String>>(0), expected);
    }
    let before = at(&fixture, "2000-01-01T00:00:00Z", "").await;
    assert_eq!((texts(&before), &before["position"]), (vec![], &json!(0)));
}

#[tokio::test]
async fn readers_are_those_of_the_time() {
    let fixture = DeskFixture::new().await;
    let message = fixture.ask("read me").await;
    let read = format!("/v1/school/chats/{}/read", fixture.pair.chat_id);
    let teacher = fixture.client(&fixture.pair.teacher);
    assert_eq!(teacher.post(&read, &json!({})).await.status, 204);
    spread(&fixture).await;
    let before = time_of(&fixture, message).await;
    let readers = |past: &Value| past["messages"][0]["read_by"].clone();
    assert_eq!(readers(&at(&fixture, &before, "").await), json!([]));
    let now = at(&fixture, "2099-01-01T00:00:00Z", "").await;
    assert_eq!(readers(&now)[0]["id"], fixture.pair.teacher.id);
}

#[tokio::test]
async fn a_time_before_the_year_1_is_refused() {
    let fixture = DeskFixture::new().await;
    let path = format!("/v1/school/desk/chats/{}/at?time=", fixture.pair.chat_id);
    for year in ["0000", "-000001", "-009999"] {
        let path = format!("{path}{year}-12-31T23:59:59Z");
        assert_refused(&fixture.admin().get(&path).await, 400, "invalid_query");
    }
    for time in ["0001-01-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
        let answer = fixture.admin().get(&format!("{path}{time}")).await;
        assert_eq!(answer.status, 200, "{time}");
    }
}

#[tokio::test]
async fn the_past_is_paged_from_its_end() {
    let fixture = DeskFixture::new().await;
    for text in ["1", "2", "3"] {
        fixture.ask(text).await;
    }
    let newest = at(&fixture, "2099-01-01T00:00:00Z", "&limit=2").await;
    assert_eq!(texts(&newest), ["2", "3"]);
    assert_eq!(newest["has_older"], true);
    let before = format!("&limit=2&before_id={}", newest["messages"][0]["id"]);
    let older = at(&fixture, "2099-01-01T00:00:00Z", &before).await;
    assert_eq!(texts(&older), ["1"]);
    assert_eq!(older["has_older"], false);
}
