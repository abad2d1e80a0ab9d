use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use axum::routing::get;
use futures::FutureExt as _;
use futures::future::join_all;
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

use super::*;

const RSA: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pem");
const RSA_OTHER: &[u8] = include_bytes!("../../../tests/support/keys/rsa-other.pem");
const EC: &[u8] = include_bytes!("../../../tests/support/keys/ec.pem");
const MINUTE: Duration = Duration::from_mins(1);

fn jwk(kid: Option<&str>, algorithm: Algorithm, pem: &[u8]) -> Value {
    let key = match algorithm {
        Algorithm::ES256 => EncodingKey::from_ec_pem(pem),
        _ => EncodingKey::from_rsa_pem(pem),
    };
    let mut jwk = Jwk::from_encoding_key(&key.unwrap(), algorithm).unwrap();
    jwk.common.key_id = kid.map(str::to_owned);
    serde_json::to_value(jwk).unwrap()
}

fn rsa(kid: &str) -> Value {
    jwk(Some(kid), Algorithm::RS256, RSA)
}

fn header(kid: Option<&str>, algorithm: Algorithm) -> TokenHeader {
    TokenHeader {
        alg: algorithm,
        kid: kid.map(str::to_owned),
        typ: None,
        crit: None,
    }
}

/// An issuer on a socket of its own, which counts how often it is asked.
struct Issuer {
    state: Arc<IssuerState>,
    address: SocketAddr,
    _server: AbortOnDropHandle<()>,
}

struct IssuerState {
    asked: AtomicUsize,
    arrived: Notify,
    held: watch::Sender<bool>,
    answer: Mutex<(StatusCode, String)>,
}

impl Issuer {
    async fn publishing(keys: &[Value]) -> Self {
        let state = Arc::new(IssuerState {
            asked: AtomicUsize::new(0),
            arrived: Notify::new(),
            held: watch::Sender::new(false),
            answer: Mutex::new((StatusCode::OK, String::new())),
        });
        let answering = Arc::clone(&state);
        let app = axum::Router::new().route("/keys", get(async move || answering.answer().await));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let issuer = Self {
            state,
            address,
            _server: AbortOnDropHandle::new(server),
        };
        issuer.publish(keys);
        issuer
    }

    fn publish(&self, keys: &[Value]) {
        *self.state.answer.lock() = (StatusCode::OK, json!({ "keys": keys }).to_string());
    }

    fn fail_with(&self, status: StatusCode, body: String) {
        *self.state.answer.lock() = (status, body);
    }

    fn hold(&self, held: bool) {
        self.state.held.send_replace(held);
    }

    fn asked(&self) -> usize {
        self.state.asked.load(Ordering::SeqCst)
    }

    /// A client of this issuer, and the hand that turns its clock.
    fn client(&self) -> (Jwks, impl Fn(Duration)) {
        let elapsed = Arc::new(Mutex::new(Duration::ZERO));
        let (start, reading) = (Instant::now(), Arc::clone(&elapsed));
        let clock = Box::new(move || start + *reading.lock());
        let client = reqwest::Client::builder().no_proxy();
        let jwks = Jwks::with(&format!("http://{}/keys", self.address), client, clock).unwrap();
        (jwks, move |by| *elapsed.lock() += by)
    }
}

impl IssuerState {
    async fn answer(&self) -> (StatusCode, String) {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.arrived.notify_one();
        self.held.subscribe().wait_for(|held| !held).await.unwrap();
        self.answer.lock().clone()
    }
}

async fn outcome(jwks: &Jwks, kid: &str) -> Result<(), TokenError> {
    jwks.key(&header(Some(kid), Algorithm::RS256))
        .await
        .map(drop)
}

#[tokio::test]
async fn a_set_is_fetched_once_and_kept() {
    let issuer = Issuer::publishing(&[rsa("a"), rsa("b")]).await;
    let (jwks, turn) = issuer.client();
    for kid in ["a", "b", "a"] {
        assert_eq!(outcome(&jwks, kid).await, Ok(()));
        turn(MINUTE);
    }
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn a_published_key_opens_its_own_tokens_alone() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, _) = issuer.client();
    let named = header(Some("a"), Algorithm::RS256);
    let header = jsonwebtoken::Header::new(Algorithm::RS256);
    for (pem, expected) in [(RSA, Ok(7)), (RSA_OTHER, Err(TokenError::WrongKey))] {
        let signer = EncodingKey::from_rsa_pem(pem).unwrap();
        let token = jsonwebtoken::encode(&header, &json!({ "sub": 7 }), &signer).unwrap();
        let claims = jwks.key(&named).await.unwrap().open(&token, &[]);
        assert_eq!(
            claims.map(|claims| claims["sub"].as_i64().unwrap()),
            expected
        );
    }
}

