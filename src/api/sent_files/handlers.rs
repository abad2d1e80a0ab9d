//! The handlers.

use axum::Json;
use axum::extract::State;

use super::encode::{self, Numbered, SentFileKey};
use super::wire;
use crate::accesses::{Action, Target};
use crate::api::caller::ReadCaller;
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::api::users::beside::users_beside;
use crate::chat::{NamedPeople, SentKind};
use crate::domain::{ChatId, MessageId, UserId};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Problem, Reads};

/// Lists the files and links of a chat, the newest first. What was deleted is not among them.
///
/// A request examines 2,000 messages with files: a page of one kind may be short, or empty, although there are more:
/// then it has a `next_cursor`.
#[utoipa::path(
    get,
    path = "/chats/{id}/files",
    operation_id = "listFiles",
    tag = "messages",
    params(("id" = i64, Path), wire::SentFilesQuery),
    responses((status = 200, description = "A page of the list", body = wire::SentFileList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::SentFilesQuery>,
) -> Result<Json<wire::SentFileList>, Problem> {
    let filters = [id.to_string(), format!("{:?}", query.kind)];
    let paging: Paging<SentFileKey> =
        Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let (chat_id, kind) = (ChatId(id), query.kind.map(SentKind::from));
    let reader = context.reader(&caller, Action::Read, Target::Chat(chat_id));
    let up_to = paging.after.map_or(i64::MAX, |key| key.message_id);
    // The message of the cursor is read again, since it may have more.
    let rows = paging.rows() + 1;
    let found = context
        .chat
        .sent_files(reader.await?, chat_id, kind, MessageId(up_to), rows);
    let found = context.about_chat(&caller, chat_id, found).await?;
    let realm = context.policy.realm;
    let is_next = |one: &Numbered| paging.after.is_none_or(|after| one.key.is_after(after));
    let listed = found.messages.into_iter();
    let listed = listed
        .flat_map(|message| encode::files(message, realm))
        .filter(is_next)
        .take(usize::try_from(paging.rows()).unwrap_or(usize::MAX));
    let (files, next_cursor) = paging.cut(listed.collect(), |one| one.key, |one| one.file);
    let examined = found.examined_from.map(|id| {
        let (message_id, number) = (id.0, i64::MAX);
        paging.cursor(&SentFileKey { message_id, number })
    });
    let mut named = NamedPeople::default();
    for author in files.iter().filter_map(|file| file.author_id) {
        named.add(chat_id, UserId(author));
    }
    let users = users_beside(&context, caller.user_id, language, named).await?;
    Ok(Json(wire::SentFileList {
        files,
        users,
        next_cursor: next_cursor.or(examined),
    }))
}

impl From<wire::SentKind> for SentKind {
    fn from(kind: wire::SentKind) -> Self {
        match kind {
            wire::SentKind::Image => Self::Image,
            wire::SentKind::Video => Self::Video,
            wire::SentKind::Audio => Self::Audio,
            wire::SentKind::File => Self::File,
            wire::SentKind::Link => Self::Link,
        }
    }
}
