//! Projection yields the same read model however the log is split into ranges.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio_postgres::Client;
use tokio_postgres::types::Json;

use crate::support::TestDatabase;

/// The next event to generate. Numbers select existing items modulo their count.
#[derive(Debug, Clone)]
enum Step {
    Begin,
    Send {
        chat: usize,
        user: i64,
    },
    Answer {
        chat: usize,
        user: i64,
        message: usize,
    },
    Edit {
        chat: usize,
        message: usize,
    },
    Delete {
        chat: usize,
        message: usize,
    },
    Read {
        chat: usize,
        user: i64,
        message: usize,
    },
    Leave {
        chat: usize,
        user: i64,
    },
    Join {
        chat: usize,
        user: i64,
    },
    End {
        chat: usize,
    },
    Restore {
        chat: usize,
        user: i64,
    },
    Hide {
        chat: usize,
        user: i64,
    },
    Block {
        chat: usize,
        user: i64,
        is_on: bool,
        in_chat: bool,
    },
    Report {
        chat: usize,
        user: i64,
        message: usize,
    },
    Settle {
        chat: usize,
        report: usize,
    },
    Ban {
        chat: usize,
        user: i64,
        is_on: bool,
    },
}

#[derive(Debug)]
struct Event {
    chat_id: i64,
    kind: &'static str,
    actor_id: Option<i64>,
    payload: Value,
    position: i64,
}

fn step() -> impl Strategy<Value = Step> {
    let chat = 0..3_usize;
    // The last user is in no chat at first.
    let user = 1..=4_i64;
    prop_oneof![
        1 => Just(Step::Begin),
        8 => (chat.clone(), user.clone()).prop_map(|(chat, user)| Step::Send { chat, user }),
        4 => (chat.clone(), user.clone(), 0..60_usize)
            .prop_map(|(chat, user, message)| Step::Answer { chat, user, message }),
        4 => (chat.clone(), 0..60_usize)
            .prop_map(|(chat, message)| Step::Edit { chat, message }),
        4 => (chat.clone(), 0..60_usize)
            .prop_map(|(chat, message)| Step::Delete { chat, message }),
        3 => (chat.clone(), user.clone(), 0..60_usize)
            .prop_map(|(chat, user, message)| Step::Read { chat, user, message }),
        2 => (chat.clone(), user.clone()).prop_map(|(chat, user)| Step::Leave { chat, user }),
        2 => (chat.clone(), user.clone()).prop_map(|(chat, user)| Step::Join { chat, user }),
        1 => chat.clone().prop_map(|chat| Step::End { chat }),
        1 => (chat.clone(), user.clone()).prop_map(|(chat, user)| Step::Restore { chat, user }),
        2 => (chat.clone(), user.clone()).prop_map(|(chat, user)| Step::Hide { chat, user }),
        2 => (chat.clone(), user.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(chat, user, is_on, in_chat)| Step::Block { chat, user, is_on, in_chat }
        ),
        2 => (chat.clone(), user.clone(), 0..60_usize)
            .prop_map(|(chat, user, message)| Step::Report { chat, user, message }),
        // Also reports of other chats, future positions and other events.
        3 => (chat.clone(), 0..60_usize)
            .prop_map(|(chat, report)| Step::Settle { chat, report }),
        2 => (chat, user, any::<bool>())
            .prop_map(|(chat, user, is_on)| Step::Ban { chat, user, is_on }),
    ]
}

impl Step {
    /// The chat, unless the step creates one.
    fn chat(&self) -> Option<usize> {
        match *self {
            Self::Begin => None,
            Self::Send { chat, .. }
            | Self::Answer { chat, .. }
            | Self::Edit { chat, .. }
            | Self::Delete { chat, .. }
            | Self::Read { chat, .. }
            | Self::Leave { chat, .. }
            | Self::Join { chat, .. }
            | Self::Restore { chat, .. }
            | Self::Hide { chat, .. }
            | Self::Block { chat, .. }
            | Self::Report { chat, .. }
            | Self::Settle { chat, .. }
            | Self::Ban { chat, .. }
            | Self::End { chat } => Some(chat),
        }
    }

