//! Logs of random events, of every kind, in chats of every type and realm.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use tokio_postgres::Client;
use tokio_postgres::types::Json;
use vestnik::domain::EventKind;

/// The realms of chats.
pub(crate) const REALMS: [&str; 5] = ["school", "campus", "messenger", "market", "direct"];

#[derive(Debug, Clone, Copy)]
enum Action {
    Create,
    Send,
    Files,
    Forward,
    System,
    Reply,
    Edit,
    Delete,
    React,
    TakeBack,
    Ask,
    Vote,
    Close,
    Schedule,
    Reschedule,
    SendScheduled,
    Cancel,
    Fail,
    Pin,
    Unpin,
    Read,
    Unread,
    ReadAgain,
    Leave,
    Join,
    DeleteChat,
    Restore,
    Hide,
    Set,
    Rename,
    Picture,
    Custom,
    MessageCustom,
    Processed,
    Role,
    Mention,
    Erase,
    Block,
    Unblock,
    BlockInChat,
    UnblockInChat,
    Report,
    Resolve,
    Ban,
    Unban,
    /// A change of an account, of this kind.
    Account(&'static str),
    Access,
}

/// Each action, and how often it is taken, relative to the others.
const ACTIONS: &[(Action, usize)] = &[
    (Action::Create, 5),
    (Action::Send, 16),
    (Action::Files, 4),
    (Action::Forward, 4),
    (Action::System, 3),
    (Action::Reply, 8),
    (Action::Edit, 8),
    (Action::Delete, 8),
    (Action::React, 12),
    (Action::TakeBack, 8),
    (Action::Ask, 10),
    (Action::Vote, 30),
    (Action::Close, 4),
    (Action::Schedule, 8),
    (Action::Reschedule, 8),
    (Action::SendScheduled, 3),
    (Action::Cancel, 2),
    (Action::Fail, 4),
    (Action::Pin, 6),
    (Action::Unpin, 4),
    (Action::Read, 6),
    (Action::Unread, 8),
    (Action::ReadAgain, 4),
    (Action::Leave, 4),
    (Action::Join, 4),
    (Action::DeleteChat, 2),
    (Action::Restore, 2),
    (Action::Hide, 4),
    (Action::Set, 8),
    (Action::Rename, 3),
    (Action::Picture, 3),
    (Action::Custom, 3),
    (Action::MessageCustom, 8),
    (Action::Processed, 2),
    (Action::Role, 6),
    (Action::Mention, 6),
    (Action::Erase, 1),
    (Action::Block, 1),
    (Action::Unblock, 1),
    (Action::BlockInChat, 1),
    (Action::UnblockInChat, 1),
    (Action::Report, 4),
    (Action::Resolve, 6),
    (Action::Ban, 2),
    (Action::Unban, 2),
    (Action::Account("user_named"), 1),
    (Action::Account("user_role_changed"), 1),
    (Action::Account("user_picture_changed"), 1),
    (Action::Account("user_deactivated"), 1),
    (Action::Account("user_reactivated"), 1),
    (Action::Account("user_realms_changed"), 1),
    (Action::Account("user_login_reset"), 1),
    (Action::Account("user_deleted"), 1),
    (Action::Access, 2),
];

fn weighted() -> Vec<Action> {
    let repeated = |(action, weight): &(Action, usize)| std::iter::repeat_n(*action, *weight);
    ACTIONS.iter().flat_map(repeated).collect()
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
    realm: &'static str,
    chat_id: i64,
    kind: &'static str,
    actor_id: Option<i64>,
    payload: Value,
    position: i64,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    // The last user is in no chat at first.
    let action = prop::sample::select(weighted());
    let step = (action, 0..6_usize, 1..=4_i64, 0..60_usize);
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
        let of_user_alone = self.scheduled(position, message);
        let of_user_alone = of_user_alone.or_else(|| self.about_message(message));
        if let Some((kind, payload)) = of_user_alone.or_else(|| self.custom(position, message)) {
            return (kind, Some(self.user), payload);
        }
        let text = format!("text {position}");
        let (user, actor) = (self.user, Some(self.user));
        let of_user = json!({ "user_id": user });
        let with_role = json!({ "user_id": user, "role": text });
        match self.action {
            Action::Create => self.created(position),
            Action::Send | Action::Files | Action::Forward | Action::System => {
                ("message_sent", actor, self.message(message))
            }
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
            Action::Ask => ("message_sent", actor, self.message(message)),
            Action::Vote => self.vote(message),
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
            Action::Picture => {
                let picture = (position % 3 > 0).then_some(position);
                let payload = json!({ "attachment_id": picture });
                ("chat_picture_changed", actor, payload)
            }
            Action::Processed => {
                let payload =
                    json!({ "message_id": message, "author_id": user, "attachment_id": 1 });
                ("attachment_processed", None, payload)
            }
            Action::Mention => {
                let places =
                    json!([{ "user_id": user, "start": 0, "end": 1 }, { "user_id": user }]);
                let payload = json!({ "content": "@", "mentions": places, "custom": { "n": 1 }, "silent": true });
                ("message_sent", Some(1), payload)
            }
            _ => self.about_users(position),
        }
    }

