//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// Returns the public key of the server.
#[utoipa::path(
    get,
    path = "/push/key",
    operation_id = "getPushKey",
    tag = "push",
    responses(
        (status = 200, description = "For `PushManager.subscribe()`", body = wire::PushKey),
        Problems
    )
)]
pub async fn key(
    State(context): State<ApiContext>,
    NativeCaller(_): NativeCaller,
) -> Json<wire::PushKey> {
    let key = context.push.key().to_owned();
    Json(wire::PushKey { key })
}

/// Stores the push subscription of a browser, or replaces the one with the same endpoint.
///
/// Notifications are in the language of this request. The subscription ends with the log-in of this
/// request, and a user keeps the newest 20.
#[utoipa::path(
    put,
    path = "/push/subscriptions",
    operation_id = "putPushSubscription",
    tag = "push",
    request_body = wire::PushSubscription,
    responses((status = 204, description = "The browser is notified from now on"), Problems)
)]
pub async fn subscribe(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::PushSubscription>,
) -> Result<StatusCode, Problem> {
    let push = &context.push;
    let subscription = push
        .check(&body.endpoint, &body.keys.p256dh, &body.keys.auth)
        .map_err(|error| Problem::bad_request(Code::InvalidSubscription, error.to_string()))?;
    push.save(&caller, language, &subscription).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes the push subscription with an endpoint, if the caller has one.
#[utoipa::path(
    delete,
    path = "/push/subscriptions",
    operation_id = "deletePushSubscription",
    tag = "push",
    request_body = wire::PushEndpoint,
    responses((status = 204, description = "The browser is not notified any more"), Problems)
)]
pub async fn unsubscribe(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    extract::Json(body): extract::Json<wire::PushEndpoint>,
) -> Result<StatusCode, Problem> {
    context.push.remove(&caller, &body.endpoint).await?;
    Ok(StatusCode::NO_CONTENT)
}
