//! Projection yields the same read model however the log is split into ranges.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio_postgres::Client;
use tokio_postgres::types::Json;

use crate::support::TestDatabase;

#[derive(Debug, Clone, Copy)]
enum Action {
    Create,
    Send,
    Reply,
    Edit,
    Delete,
    React,
    TakeBack,
    Pin,
    Unpin,
    Read,
    Leave,
    Join,
    DeleteChat,
    Restore,
    Hide,
    Set,
    Rename,
    Role,
    Mention,
    Block,
    Unblock,
    BlockInChat,
    UnblockInChat,
    Report,
    Resolve,
    Ban,
    Unban,
}

/// The next event to generate. Numbers select existing chats and messages modulo their count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    action: Action,
    chat: usize,
    user: i64,
    item: usize,
}

#[derive(Debug)]
pub(crate) struct Event {
    chat_id: i64,
    kind: &'static str,
    actor_id: Option<i64>,
    payload: Value,
    position: i64,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        2 => Just(Action::Create),
        16 => Just(Action::Send),
        8 => Just(Action::Reply),
        8 => Just(Action::Edit),
        8 => Just(Action::Delete),
        12 => Just(Action::React),
        8 => Just(Action::TakeBack),
        6 => Just(Action::Pin),
        4 => Just(Action::Unpin),
        6 => Just(Action::Read),
        4 => Just(Action::Leave),
        4 => Just(Action::Join),
        2 => Just(Action::DeleteChat),
        2 => Just(Action::Restore),
        4 => Just(Action::Hide),
        8 => Just(Action::Set),
        3 => Just(Action::Rename),
        6 => Just(Action::Role),
        6 => Just(Action::Mention),
        1 => Just(Action::Block),
        1 => Just(Action::Unblock),
        1 => Just(Action::BlockInChat),
        1 => Just(Action::UnblockInChat),
        4 => Just(Action::Report),
        6 => Just(Action::Resolve),
        2 => Just(Action::Ban),
        2 => Just(Action::Unban),
    ];
    // The last user is in no chat at first.
    let step = (action, 0..3_usize, 1..=4_i64, 0..60_usize);
    step.prop_map(|(action, chat, user, item)| Step {
        action,
        chat,
        user,
        item,
    })
}

fn settings(position: i64) -> Value {
    let is_even = position % 2 == 0;
    json!({ "muted_until": "2030-01-01T00:00:00Z", "pinned": is_even, "archived": true })
}

fn role(position: i64) -> &'static str {
    ["owner", "admin", "member"][usize::try_from(position).unwrap_or_default() % 3]
}