    /// An event about a scheduled message, or one that sends it, also of somebody else.
    fn scheduled(&self, position: i64, id: i64) -> Option<(&'static str, Value)> {
        let text = format!("text {position}");
        Some(match self.action {
            Action::Schedule => {
                let send_at = "2100-01-01T00:00:00.000Z";
                let payload = json!({ "content": text, "send_at": send_at, "attachments": [7] });
                ("message_scheduled", payload)
            }
            Action::Reschedule => {
                let change = match self.item % 3 {
                    0 => json!({ "scheduled_id": id, "content": text }),
                    1 => json!({ "scheduled_id": id, "send_at": "2101-01-01T00:00:00Z" }),
                    _ => json!({ "scheduled_id": id, "content": text, "via_key": "bot" }),
                };
                ("scheduled_changed", change)
            }
            Action::SendScheduled => {
                let payload = json!({ "content": "!", "scheduled_id": id });
                ("message_sent", payload)
            }
            Action::Cancel => ("scheduled_cancelled", json!({ "scheduled_id": id })),
            Action::Fail => {
                let payload = json!({ "scheduled_id": id, "code": "blocked" });
                ("scheduled_failed", payload)
            }
            _ => return None,
        })
    }

    /// An event of a user about a message.
    fn about_message(&self, message: i64) -> Option<(&'static str, Value)> {
        Some(match self.action {
            Action::Close => ("poll_closed", json!({ "message_id": message })),
            Action::Pin => ("message_pinned", json!({ "message_id": message })),
            Action::Unpin => ("message_unpinned", json!({ "message_id": message })),
            Action::Read => ("chat_read", json!({ "up_to_id": message })),
            Action::Unread => {
                let payload = json!({ "message_id": message, "up_to_id": message - 1 });
                ("chat_marked_unread", payload)
            }
            Action::ReadAgain => ("chat_read_again", json!({ "up_to_id": message })),
            _ => return None,
        })
    }

    /// A change of custom data.
    fn custom(&self, position: i64, message: i64) -> Option<(&'static str, Value)> {
        let custom = match position % 3 {
            0 => json!({}),
            _ => json!({ "n": position, "none": null }),
        };
        Some(match self.action {
            Action::Custom => ("chat_custom_changed", json!({ "custom": custom })),
            Action::MessageCustom => {
                let payload =
                    json!({ "message_id": message, "author_id": self.user, "custom": custom });
                ("message_custom_changed", payload)
            }
            _ => return None,
        })
    }

