//! The chats of the origin, and which chat each of them is here.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::chat_row::{OriginChat, pair_of, who_is_in};
use super::context::AdoptionContext;
use super::error::AdoptError;
use super::events::Base;
use super::finding::Report;
use super::members::{Member, Members};
use super::people::People;
use super::sink::Of;
use crate::audit::portable::{EventLine, PersonKey};
use crate::db::query::Parameters;
use crate::db::{DbConnection, RowExt as _};

const FIND_CHATS: &str = include_str!("sql/find_chats.sql");

/// A chat that is brought.
pub(super) struct Chat {
    pub(super) id: String,
    /// The `event_id` of its `chat_created`.
    pub(super) uuid: Uuid,
    pub(super) members: Vec<PersonKey>,
    /// Its newest message in the order of the timeline.
    pub(super) newest: Option<Newest>,
}

/// The newest message of a chat.
#[derive(Clone, Copy)]
pub(super) struct Newest {
    pub(super) uuid: Uuid,
    pub(super) at: Timestamp,
    pub(super) sender: PersonKey,
}

/// A chat before it is known which one it is here.
struct Candidate {
    index: usize,
    table: &'static str,
    /// In this database, if both people are here.
    pair_key: Option<String>,
    chat: OriginChat,
    /// Its people with their roles.
    members: Vec<(Member, String)>,
    portable_pair_key: Option<String>,
    created_by: Option<PersonKey>,
}

/// The chats that are brought, and their events.
pub(super) struct Chats {
    list: Vec<Chat>,
    by_id: HashMap<String, usize>,
    /// By the portable keys of their pairs.
    by_pair: HashMap<String, usize>,
    /// Those of new chats, and of who joined and left others since; in the order of their times.
    events: Vec<(usize, Option<Of<EventLine>>)>,
    /// The indices in this list of the events of each chat.
    event_indices: HashMap<usize, Vec<usize>>,
}

impl Chats {
    pub(super) async fn read(
        context: &AdoptionContext<'_>,
        people: &People,
        here: &DbConnection,
        report: &mut Report<'_>,
    ) -> Result<Self, AdoptError> {
        let mut chats = Self {
            list: Vec::new(),
            by_id: HashMap::new(),
            by_pair: HashMap::new(),
            events: Vec::new(),
            event_indices: HashMap::new(),
        };
        let rows = context.source.read(context.origin.chats).await?;
        loop {
            let page = rows.page().await?;
            if page.is_empty() {
                break;
            }
            let mut candidates = Vec::new();
            for row in &page {
                let chat = OriginChat::of(row).map_err(AdoptError::Origin)?;
                candidates.extend(chats.judge(context, &people.members, chat, report));
            }
            chats
                .resolve(context, &people.members, here, candidates)
                .await?;
        }
        let time = |event: &Option<Of<EventLine>>| event.as_ref().map(|event| event.line.at);
        chats.events.sort_by_key(|(_, event)| time(event));
        for (event_index, (index, _)) in chats.events.iter().enumerate() {
            chats
                .event_indices
                .entry(*index)
                .or_default()
                .push(event_index);
        }
        Ok(chats)
    }

    /// Takes the events up to a time, or all; `passed` is how many were looked at.
    pub(super) fn take_until(
        &mut self,
        passed: &mut usize,
        until: Option<Timestamp>,
    ) -> Vec<Of<EventLine>> {
        let mut taken = Vec::new();
        while let Some((_, event)) = self.events.get_mut(*passed) {
            let is_later = |event: &Of<EventLine>| until.is_some_and(|at| event.line.at > at);
            if event.as_ref().is_some_and(is_later) {
                break;
            }
            taken.extend(event.take());
            *passed += 1;
        }
        taken
    }

    /// Takes the events of a chat: a message may be older than its chat.
    pub(super) fn take_of(&mut self, id: Option<&str>) -> Vec<Of<EventLine>> {
        let index = id.and_then(|id| self.by_id.get(id));
        let event_indices = index.and_then(|index| self.event_indices.remove(index));
        let event_indices = event_indices.into_iter().flatten();
        event_indices
            .filter_map(|event_index| self.events[event_index].1.take())
            .collect()
    }

    /// How many there are.
    pub(super) fn brought(&self) -> u64 {
        self.list.len() as u64
    }