#[tokio::test]
async fn an_unknown_key_is_asked_for_but_not_more_than_every_ten_seconds() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, turn) = issuer.client();
    assert_eq!(outcome(&jwks, "a").await, Ok(()));
    issuer.publish(&[rsa("a"), rsa("b")]);

    for made_up in ["x", "y", "b"] {
        assert_eq!(outcome(&jwks, made_up).await, Err(TokenError::UnknownKey));
    }
    assert_eq!(issuer.asked(), 1);
    turn(FETCH_INTERVAL);
    for (kid, expected) in [
        ("b", Ok(())),
        ("x", Err(TokenError::UnknownKey)),
        ("a", Ok(())),
    ] {
        assert_eq!(outcome(&jwks, kid).await, expected);
    }
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test]
async fn concurrent_tokens_share_one_fetch() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, _) = issuer.client();
    issuer.hold(true);
    let tokens = join_all((0..50).map(|_| outcome(&jwks, "a")));
    let (outcomes, ()) = futures::join!(tokens, async {
        issuer.state.arrived.notified().await;
        issuer.hold(false);
    });
    assert_eq!(outcomes, vec![Ok(()); 50]);
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_take_the_fetch_along() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, _) = issuer.client();
    issuer.hold(true);
    assert_eq!(outcome(&jwks, "a").now_or_never(), None);
    issuer.state.arrived.notified().await;
    issuer.hold(false);
    assert_eq!(outcome(&jwks, "a").await, Ok(()));
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn a_known_key_never_waits_for_a_fetch() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, turn) = issuer.client();
    assert_eq!(outcome(&jwks, "a").await, Ok(()));

    turn(FRESH);
    issuer.publish(&[rsa("b")]);
    issuer.hold(true);
    assert_eq!(outcome(&jwks, "a").now_or_never(), Some(Ok(())));
    issuer.state.arrived.notified().await;
    assert_eq!(outcome(&jwks, "a").now_or_never(), Some(Ok(())));

    issuer.hold(false);
    jwks.refresh().await;
    assert_eq!(issuer.asked(), 2);
    assert_eq!(outcome(&jwks, "b").await, Ok(()));
    assert_eq!(
        outcome(&jwks, "a").await,
        Err(TokenError::UnknownKey),
        "withdrawn"
    );
}

#[tokio::test]
async fn known_keys_outlive_an_issuers_failure_for_a_day() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, turn) = issuer.client();
    assert_eq!(outcome(&jwks, "a").await, Ok(()));

    issuer.fail_with(StatusCode::INTERNAL_SERVER_ERROR, String::new());
    turn(FRESH);
    assert_eq!(outcome(&jwks, "a").now_or_never(), Some(Ok(())));
    jwks.refresh().await;
    assert_eq!(issuer.asked(), 2);
    assert_eq!(outcome(&jwks, "a").await, Ok(()));

    turn(MAX_STALE);
    assert_eq!(outcome(&jwks, "a").await, Err(TokenError::KeysUnavailable));
    assert_eq!(issuer.asked(), 3);
}

#[tokio::test]
async fn bad_answers_leave_keys_unavailable_until_a_good_one() {
    let issuer = Issuer::publishing(&[]).await;
    let (jwks, turn) = issuer.client();
    let huge = json!({ "keys": [rsa("a")], "padding": "x".repeat(MAX_SET_BYTES) }).to_string();
    let no_usable = json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0", "kid": "a" }] }).to_string();
    for (status, body) in [
        (StatusCode::OK, "not json".to_owned()),
        (StatusCode::OK, "[]".to_owned()),
        (StatusCode::OK, no_usable),
        (StatusCode::OK, huge),
        (
            StatusCode::NOT_FOUND,
            json!({ "keys": [rsa("a")] }).to_string(),
        ),
    ] {
        issuer.fail_with(status, body);
        assert_eq!(outcome(&jwks, "a").await, Err(TokenError::KeysUnavailable));
        turn(FETCH_INTERVAL);
    }
    issuer.publish(&[rsa("a")]);
    assert_eq!(outcome(&jwks, "a").await, Ok(()));
    assert_eq!(issuer.asked(), 6);
}

