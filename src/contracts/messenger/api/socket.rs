//! `/socket.io/`: Socket.IO.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, any};

use crate::contracts::messenger::socket_io::SocketIoServer;
use crate::contracts::shared::ContractContext;
use crate::http::Problem;

/// The route. Its server is created at the first request, which brings the realm's state.
pub fn route() -> MethodRouter<ContractContext> {
    let server = Arc::new(OnceLock::new());
    any(
        async move |State(context): State<ContractContext>, request: Request| {
            serve(context, &server, request).await
        },
    )
}

async fn serve(
    context: ContractContext,
    server: &OnceLock<SocketIoServer>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(error) = context.authenticator.require_own_page(&parts) {
        return Problem::from(error).into_response();
    }
    let server = server.get_or_init(|| SocketIoServer::new(&context));
    server.answer(Request::from_parts(parts, body)).await
}
