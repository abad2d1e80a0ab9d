use serde_json::{Value, json};

use super::super::claims::Subject;
use super::*;

const SECRET: &[u8] = b"a secret of the tests, long enough";
const RSA: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pem");
const RSA_OTHER: &[u8] = include_bytes!("../../../tests/support/keys/rsa-other.pem");
const RSA_PUBLIC: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pub.pem");
const EC: &[u8] = include_bytes!("../../../tests/support/keys/ec.pem");
const EC_PUBLIC: &[u8] = include_bytes!("../../../tests/support/keys/ec.pub.pem");
const ED: &[u8] = include_bytes!("../../../tests/support/keys/ed25519.pem");
const ED_PUBLIC: &[u8] = include_bytes!("../../../tests/support/keys/ed25519.pub.pem");

/// `{"alg":"none","typ":"JWT"}` and `{"alg":"None"}`.
const NONE_HEADERS: [&str; 2] = ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", "eyJhbGciOiJOb25lIn0"];

fn by_secret() -> Verifier {
    Verifier::new(
        KeySource::Hs256 {
            secret: SECRET.to_vec(),
        },
        Duration::ZERO,
    )
    .unwrap()
}

fn by_pem(pem: &[u8]) -> Verifier {
    Verifier::new(KeySource::PublicKeyPem(pem.to_vec()), Duration::ZERO).unwrap()
}

fn claims() -> Value {
    json!({ "sub": "42", "exp": Timestamp::now().as_second() + 3600 })
}

fn sign(algorithm: Algorithm, key: &EncodingKey, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, key).unwrap()
}

fn secret() -> EncodingKey {
    EncodingKey::from_secret(SECRET)
}

async fn denial(verifier: &Verifier, token: &str) -> TokenError {
    verifier.verify(token).await.unwrap_err()
}

#[tokio::test]
async fn each_kind_of_key_verifies_its_own_tokens() {
    let rsa = EncodingKey::from_rsa_pem(RSA).unwrap();
    let ec = EncodingKey::from_ec_pem(EC).unwrap();
    let ed = EncodingKey::from_ed_pem(ED).unwrap();
    for (verifier, algorithm, key) in [
        (by_secret(), Algorithm::HS256, secret()),
        (by_pem(RSA_PUBLIC), Algorithm::RS256, rsa),
        (by_pem(EC_PUBLIC), Algorithm::ES256, ec),
        (by_pem(ED_PUBLIC), Algorithm::EdDSA, ed),
    ] {
        let verified = verifier
            .verify(&sign(algorithm, &key, &claims()))
            .await
            .unwrap();
        assert_eq!(verified.subject, Subject::Id(42), "{algorithm:?}");
    }
}

/// A token of the Ed25519 key whose header names this algorithm.
fn sign_as(algorithm: &str, claims: &Value) -> String {
    use base64::Engine as _;
    let encoded =
        |part: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(part.to_string());
    let header = json!({ "alg": algorithm, "typ": "JWT" });
    let message = format!("{}.{}", encoded(&header), encoded(claims));
    let key = EncodingKey::from_ed_pem(ED).unwrap();
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::EdDSA);
    format!("{message}.{}", signature.unwrap())
}

#[tokio::test]
async fn ed25519_is_eddsa_by_another_name() {
    let verifier = by_pem(ED_PUBLIC);
    for name in ["EdDSA", "Ed25519"] {
        let verified = verifier.verify(&sign_as(name, &claims())).await;
        assert_eq!(verified.unwrap().subject, Subject::Id(42), "{name}");
        let others = [by_secret(), by_pem(RSA_PUBLIC), by_pem(EC_PUBLIC)];
        for other in others {
            let denied = denial(&other, &sign_as(name, &claims())).await;
            assert_eq!(denied, TokenError::WrongAlgorithm, "{name}");
        }
    }
    for name in ["ed25519", "ED25519", "Ed448", "eddsa", ""] {
        let denied = denial(&verifier, &sign_as(name, &claims())).await;
        assert_eq!(denied, TokenError::Malformed, "{name}");
    }
    let signed = sign_as("Ed25519", &claims());
    let (message, _) = signed.rsplit_once('.').unwrap();
    let (_, other) = sign_as("Ed25519", &json!({}))
        .rsplit_once('.')
        .map(|(m, s)| (m.to_owned(), s.to_owned()))
        .unwrap();
    let forged = format!("{message}.{other}");
    assert_eq!(denial(&verifier, &forged).await, TokenError::WrongKey);
}

