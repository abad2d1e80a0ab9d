//! The handlers.

use axum::Json;
use axum::extract::State;

use super::{encode, wire};
use crate::accesses::{Action, Target};
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::messages::answer::own_message;
use crate::api::messages::new_message::distinct;
use crate::api::messages::wire::Message;
use crate::api::pages::PAGE;
use crate::api::users::beside::users_beside;
use crate::chat::NamedPeople;
use crate::domain::{ClosePoll, MessageId, OptionIds, PollSettings, Rejection, UserId, Vote};
use crate::http::extract::{self, Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Votes in a poll. The options replace those that the caller chose before; without any the vote is taken back.
#[utoipa::path(
    put,
    path = "/messages/{id}/vote",
    operation_id = "vote",
    tag = "messages",
    params(("id" = i64, Path)),
    request_body = wire::Vote,
    responses((status = 200, description = "The poll with the vote", body = Message), Problems)
)]
pub async fn vote(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::Vote>,
) -> Result<Json<Message>, Problem> {
    context.require(context.policy.features.polls)?;
    context.require_writer(&caller)?;
    let ids = distinct(
        "option_ids",
        Some(body.option_ids),
        PollSettings::MAX_OPTIONS,
    )?;
    let command = Vote {
        message_id: MessageId(id),
        option_ids: OptionIds::new(&ids).ok_or(Rejection::OptionNotFound)?,
    };
    context.chat.execute(&caller, command).await?;
    own_message(&context, &caller, language, MessageId(id)).await
}

/// Closes a poll: it takes no more votes. Its author may, and the owner and the admins of the group. Repeating
/// changes nothing.
#[utoipa::path(
    post,
    path = "/messages/{id}/close",
    operation_id = "closePoll",
    tag = "messages",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The closed poll", body = Message), Problems)
)]
pub async fn close(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
) -> Result<Json<Message>, Problem> {
    context.require(context.policy.features.polls)?;
    let message_id = MessageId(id);
    if context.observes(&caller) {
        let reader = context.reader_of_own(&caller);
        let chat_id = context.chat.message(reader, message_id).await?.chat_id;
        context.require_writer_or_manager(&caller, chat_id).await?;
    }
    let command = ClosePoll { message_id };
    context.chat.execute(&caller, command).await?;
    own_message(&context, &caller, language, message_id).await
}

/// Lists who voted in a poll, by user id. 403 `anonymous_poll` if the poll does not show it.
#[utoipa::path(
    get,
    path = "/messages/{id}/voters",
    operation_id = "listVoters",
    tag = "messages",
    params(("id" = i64, Path), wire::VotersQuery),
    responses((status = 200, description = "A page of the list", body = wire::VoterList), Problems)
)]
pub async fn voters(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::VotersQuery>,
) -> Result<Json<wire::VoterList>, Problem> {
    context.require(context.policy.features.polls)?;
    let (chat, id, option) = (&context.chat, MessageId(id), query.option_id);
    let filters = [option.map(|id| id.to_string()).unwrap_or_default()];
    let paging = Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let reader = context.reader(&caller, Action::Read, Target::Message(id));
    let poll = chat.poll(reader.await?, id);
    let (message, poll) = context.about_message(id, poll).await?;
    if poll.settings.anonymous {
        let detail = "the poll does not show who voted";
        return Err(Problem::forbidden(Code::AnonymousPoll, detail));
    }
    let unknown = |&id: &i64| !usize::try_from(id).is_ok_and(|id| id < poll.settings.options);
    if option.as_ref().is_some_and(unknown) {
        return Err(Rejection::OptionNotFound.into());
    }
    let after = UserId(paging.after.unwrap_or_default());
    let voters = chat.voters(id, option, after, paging.rows()).await?;
    let (voters, next_cursor) = paging.cut(voters, |voter| voter.user_id.0, |voter| voter);
    let mut named = NamedPeople::default();
    for voter in &voters {
        named.add(message.chat_id, voter.user_id);
    }
    let list = wire::VoterList {
        voters: voters.iter().map(encode::voter).collect(),
        users: users_beside(&context, caller.user_id, language, named).await?,
        next_cursor,
    };
    Ok(Json(list))
}