    /// The kind of the events that the action usually is about.
    fn target(&self) -> &'static str {
        match self.action {
            Action::Reschedule | Action::SendScheduled | Action::Cancel | Action::Fail => {
                "message_scheduled"
            }
            _ => "message_sent",
        }
    }

    /// A chat as the database creates it, the only one of a pair, or a group.
    fn created(&self, position: i64) -> (&'static str, Option<i64>, Value) {
        let member = |id: i64| json!({ "user_id": id, "role": "member" });
        let context = json!({ "iphone_id": position });
        let (actor, payload) = match self.user {
            1 => {
                let people = [1, 2, 3].map(member);
                (None, json!({ "participants": people }))
            }
            2 => {
                let (key, people) = (format!("{position}:1:2"), [1, 2].map(member));
                let payload = json!({
                    "type": "private", "pair_key": key, "participants": people, "context": context
                });
                (Some(2), payload)
            }
            _ => (
                Some(1),
                json!({
                    "type": "group", "title": format!("group {position}"),
                    "participants": [{ "user_id": 1 }, { "user_id": 2, "role": "admin" }, member(3)]
                }),
            ),
        };
        ("chat_created", actor, payload)
    }

    /// The realm of a chat that this step creates.
    fn realm(&self) -> &'static str {
        REALMS[self.item % REALMS.len()]
    }

    /// An erasure, an access, a block, a report, or a ban.
    fn about_users(&self, position: i64) -> (&'static str, Option<i64>, Value) {
        let (actor, item) = (Some(self.user), self.item);
        let of_user = json!({ "user_id": self.user });
        match self.action {
            Action::Erase => {
                let payload = json!({ "user_id": self.user, "operator": "", "erased_events": 0,
                                      "events_hash": "0".repeat(64) });
                ("user_erased", None, payload)
            }
            Action::Access => {
                let payload = json!({ "action": "read", "chat_id": position, "route": "",
                                      "address": "" });
                ("accessed", actor, payload)
            }
            Action::Block => ("user_blocked", Some(1), of_user),
            Action::Unblock => ("user_unblocked", Some(1), of_user),
            Action::BlockInChat => ("participant_blocked", Some(1), of_user),
            Action::UnblockInChat => ("participant_unblocked", Some(1), of_user),
            Action::Report => {
                let payload = json!({ "message_id": item, "content": "reason" });
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
            Action::Account(kind) => {
                let payload = json!({ "user_id": self.user, "content": "!", "former_name": "?",
                                      "role": "member", "former_role": "guest", "has_picture": true });
                (kind, Some(4), payload)
            }
            _ => ("user_unbanned", Some(4), of_user),
        }
    }

    /// A message that is more than a text. Its files do not exist.
    fn message(&self, forwarded: i64) -> Value {
        match self.action {
            Action::Files => json!({ "content": "", "type": "file", "attachments": [7, 3] }),
            Action::Forward => {
                let from = json!({ "message_id": forwarded, "author_id": 1, "chat_id": 1 });
                json!({ "content": "!", "forwarded_from": from })
            }
            Action::System => json!({ "content": "!", "type": "system" }),
            Action::Ask => {
                let poll = json!({ "multiple": self.item.is_multiple_of(2), "anonymous": false, "options": 2 });
                json!({ "content": "?\na\nb", "poll": poll })
            }
            _ => json!({ "content": "!" }),
        }
    }

    /// A vote, also in messages that are no polls, and for what cannot be chosen.
    fn vote(&self, message: i64) -> (&'static str, Option<i64>, Value) {
        let ids: &[i64] = [&[][..], &[0], &[1], &[0, 1], &[2]][self.item % 5];
        let payload = json!({ "message_id": message, "user_id": self.user, "option_ids": ids });
        ("poll_voted", Some(self.user), payload)
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

/// Usually an earlier message of the chat, or event of this kind; otherwise any position, which may be a message of
/// another chat, a future event or another kind of event.
fn target_message(log: &[Event], chat_id: i64, kind: &str, pick: usize) -> i64 {
    let is_sent = |event: &&Event| event.chat_id == chat_id && event.kind == kind;
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
    let mut chats: Vec<(&str, i64)> = Vec::new();
    let mut log = Vec::new();
    for (step, position) in steps.iter().zip(1_i64..) {
        let mut step = *step;
        if chats.is_empty() {
            step.action = Action::Create;
        }
        let (realm, chat_id) = if matches!(step.action, Action::Create) {
            chats.push((step.realm(), position));
            (step.realm(), position)
        } else {
            chats[step.chat % chats.len()]
        };
        let message = target_message(&log, chat_id, step.target(), step.item);
        let (kind, actor_id, payload) = step.event(position, message);
        log.push(Event {
            realm,
            chat_id,
            kind,
            actor_id,
            payload,
            position,
        });
    }
    log
}

pub(crate) async fn append(client: &Client, events: &[Event]) {
    let realms: Vec<&str> = events.iter().map(|event| event.realm).collect();
    let chats: Vec<i64> = events.iter().map(|event| event.chat_id).collect();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind).collect();
    let actors: Vec<Option<i64>> = events.iter().map(|event| event.actor_id).collect();
    let positions: Vec<i64> = events.iter().map(|event| event.position).collect();
    let payloads: Vec<Json<&Value>> = events.iter().map(|event| Json(&event.payload)).collect();
    client
        .execute(
            // Each event has its own second, so that times reveal the event they come from.
            "INSERT INTO events (realm, chat_id, kind, actor_id, payload, recorded_at, origin)
             SELECT e.realm,
                    CASE WHEN k.in_chat IS NOT false THEN e.chat_id END,
                    e.kind, e.actor_id, e.payload, to_timestamp(e.position), 'import'
             FROM unnest(
                 $1::bigint[], $2::text[], $3::bigint[], $4::jsonb[], $5::bigint[], $6::text[]
             ) WITH ORDINALITY AS e (chat_id, kind, actor_id, payload, position, realm, n)
             JOIN event_kinds AS k ON k.kind = e.kind
             ORDER BY e.n",
            &[&chats, &kinds, &actors, &payloads, &positions, &realms],
        )
        .await
        .expect("the log is valid");
}

impl Event {
    pub(crate) fn is_in(&self, realm: &str) -> bool {
        self.realm == realm
    }

    /// Whether exports have it. What is about this server and its accounts stays.
    pub(crate) fn is_exported(&self) -> bool {
        let is_of_account = matches!(
            self.kind,
            "user_named" | "user_login_reset" | "user_deleted"
        ) || self.kind.ends_with("activated")
            || self.kind.starts_with("user_") && self.kind.ends_with("_changed");
        self.kind != "accessed" && !is_of_account
    }
}

/// A kind that is added has to be generated here too.
#[test]
fn random_logs_have_every_kind_of_event() {
    let kinds = ACTIONS.iter().map(|(action, _)| {
        let step = Step {
            action: *action,
            chat: 0,
            user: 1,
            item: 0,
        };
        step.event(1, 1).0
    });
    let of_server = EventKind::ALL.iter().map(|kind| kind.as_str());
    assert_eq!(kinds.collect::<BTreeSet<_>>(), of_server.collect());
}
