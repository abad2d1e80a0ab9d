//! `INSERT INTO events` by hand, with few and with many rows a statement.

use std::time::Instant;

use support::report::{Figures, Goal, Report, Row};
use support::{Pair, TestDatabase};

use crate::servers::durable_database;
use crate::settings::Settings;

const CHATS: usize = 100;
const FEW: usize = 1_000;
const MANY: usize = 20_000;
/// Rows a second of the larger statement.
const WANTED: f64 = 15_000.0;

const INSERT: &str = "INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT chats[n % array_length(chats, 1) + 1], 'message_sent',
           senders[n % array_length(senders, 1) + 1],
           jsonb_build_object('content', 'Домашнее задание на завтра, ' || n)
    FROM generate_series(1, $3::bigint) AS n, (SELECT $1::bigint[], $2::bigint[]) AS ids (chats, senders)";

pub async fn run(settings: &Settings, report: &mut Report) {
    let database = durable_database().await;
    let pairs = database.pairs(CHATS).await;
    let (mut few, mut many) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        few.push(rows_per_second(&database, &pairs, FEW).await);
        many.push(rows_per_second(&database, &pairs, MANY).await);
    }
    let (few, many) = (
        Figures::new("1,000 rows", few),
        Figures::new("20,000 rows", many),
    );
    report.add(Row {
        name: "inserts.linear",
        what: "INSERT INTO events, rows a statement".to_owned(),
        unit: "/s",
        measured: many.clone(),
        beside: few,
        goal: Goal::AtLeast(0.9),
    });
    report.add(Row {
        name: "inserts.rate",
        what: "INSERT INTO events, rows a second".to_owned(),
        unit: "/s",
        measured: many,
        beside: Figures::new("wanted", vec![WANTED]),
        goal: Goal::AtLeast(1.0),
    });
}

/// Inserts 20,000 rows, so many with each statement.
async fn rows_per_second(database: &TestDatabase, pairs: &[Pair], each: usize) -> f64 {
    let chats: Vec<i64> = pairs.iter().map(|pair| pair.chat_id).collect();
    let senders: Vec<i64> = pairs.iter().map(|pair| pair.student.id).collect();
    let rows = i64::try_from(each).expect("a small number");
    let client = database.client().await;
    let began = Instant::now();
    for _ in 0..MANY / each {
        let inserted = client.execute(INSERT, &[&chats, &senders, &rows]).await;
        inserted.expect("events can be appended");
    }
    let rate = MANY as f64 / began.elapsed().as_secs_f64();
    println!("{each} rows a statement: {rate:.0} rows/s");
    rate
}
