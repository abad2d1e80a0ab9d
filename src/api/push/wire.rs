//! Push subscriptions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The public key of the server.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushKey {
    /// An uncompressed point on P-256 in base64url: the `applicationServerKey` (RFC 8292).
    #[schema(
        example = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )]
    pub key: String,
}

/// A push subscription, as `JSON.stringify(subscription)` describes it in a browser.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushSubscription {
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

/// A push subscription to remove.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushEndpoint {
    pub endpoint: String,
}
