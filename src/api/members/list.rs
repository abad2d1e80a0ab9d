//! `GET /chats/{id}/members`.

use axum::Json;
use axum::extract::State;

use super::{encode, wire};
use crate::accesses::{Action, Target};
use crate::api::caller::ReadCaller;
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::chat::{ListedMember, MemberKey, MembersPage};
use crate::domain::{ChatId, UserId};
use crate::http::extract::{Path, Query};
use crate::http::paging::{self, CursorKey, Paging};
use crate::http::problem::Problems;
use crate::http::{LastEventId, Problem, Reads};

/// Lists the members of a chat: the owner of a group first, then its admins, then the others, each by when they
/// joined.
#[utoipa::path(
    get,
    path = "/chats/{id}/members",
    operation_id = "listMembers",
    tag = "chats",
    params(("id" = i64, Path), wire::MembersQuery),
    responses(
        (
            status = 200,
            description = "A page of the list",
            body = wire::MemberList,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::MembersQuery>,
) -> Result<(LastEventId, Json<wire::MemberList>), Problem> {
    let (chat, chat_id) = (&context.chat, ChatId(id));
    let text = paging::search(query.q.as_deref())?;
    let filters = [id.to_string(), text.unwrap_or_default().to_owned()];
    let paging = Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let page = MembersPage {
        text,
        after: paging.after,
        limit: paging.rows(),
    };
    let (action, target) = (Action::Read, Target::Chat(chat_id));
    let reader = context.reader(&caller, action, target).await?;
    let members = chat.members(reader, chat_id, page);
    let found = context.about_chat(&caller, chat_id, members).await?;
    let online = chat.online(found.value.iter().map(|member| member.user.user_id));
    let shown = |member: ListedMember| {
        let is_online = online.contains(&member.user.user_id);
        encode::member(member, is_online, context.policy.realm, language)
    };
    let (members, next_cursor) = paging.cut(found.value, |member| member.key, shown);
    let list = wire::MemberList {
        members,
        next_cursor,
    };
    Ok((LastEventId(found.cursor), Json(list)))
}

/// `<rank>.<microseconds>.<user id>`
impl CursorKey for MemberKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (rank, rest) = cursor.split_once('.')?;
        let (joined, user_id) = rest.split_once('.')?;
        Some(Self {
            rank: CursorKey::parse(rank)?,
            joined: joined.parse().ok()?,
            user_id: UserId(CursorKey::parse(user_id)?),
        })
    }

    fn format(&self) -> String {
        format!("{}.{}.{}", self.rank, self.joined, self.user_id.0)
    }
}
