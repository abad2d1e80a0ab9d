//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::accesses::{Action, Target};
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::pages::{PAGE, PageQuery};
use crate::api::users::beside::users_beside;
use crate::chat::{NamedPeople, ReactionKey, UserReaction};
use crate::domain::{AddReaction, Emoji, MessageId, Principal, RemoveReaction};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Lists who reacts to a message and with what, by emoji and then by user.
#[utoipa::path(
    get,
    path = "/messages/{id}/reactions",
    operation_id = "listReactions",
    tag = "messages",
    params(("id" = i64, Path), PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::ReactionList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::ReactionList>, Problem> {
    context.require(context.policy.features.reactions)?;
    let filters = [id.to_string()];
    let paging: Paging<ReactionKey> =
        Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let id = MessageId(id);
    let reader = context.reader(&caller, Action::Read, Target::Message(id));
    let (reader, after) = (reader.await?, paging.after.as_ref());
    let reactions = context.chat.reactions(reader, id, after, paging.rows());
    let (chat_id, reactions) = context.about_message(id, reactions).await?;
    let (reactions, next_cursor) = paging.cut(reactions, UserReaction::key, |one| one);
    let mut named = NamedPeople::default();
    for reaction in &reactions {
        named.add(chat_id, reaction.user_id);
    }
    let users = users_beside(&context, caller.user_id, language, named).await?;
    Ok(Json(wire::ReactionList {
        reactions: reactions
            .into_iter()
            .map(wire::UserReaction::from)
            .collect(),
        users,
        next_cursor,
    }))
}

/// Reacts to a message. Repeating a reaction changes nothing. A message has at most 20 different ones.
#[utoipa::path(
    put,
    path = "/messages/{id}/reactions/{emoji}",
    operation_id = "addReaction",
    tag = "messages",
    params(
        ("id" = i64, Path),
        ("emoji" = String, Path, description = "One Unicode emoji (RGI)", example = "👍")
    ),
    responses((status = 204, description = "The message has the reaction"), Problems)
)]
pub async fn add(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, emoji)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    let (message_id, emoji) = (MessageId(id), allowed(&context, &caller, &emoji)?);
    let command = AddReaction { message_id, emoji };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a reaction of the caller's own back, if there is one.
#[utoipa::path(
    delete,
    path = "/messages/{id}/reactions/{emoji}",
    operation_id = "removeReaction",
    tag = "messages",
    params(
        ("id" = i64, Path),
        ("emoji" = String, Path, description = "One Unicode emoji (RGI)", example = "👍")
    ),
    responses((status = 204, description = "The message does not have the reaction"), Problems)
)]
pub async fn remove(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, emoji)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    let (message_id, emoji) = (MessageId(id), allowed(&context, &caller, &emoji)?);
    let command = RemoveReaction { message_id, emoji };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks a reaction of a caller.
fn allowed(context: &ApiContext, caller: &Principal, emoji: &str) -> Result<Emoji, Problem> {
    context.require(context.policy.features.reactions)?;
    context.require_writer(caller)?;
    Emoji::new(emoji).ok_or_else(|| {
        Problem::bad_request(Code::InvalidEmoji, "a reaction is one Unicode emoji (RGI)")
    })
}
