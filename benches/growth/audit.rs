//! The long answers of auditors, about the largest chat and its student.

use std::time::Instant;

use crate::fill::{Filled, LARGEST_CHAT};

/// The most seconds up to a size of the log, in events.
const WANTED: [(i64, f64); 2] = [(400_000, 3.0), (4_000_000, 10.0)];

/// Prints how long each answer takes, once it has been given before.
pub async fn run(filled: &Filled) {
    let events = filled.chats + filled.messages;
    let wanted = WANTED.iter().find(|(most, _)| events <= *most);
    let student = filled.student.id;
    for call in [
        format!("audit.chat_as_of({LARGEST_CHAT}, now())"),
        format!("audit.timeline({LARGEST_CHAT})"),
        format!("audit.user_activity({student})"),
    ] {
        let sql = format!("SELECT count(*) FROM {call}");
        filled.database.number(&sql).await;
        let began = Instant::now();
        let rows = filled.database.number(&sql).await;
        let seconds = began.elapsed().as_secs_f64();
        let outcome = wanted.map_or(String::new(), |(_, most)| {
            let outcome = if seconds <= *most {
                "reached"
            } else {
                "missed"
            };
            format!(" (goal: {most} s, {outcome})")
        });
        println!("{call}: {rows} rows in {seconds:.1} s{outcome}");
    }
}
