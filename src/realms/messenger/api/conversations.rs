//! Conversations: the list, and beginning one.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::chat::{self, ParticipantScope};
use crate::domain::text;
use crate::domain::{
    AppendOutcome, ChatCreated, ChatId, ChatKind, Command, MessageKind, Participant, Rejection,
    Role, UserId, pair_key,
};
use crate::http::Caller;
use crate::http::extract::{self, Query};
use crate::http::{Code, Problem};
use crate::realms::RealmContext;
use crate::realms::kit::paging::PageSize;
use crate::realms::messenger::Errors;
use crate::realms::messenger::sending::{self, MessageDraft};
use crate::realms::messenger::wire;

const LIST_PAGE: PageSize = PageSize {
    default: 100,
    max: 100,
};
/// Of a group's name.
const NAME_MAX: usize = 255;
/// Of a group, its creator included.
const MEMBERS_MAX: usize = 500;

/// The caller's conversations, latest activity first: the first 100, unless the query says
/// otherwise.
#[utoipa::path(
    get,
    path = "/api/messenger/conversations",
    operation_id = "listMessengerConversations",
    tag = "messenger",
    params(wire::ListQuery),
    responses((status = 200, description = "The list", body = wire::ConversationsAnswer), Errors)
)]
pub async fn list(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Query(query): Query<wire::ListQuery>,
) -> Result<Json<wire::ConversationsAnswer>, Problem> {
    let page = LIST_PAGE.page(query.limit, query.offset)?;
    let found = messenger
        .chat
        .chats_by_activity(caller.user_id, page, ParticipantScope::MemberIds);
    let conversations = found.await?.into_iter().map(Into::into).collect();
    Ok(Json(wire::Conversations { conversations }.into()))
}

/// Begins a conversation: `{participantId, message?}` finds or makes the one of the two,
/// `{participantIds, name, type:"group"}` makes a group.
#[utoipa::path(
    post,
    path = "/api/messenger/conversations",
    operation_id = "createMessengerConversation",
    tag = "messenger",
    params(
        ("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Another place for `clientId`")
    ),
    request_body = wire::NewConversation,
    responses(
        (status = 201, description = "It began", body = wire::ConversationAnswer),
        (status = 200, description = "It was there", body = wire::ConversationAnswer),
        Errors
    )
)]
pub async fn create(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewConversation>,
) -> Result<(StatusCode, Json<wire::ConversationAnswer>), Problem> {
    let client_id = extract::client_id(&headers, body.client_id)?;
    // All that can be refused is refused before there is a conversation.
    let message = body
        .message
        .clone()
        .filter(|message| !message.is_empty())
        .map(|text| MessageDraft::new(text, MessageKind::Text, Vec::new(), client_id))
        .transpose()?;
    let (reader, chat) = (caller.user_id, &messenger.chat);
    let is_group = body.kind == Some(wire::ConversationType::Group)
        || body.kind.is_none() && body.participant_ids.is_some();
    let (chat_id, is_new) = if is_group {
        (begin_group(&messenger, reader, &body).await?, true)
    } else {
        open_direct(&messenger, reader, &body).await?
    };
    if let Some(message) = message {
        sending::send(chat, reader, chat_id, message).await?;
    }
    let conversation = chat
        .chat_of_user(reader, chat_id, ParticipantScope::MemberIds)
        .await?
        .into();
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let answer = wire::OneConversation { conversation };
    Ok((status, Json(answer.into())))
}

async fn open_direct(
    messenger: &RealmContext,
    one: UserId,
    body: &wire::NewConversation,
) -> Result<(ChatId, bool), Problem> {
    let other = body.participant_id.map(UserId);
    let other = other.ok_or_else(|| invalid("participantId is missing"))?;
    if other == one {
        return Err(invalid("a conversation is with somebody else"));
    }
    let wanted = ChatCreated {
        kind: ChatKind::Private,
        pair_key: Some(pair_key(one, other)),
        title: None,
        context: None,
        participants: vec![member(one), member(other)],
    };
    let opened = messenger.chat.get_or_create_private_chat(one, wanted).await;
    let opened = opened.map_err(unknown_is_malformed)?;
    Ok((opened.chat_id, opened.is_new))
}

async fn begin_group(
    messenger: &RealmContext,
    creator: UserId,
    body: &wire::NewConversation,
) -> Result<ChatId, Problem> {
    let others = body.participant_ids.as_deref().unwrap_or_default();
    let mut members: BTreeSet<UserId> = others.iter().copied().map(UserId).collect();
    members.insert(creator);
    if members.len() < 2 {
        return Err(invalid("a group is with somebody else"));
    }
    if members.len() > MEMBERS_MAX {
        return Err(Rejection::GroupFull.into());
    }
    let name = body.name.clone().unwrap_or_default();
    text::check(&name, NAME_MAX)
        .map_err(|error| Problem::bad_request(Code::InvalidName, format!("name {error}")))?;
    let wanted = ChatCreated {
        kind: ChatKind::Group,
        pair_key: None,
        title: Some(name),
        context: None,
        participants: members.into_iter().map(member).collect(),
    };
    let begun = messenger.chat.execute(creator, Command::CreateChat(wanted));
    match begun.await.map_err(unknown_is_malformed)? {
        AppendOutcome::New(stored) => Ok(stored.chat_id),
        AppendOutcome::Duplicate(_) | AppendOutcome::NoChange => Err(Problem::internal()),
    }
}

/// Here a user who is not there is a mistake in the body, not a page that is missing.
pub(super) fn unknown_is_malformed(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::UserNotFound) => {
            Problem::bad_request(Code::UserNotFound, "there is no such user")
        }
        other => other.into(),
    }
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}

fn member(user_id: UserId) -> Participant {
    Participant {
        user_id,
        role: Role::Member.as_str().to_owned(),
    }
}
