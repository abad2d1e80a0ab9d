//! Conversations: beginning, showing, ending and reading them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::chat::{self, ParticipantScope};
use crate::domain::{AppendOutcome, ChatCreated, ChatId, ChatKind, Command, Rejection, UserId};
use crate::http::Caller;
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::campus::{translate, wire};
use crate::realms::kit::paging::PageSize;

const LIST_PAGE: PageSize = PageSize {
    default: 100,
    max: 100,
};

/// Begins a conversation.
///
/// A pair has one private conversation: where there is one already the answer is 200 with it,
/// and a deleted one comes back with its history.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/",
    operation_id = "campusCreateConversation",
    tag = "campus",
    request_body = wire::NewConversation,
    responses(
        (status = 201, description = "The conversation, begun", body = wire::Conversation),
        (status = 200, description = "The pair's conversation, which was there", body = wire::Conversation),
        Problems
    )
)]
pub async fn create(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::NewConversation>,
) -> Result<(StatusCode, Json<wire::Conversation>), Problem> {
    let wanted = translate::validate_new_conversation(body, &caller)?;
    let (is_new, chat_id) = begin(&campus, caller.user_id, wanted)
        .await
        .map_err(named_in_body)?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let conversation = campus
        .chat
        .chat_of_user(caller.user_id, chat_id, ParticipantScope::Members)
        .await?;
    let conversation = translate::conversation(conversation, caller.user_id, language);
    Ok((status, Json(conversation)))
}

async fn begin(
    campus: &RealmContext,
    user_id: UserId,
    wanted: ChatCreated,
) -> Result<(bool, ChatId), chat::Error> {
    match wanted.kind {
        ChatKind::Private => {
            let opened = campus
                .chat
                .get_or_create_private_chat(user_id, wanted)
                .await?;
            Ok((opened.is_new, opened.chat_id))
        }
        ChatKind::Group => {
            let command = Command::CreateChat(wanted);
            match campus.chat.execute(user_id, command).await? {
                AppendOutcome::New(stored) | AppendOutcome::Duplicate(stored) => {
                    Ok((true, stored.chat_id))
                }
                AppendOutcome::NoChange => {
                    let reason = "a group was neither begun nor refused".to_owned();
                    Err(chat::Error::Internal(reason))
                }
            }
        }
    }
}

/// An unknown user is a mistake in the body, not a place that is not there.
pub(super) fn named_in_body(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::UserNotFound) => {
            Problem::bad_request(Code::UserNotFound, Rejection::UserNotFound.to_string())
        }
        error => error.into(),
    }
}

/// The caller's conversations, latest activity first: the first 100, unless the query says
/// otherwise.
#[utoipa::path(
    get,
    path = "/api/unet-chat/conversations/",
    operation_id = "campusListConversations",
    tag = "campus",
    params(wire::ListQuery),
    responses(
        (status = 200, description = "The list", body = Vec<wire::Conversation>),
        Problems
    )
)]
pub async fn list(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::ListQuery>,
) -> Result<Json<Vec<wire::Conversation>>, Problem> {
    let page = LIST_PAGE.page(query.limit, query.offset)?;
    let list = campus
        .chat
        .chats_by_activity(caller.user_id, page, ParticipantScope::Members)
        .await?;
    let shown = |conversation| translate::conversation(conversation, caller.user_id, language);
    Ok(Json(list.into_iter().map(shown).collect()))
}

/// A conversation that the caller is in.
#[utoipa::path(
    get,
    path = "/api/unet-chat/conversations/{id}",
    operation_id = "campusShowConversation",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The conversation", body = wire::Conversation), Problems)
)]
pub async fn show(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<Uuid>,
) -> Result<Json<wire::Conversation>, Problem> {
    let chat_id = campus.chat.find_chat(id).await?;
    let conversation = campus
        .chat
        .chat_of_user(caller.user_id, chat_id, ParticipantScope::Members)
        .await?;
    Ok(Json(translate::conversation(
        conversation,
        caller.user_id,
        language,
    )))
}

/// Takes a conversation from everyone's list: a group's creator may, and either side of a
/// private one. Its events stay for audit.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/conversations/{id}",
    operation_id = "campusDeleteConversation",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted"), Problems)
)]
pub async fn delete(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let chat_id = campus.chat.find_chat(id).await?;
    let command = Command::DeleteChat { chat_id };
    campus.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks a conversation read, up to its newest message.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/{id}/read",
    operation_id = "campusMarkRead",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is marked"), Problems)
)]
pub async fn mark_read(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let chat_id = campus.chat.find_chat(id).await?;
    let command = Command::MarkRead {
        chat_id,
        up_to: None,
    };
    campus.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