#[tokio::test]
async fn a_token_of_a_foreign_algorithm_is_not_worth_a_fetch() {
    let issuer = Issuer::publishing(&[rsa("a")]).await;
    let (jwks, _) = issuer.client();
    for algorithm in [Algorithm::HS256, Algorithm::RS512, Algorithm::PS256] {
        let denied = jwks.key(&header(Some("a"), algorithm)).await.map(drop);
        assert_eq!(denied, Err(TokenError::WrongAlgorithm));
    }
    assert_eq!(issuer.asked(), 0);
}

#[test]
fn unusable_keys_of_a_set_are_skipped() {
    let set = json!({ "keys": [
        { "kty": "oct", "k": "c2VjcmV0" }, 7, { "kty": "RSA", "kid": 7 }, {}, rsa("a"),
    ]});
    let keys = parse(set.to_string().as_bytes()).unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].kid.as_deref(), Some("a"));
}

#[test]
fn keys_are_told_apart_by_id_then_by_algorithm() {
    let find = |keys: &[&Value], kid: Option<&str>, algorithm: Algorithm| {
        let keys = parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap();
        let set = KeySet {
            keys,
            requested_at: Instant::now(),
        };
        set.find(&header(kid, algorithm)).map(|key| key.algorithm())
    };
    let named = &rsa("a");
    let unnamed = &jwk(None, Algorithm::RS256, RSA);
    let other = &jwk(Some("b"), Algorithm::RS256, RSA_OTHER);
    let same_id = &jwk(Some("a"), Algorithm::ES256, EC);
    let (rs, es) = (Algorithm::RS256, Algorithm::ES256);

    assert_eq!(find(&[named, other], Some("a"), rs), Some(rs));
    assert_eq!(find(&[named, other], Some("c"), rs), None);
    assert_eq!(find(&[named], Some("c"), rs), None);
    assert_eq!(find(&[named], None, rs), Some(rs));
    assert_eq!(find(&[unnamed], None, rs), Some(rs));
    assert_eq!(find(&[unnamed], Some("c"), rs), Some(rs));
    assert_eq!(find(&[named, other], None, rs), None);
    assert_eq!(find(&[unnamed, other], None, rs), None);
    assert_eq!(find(&[unnamed, other], Some("c"), rs), None);
    assert_eq!(find(&[named, same_id], Some("a"), es), Some(es));
    assert_eq!(find(&[same_id, named], Some("a"), rs), Some(rs));
    // Found, and refused for its algorithm when it opens the token.
    assert_eq!(find(&[named], Some("a"), es), Some(rs));
}

#[tokio::test]
async fn only_http_addresses_are_taken() {
    for url in ["", "keys.json", "file:///etc/keys", "ftp://issuer/keys"] {
        assert!(matches!(Jwks::new(url), Err(KeyError::JwksUrl)), "{url}");
    }
    let jwks = Jwks::new("https://user:s3cret@issuer.example/keys?key=s3cret").unwrap();
    assert!(!format!("{jwks:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_key_published_for_ed25519_is_one_of_eddsa() {
    let pem = include_bytes!("../../../tests/support/keys/ed25519.pem");
    let key = EncodingKey::from_ed_pem(pem).unwrap();
    let jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA).unwrap();
    let mut jwk = serde_json::to_value(jwk).unwrap();
    for (name, is_usable) in [("EdDSA", true), ("Ed25519", true), ("Ed448", false)] {
        jwk["alg"] = name.into();
        let set = json!({ "keys": [jwk] }).to_string();
        assert_eq!(
            parse(set.as_bytes()).unwrap().len() == 1,
            is_usable,
            "{name}"
        );
    }
    let mut other = rsa("a");
    other["alg"] = "Ed25519".into();
    let set = json!({ "keys": [other, 7, null] }).to_string();
    assert!(parse(set.as_bytes()).unwrap().is_empty());
}
