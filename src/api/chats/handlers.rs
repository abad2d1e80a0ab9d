//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::answer::{chat_now, encode_chat, encode_chats};
use super::{change, new_chat, wire};
use crate::accesses::{Action, Target};
use crate::api::caller::{ChatsCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::api::pages::PAGE;
use crate::api::users::beside::users_beside;
use crate::chat::{ChatListPage, ListFilter, ListedChat, ReaderAccess, Snapshot};
use crate::domain::{ChatId, ChatKind, DeleteChat, HideChat, Position};
use crate::http::extract::{self, Path, Query};
use crate::http::idempotency::{IdempotencyKey, KeyedJson, Made, once};
use crate::http::operations::no_such_operation;
use crate::http::paging::{self, Paging};
use crate::http::problem::Problems;
use crate::http::sending::{Location, created_or_found};
use crate::http::{LastEventId, Problem, Reads, api_path};
use crate::idempotency::Record;

/// Lists the chats that the caller may see, latest activity first.
#[utoipa::path(
    get,
    path = "/chats",
    operation_id = "listChats",
    tag = "chats",
    params(wire::ChatsQuery),
    responses(
        (
            status = 200,
            description = "A page of the list",
            body = wire::ChatList,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Query(query): Query<wire::ChatsQuery>,
) -> Result<(LastEventId, Json<wire::ChatList>), Problem> {
    let filters = [
        format!("{:?}", query.filter.unwrap_or_default()),
        format!("{:?}", query.q),
    ];
    let paging = Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let page = ChatListPage {
        filter: match query.filter.unwrap_or_default() {
            wire::ChatFilter::All => ListFilter::All,
            wire::ChatFilter::Unread => ListFilter::Unread,
            wire::ChatFilter::Archived => ListFilter::Archived,
        },
        text: paging::search(query.q.as_deref())?,
        after: paging.after.map(Position),
        limit: paging.rows(),
    };
    let reader = match page.filter {
        ListFilter::All => {
            let (action, target) = (Action::Listed, Target::AllChats);
            context.reader(&caller, action, target).await?
        }
        ListFilter::Unread | ListFilter::Archived => ReaderAccess::member(caller.user_id),
    };
    let found = context.chat.list(reader, page).await?;
    let key = |listed: &ListedChat| listed.sort_key.0;
    let (chats, next_cursor) = paging.cut(found.value, key, |listed| listed.chat);
    let named = chats.iter().collect();
    let users = users_beside(&context, caller.user_id, language, named).await?;
    let list = wire::ChatList {
        chats: encode_chats(&context, &caller, language, chats),
        users,
        next_cursor,
    };
    Ok((LastEventId(found.cursor), Json(list)))
}

/// Shows a chat.
#[utoipa::path(
    get,
    path = "/chats/{id}",
    operation_id = "getChat",
    tag = "chats",
    params(("id" = i64, Path)),
    responses(
        (
            status = 200,
            description = "The chat",
            body = wire::Chat,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn show(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
) -> Result<(LastEventId, Json<wire::Chat>), Problem> {
    let Snapshot { value, cursor } = context.chat_of(&caller, ChatId(id)).await?;
    let chat = encode_chat(&context, &caller, language, value);
    Ok((LastEventId(cursor), Json(chat)))
}

/// Shows the chat that has a UUID: its id in contracts whose ids are UUIDs.
#[utoipa::path(
    get,
    path = "/chats/by-uuid/{uuid}",
    operation_id = "getChatByUuid",
    tag = "chats",
    params(("uuid" = Uuid, Path)),
    responses(
        (
            status = 200,
            description = "The chat",
            body = wire::Chat,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn show_by_uuid(
    context: State<ApiContext>,
    caller: ReadCaller,
    language: Reads,
    Path(uuid): Path<Uuid>,
) -> Result<(LastEventId, Json<wire::Chat>), Problem> {
    let ChatId(id) = context.chat.find_chat(uuid).await?;
    show(context, caller, language, Path(id)).await
}

/// Creates a chat, or finds the private one that exists.
#[utoipa::path(
    post,
    path = "/chats",
    operation_id = "createChat",
    tag = "chats",
    params(IdempotencyKey),
    request_body = wire::NewChat,
    responses(
        (
            status = 201,
            description = "The new chat",
            body = wire::Chat,
            headers(("Location" = String, description = "The path of the chat"))
        ),
        (status = 200, description = "The chat that is there already, or that an earlier request with this key made", body = wire::Chat),
        Problems
    )
)]
pub async fn create(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    KeyedJson { body, key }: KeyedJson<wire::NewChat>,
) -> Result<(StatusCode, Location, Json<wire::Chat>), Problem> {
    let request = key.map(|key| key.by(&caller, "createChat"));
    let creating = {
        let (context, caller) = (context.clone(), caller.clone());
        Box::pin(async move { new_chat::create(&context, &caller, body).await })
    };
    let record = |(chat_id, _): &(ChatId, bool)| Record::of(chat_id.0);
    let made = once(&context.idempotency, request, creating, record).await?;
    let (chat_id, is_new) = match made {
        Made::Now(made) => made,
        Made::Before(made) => (ChatId(made.made_id), false),
    };
    let reader = if is_new {
        context.reader_of_own(&caller)
    } else {
        let target = Target::Chat(chat_id);
        context.reader_of_found(&caller, target).await?
    };
    let chat = context.chat.chat(reader, chat_id).await?.value;
    let chat = encode_chat(&context, &caller, language, chat);
    let base = api_path(context.policy.realm);
    let location = Location::of_new(is_new, || format!("{base}/chats/{chat_id}"));
    Ok((created_or_found(is_new), location, Json(chat)))
}

/// Changes the title, the picture and the custom data of a group, as its owner or an admin; custom data of other
/// chats as a server-side key.
#[utoipa::path(
    patch,
    path = "/chats/{id}",
    operation_id = "changeChat",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body(
        content((wire::ChatChange = "application/json"), (wire::ChatChange = "application/merge-patch+json"))
    ),
    responses((status = 200, description = "The chat as it is then", body = wire::Chat), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::MergePatch(body): extract::MergePatch<wire::ChatChange>,
) -> Result<Json<wire::Chat>, Problem> {
    let chat_id = ChatId(id);
    let program = match &body.custom {
        Some(_) => custom::program_reader(&context, &caller, Target::Chat(chat_id)).await?,
        None => None,
    };
    change::change(&context, &caller, chat_id, body).await?;
    let Some(reader) = program else {
        return chat_now(&context, &caller, language, chat_id).await;
    };
    let chat = context.chat.chat(reader, chat_id).await?.value;
    Ok(Json(encode_chat(&context, &caller, language, chat)))
}

/// Deletes a group for all its members, as its owner; hides another chat from the caller's list until
/// the next message.
#[utoipa::path(
    delete,
    path = "/chats/{id}",
    operation_id = "deleteChat",
    tag = "chats",
    params(("id" = i64, Path)),
    responses((status = 204, description = "The caller's list has the chat no longer"), Problems)
)]
pub async fn delete(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let chat_id = ChatId(id);
    let chat = context.chat_of(&caller, chat_id).await?.value;
    match chat.view.kind {
        ChatKind::Group => {
            context
                .chat
                .execute(&caller, DeleteChat { chat_id })
                .await?
        }
        ChatKind::Private if context.policy.has_lessons => return Err(no_such_operation()),
        ChatKind::Private => context.chat.execute(&caller, HideChat { chat_id }).await?,
    };
    Ok(StatusCode::NO_CONTENT)
}
