//! Chats that wait for an answer, and figures by day.

use serde_json::{Value, json};
use tokio_postgres::Client;

use super::DeskFixture;
use crate::support::{assert_refused, eventually};

/// The messages that wait, by their chats.
fn waiting(list: &Value) -> Vec<i64> {
    let chats = list["chats"].as_array().unwrap().iter();
    chats
        .map(|chat| chat["message_id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_chat_waits_from_the_first_question_to_the_answer() {
    let fixture = DeskFixture::new().await;
    assert_eq!(
        waiting(&fixture.school("/unanswered").await),
        Vec::<i64>::new()
    );
    let first = fixture.ask("first").await;
    fixture.ask("second").await;
    let list = fixture.school("/unanswered").await;
    let chat = &list["chats"][0];
    assert_eq!(waiting(&list), [first]);
    assert_eq!(chat["messages_waiting"], 2);
    assert_eq!(chat["excerpt"], "second");
    assert_eq!(chat["asked_by"]["id"], fixture.pair.student.id);
    assert_eq!(chat["awaited"][0]["id"], fixture.pair.teacher.id);
    assert_eq!(chat["chat"]["id"], fixture.pair.chat_id);
    fixture.answer("answer").await;
    assert_eq!(
        waiting(&fixture.school("/unanswered").await),
        Vec::<i64>::new()
    );
    let again = fixture.ask("third").await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [again]);
}

#[tokio::test]
async fn what_is_forwarded_answers_nothing() {
    let fixture = DeskFixture::new().await;
    let pair = &fixture.pair;
    let first = fixture.ask("first").await;
    let answer = fixture.answer("answer").await;
    let again = fixture.ask("again").await;
    let path = format!("/v1/school/chats/{}/messages", pair.chat_id);
    let forward = async |by, message: i64| {
        let body = json!({ "forward_id": message });
        let sent = fixture.client(by).post(&path, &body).await.expect(201);
        sent["id"].as_i64().unwrap()
    };
    forward(&pair.teacher, first).await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [again]);
    // What the student forwards waits like a question.
    let asked = forward(&pair.student, answer).await;
    fixture.delete("school", again, &pair.student).await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [asked]);
    fixture.answer("so").await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [0_i64; 0]);
}

#[tokio::test]
async fn a_question_that_was_deleted_waits_no_longer() {
    let fixture = DeskFixture::new().await;
    let first = fixture.ask("first").await;
    let second = fixture.ask("second").await;
    fixture.delete("school", first, &fixture.pair.student).await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [second]);
    fixture
        .delete("school", second, &fixture.pair.student)
        .await;
    assert_eq!(
        waiting(&fixture.school("/unanswered").await),
        Vec::<i64>::new()
    );
}

#[tokio::test]
async fn the_longest_wait_is_first_and_the_list_is_paged() {
    let fixture = DeskFixture::new().await;
    let mut asked = Vec::new();
    for pair in fixture.database.pairs(3).await {
        let message = fixture.send("school", pair.chat_id, &pair.student, "?");
        asked.push(message.await);
    }
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = fixture
            .school(&format!("/unanswered?limit=1{cursor}"))
            .await;
        found.extend(waiting(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, asked);
    let far = "/v1/school/desk/unanswered?cursor=9223372036854775807.1";
    assert_eq!(
        fixture.admin().get(far).await.expect(200)["chats"],
        json!([])
    );
}

#[tokio::test]
async fn moderators_see_no_texts_of_waiting_chats() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.listing().await;
    let message = fixture
        .send("market", chat, &fixture.buyer, "Актуален?")
        .await;
    let list = fixture.market("/unanswered").await;
    assert_eq!(waiting(&list), [message]);
    assert_eq!(list["chats"][0]["excerpt"], Value::Null);
    assert!(!list.to_string().contains("Актуален"));
    assert_eq!(list["chats"][0]["awaited"][0]["id"], fixture.seller.id);
}

/// Adds an event of the chat to the log as if it had happened at a time; returns its position.
async fn added(fixture: &DeskFixture, kind: &str, by: i64, payload: &str, at: &str) -> i64 {
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES ({}, '{kind}', {by}, '{payload}', '{at}', 'import') RETURNING position",
        fixture.pair.chat_id
    );
    fixture.database.number(&sql).await
}

