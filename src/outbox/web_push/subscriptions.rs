//! The push subscriptions of users.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use p256::PublicKey;

use super::endpoint;
use super::vapid::VapidKey;
use crate::db::{Error, Pool, query};
use crate::domain::{Language, Principal, Realm};

const SAVE: &str = "SELECT public.save_push_subscription($1, $2, $3, $4, $5, $6, $7)";
const REMOVE: &str = "DELETE FROM public.push_subscriptions AS s
    WHERE s.realm = $1 AND s.endpoint = $2 AND s.user_id = $3";

/// Browsers give their keys with or without padding.
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

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

    /// Stores a subscription of a user, whose notifications will be in this language. The user keeps
    /// the newest 20.
    pub async fn save(
        &self,
        user: &Principal,
        language: Language,
        subscription: &Subscription,
    ) -> Result<(), Error> {
        let Subscription {
            endpoint,
            p256dh,
            auth,
        } = subscription;
        let session = user.session.as_str();
        let realm = self.realm.as_str();
        let parameters: query::Parameters<'_> = &[
            &realm,
            &user.user_id.0,
            &session,
            endpoint,
            p256dh,
            auth,
            &language.tag(),
        ];
        query::run(&self.pool, SAVE, parameters).await.map(drop)
    }

    /// Removes the subscription of a user with this endpoint, if there is one.
    pub async fn remove(&self, user: &Principal, endpoint: &str) -> Result<(), Error> {
        let realm = self.realm.as_str();
        // Stored as it was parsed, which may differ in form.
        let endpoint = endpoint::parse(endpoint, true).map_or(endpoint.to_owned(), String::from);
        let parameters: query::Parameters<'_> = &[&realm, &endpoint, &user.user_id.0];
        query::run(&self.pool, REMOVE, parameters).await.map(drop)
    }
}
