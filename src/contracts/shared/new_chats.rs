//! Who may begin a chat, by the policy of the realm.

use super::ContractContext;
use crate::domain::{ChatCreated, ChatId, ChatKind, PrivateChats, UserId};
use crate::http::Problem;
use crate::http::operations::no_such_operation;

/// The chat that takes the place of a new one: where programs alone make private chats, people find the one
/// that is there. `None` if `creator` may make the new one.
///
/// # Errors
/// `NotInThisRealm`.
pub async fn existing_instead(
    context: &ContractContext,
    creator: UserId,
    new: &ChatCreated,
) -> Result<Option<ChatId>, Problem> {
    let features = &context.policy.features;
    if new.kind == ChatKind::Group {
        context.require(features.groups)?;
        return Ok(None);
    }
    if features.private_chats != PrivateChats::ByKey {
        return Ok(None);
    }
    let mut members = new.participants.iter().map(|member| member.user_id);
    let other = members.find(|member| *member != creator);
    let other = other.ok_or_else(no_such_operation)?;
    let there = context.chat.private_chat_of(creator, other).await?;
    there.map(Some).ok_or_else(no_such_operation)
}