#[tokio::test]
async fn another_key_of_the_same_kind_is_denied() {
    let other_key = EncodingKey::from_rsa_pem(RSA_OTHER).unwrap();
    let token = sign(Algorithm::RS256, &other_key, &claims());
    assert_eq!(
        denial(&by_pem(RSA_PUBLIC), &token).await,
        TokenError::WrongKey
    );

    let token = sign(
        Algorithm::HS256,
        &EncodingKey::from_secret(b"another"),
        &claims(),
    );
    assert_eq!(denial(&by_secret(), &token).await, TokenError::WrongKey);
}

#[tokio::test]
async fn no_token_goes_unsigned() {
    let signed = sign(Algorithm::HS256, &secret(), &claims());
    let parts: Vec<_> = signed.split('.').collect();
    for verifier in [by_secret(), by_pem(RSA_PUBLIC)] {
        for header in NONE_HEADERS {
            for signature in ["", parts[2]] {
                let token = format!("{header}.{}.{signature}", parts[1]);
                assert_eq!(denial(&verifier, &token).await, TokenError::Malformed);
            }
        }
    }
    let stripped = format!("{}.{}.", parts[0], parts[1]);
    assert_eq!(denial(&by_secret(), &stripped).await, TokenError::WrongKey);
}

#[tokio::test]
async fn configured_algorithms_of_a_secret_are_accepted() {
    let policy = TokenPolicy {
        algorithms: vec![Algorithm::HS512, Algorithm::HS384],
        subject_claim: Some("uid".to_owned()),
        ..TokenPolicy::default()
    };
    let verifier = by_secret().with_policy(policy.clone());
    let now = Timestamp::now().as_second();
    let claims = json!({ "sub": 1, "uid": "42", "exp": now + 60 });
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let verified = verifier.verify(&sign(algorithm, &secret(), &claims)).await;
        assert_eq!(verified.unwrap().subject, Subject::Id(42), "{algorithm:?}");
    }
    let token = sign(Algorithm::HS256, &secret(), &claims);
    assert_eq!(denial(&verifier, &token).await, TokenError::WrongAlgorithm);
    // The server signs tokens that it accepts itself.
    let issuer = TokenIssuer::new(SECRET).unwrap().with_policy(policy);
    let issued = issuer.issue(7, Uuid::now_v7(), Duration::from_mins(1));
    let verified = verifier.verify(&issued.token).await.unwrap();
    assert_eq!(verified.subject, Subject::Id(7));
}

#[tokio::test]
async fn the_header_does_not_choose_the_algorithm() {
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let token = sign(algorithm, &secret(), &claims());
        assert_eq!(
            denial(&by_secret(), &token).await,
            TokenError::WrongAlgorithm
        );
    }
    let rsa = EncodingKey::from_rsa_pem(RSA).unwrap();
    for algorithm in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256] {
        let token = sign(algorithm, &rsa, &claims());
        assert_eq!(
            denial(&by_pem(RSA_PUBLIC), &token).await,
            TokenError::WrongAlgorithm
        );
    }
    let token = sign(Algorithm::RS256, &rsa, &claims());
    assert_eq!(
        denial(&by_secret(), &token).await,
        TokenError::WrongAlgorithm
    );
}