impl Step {
    /// Kind, actor and payload of the event.
    fn event(&self, position: i64, message: i64) -> (&'static str, Option<i64>, Value) {
        let text = format!("text {position}");
        let (user, actor, item) = (self.user, Some(self.user), self.item);
        let of_user = json!({ "user_id": user });
        let with_role = json!({ "user_id": user, "role": text });
        match self.action {
            Action::Create => {
                let people = [1, 2, 3].map(|id| json!({ "user_id": id, "role": "member" }));
                ("chat_created", None, json!({ "participants": people }))
            }
            Action::Send => ("message_sent", actor, json!({ "content": "!" })),
            Action::Reply => {
                let payload = json!({ "content": "?", "reply_to": message });
                ("message_sent", actor, payload)
            }
            Action::Edit => {
                let payload = json!({ "message_id": message, "content": text });
                ("message_edited", Some(1), payload)
            }
            Action::Delete => ("message_deleted", Some(1), json!({ "message_id": message })),
            Action::React | Action::TakeBack => self.reaction(message),
            Action::Pin => ("message_pinned", actor, json!({ "message_id": message })),
            Action::Unpin => ("message_unpinned", actor, json!({ "message_id": message })),
            Action::Read => ("chat_read", actor, json!({ "up_to_id": message })),
            Action::Leave => ("participant_left", None, of_user),
            Action::Join => ("participant_joined", None, with_role),
            Action::DeleteChat => ("chat_deleted", None, json!({})),
            Action::Restore => {
                let people = [with_role, json!({ "user_id": 1 })];
                ("chat_restored", None, json!({ "participants": people }))
            }
            Action::Hide => ("chat_hidden", actor, json!({})),
            Action::Set => ("chat_settings_changed", actor, settings(position)),
            Action::Role => {
                let payload = json!({ "user_id": user, "role": role(position) });
                ("participant_role_changed", Some(1 + position % 2), payload)
            }
            Action::Rename => ("chat_renamed", actor, json!({ "content": text })),
            Action::Mention => {
                let payload = json!({ "content": "@", "mentions": [user] });
                ("message_sent", Some(1), payload)
            }
            Action::Block => ("user_blocked", Some(1), of_user),
            Action::Unblock => ("user_unblocked", Some(1), of_user),
            Action::BlockInChat => ("participant_blocked", Some(1), of_user),
            Action::UnblockInChat => ("participant_unblocked", Some(1), of_user),
            Action::Report => {
                let payload = json!({ "message_id": item, "content": text });
                ("message_reported", actor, payload)
            }
            // Also reports of other chats, future positions and other events.
            Action::Resolve => {
                let resolutions = ["dismissed", "message_deleted", "user_banned"];
                let resolution = resolutions[usize::try_from(position).unwrap_or_default() % 3];
                let payload = json!({ "report_id": item, "resolution": resolution });
                ("report_resolved", Some(4), payload)
            }
            Action::Ban => ("user_banned", Some(4), of_user),
            Action::Unban => ("user_unbanned", Some(4), of_user),
        }
    }

    /// A reaction. Its count is wrong: the projection has to count by itself.
    fn reaction(&self, message: i64) -> (&'static str, Option<i64>, Value) {
        let emoji = ["👍", "🎉"][self.item % 2];
        let kind = match self.action {
            Action::React => "reaction_added",
            _ => "reaction_removed",
        };
        let payload = json!({
            "message_id": message, "user_id": self.user, "emoji": emoji, "count": self.item
        });
        (kind, Some(self.user), payload)
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
pub(crate) fn log_of(steps: &[Step]) -> Vec<Event> {
    let mut chats: Vec<i64> = Vec::new();
    let mut log = Vec::new();
    for (step, position) in steps.iter().zip(1_i64..) {
        let mut step = *step;
        if chats.is_empty() {
            step.action = Action::Create;
        }
        let chat_id = if matches!(step.action, Action::Create) {
            chats.push(position);
            position
        } else {
            chats[step.chat % chats.len()]
        };
        let message = target_message(&log, chat_id, step.item);
        let (kind, actor_id, payload) = step.event(position, message);
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

pub(crate) async fn append(client: &Client, events: &[Event]) {
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
                UNION ALL SELECT to_jsonb(r)::text FROM reactions AS r
                UNION ALL SELECT to_jsonb(r)::text FROM reaction_counts AS r
                UNION ALL SELECT to_jsonb(p)::text FROM pins AS p
                UNION ALL SELECT to_jsonb(s)::text FROM system_messages AS s
                UNION ALL SELECT to_jsonb(e)::text FROM personal_events AS e
                ORDER BY 1";
    let rows = client
        .query(rows, &[])
        .await
        .expect("the read model is readable");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn rebuild(client: &Client, ranges: &[(usize, usize)]) {
    let empty = "TRUNCATE chats, chat_participants, messages, chat_settings, reports, bans, blocks,
                          reactions, reaction_counts, pins, system_messages,
                          personal_events";
    client
        .batch_execute(empty)
        .await
        .expect("the read model can be emptied");
    for (start, end) in ranges {
        client
            .batch_execute(&format!(
                "SELECT project({0}, {end}, ARRAY(
                     SELECT DISTINCT kind FROM events WHERE position BETWEEN {0} AND {end}))",
                start + 1
            ))
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
        for (way, model) in [
            ("appended", as_appended),
            ("at once", at_once),
            ("in ranges", in_ranges),
        ] {
            prop_assert_eq!(&model, &one_by_one, "{}, event by event: {:?}", way, log);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
