//! Push subscriptions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::Time;

/// The public key of the server.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushKey {
    /// An uncompressed point on P-256 in base64url: the `applicationServerKey` (RFC 8292).
    #[schema(
        example = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )]
    pub key: String,
}

/// How a device is notified.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PushType {
    /// By the push service of its browser (RFC 8030).
    WebPush,
}

/// A push subscription of a device: the fields of `PushSubscription.toJSON()` in a browser, and a type.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPushSubscription {
    #[serde(rename = "type")]
    pub kind: PushType,
    /// An `https` URL of a public host.
    #[schema(
        max_length = 2000,
        example = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4"
    )]
    pub endpoint: String,
    pub keys: PushKeys,
}

/// The keys of a browser (RFC 8291), in base64url.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushKeys {
    /// An uncompressed point on P-256.
    #[schema(
        example = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )]
    pub p256dh: String,
    /// 16 bytes.
    #[schema(example = "BTBZMqHH6r4Tts7J_aSIgg")]
    pub auth: String,
}

/// The push subscription of one of the caller's devices.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushSubscription {
    /// What the device calls itself.
    #[schema(example = "b6f1c2")]
    pub device_id: String,
    #[serde(rename = "type")]
    pub kind: PushType,
    /// That of the push service.
    #[schema(example = "push.example.net")]
    pub host: String,
    pub created_at: Time,
}

/// The push subscriptions of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushSubscriptionList {
    /// The oldest first.
    #[schema(max_items = 20)]
    pub subscriptions: Vec<PushSubscription>,
}
