//! Validation of a new conversation.

use std::collections::BTreeSet;

use super::wire::{self, ConversationType};
use crate::domain::{ChatCreated, Rejection, UserId};
use crate::http::{Code, Problem, extract};

/// Longest name of a group, in characters.
const NAME_MAX: usize = 255;
/// Members of a group at most, including its creator.
const MEMBERS_MAX: usize = 500;

/// The chat that a request creates: a direct conversation with `participantId`, or a group. A body
/// without a type and with `participantIds` is a group.
pub(super) fn validate(
    new: &wire::NewConversation,
    caller: UserId,
) -> Result<ChatCreated, Problem> {
    match (new.kind, &new.participant_ids) {
        (Some(ConversationType::Group), _) | (None, Some(_)) => group(new, caller),
        (Some(ConversationType::Direct), _) | (None, None) => direct(new, caller),
    }
}

fn direct(new: &wire::NewConversation, caller: UserId) -> Result<ChatCreated, Problem> {
    let other = new.participant_id.map(UserId);
    let other = other.ok_or_else(|| invalid("participantId is missing"))?;
    if other == caller {
        return Err(invalid("a direct conversation is with another user"));
    }
    Ok(ChatCreated::pair(caller, other))
}

/// `participantIds` may contain the creator and duplicates.
fn group(new: &wire::NewConversation, creator: UserId) -> Result<ChatCreated, Problem> {
    let others = new.participant_ids.as_deref().unwrap_or_default();
    let mut members: BTreeSet<UserId> = others.iter().copied().map(UserId).collect();
    members.insert(creator);
    if members.len() < 2 {
        return Err(invalid("a group has at least one other member"));
    }
    if members.len() > MEMBERS_MAX {
        return Err(Rejection::GroupFull.into());
    }
    let name = new.name.clone().unwrap_or_default();
    extract::name("name", &name, NAME_MAX)?;
    Ok(ChatCreated::group(name, members))
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}
