//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};
use crate::outbox::{DeviceId, DeviceSubscription};

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

/// Lists the push subscriptions of the caller's devices in the realm.
#[utoipa::path(
    get,
    path = "/push/subscriptions",
    operation_id = "listPushSubscriptions",
    tag = "push",
    responses(
        (status = 200, description = "All of them", body = wire::PushSubscriptionList),
        Problems
    )
)]
pub async fn list(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
) -> Result<Json<wire::PushSubscriptionList>, Problem> {
    let stored = context.push.list(caller.user_id).await?.into_iter();
    let subscriptions = stored.map(wire::PushSubscription::from).collect();
    Ok(Json(wire::PushSubscriptionList { subscriptions }))
}

/// Stores the push subscription of a device, or replaces it, and one with the same endpoint.
///
/// Notifications are in the language of this request. The subscription ends with the log-in of this
/// request, and a user keeps the newest 20.
#[utoipa::path(
    put,
    path = "/push/subscriptions/{device_id}",
    operation_id = "putPushSubscription",
    tag = "push",
    params(("device_id" = String, Path, description = "What the device calls itself: 1 to 64 letters, digits, `-` and `_`", pattern = "^[A-Za-z0-9_-]{1,64}$")),
    request_body = wire::NewPushSubscription,
    responses((status = 204, description = "The device is notified from now on"), Problems)
)]
pub async fn subscribe(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(device_id): Path<String>,
    extract::Json(body): extract::Json<wire::NewPushSubscription>,
) -> Result<StatusCode, Problem> {
    let (push, device_id) = (&context.push, device(&device_id)?);
    let wire::NewPushSubscription {
        kind: wire::PushType::WebPush,
        endpoint,
        keys,
    } = body;
    let subscription = push
        .check(&endpoint, &keys.p256dh, &keys.auth)
        .map_err(|error| Problem::bad_request(Code::InvalidSubscription, error.to_string()))?;
    push.save(&caller, &device_id, language, &subscription)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes the push subscription of a device, if the caller has one.
#[utoipa::path(
    delete,
    path = "/push/subscriptions/{device_id}",
    operation_id = "deletePushSubscription",
    tag = "push",
    params(("device_id" = String, Path, description = "What the device calls itself", pattern = "^[A-Za-z0-9_-]{1,64}$")),
    responses((status = 204, description = "The device is not notified any more"), Problems)
)]
pub async fn unsubscribe(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(device_id): Path<String>,
) -> Result<StatusCode, Problem> {
    let device_id = device(&device_id)?;
    context.push.remove(caller.user_id, &device_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn device(id: &str) -> Result<DeviceId, Problem> {
    DeviceId::new(id).ok_or_else(|| {
        let detail = "device_id has 1 to 64 letters, digits, - and _";
        Problem::bad_request(Code::InvalidPath, detail)
    })
}

impl From<DeviceSubscription> for wire::PushSubscription {
    fn from(stored: DeviceSubscription) -> Self {
        Self {
            device_id: stored.device_id,
            kind: wire::PushType::WebPush,
            host: stored.host,
            created_at: stored.created_at.into(),
        }
    }
}
