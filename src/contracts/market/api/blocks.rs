//! Blocking the other party of a chat.

use axum::extract::State;
use axum::http::StatusCode;

use crate::contracts::market::caller::MarketCaller;
use crate::contracts::shared::ContractContext;
use crate::domain::{BlockCounterpart, ChatId, UnblockCounterpart};
use crate::http::Problem;
use crate::http::extract::Path;
use crate::http::problem::Problems;

/// Blocks the other party, who can then send the caller no message in this chat or in any other.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/block",
    operation_id = "blockInMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 204, description = "The other party is blocked"), Problems)
)]
pub async fn block(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    let command = BlockCounterpart { chat_id };
    let blocked = chat.execute(caller.user_id, command);
    chat.or_chat_not_found(chat_id, blocked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unblocks the other party.
#[utoipa::path(
    delete,
    path = "/api/chat/chats/{chat_id}/block",
    operation_id = "unblockInMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 204, description = "The other party is not blocked"), Problems)
)]
pub async fn unblock(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    let command = UnblockCounterpart { chat_id };
    let unblocked = chat.execute(caller.user_id, command);
    chat.or_chat_not_found(chat_id, unblocked).await?;
    Ok(StatusCode::NO_CONTENT)
}
