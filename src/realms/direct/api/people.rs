//! Other people: writing to one, whether one is there, and blocking one.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::domain::text::MessageText;
use crate::domain::{
    AppendOutcome, ChatCreated, ChatKind, Command, Participant, Role, UserId, pair_key,
};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::{Code, Problem};
use crate::realms::RealmContext;
use crate::realms::direct::Errors;
use crate::realms::direct::{translate, wire};

/// Writes to somebody; the first message makes the conversation.
///
/// The answer comes when the message is durable. Repeating a request with its `client_id`
/// (or `Idempotency-Key`) is safe for ever: 200 with the stored message, and nothing is sent
/// again.
#[utoipa::path(
    post,
    path = "/api/v1/chat/direct/{user_id}/send",
    operation_id = "sendDirectMessage",
    tag = "direct",
    params(
        ("user_id" = String, Path),
        ("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Another place for `client_id`")
    ),
    request_body = wire::Send,
    responses(
        (status = 201, description = "The message, stored", body = wire::Sent),
        (status = 200, description = "It had been sent before", body = wire::Sent),
        Errors
    )
)]
pub async fn send(
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::Send>,
) -> Result<(StatusCode, Json<wire::Sent>), Problem> {
    let (sender, other) = (caller.user_id, translate::user_id(&user_id)?);
    if other == sender {
        return Err(Problem::bad_request(
            Code::InvalidChat,
            "a conversation is with somebody else",
        ));
    }
    let client_id = extract::client_id(&headers, body.client_id)?;
    // All that can be refused is refused before there is a conversation.
    let text = text(body.body)?;
    let opened = direct
        .chat
        .get_or_create_private_chat(sender, pair(sender, other))
        .await?;
    let body = text.as_str().to_owned();
    let command = Command::SendMessage {
        chat_id: opened.chat_id,
        text,
        client_id,
        reply_to: None,
    };
    let (status, stored) = match direct.chat.execute(sender, command).await? {
        AppendOutcome::New(stored) => (StatusCode::CREATED, stored),
        AppendOutcome::Duplicate(stored) => (StatusCode::OK, stored),
        AppendOutcome::NoChange => return Err(Problem::internal()),
    };
    let message = translate::stored(&stored, opened.uuid, body, client_id);
    Ok((status, Json(wire::Sent { message })))
}

/// Whether somebody is there, for who shares a conversation with them.
#[utoipa::path(
    get,
    path = "/api/v1/chat/presence/{user_id}",
    operation_id = "getDirectPresence",
    tag = "direct",
    params(("user_id" = String, Path)),
    responses((status = 200, description = "Whether they are", body = wire::Presence), Errors)
)]
pub async fn presence(
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<Json<wire::Presence>, Problem> {
    let user_id = translate::user_id(&user_id)?;
    let presence = direct.chat.presence_of(caller.user_id, user_id).await?;
    Ok(Json(presence.into()))
}

/// Blocks a user: they can write nothing to the caller any more.
#[utoipa::path(
    post,
    path = "/api/v1/chat/users/{user_id}/block",
    operation_id = "blockDirectUser",
    tag = "direct",
    params(("user_id" = String, Path)),
    responses((status = 204, description = "They are blocked"), Errors)
)]
pub async fn block(
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<StatusCode, Problem> {
    let user_id = translate::user_id(&user_id)?;
    direct.chat.block(caller.user_id, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts a block.
#[utoipa::path(
    delete,
    path = "/api/v1/chat/users/{user_id}/block",
    operation_id = "unblockDirectUser",
    tag = "direct",
    params(("user_id" = String, Path)),
    responses((status = 204, description = "They are not blocked"), Errors)
)]
pub async fn unblock(
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<StatusCode, Problem> {
    let user_id = translate::user_id(&user_id)?;
    direct.chat.unblock(caller.user_id, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks a text that is to be sent.
pub(in crate::realms::direct) fn text(body: String) -> Result<MessageText, Problem> {
    MessageText::new(body)
        .map_err(|error| Problem::bad_request(Code::InvalidContent, format!("body {error}")))
}

fn pair(one: UserId, other: UserId) -> ChatCreated {
    let member = |user_id| Participant {
        user_id,
        role: Role::Member.as_str().to_owned(),
    };
    ChatCreated {
        kind: ChatKind::Private,
        pair_key: Some(pair_key(one, other)),
        title: None,
        context: None,
        participants: vec![member(one), member(other)],
    }
}