#[tokio::test]
async fn a_public_key_used_as_a_secret_signs_nothing() {
    for pem in [RSA_PUBLIC, EC_PUBLIC, ED_PUBLIC] {
        let forged = sign(Algorithm::HS256, &EncodingKey::from_secret(pem), &claims());
        assert_eq!(
            denial(&by_pem(pem), &forged).await,
            TokenError::WrongAlgorithm
        );
    }
}

#[tokio::test]
async fn expiry_is_required_and_kept() {
    let verifier = by_secret();
    let now = Timestamp::now().as_second();
    for (claims, denied) in [
        (json!({ "sub": 1, "exp": now - 1 }), TokenError::Expired),
        (json!({ "sub": 1 }), TokenError::NoExpiry),
        (
            json!({ "sub": 1, "exp": (now + 60).to_string() }),
            TokenError::Malformed,
        ),
        (
            json!({ "sub": 1, "exp": now + 60, "nbf": now + 30 }),
            TokenError::NotYetValid,
        ),
        (json!({ "exp": now + 60 }), TokenError::NoSubject),
        (json!([]), TokenError::Malformed),
        (json!("sub"), TokenError::Malformed),
    ] {
        let token = sign(Algorithm::HS256, &secret(), &claims);
        assert_eq!(denial(&verifier, &token).await, denied, "{claims}");
    }
}

#[tokio::test]
async fn leeway_is_as_configured() {
    let source = KeySource::Hs256 {
        secret: SECRET.to_vec(),
    };
    let lenient = Verifier::new(source, Duration::from_mins(1)).unwrap();
    let claims = json!({ "sub": 1, "exp": Timestamp::now().as_second() - 5 });
    let token = sign(Algorithm::HS256, &secret(), &claims);
    assert!(lenient.verify(&token).await.is_ok());
    assert_eq!(denial(&by_secret(), &token).await, TokenError::Expired);
}

#[tokio::test]
async fn registered_claims_of_odd_types_do_no_harm() {
    let mut claims = claims();
    for (name, value) in [
        ("iss", json!(7)),
        ("aud", json!({ "a": [1] })),
        ("iat", json!("x")),
        ("role", json!([])),
    ] {
        claims[name] = value;
    }
    let token = sign(Algorithm::HS256, &secret(), &claims);
    assert_eq!(
        by_secret().verify(&token).await.map(|claims| claims.role),
        Ok(None)
    );
}

fn sign_with_type(typ: Option<&str>) -> String {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = typ.map(str::to_owned);
    jsonwebtoken::encode(&header, &claims(), &secret()).unwrap()
}

#[tokio::test]
async fn only_access_tokens_are_accepted_by_type() {
    for typ in [
        None,
        Some("JWT"),
        Some("jwt"),
        Some("at+jwt"),
        Some("AT+JWT"),
        Some("application/at+jwt"),
    ] {
        let verified = by_secret().verify(&sign_with_type(typ)).await;
        assert!(verified.is_ok(), "{typ:?}");
    }
    for typ in [
        "",
        "id_token",
        "logout+jwt",
        "secevent+jwt",
        "dpop+jwt",
        "JWS",
        "JWT ",
    ] {
        let denied = denial(&by_secret(), &sign_with_type(Some(typ))).await;
        assert_eq!(denied, TokenError::WrongType, "{typ}");
    }
}

fn policy() -> TokenPolicy {
    TokenPolicy {
        issuer: Some("https://issuer.example".to_owned()),
        audience: Some("chat".to_owned()),
        ..TokenPolicy::default()
    }
}