    /// The chat with an id of the origin.
    pub(super) fn named(&mut self, id: &str) -> Option<&mut Chat> {
        let index = *self.by_id.get(id)?;
        Some(&mut self.list[index])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Chat> {
        self.list.iter()
    }

    /// A chat with who is in it, unless it cannot be brought or is another one of its pair.
    fn judge(
        &mut self,
        context: &AdoptionContext<'_>,
        members: &Members,
        chat: OriginChat,
        report: &mut Report<'_>,
    ) -> Option<Candidate> {
        let table = context.origin.chat_table;
        let is_lesson = chat.source != table;
        let found = match who_is_in(&chat, members, table, report) {
            Ok(found) => found,
            // The lesson is in the list.
            Err(_) if is_lesson => return None,
            Err(reason) => {
                report.left_out(table, &chat.id, reason);
                return None;
            }
        };
        let keys: Vec<PersonKey> = found.iter().map(|(member, _)| member.key).collect();
        let mut pair = chat.pair_prefix().map(|prefix| pair_of(&prefix, &found));
        if let Some((portable, _)) = &pair
            && let Some(first) = self.by_pair.get(portable).copied()
        {
            let of_pair = &self.list[first].id;
            if !context.origin.has_uuids {
                if !is_lesson {
                    let reason =
                        format!("its two people have the chat {of_pair}, which gets its messages");
                    report.changed(table, &chat.id, reason);
                    self.by_id.insert(chat.id, first);
                }
                return None;
            }
            // Its id is known to clients.
            pair = None;
        }
        let index = self.list.len();
        let uuid = context.ids.row(&chat.source, &chat.id);
        self.list.push(Chat {
            id: chat.id.clone(),
            uuid,
            members: keys,
            newest: None,
        });
        if !is_lesson {
            self.by_id.insert(chat.id.clone(), index);
        }
        let (portable_pair_key, pair_key) = pair.unzip();
        if let Some(portable) = &portable_pair_key {
            self.by_pair.insert(portable.clone(), index);
        }
        let created_by = chat.created_by.as_deref();
        let created_by = created_by.and_then(|id| members.named("creator", Some(id)).ok());
        Some(Candidate {
            index,
            table: if is_lesson { "lessons" } else { table },
            pair_key: pair_key.flatten(),
            created_by: created_by.map(|member| member.key),
            chat,
            members: found,
            portable_pair_key,
        })
    }

    /// Finds out which chats are here, and makes the events of those that are not.
    async fn resolve(
        &mut self,
        context: &AdoptionContext<'_>,
        members: &Members,
        here: &DbConnection,
        candidates: Vec<Candidate>,
    ) -> Result<(), AdoptError> {
        let realm = context.policy.realm;
        let chats = candidates.iter().map(|one| self.list[one.index].uuid);
        let ids: Vec<Uuid> = chats.collect();
        let keys: Vec<_> = candidates.iter().map(|one| &one.pair_key).collect();
        let titles: Vec<_> = candidates.iter().map(|one| &one.chat.title).collect();
        let parameters: Parameters<'_> = &[&ids, &realm.as_str(), &keys, &titles];
        let found = here.query(FIND_CHATS, parameters).await?;
        for (candidate, found) in candidates.into_iter().zip(&found) {
            let existing: Option<Uuid> = found.try_get("chat")?;
            let is_same: bool = found.try_get("is_same")?;
            let chat = &mut self.list[candidate.index];
            let base = |chat: &Chat| Base {
                realm,
                chat: chat.uuid,
                at: candidate.chat.created_at,
                actor: candidate.created_by,
            };
            let mut events = Vec::new();
            match existing {
                Some(_) if is_same => {
                    let first: Vec<i64> = found.array("members")?;
                    events = candidate.changes(context, members, &base(chat), &first);
                }
                Some(existing) if !context.origin.has_uuids => chat.uuid = existing,
                // A pair has one chat. Clients know this one by its own id.
                _ => {
                    let pair_key = candidate.portable_pair_key.clone();
                    let pair_key = pair_key.filter(|_| existing.is_none());
                    let payload = candidate.payload(found.try_get("title")?, pair_key);
                    events.push(candidate.of(base(chat).chat_created(payload)));
                }
            }
            let events = events
                .into_iter()
                .map(|event| (candidate.index, Some(event)));
            self.events.extend(events);
        }
        Ok(())
    }
}

impl Candidate {
    fn payload(&self, title: Option<String>, pair_key: Option<String>) -> Value {
        let participants = self.members.iter();
        let participants: Vec<Value> = participants
            .map(|(member, role)| json!({ "user_id": member.key, "role": role }))
            .collect();
        let kind = if self.chat.is_group {
            "group"
        } else {
            "private"
        };
        let mut payload = json!({ "type": kind, "participants": participants });
        let fields = [
            ("pair_key", pair_key.map(Value::from)),
            ("title", title.map(Value::from)),
            ("context", self.chat.context.clone()),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                payload[name] = value;
            }
        }
        payload
    }

    fn of(&self, line: EventLine) -> Of<EventLine> {
        Of {
            table: self.table,
            id: self.chat.id.clone(),
            line,
        }
    }

    /// Who joined and who left a group since it was brought with the `first` users.
    fn changes(
        &self,
        context: &AdoptionContext<'_>,
        members: &Members,
        base: &Base,
        first: &[i64],
    ) -> Vec<Of<EventLine>> {
        if !self.chat.is_group {
            return Vec::new();
        }
        let users = self.members.iter().filter_map(|(member, _)| member.user_id);
        let users: HashSet<i64> = users.collect();
        let id = |what: &str, key: PersonKey| {
            context
                .ids
                .event(&[what, &base.chat.to_string(), &key.to_string()])
        };
        let joined = self.members.iter().filter_map(|(member, role)| {
            let is_new = member.user_id.is_none_or(|user| !first.contains(&user));
            is_new.then(|| base.joined(id("joined", member.key), member.key, role))
        });
        let left = first.iter().filter(|user| !users.contains(user));
        let left = left.filter_map(|user| {
            let key = members.of_user(*user)?;
            Some(base.left(id("left", key), key))
        });
        joined.chain(left).map(|line| self.of(line)).collect()
    }
}
