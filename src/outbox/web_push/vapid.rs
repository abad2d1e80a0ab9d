//! The key of the server and its signatures (VAPID, RFC 8292).

use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::EncodePrivateKey as _;
use rand::Rng as _;
use reqwest::Url;
use serde::Serialize;

use crate::db::{Error, Pool, server_keys};

/// The key's name in `server_keys`.
const KEY: &str = "web-push";
/// The lifetime of a signature, in seconds: RFC 8292 allows a day.
const LIFETIME: i64 = 12 * 60 * 60;

/// The key with which the server identifies itself to push services. Cheap to clone.
#[derive(Clone)]
pub struct VapidKey(Arc<Inner>);

struct Inner {
    signing: EncodingKey,
    public: String,
}

/// How the operators of push services reach the operator of this server: an `https` or `mailto` URL.
#[derive(Debug, Clone)]
pub struct Contact(Url);

/// A contact that is neither an `https` nor a `mailto` URL.
#[derive(Debug, thiserror::Error)]
#[error("not an https or mailto URL")]
pub struct InvalidContact;

#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

impl FromStr for Contact {
    type Err = InvalidContact;

    fn from_str(text: &str) -> Result<Self, InvalidContact> {
        let url = Url::parse(text).map_err(|_| InvalidContact)?;
        if matches!(url.scheme(), "https" | "mailto") {
            Ok(Self(url))
        } else {
            Err(InvalidContact)
        }
    }
}

impl VapidKey {
    /// The key of this database. Creates it if there is none yet.
    pub async fn open(pool: &Pool) -> Result<Self, Error> {
        let key = server_keys::find_or_create(pool, KEY, &random_key().to_bytes()).await?;
        let unusable = |error| Error::Unavailable(format!("the key of Web Push: {error}"));
        let key = SecretKey::from_slice(&key).map_err(|error| unusable(error.to_string()))?;
        let der = key.to_pkcs8_der();
        let der = der.map_err(|error| unusable(error.to_string()))?;
        let public = key.public_key().to_encoded_point(false);
        Ok(Self(Arc::new(Inner {
            signing: EncodingKey::from_ec_der(der.as_bytes()),
            public: BASE64_URL_SAFE_NO_PAD.encode(public.as_bytes()),
        })))
    }

    /// The public key for `PushManager.subscribe()`: an uncompressed point on P-256 in base64url.
    pub fn public(&self) -> &str {
        &self.0.public
    }

    /// The value of `Authorization` for a request to a URL.
    pub(super) fn authorization(&self, url: &Url, contact: Option<&Contact>) -> String {
        let claims = Claims {
            aud: url.origin().ascii_serialization(),
            exp: Timestamp::now().as_second() + LIFETIME,
            sub: contact.map(|contact| contact.0.as_str()),
        };
        let header = Header::new(Algorithm::ES256);
        let token = jsonwebtoken::encode(&header, &claims, &self.0.signing)
            .expect("the key is on P-256 and the claims are plain JSON");
        format!("vapid t={token}, k={}", self.0.public)
    }
}

fn random_key() -> SecretKey {
    loop {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        // Numbers above the order of the curve are no keys: 1 in 2^32.
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return key;
        }
    }
}
