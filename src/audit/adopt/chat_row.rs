//! A chat as the origin has it.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use super::finding::Report;
use super::members::{Member, Members};
use crate::audit::portable::join_pair_key;
use crate::db::{Error, RowExt as _};
use crate::domain::subject_key;

/// A row of a query of chats.
pub(super) struct OriginChat {
    pub(super) source: String,
    pub(super) id: String,
    pub(super) is_group: bool,
    pub(super) title: Option<String>,
    pub(super) context: Option<Value>,
    /// The prefix of the pair key of a chat without a subject; `None`: a pair may have several such chats.
    pair: Option<String>,
    pub(super) created_by: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) members: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) problem: Option<String>,
}

impl OriginChat {
    pub(super) fn of(row: &Row) -> Result<Self, Error> {
        let context: Option<Json<Value>> = row.try_get("context")?;
        Ok(Self {
            source: row.try_get("source")?,
            id: row.try_get("id")?,
            is_group: row.try_get::<_, &str>("type")? == "group",
            title: row.try_get("title")?,
            context: context.map(|Json(context)| context),
            pair: row.try_get("pair")?,
            created_by: row.try_get("created_by")?,
            created_at: row.timestamp("created_at")?,
            members: row.array("members")?,
            roles: row.array("roles")?,
            problem: row.try_get("problem")?,
        })
    }

    /// The prefix of the pair key; it contains the subject, because a pair has one chat for each subject.
    pub(super) fn pair_prefix(&self) -> Option<String> {
        let prefix = self.pair.clone()?;
        let subject = self.context.as_ref().filter(|_| prefix.is_empty());
        Some(subject.map_or(prefix, subject_key))
    }
}

/// The people of a chat with their roles. Of a group, those are left out who are not brought.
pub(super) fn who_is_in(
    chat: &OriginChat,
    members: &Members,
    table: &str,
    report: &mut Report<'_>,
) -> Result<Vec<(Member, String)>, String> {
    if let Some(problem) = &chat.problem {
        return Err(problem.clone());
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (id, role) in chat.members.iter().zip(&chat.roles) {
        match members.named("participant", Some(id.as_str())) {
            Ok(member) if seen.insert(member.key) => found.push((member.clone(), role.clone())),
            Ok(_) => {}
            Err(reason) if chat.is_group => report.changed(table, &chat.id, reason),
            Err(reason) => return Err(reason),
        }
    }
    match found.len() {
        0 => Err("it has no participants".to_owned()),
        2 => Ok(found),
        _ if chat.is_group => Ok(found),
        1 => Err("it has one participant instead of two".to_owned()),
        many => Err(format!("it has {many} participants instead of two")),
    }
}

/// The key of a pair, in any database and in this one.
pub(super) fn pair_of(prefix: &str, members: &[(Member, String)]) -> (String, Option<String>) {
    let prefix = (!prefix.is_empty()).then_some(prefix);
    let [(one, _), (other, _)] = members else {
        unreachable!("a pair has two members");
    };
    let users = one.user_id.zip(other.user_id);
    (
        join_pair_key(prefix, &one.key, &other.key),
        users.map(|(one, other)| join_pair_key(prefix, &one, &other)),
    )
}