/// The same for a message.
async fn sent_at(fixture: &DeskFixture, by: i64, at: &str) -> i64 {
    added(fixture, "message_sent", by, r#"{"content": "!"}"#, at).await
}

#[tokio::test]
async fn figures_are_by_day_of_the_time_zone() {
    let fixture = DeskFixture::new().await;
    let (student, teacher) = (fixture.pair.student.id, fixture.pair.teacher.id);
    // 22:30 UTC is the next day in Moscow.
    sent_at(&fixture, student, "2026-03-01 20:30+00").await;
    sent_at(&fixture, student, "2026-03-01 22:30+00").await;
    sent_at(&fixture, teacher, "2026-03-01 22:40+00").await;
    sent_at(&fixture, student, "2026-03-02 10:00+00").await;
    sent_at(&fixture, teacher, "2026-03-02 10:01+00").await;
    let query = "/statistics?from=2026-03-01&to=2026-03-03&time_zone=";
    let utc = fixture.school(&format!("{query}UTC")).await;
    assert_eq!(utc["days"][0]["messages"], 3);
    assert_eq!(utc["days"][0]["response_median_seconds"], 7_800.0);
    assert_eq!(utc["days"][1]["messages"], 2);
    let moscow = fixture.school(&format!("{query}Europe/Moscow")).await;
    let days = moscow["days"].as_array().unwrap();
    let messages: Vec<_> = days.iter().map(|day| day["messages"].clone()).collect();
    assert_eq!(messages, [1, 4, 0]);
    let active: Vec<_> = days.iter().map(|day| day["active_chats"].clone()).collect();
    assert_eq!(active, [1, 1, 0]);
    assert_eq!(days[1]["answers"], 2);
    assert_eq!(days[1]["response_median_seconds"], 3_930.0);
    assert_eq!(days[2]["response_p90_seconds"], Value::Null);
    let totals = &moscow["totals"];
    assert_eq!(totals["messages"], 5);
    assert_eq!(totals["active_chats"], 1);
    assert_eq!(totals["unanswered"], 0);
}

#[tokio::test]
async fn a_range_of_figures_is_checked() {
    let fixture = DeskFixture::new().await;
    for query in [
        "",
        "?from=2026-01-01",
        "?from=2026-01-02&to=2026-01-01",
        "?from=2026-01-01&to=2026-04-03",
        "?from=yesterday&to=today",
        "?from=2026-01-01&to=2026-01-02&time_zone=Mars",
        "?from=-002026-01-01&to=2026-01-02",
    ] {
        let path = format!("/v1/school/desk/statistics{query}");
        assert_refused(&fixture.admin().get(&path).await, 400, "invalid_query");
    }
    fixture
        .school("/statistics?from=2026-01-01&to=2026-04-02")
        .await;
}

#[tokio::test]
async fn reloading_figures_does_not_count_again() {
    let fixture = DeskFixture::new().await;
    let path = "/statistics?from=2026-01-01&to=2026-01-31";
    let first = fixture.school(path).await;
    let again = futures::future::join_all((0..20).map(|_| fixture.school(path))).await;
    for figures in again {
        assert_eq!(figures["computed_at"], first["computed_at"]);
    }
}

#[tokio::test]
async fn many_ranges_of_figures_leave_connections_to_the_rest() {
    let fixture = DeskFixture::new().await;
    fixture.ask("?").await;
    let mut slow = fixture.database.client().await;
    let slow = slow.transaction().await.unwrap();
    // Computing waits for it; the list of erasures does not read it.
    let lock = "LOCK TABLE desk_waits IN ACCESS EXCLUSIVE MODE";
    slow.execute(lock, &[]).await.unwrap();
    let ranges = (1..=8).map(|day| format!("/statistics?from=2026-01-0{day}&to=2026-01-09"));
    let ranges: Vec<String> = ranges.collect();
    let computed = futures::future::join_all(ranges.iter().map(|path| fixture.school(path)));
    let meanwhile = async {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
        eventually("a range is computed", async || {
            (fixture.database.number(waiting).await > 0).then_some(())
        })
        .await;
        for _ in 0..8 {
            fixture.school("/erasures").await;
        }
        slow.rollback().await.unwrap();
    };
    let (computed, ()) = tokio::join!(computed, meanwhile);
    assert_eq!(computed.len(), 8);
}

#[tokio::test]
async fn nobody_waits_for_another_session_that_counts() {
    let fixture = DeskFixture::new().await;
    let asked = fixture.ask("?").await;
    assert_eq!(waiting(&fixture.school("/unanswered").await), [asked]);
    let mut counting = fixture.database.client().await;
    let counting = counting.transaction().await.unwrap();
    let lock = "SELECT FROM desk_position FOR UPDATE";
    counting.execute(lock, &[]).await.unwrap();
    fixture.answer("!").await;
    // What was counted before is shown.
    assert_eq!(waiting(&fixture.school("/unanswered").await), [asked]);
    let other = fixture.database.client().await;
    let at_once = "SELECT public.count_for_desk(100, false)";
    other.batch_execute(at_once).await.unwrap();
    counting.rollback().await.unwrap();
    let none = Vec::<i64>::new();
    assert_eq!(waiting(&fixture.school("/unanswered").await), none);
}

#[tokio::test]
async fn figures_do_not_depend_on_how_the_log_is_cut() {
    let fixture = DeskFixture::new().await;
    let (student, teacher) = (fixture.pair.student.id, fixture.pair.teacher.id);
    // A log of questions, answers and deletions, in an order that is known. A minute is between two events.
    let mut questions = Vec::new();
    for step in 0..90_i64 {
        let at = format!("2026-03-01 12:00+00'::timestamptz + interval '{step} minutes");
        match (step * 7 + step / 5) % 5 {
            0 | 1 => questions.push(sent_at(&fixture, student, &at).await),
            2 => drop(sent_at(&fixture, teacher, &at).await),
            // The latest question, or an earlier one than that.
            kind => {
                let place = questions
                    .len()
                    .saturating_sub(if kind == 3 { 1 } else { 3 });
                if place < questions.len() {
                    let id = questions.remove(place);
                    let payload = format!("{{\"message_id\": {id}}}");
                    added(&fixture, "message_deleted", student, &payload, &at).await;
                }
            }
        }
        if step % 30 == 20 {
            added(&fixture, "chat_deleted", student, "{}", &at).await;
            let people = format!(
                r#"{{"participants": [{{"user_id": {student}, "role": "student"}},
                                      {{"user_id": {teacher}, "role": "teacher"}}]}}"#
            );
            added(&fixture, "chat_restored", student, &people, &at).await;
        }
    }
    let mut client = fixture.database.client().await;
    let mut results = Vec::new();
    for page in [1, 3, 10, 1000] {
        results.push(counted_by(&mut client, page).await);
    }
    for other in &results[1..] {
        assert_eq!(&results[0], other);
    }
    // The log has what makes a difference.
    let (waits, messages) = &results[0];
    assert!(waits.len() > 10 && *messages > 40, "{waits:?}");
}

/// The waits and the number of messages, if the whole log is counted by so many events.
async fn counted_by(client: &mut Client, events: i32) -> (Vec<String>, i64) {
    // The server's own counter leaves a log alone that another session counts.
    let transaction = client.transaction().await.unwrap();
    let none = "UPDATE desk_position SET position = 0;
                DELETE FROM desk_waits; DELETE FROM desk_activity; DELETE FROM desk_authors";
    transaction.batch_execute(none).await.unwrap();
    let sql = "SELECT public.count_for_desk($1, true)";
    while transaction.query_one(sql, &[&events]).await.unwrap().get(0) {}
    let sql = "SELECT w::text FROM desk_waits AS w ORDER BY w.asked_id";
    let waits = transaction.query(sql, &[]).await.unwrap();
    let sql = "SELECT sum(messages)::bigint FROM desk_activity";
    let messages = transaction.query_one(sql, &[]).await.unwrap().get(0);
    transaction.rollback().await.unwrap();
    (waits.iter().map(|row| row.get(0)).collect(), messages)
}
