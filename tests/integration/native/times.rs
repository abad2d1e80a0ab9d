//! Times follow the order of the log, also if the clock is set back, and are found where they do not.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{NativeFixture, Two};

impl Two {
    /// The ids and times of a page of the history.
    async fn page_of(&self, query: &str) -> (Vec<i64>, Vec<Timestamp>) {
        let path = self.chat(&format!("/messages?{query}"));
        let page: Value = self.one.get(&path).await.expect(200);
        let messages = page["messages"].as_array().unwrap();
        let time = |message: &Value| message["created_at"].as_str().unwrap().parse().unwrap();
        (
            super::ids(&page["messages"]),
            messages.iter().map(time).collect(),
        )
    }

    async fn found(&self, filter: &str, at: Timestamp) -> Vec<i64> {
        let path = self.path(&format!("/search?q=word&{filter}={at}"));
        let answer: Value = self.one.get(&path).await.expect(200);
        let hits = answer["hits"].as_array().unwrap().iter();
        let mut ids: Vec<i64> = hits
            .map(|hit| hit["message"]["id"].as_i64().unwrap())
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Sends a message; returns its id.
    async fn word(&self) -> i64 {
        self.send(&self.one, "word").await
    }

    /// Writes a message with SQL; returns its id.
    async fn written(&self, fixture: &NativeFixture, at: &str) -> i64 {
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
             VALUES ({}, 'message_sent', {}, '{{\"content\": \"word\"}}', {at}, 'import')
             RETURNING position",
            self.chat_id, self.one_id
        );
        fixture.database.number(&sql).await
    }

    /// Asserts that each time finds the first message then or later, and what is before and after.
    async fn assert_times_are_found(&self) {
        let (ids, times) = self.page_of("limit=100").await;
        for at in &times {
            let first = times.iter().position(|time| time >= at).unwrap();
            let (page, _) = self.page_of(&format!("at={at}&limit=100")).await;
            assert_eq!(page, ids[first..], "at {at}");
            let with = |is: fn(&Timestamp, &Timestamp) -> bool| -> Vec<i64> {
                let times = ids.iter().zip(&times);
                times
                    .filter(|(_, time)| is(time, at))
                    .map(|(id, _)| *id)
                    .collect()
            };
            assert_eq!(
                self.found("before", *at).await,
                with(|time, at| time < at),
                "before {at}"
            );
            assert_eq!(
                self.found("after", *at).await,
                with(|time, at| time >= at),
                "after {at}"
            );
        }
    }
}

#[tokio::test]
async fn clock_that_is_set_back_moves_no_time_back() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.word().await;
    // The clock has been an hour ahead until now.
    let ahead =
        "UPDATE log_head SET latest_at = date_trunc('milliseconds', now() + interval '1 hour')";
    fixture.database.execute(ahead).await;
    let mut sent = vec![first, two.word().await, two.word().await];
    sent.push(two.written(&fixture, "NULL").await);
    sent.push(two.word().await);
    let (ids, times) = two.page_of("limit=100").await;
    assert_eq!(ids, sent);
    assert!(times.is_sorted(), "{times:?}");
    let step = times[1].duration_since(times[0]);
    assert!(step > SignedDuration::from_mins(59), "{step}");
    two.assert_times_are_found().await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn times_that_go_back_in_the_log_are_found() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let hours = |n: i32| format!("date_trunc('milliseconds', now()) + {n} * interval '1 hour'");
    two.word().await;
    for n in [2, -3, -1, -2, 1] {
        two.written(&fixture, &hours(n)).await;
        two.word().await;
    }
    two.written(&fixture, &hours(-5)).await;
    two.assert_times_are_found().await;
    // What was written with times of their own does not move those of others.
    let late = "SELECT count(*) FROM log_head WHERE latest_at > now()";
    assert_eq!(fixture.database.number(late).await, 0);
}
