//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::named_users::NamedUsers;
use super::{encode, wire};
use crate::api::caller::ChatsCaller;
use crate::api::chats::new_chat::invalid;
use crate::api::context::ApiContext;
use crate::domain::{
    AddAdmin, AddParticipant, ChangeRole, ChatId, Language, Principal, Rejection,
    RemoveParticipant, UserId,
};
use crate::http::extract::{self, Path};
use crate::http::idempotency::{IdempotencyKey, KeyedJson, Made, once};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::idempotency::Record;

/// The most users that one request adds.
const MAX_NEW: usize = 100;

/// Adds users to a group, or none of them if one is refused. Users who are members already keep their role.
#[utoipa::path(
    post,
    path = "/chats/{id}/members",
    operation_id = "addMembers",
    tag = "chats",
    params(("id" = i64, Path), IdempotencyKey),
    request_body = wire::NewMembers,
    responses(
        (status = 200, description = "The users whom the request names, as members", body = wire::NamedMembers),
        Problems
    )
)]
pub async fn add(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    KeyedJson { body, key }: KeyedJson<wire::NewMembers>,
) -> Result<Json<wire::NamedMembers>, Problem> {
    context.require(context.policy.features.groups)?;
    let (user_ids, external_ids) = (body.user_ids, body.external_ids);
    let named = NamedUsers::find(&context, user_ids, external_ids, MAX_NEW, invalid).await?;
    if named.distinct().is_empty() {
        return Err(invalid("user_ids names no user").in_field("user_ids"));
    }
    let role = body.role.unwrap_or(wire::MemberRole::Member);
    if role == wire::MemberRole::Owner {
        return Err(invalid("role is admin or member").in_field("role"));
    }
    let chat_id = ChatId(id);
    let ids = named.distinct().into_iter().collect();
    let request = key.map(|key| key.by(&caller, "addMembers"));
    let adding = {
        let (context, caller) = (context.clone(), caller.clone());
        Box::pin(async move { add_all(&context, &caller, chat_id, &named, role).await })
    };
    let record = |chat_id: &ChatId| Record::of(chat_id.0);
    if let Made::Before(_) = once(&context.idempotency, request, adding, record).await? {
        // The caller may have left since.
        context.chat_of(&caller, chat_id).await?;
    }
    members_now(&context, &caller, language, chat_id, ids).await
}

/// Adds users to a group, or none of them if one is refused.
async fn add_all(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    named: &NamedUsers,
    role: wire::MemberRole,
) -> Result<ChatId, Problem> {
    require_all(context, caller, chat_id, named, role).await?;
    for user_id in named.ids() {
        let added = async {
            if role == wire::MemberRole::Admin {
                let add = AddAdmin { chat_id, user_id };
                context.chat.execute(caller, add).await
            } else {
                let add = AddParticipant { chat_id, user_id };
                context.chat.execute(caller, add).await
            }
        };
        context.about_chat(caller, chat_id, added).await?;
    }
    Ok(chat_id)
}

/// Those of the users who are members of a group, as the caller sees them now.
async fn members_now(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    chat_id: ChatId,
    ids: Vec<UserId>,
) -> Result<Json<wire::NamedMembers>, Problem> {
    let found = context
        .chat
        .changed_members(caller.user_id, chat_id, ids.clone());
    let named = found.await?.members.into_iter();
    let named = named.filter(|member| ids.contains(&member.user.user_id));
    let online = context.chat.online(ids.iter().copied());
    let members = named.map(|member| {
        let is_online = online.contains(&member.user.user_id);
        encode::member(member, is_online, context.policy.realm, language)
    });
    Ok(Json(wire::NamedMembers {
        members: members.collect(),
    }))
}

/// Refuses to add any of the users if one cannot be added, and names all of these.
async fn require_all(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    named: &NamedUsers,
    role: wire::MemberRole,
) -> Result<(), Problem> {
    let ids: Vec<UserId> = named.distinct().into_iter().collect();
    let refused = async {
        let (chat, role) = (&context.chat, role.into());
        let refused = chat.refused_members(caller.user_id, chat_id, &ids, role);
        let refused = refused.await?;
        match refused.first().map(|first| first.rejection) {
            None | Some(Rejection::UserNotFound | Rejection::Blocked | Rejection::GroupFull) => {
                Ok(refused)
            }
            // It is about the chat or the caller, and so the same for everyone.
            Some(rejection) => Err(rejection.into()),
        }
    };
    let refused = context.about_chat(caller, chat_id, refused).await?;
    named.refusal(&refused).map_or(Ok(()), Err)
}

/// Changes the role of a member, as the owner of the group.
#[utoipa::path(
    patch,
    path = "/chats/{id}/members/{user_id}",
    operation_id = "changeRole",
    tag = "chats",
    params(("id" = i64, Path), ("user_id" = String, Path, description = "A user id, or `me`")),
    request_body(
        content((wire::RoleChange = "application/json"), (wire::RoleChange = "application/merge-patch+json"))
    ),
    responses(
        (status = 200, description = "The member, and after a handover the former owner", body = wire::NamedMembers),
        Problems
    )
)]
pub async fn change_role(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path((id, user_id)): Path<(i64, String)>,
    extract::MergePatch(body): extract::MergePatch<wire::RoleChange>,
) -> Result<Json<wire::NamedMembers>, Problem> {
    context.require(context.policy.features.groups)?;
    let user_id = member(&user_id, &caller)?;
    let command = ChangeRole {
        chat_id: ChatId(id),
        user_id,
        role: body.role.into(),
    };
    let changed = context.chat.execute(&caller, command);
    context.about_chat(&caller, ChatId(id), changed).await?;
    let is_handover = body.role == wire::MemberRole::Owner;
    let former_owner = is_handover.then_some(caller.user_id);
    let ids = [user_id].into_iter().chain(former_owner).collect();
    members_now(&context, &caller, language, ChatId(id), ids).await
}

/// Removes a member from a group; `me`: leaves it.
#[utoipa::path(
    delete,
    path = "/chats/{id}/members/{user_id}",
    operation_id = "removeMember",
    tag = "chats",
    params(("id" = i64, Path), ("user_id" = String, Path, description = "A user id, or `me`")),
    responses((status = 204, description = "The user is no longer a member"), Problems)
)]
pub async fn remove(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Path((id, user_id)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.groups)?;
    let user_id = member(&user_id, &caller)?;
    let chat_id = ChatId(id);
    let command = RemoveParticipant { chat_id, user_id };
    let removed = context.chat.execute(&caller, command);
    context.about_chat(&caller, chat_id, removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The user whom a path names.
fn member(user_id: &str, caller: &Principal) -> Result<UserId, Problem> {
    match user_id {
        "me" => Ok(caller.user_id),
        number => number.parse().map(UserId).map_err(|_| invalid_user_id()),
    }
}

fn invalid_user_id() -> Problem {
    Problem::bad_request(Code::InvalidPath, "user_id is a number or `me`")
}
