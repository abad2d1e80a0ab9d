//! `GET /api/unet-chat/ws/conversations/{conversation_id}/`: the WebSocket of a conversation.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use uuid::Uuid;

use crate::contracts::campus::realm::REALM;
use crate::contracts::campus::socket::CampusSocket;
use crate::contracts::campus::wire;
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::query::Query;
use crate::domain::Principal;
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::stream::StreamLimits;
use crate::http::stream::websocket::Upgrade;
use crate::http::{Problem, language, last_event_id};

/// The query parameter that may contain the token.
const TOKEN_PARAMETER: &str = "WWW-Authenticate";

/// The caller that opens a socket.
pub struct SocketCaller(Principal);

impl FromRequestParts<ContractContext> for SocketCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &ContractContext,
    ) -> Result<Self, Problem> {
        let authenticator = &context.authenticator;
        let caller = authenticator.authenticate_socket(parts, TOKEN_PARAMETER);
        Ok(Self(caller.await?))
    }
}

/// Opens the WebSocket of a conversation, to follow its events and to take part in it.
///
/// The server sends `CampusServerFrame`s. A `last_event_id` of any age resumes: the client receives
/// every event since then in order, each once, and then live ones. The client sends
/// `CampusClientFrame`s, or a `CampusSend` without a wrapper. The server answers a refused frame
/// with an `error`, and the socket stays open.
///
/// Close codes: 4403 when the caller is removed or the conversation deleted, 4401 when the token
/// expires, 1009 after a frame over 64 KiB, 1012 when the server shuts down.
#[utoipa::path(
    get,
    path = "/api/unet-chat/ws/conversations/{conversation_id}/",
    operation_id = "campusFollowConversation",
    tag = "campus",
    params(
        ("conversation_id" = Uuid, Path),
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "Alternative to `last_event_id`")
    ),
    responses(
        (status = 101, description = "The WebSocket is open"),
        Problems
    )
)]
pub async fn open(
    State(context): State<ContractContext>,
    SocketCaller(caller): SocketCaller,
    Path(conversation_id): Path<Uuid>,
    Query(query): Query<wire::SocketQuery>,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let permit = context.open_streams.begin_socket(caller.user_id)?;
    let chat = &context.chat;
    let chat_id = chat.find_chat(conversation_id).await?;
    let subscription = chat.subscribe_to_chat(&caller, chat_id, resume).await?;
    let limits = StreamLimits::new(context.heartbeat, caller.expires_at);
    let (ids, language) = ((chat_id, conversation_id), language::preferred(&headers));
    let socket = CampusSocket::new(context, caller.user_id, ids, language);
    Ok(upgrade?.serve(permit, subscription, socket, REALM, limits))
}
