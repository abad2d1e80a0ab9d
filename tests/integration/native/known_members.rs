//! The members of groups, as a reference client keeps them: pages as a snapshot, and how events change them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::Client;

/// The members of a group, by their ids.
type Members = BTreeMap<i64, Value>;

/// The members of those groups whose list was read.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct KnownMembers(BTreeMap<i64, Members>);

/// All members of a chat, whose path this is.
pub(super) async fn read_members(client: &Client, chat: &str) -> Members {
    let (mut members, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("{chat}/members?limit=100{cursor}");
        let mut page = client.get(&path).await.expect(200);
        let Value::Array(read) = page["members"].take() else {
            panic!("no members: {page}");
        };
        members.extend(read);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(members.is_sorted_by_key(rank), "{members:?}");
    members.into_iter().map(by_id).collect()
}

/// The order of a list: the owner, the admins, the others, and each of them by when they joined.
fn rank(member: &Value) -> (usize, Timestamp) {
    let role = ["owner", "admin", "member"]
        .iter()
        .position(|role| member["role"] == *role);
    let joined = member["joined_at"].as_str().expect("a text").parse();
    (role.expect("a role"), joined.expect("a time"))
}

fn by_id(mut member: Value) -> (i64, Value) {
    let id = member["user"]["id"].as_i64().expect("an id");
    hide_presence(&mut member["user"]);
    (id, member)
}

/// A user without presence, which has events of its own.
pub(super) fn hide_presence(user: &mut Value) {
    user["online"] = Value::Null;
    user["last_seen"] = Value::Null;
}

/// Shows a user among members as in an event `user`.
pub(super) fn show_user<'a>(members: impl Iterator<Item = &'a mut Value>, user: &Value) {
    for member in members {
        if member["user"]["id"] == user["id"] {
            member["user"] = user.clone();
            hide_presence(&mut member["user"]);
        }
    }
}

impl KnownMembers {
    pub(super) fn insert(&mut self, chat_id: i64, members: Members) {
        self.0.insert(chat_id, members);
    }

    pub(super) fn remove(&mut self, chat_id: i64) {
        self.0.remove(&chat_id);
    }

    /// Applies `member` or `member_removed`.
    pub(super) fn apply(&mut self, event: &str, data: &Value) {
        let chat_id = data["chat_id"].as_i64().expect("an id");
        let Some(members) = self.0.get_mut(&chat_id) else {
            return;
        };
        if event == "member" {
            members.extend([by_id(data["member"].clone())]);
        } else {
            members.remove(&data["user_id"].as_i64().expect("an id"));
        }
    }

    /// Applies `user`.
    pub(super) fn show_user(&mut self, user: &Value) {
        for members in self.0.values_mut() {
            show_user(members.values_mut(), user);
        }
    }

    /// Moves the read mark of a member, never back.
    pub(super) fn move_mark(&mut self, chat_id: i64, user_id: &Value, mark: &Value) {
        let members = self.0.get_mut(&chat_id);
        let Some((members, user_id)) = members.zip(user_id.as_i64()) else {
            return;
        };
        if let Some(member) = members.get_mut(&user_id) {
            let before = member["last_read_id"].as_i64();
            member["last_read_id"] = json!(before.max(mark.as_i64()));
        }
    }

    /// Asserts that these are the members that a new snapshot has, of each group whose list was read.
    pub(super) fn assert_same(&self, expected: &Self, what: &str) {
        for (chat_id, members) in &self.0 {
            let expected = expected.0.get(chat_id);
            assert_eq!(Some(members), expected, "members of {chat_id}: {what}");
        }
    }
}