    fn message(&self) -> Option<usize> {
        match *self {
            Self::Answer { message, .. }
            | Self::Edit { message, .. }
            | Self::Delete { message, .. }
            | Self::Read { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Kind, actor and payload of the event.
    fn event(&self, position: i64, message: i64) -> (&'static str, Option<i64>, Value) {
        let role = format!("role {position}");
        match *self {
            Self::Begin => {
                let people = [1, 2, 3].map(|id| json!({ "user_id": id, "role": "member" }));
                ("chat_created", None, json!({ "participants": people }))
            }
            Self::Send { user, .. } => ("message_sent", Some(user), json!({ "content": "!" })),
            Self::Answer { user, .. } => {
                let payload = json!({ "content": "?", "reply_to": message });
                ("message_sent", Some(user), payload)
            }
            Self::Edit { .. } => {
                let payload = json!({ "message_id": message, "content": role });
                ("message_edited", Some(1), payload)
            }
            Self::Delete { .. } => ("message_deleted", Some(1), json!({ "message_id": message })),
            Self::Read { user, .. } => ("chat_read", Some(user), json!({ "up_to_id": message })),
            Self::Leave { user, .. } => ("participant_left", None, json!({ "user_id": user })),
            Self::Join { user, .. } => {
                let payload = json!({ "user_id": user, "role": role });
                ("participant_joined", None, payload)
            }
            Self::End { .. } => ("chat_deleted", None, json!({})),
            Self::Restore { user, .. } => {
                let people = [
                    json!({ "user_id": user, "role": role }),
                    json!({ "user_id": 1 }),
                ];
                ("chat_restored", None, json!({ "participants": people }))
            }
            Self::Hide { user, .. } => ("chat_hidden", Some(user), json!({})),
            Self::Block {
                user,
                is_on,
                in_chat,
                ..
            } => {
                let kind = kind_of_block(is_on, in_chat);
                (kind, Some(1), json!({ "user_id": user }))
            }
            Self::Report { user, message, .. } => {
                let payload = json!({ "message_id": message, "content": role });
                ("message_reported", Some(user), payload)
            }
            Self::Settle { report, .. } => {
                let resolutions = ["dismissed", "message_deleted", "user_banned"];
                let resolution = resolutions[usize::try_from(position).unwrap_or_default() % 3];
                let payload = json!({ "report_id": report, "resolution": resolution });
                ("report_resolved", Some(4), payload)
            }
            Self::Ban { user, is_on, .. } => {
                let kinds = ["user_unbanned", "user_banned"];
                let payload = json!({ "user_id": user });
                (kinds[usize::from(is_on)], Some(4), payload)
            }
        }
    }
}

fn kind_of_block(is_on: bool, in_chat: bool) -> &'static str {
    match (in_chat, is_on) {
        (false, false) => "user_unblocked",
        (false, true) => "user_blocked",
        (true, false) => "participant_unblocked",
        (true, true) => "participant_blocked",
    }
}

/// Usually an earlier message of the chat; otherwise any position, which may be a message of another
/// chat, a future event or another kind of event.
fn target_message(log: &[Event], chat_id: i64, pick: usize) -> i64 {
    let is_sent = |event: &&Event| event.chat_id == chat_id && event.kind == "message_sent";
    let sent: Vec<i64> = log
        .iter()
        .filter(is_sent)
        .map(|sent| sent.position)
        .collect();
    let any = i64::try_from(pick).expect("small");
    if pick.is_multiple_of(4) || sent.is_empty() {
        any
    } else {
        // The latest few, so that several events refer to one message.
        sent[sent.len() - 1 - pick % sent.len().min(3)]
    }
}

/// The events of a log with these steps: event n has position n + 1.
fn log_of(steps: &[Step]) -> Vec<Event> {
    let mut chats: Vec<i64> = Vec::new();
    let mut log = Vec::new();
    for (step, position) in steps.iter().zip(1_i64..) {
        let pick = |chat: Option<usize>| chats.get(chat? % chats.len().max(1)).copied();
        let event = pick(step.chat()).map(|chat_id| {
            let message = target_message(&log, chat_id, step.message().unwrap_or_default());
            let (kind, actor_id, payload) = step.event(position, message);
            (chat_id, kind, actor_id, payload)
        });
        let (chat_id, kind, actor_id, payload) = event.unwrap_or_else(|| {
            chats.push(position);
            let (kind, actor_id, payload) = Step::Begin.event(position, 0);
            (position, kind, actor_id, payload)
        });
        log.push(Event {
            chat_id,
            kind,
            actor_id,
            payload,
            position,
        });
    }
    log
}

/// Splits `length` items into ranges at these cuts.
fn ranges(length: usize, cuts: &[usize]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| 1 + cut % length).collect();
    ends.push(length);
    ends.sort_unstable();
    ends.dedup();
    let starts = std::iter::once(0).chain(ends.clone());
    starts.zip(ends).collect()
}

async fn append(client: &Client, events: &[Event]) {
    let chats: Vec<i64> = events.iter().map(|event| event.chat_id).collect();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind).collect();
    let actors: Vec<Option<i64>> = events.iter().map(|event| event.actor_id).collect();
    let positions: Vec<i64> = events.iter().map(|event| event.position).collect();
    let payloads: Vec<Json<&Value>> = events.iter().map(|event| Json(&event.payload)).collect();
    client
        .execute(
            // Each event has its own second, so that times reveal the event they come from.
            "INSERT INTO events (realm, chat_id, kind, actor_id, payload, recorded_at)
             SELECT 'school',
                    CASE WHEN e.kind NOT IN ('user_blocked', 'user_unblocked') THEN e.chat_id END,
                    e.kind, e.actor_id, e.payload, to_timestamp(e.position)
             FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::jsonb[], $5::bigint[])
                 AS e (chat_id, kind, actor_id, payload, position)",
            &[&chats, &kinds, &actors, &payloads, &positions],
        )
        .await
        .expect("the log is valid");
}

