//! The handlers.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::{NativeStreamCaller, key_required, own_key};
use crate::api::context::ApiContext;
use crate::api::stream::filtered::{EventFilter, FilteredStream};
use crate::api::stream::{NativeStream, Reading};
use crate::chat::{ReaderAccess, Scope};
use crate::domain::ChatId;
use crate::http::extract::Query;
use crate::http::problem::Problems;
use crate::http::stream::{StreamLimits, sse};
use crate::http::{Code, Problem, language, last_event_id};

/// Follows everything that the caller may see, as Server-Sent Events; with `all=true`, for server-side keys,
/// every event of the realm.
///
/// The first frame is `ready`. A `Last-Event-ID` of any age resumes: the client receives every event
/// since then in order, and then live ones. `reset` means that the id is not of this log: the client
/// must reload.
///
/// The page `/v1/docs/events` describes the events. Those of the log have an id of their own, with their position in
/// the log and their time in `data`. Signals have no id: `presence` is sent for every online
/// counterpart after `ready`, and then whenever it changes.
#[utoipa::path(
    get,
    path = "/events",
    operation_id = "followEvents",
    tag = "events",
    params(
        wire::StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "The id of the last event received")
    ),
    responses(
        (status = 200, description = "The stream, which stays open", content_type = "text/event-stream", body = String),
        Problems
    )
)]
pub async fn follow(
    State(context): State<ApiContext>,
    NativeStreamCaller(caller): NativeStreamCaller,
    opening: sse::Opening,
    headers: HeaderMap,
    Query(query): Query<wire::StreamQuery>,
) -> Result<Response, Problem> {
    let is_whole = query.all.unwrap_or(false);
    if is_whole && own_key(&caller).is_none() {
        return Err(key_required());
    }
    let filter = EventFilter {
        names: query.types.as_deref().map(names).transpose()?,
        chat_id: query.chat_id.map(ChatId),
    };
    let observes = context.observes(&caller);
    let sees_all = if is_whole || observes {
        Some(context.access_to_all(&caller, Action::Followed).await?)
    } else {
        None
    };
    let reading = Reading { sees_all, observes };
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let permit = context.open_streams.begin_event_stream(caller.user_id)?;
    let scope = if sees_all.is_some() {
        Scope::WholeRealm
    } else {
        Scope::Personal
    };
    let subscription = context.chat.subscribe(&caller, scope, resume).await?;
    let limits = StreamLimits::new(context.heartbeat, caller.expires_at);
    // After the subscription, so that no chat is hidden in between unnoticed.
    let start = subscription.start();
    let unlisted = context.chat.unlisted_chats(caller.user_id, start).await?;
    let language = language::preferred(&headers);
    if let Some(chat_id) = filter.chat_id {
        // After the subscription, which delivers what happens then.
        let reader = ReaderAccess {
            sees_all,
            ..ReaderAccess::member(caller.user_id)
        };
        let access = context.chat.require_reader(reader, chat_id);
        context.about_chat(&caller, chat_id, access).await?;
    }
    let stream = NativeStream::new(context, caller.user_id, reading, language, unlisted);
    let opening = opening.compressed();
    let stream = FilteredStream { stream, filter };
    Ok(opening.serve(permit, subscription, stream, limits))
}

/// The names of `types`.
fn names(types: &str) -> Result<BTreeSet<String>, Problem> {
    let name = |name: &str| {
        let is_known = wire::EVENTS.iter().any(|event| event.name == name);
        is_known.then(|| name.to_owned()).ok_or_else(|| {
            let detail = format!("types: there is no event {name}");
            Problem::bad_request(Code::InvalidQuery, detail).in_parameter("types")
        })
    };
    types.split(',').map(name).collect()
}
