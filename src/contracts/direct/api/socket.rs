//! `GET /api/v1/ws`: the WebSocket of one user, for all their conversations.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::chat::Scope;
use crate::contracts::direct::errors::Errors;
use crate::contracts::direct::realm::REALM;
use crate::contracts::direct::socket::DirectSocket;
use crate::contracts::direct::wire;
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::query::Query;
use crate::http::stream::StreamLimits;
use crate::http::stream::websocket::Upgrade;
use crate::http::{Problem, SocketCaller, last_event_id};

/// Opens the WebSocket. Frames are `{"type","data"}` in both directions.
///
/// Durable frames have an `id`. A client that reconnects with it as `last_event_id` first receives
/// all events since then. `{"type":"reset"}` says that the id is unknown, for example after a
/// restored backup: the client reloads by REST. When the socket opens, it delivers the presence of
/// every user who is online and shares a conversation with the caller.
///
/// Close codes: 1008 for too many frames, 1009 for a frame over 64 KiB, 1012 when the server shuts
/// down, 4401 when the token expired or its session was revoked, 4403 when the user's role changed
/// or the user was deleted, 4408 when the client was silent for too long.
#[utoipa::path(
    get,
    path = "/api/v1/ws",
    operation_id = "openDirectSocket",
    tag = "direct",
    params(
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "An alternative to `last_event_id` in the query")
    ),
    responses(
        (status = 101, description = "The connection is a WebSocket"),
        Errors
    )
)]
pub async fn open(
    State(context): State<ContractContext>,
    SocketCaller(caller): SocketCaller,
    upgrade: Upgrade,
    Query(query): Query<wire::SocketQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let permit = context.open_streams.begin_socket(caller.user_id)?;
    let subscription = context.chat.subscribe(&caller, Scope::OwnChats, resume);
    let subscription = subscription.await?;
    let limits = StreamLimits::new(context.heartbeat, caller.expires_at);
    let user_id = caller.user_id;
    let handler = DirectSocket { context, user_id };
    Ok(upgrade.serve(permit, subscription, handler, REALM, limits))
}
