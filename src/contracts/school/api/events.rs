//! `GET /api/events/chat`: the event stream.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::accesses::{Access, Action, Target};
use crate::chat::Scope;
use crate::contracts::school::stream::SchoolStream;
use crate::contracts::school::wire;
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::query::Query;
use crate::http::problem::Problems;
use crate::http::stream::{StreamLimits, sse};
use crate::http::{Problem, StreamCaller, language, last_event_id};

/// Follows events as Server-Sent Events.
///
/// The first frame is `ready`. A `Last-Event-ID` of any age resumes: the client receives every
/// event since then in order, each once, and then live ones. `reset` means that the id is not of
/// this log: the client must reload by REST.
///
/// Events: `new_message`, `message_deleted`, `chat_created`, `chat_read`. Students and teachers
/// also receive signals, which have no id: `typing`, and `presence`, which is sent for every online
/// counterpart after `ready`, and then whenever it changes.
#[utoipa::path(
    get,
    path = "/api/events/chat",
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
    State(context): State<ContractContext>,
    StreamCaller(caller): StreamCaller,
    opening: sse::Opening,
    headers: HeaderMap,
    Query(query): Query<wire::StreamQuery>,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let permit = context.open_streams.begin_event_stream(caller.user_id)?;
    let scope = if caller.is_admin() {
        let access = Access::new(Action::Followed, Target::AllChats);
        context.accesses.record(&caller, access).await?;
        Scope::WholeRealm
    } else {
        Scope::OwnPrivateChats
    };
    let chat = context.chat.clone();
    let subscription = chat.subscribe(&caller, scope, resume).await?;
    let limits = StreamLimits::new(context.heartbeat, caller.expires_at);
    let stream = SchoolStream {
        chat,
        reader: caller,
        language: language::preferred(&headers),
        echo: query.echo.unwrap_or(false),
    };
    Ok(opening.serve(permit, subscription, stream, limits))
}