/// Every row of the read model.
async fn read_model(client: &Client) -> Vec<String> {
    let rows = "SELECT to_jsonb(c)::text FROM chats AS c
                UNION ALL SELECT to_jsonb(p)::text FROM chat_participants AS p
                UNION ALL SELECT to_jsonb(m)::text FROM messages AS m
                UNION ALL SELECT to_jsonb(s)::text FROM chat_settings AS s
                UNION ALL SELECT to_jsonb(r)::text FROM reports AS r
                UNION ALL SELECT to_jsonb(b)::text FROM bans AS b
                UNION ALL SELECT to_jsonb(b)::text FROM blocks AS b
                ORDER BY 1";
    let rows = client
        .query(rows, &[])
        .await
        .expect("the read model is readable");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn rebuild(client: &Client, ranges: &[(usize, usize)]) {
    let empty = "TRUNCATE chats, chat_participants, messages, chat_settings, reports, bans, blocks";
    client
        .batch_execute(empty)
        .await
        .expect("the read model can be emptied");
    for (start, end) in ranges {
        client
            .batch_execute(&format!("SELECT project({}, {end})", start + 1))
            .await
            .expect("a range can be projected");
    }
}

/// The read model after inserts split by `statements`, and after projecting the whole log at once,
/// event by event, and in ranges split by `cuts`.
async fn project_four_ways(
    client: &Client,
    log: &[Event],
    statements: &[usize],
    cuts: &[usize],
) -> [Vec<String>; 4] {
    // Rolled back at the end: each log starts in an empty database.
    client
        .batch_execute("BEGIN")
        .await
        .expect("the statement succeeds");
    for (start, end) in ranges(log.len(), statements) {
        append(client, &log[start..end]).await;
    }
    let as_appended = read_model(client).await;
    let without_triggers = "SET LOCAL session_replication_role = replica";
    client
        .batch_execute(without_triggers)
        .await
        .expect("triggers can be disabled");
    rebuild(client, &[(0, log.len())]).await;
    let at_once = read_model(client).await;
    let singles: Vec<_> = (0..log.len()).map(|at| (at, at + 1)).collect();
    rebuild(client, &singles).await;
    let one_by_one = read_model(client).await;
    rebuild(client, &ranges(log.len(), cuts)).await;
    let in_ranges = read_model(client).await;
    client
        .batch_execute("ROLLBACK")
        .await
        .expect("the statement succeeds");
    [as_appended, at_once, one_by_one, in_ranges]
}

#[test]
fn read_model_is_the_same_for_any_projection_ranges() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let client = runtime.block_on(async { TestDatabase::new().await.client().await });
    let config = Config {
        cases: 160,
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..Config::default()
    };
    let strategy = (
        prop::collection::vec(step(), 1..60),
        prop::collection::vec(any::<usize>(), 0..20),
        prop::collection::vec(any::<usize>(), 0..6),
    );
    let outcome = TestRunner::new(config).run(&strategy, |(steps, statements, cuts)| {
        let log = log_of(&steps);
        let [as_appended, at_once, one_by_one, in_ranges] =
            runtime.block_on(project_four_ways(&client, &log, &statements, &cuts));
        prop_assert_eq!(
            &as_appended,
            &one_by_one,
            "appended, event by event: {:?}",
            log
        );
        prop_assert_eq!(&at_once, &one_by_one, "at once, event by event: {:?}", log);
        prop_assert_eq!(
            &in_ranges,
            &one_by_one,
            "in ranges, event by event: {:?}",
            log
        );
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
