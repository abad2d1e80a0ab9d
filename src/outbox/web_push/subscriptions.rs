//! The push subscriptions of users.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::Timestamp;
use p256::PublicKey;
use tokio_postgres::Row;

use super::endpoint;
use super::vapid::VapidKey;
use crate::db::{Error, FromRow, Pool, RowExt as _, query};
use crate::domain::{Language, Principal, Realm, UserId};

const SAVE: &str = "SELECT public.save_push_subscription($1, $2, $3, $4, $5, $6, $7, $8)";
const LIST: &str = include_str!("sql/subscriptions.sql");
const REMOVE: &str = "DELETE FROM public.push_subscriptions AS s
    WHERE s.realm = $1 AND s.device_id = $2 AND s.user_id = $3";

/// The longest id of a device, in characters.
const DEVICE_ID_MAX: usize = 64;

/// Browsers give their keys with or without padding.
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Which of a user's devices it is, as the device says: 1 to 64 letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceId(String);

/// A subscription of one of a user's devices.
#[derive(Debug, Clone)]
pub struct DeviceSubscription {
    pub device_id: String,
    /// That of the push service.
    pub host: String,
    pub created_at: Timestamp,
}

/// A valid subscription of a browser.
pub struct Subscription {
    endpoint: String,
    p256dh: Vec<u8>,
    auth: Vec<u8>,
}

/// A subscription that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSubscription {
    /// The endpoint is not a public `https` URL.
    #[error("`endpoint` is not an https URL of a public host with at most 2,000 characters")]
    Endpoint,
    /// `keys.p256dh` is not a point on P-256.
    #[error("`keys.p256dh` is not an uncompressed point on P-256 in base64url")]
    P256dh,
    /// `keys.auth` is not a secret of 16 bytes.
    #[error("`keys.auth` is not 16 bytes in base64url")]
    Auth,
}

/// The subscriptions of one realm. Cheap to clone.
#[derive(Clone)]
pub struct PushSubscriptions {
    realm: Realm,
    pool: Pool,
    key: VapidKey,
    allow_insecure: bool,
}

impl PushSubscriptions {
    /// The subscriptions of a realm. `allow_insecure` also takes endpoints that are not public.
    pub fn new(realm: Realm, pool: Pool, key: VapidKey, allow_insecure: bool) -> Self {
        Self {
            realm,
            pool,
            key,
            allow_insecure,
        }
    }

    /// The public key of the server, in base64url.
    pub fn key(&self) -> &str {
        self.key.public()
    }

    /// Checks a subscription as a browser describes it.
    pub fn check(
        &self,
        endpoint: &str,
        p256dh: &str,
        auth: &str,
    ) -> Result<Subscription, InvalidSubscription> {
        let endpoint = endpoint::parse(endpoint, self.allow_insecure);
        let point = BASE64_URL.decode(p256dh).ok();
        let is_point =
            |point: &Vec<u8>| point.len() == 65 && PublicKey::from_sec1_bytes(point).is_ok();
        let auth = BASE64_URL.decode(auth).ok();
        Ok(Subscription {
            endpoint: endpoint.ok_or(InvalidSubscription::Endpoint)?.into(),
            p256dh: point.filter(is_point).ok_or(InvalidSubscription::P256dh)?,
            auth: auth
                .filter(|auth| auth.len() == 16)
                .ok_or(InvalidSubscription::Auth)?,
        })
    }

    /// The subscriptions of a user, the oldest first.
    pub async fn list(&self, user_id: UserId) -> Result<Vec<DeviceSubscription>, Error> {
        let rows = query::all(&self.pool, LIST, &[&self.realm, &user_id]).await?;
        rows.iter().map(DeviceSubscription::from_row).collect()
    }

    /// Stores the subscription of a user's device, whose notifications will be in this language. The user keeps
    /// the newest 20.
    pub async fn save(
        &self,
        user: &Principal,
        device_id: &DeviceId,
        language: Language,
        subscription: &Subscription,
    ) -> Result<(), Error> {
        let Subscription {
            endpoint,
            p256dh,
            auth,
        } = subscription;
        let session = user.session.as_str();
        let parameters: query::Parameters<'_> = &[
            &self.realm,
            &user.user_id,
            &device_id.0,
            &session,
            endpoint,
            p256dh,
            auth,
            &language.tag(),
        ];
        query::run(&self.pool, SAVE, parameters).await.map(drop)
    }

    /// Removes the subscription of a user's device, if there is one.
    pub async fn remove(&self, user_id: UserId, device_id: &DeviceId) -> Result<(), Error> {
        let parameters: query::Parameters<'_> = &[&self.realm, &device_id.0, &user_id];
        query::run(&self.pool, REMOVE, parameters).await.map(drop)
    }
}

impl DeviceId {
    /// The id that a device gives.
    pub fn new(id: &str) -> Option<Self> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let fits = (1..=DEVICE_ID_MAX).contains(&id.len());
        (fits && id.chars().all(is_allowed)).then(|| Self(id.to_owned()))
    }
}

impl FromRow for DeviceSubscription {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let endpoint: &str = row.try_get("endpoint")?;
        Ok(Self {
            device_id: row.try_get("device_id")?,
            host: endpoint::host(endpoint),
            created_at: row.timestamp("created_at")?,
        })
    }
}
