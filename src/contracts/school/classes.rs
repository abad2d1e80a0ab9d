//! Groups of the realm, its classes: the contract knows none, so they are in `/v1` alone, but for admins.
//!
//! Each handler of a chat or a message asks here; lists, presence and the stream select private chats.

use crate::contracts::shared::ContractContext;
use crate::domain::{ChatId, MessageId, Principal, Rejection};
use crate::http::Problem;

/// Refuses a class as if there were no such chat.
///
/// # Errors
/// `NotAParticipant`.
pub(super) async fn require_known_chat(
    context: &ContractContext,
    caller: &Principal,
    chat_id: ChatId,
) -> Result<(), Problem> {
    if !caller.is_admin() && context.chat.is_group(chat_id).await? {
        return Err(Rejection::NotAParticipant.into());
    }
    Ok(())
}

/// Refuses a message of a class as if there were none.
///
/// # Errors
/// `MessageNotFound`.
pub(super) async fn require_known_message(
    context: &ContractContext,
    caller: &Principal,
    id: MessageId,
) -> Result<(), Problem> {
    if !caller.is_admin() && context.chat.is_in_group(id).await? {
        return Err(Rejection::MessageNotFound.into());
    }
    Ok(())
}