#[tokio::test]
async fn tokens_of_another_issuer_or_audience_are_denied() {
    let verifier = by_secret().with_policy(policy());
    let token = |iss: Value, aud: Value| {
        let mut claims = claims();
        claims["iss"] = iss;
        claims["aud"] = aud;
        sign(Algorithm::HS256, &secret(), &claims)
    };
    let (issuer, audience) = (json!("https://issuer.example"), json!("chat"));
    for aud in [audience.clone(), json!(["billing", "chat"])] {
        let verified = verifier.verify(&token(issuer.clone(), aud.clone())).await;
        assert!(verified.is_ok(), "{aud}");
    }
    for iss in [
        json!("https://issuer.example/"),
        json!(null),
        json!(["https://issuer.example"]),
    ] {
        let denied = denial(&verifier, &token(iss.clone(), audience.clone())).await;
        assert_eq!(denied, TokenError::WrongIssuer, "{iss}");
    }
    for aud in [
        json!("billing"),
        json!(null),
        json!([]),
        json!(["billing"]),
        json!("chat billing"),
    ] {
        let denied = denial(&verifier, &token(issuer.clone(), aud.clone())).await;
        assert_eq!(denied, TokenError::WrongAudience, "{aud}");
    }
}

#[tokio::test]
async fn a_minted_token_meets_its_policy() {
    let minter = TokenIssuer::new(SECRET).unwrap().with_policy(policy());
    let minted = minter.issue(42, Uuid::from_u128(7), Duration::from_mins(15));
    let verified = by_secret()
        .with_policy(policy())
        .verify(&minted.token)
        .await;
    assert!(verified.is_ok());
}

#[tokio::test]
async fn rubbish_is_denied() {
    let good = sign(Algorithm::HS256, &secret(), &claims());
    for token in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "ы.ы.ы",
        &format!("{good}.x"),
        &format!(".{good}"),
    ] {
        assert_eq!(
            denial(&by_secret(), token).await,
            TokenError::Malformed,
            "{token}"
        );
    }
    for (tail, denied) in [("!", TokenError::Malformed), ("A", TokenError::WrongKey)] {
        assert_eq!(denial(&by_secret(), &format!("{good}{tail}")).await, denied);
    }
}

#[tokio::test]
async fn a_huge_token_is_denied_though_it_is_signed() {
    let mut claims = claims();
    claims["padding"] = json!("x".repeat(8 * 1024));
    let token = sign(Algorithm::HS256, &secret(), &claims);
    assert_eq!(denial(&by_secret(), &token).await, TokenError::Malformed);
    claims["padding"] = json!("x".repeat(5 * 1024));
    let token = sign(Algorithm::HS256, &secret(), &claims);
    assert!(by_secret().verify(&token).await.is_ok());
}

#[tokio::test]
async fn a_critical_extension_is_denied() {
    let mut header = Header::new(Algorithm::HS256);
    header.crit = Some(vec!["b64".into()]);
    let token = jsonwebtoken::encode(&header, &claims(), &secret()).unwrap();
    assert_eq!(denial(&by_secret(), &token).await, TokenError::Malformed);
}

#[tokio::test]
async fn a_minted_token_verifies() {
    let minter = TokenIssuer::new(SECRET).unwrap();
    let session = Uuid::from_u128(7);
    let fresh = minter.issue(42, session, Duration::from_mins(15));
    let claims = by_secret().verify(&fresh.token).await.unwrap();
    assert_eq!(claims.subject, Subject::Id(42));
    assert_eq!(claims.session.as_str(), format!("sid:{session}"));
    assert_eq!(claims.expires_at, fresh.expires_at);
    assert_eq!(
        minter.issue(42, session, Duration::MAX).expires_at,
        Timestamp::MAX
    );
    assert!(TokenIssuer::new(b"").is_err());
    assert!(TokenIssuer::new(RSA_PUBLIC).is_err());
}

#[test]
fn debug_output_hides_secrets_and_tokens() {
    let minter = TokenIssuer::new(SECRET).unwrap();
    let fresh = minter.issue(1, Uuid::nil(), Duration::from_secs(1));
    let shown = format!("{:?} {minter:?} {fresh:?}", by_secret());
    assert!(
        !shown.contains("secret of the tests") && !shown.contains(&fresh.token),
        "{shown}"
    );
    assert!(!shown.contains("97, 32, 115"), "{shown}");
}
