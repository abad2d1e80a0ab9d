use serde_json::json;

use super::*;

const RSA: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pub.pem");
const RSA_PKCS1: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pkcs1.pub.pem");
const RSA_PRIVATE: &[u8] = include_bytes!("../../../tests/support/keys/rsa.pem");
const RSA_1024: &[u8] = include_bytes!("../../../tests/support/keys/rsa-1024.pub.pem");
const EC: &[u8] = include_bytes!("../../../tests/support/keys/ec.pub.pem");
const EC_P384: &[u8] = include_bytes!("../../../tests/support/keys/ec-p384.pub.pem");
const ED: &[u8] = include_bytes!("../../../tests/support/keys/ed25519.pub.pem");

/// The public halves of `rsa.pem`, `ec.pem` and `ed25519.pem` as an issuer publishes them.
fn published(algorithm: Algorithm) -> Value {
    let key = match algorithm {
        Algorithm::RS256 => jsonwebtoken::EncodingKey::from_rsa_pem(RSA_PRIVATE),
        Algorithm::ES256 => jsonwebtoken::EncodingKey::from_ec_pem(include_bytes!(
            "../../../tests/support/keys/ec.pem"
        )),
        _ => jsonwebtoken::EncodingKey::from_ed_pem(include_bytes!(
            "../../../tests/support/keys/ed25519.pem"
        )),
    };
    let jwk = Jwk::from_encoding_key(&key.unwrap(), algorithm).unwrap();
    serde_json::to_value(jwk).unwrap()
}

fn algorithm(jwk: Value) -> Option<Algorithm> {
    let jwk: Jwk = serde_json::from_value(jwk).unwrap();
    VerifyingKey::from_jwk(&jwk).map(|key| key.algorithm())
}

fn with(mut jwk: Value, member: &str, value: Value) -> Value {
    jwk[member] = value;
    jwk
}

#[test]
fn a_pem_decides_its_algorithm() {
    for (pem, algorithm) in [
        (RSA, Algorithm::RS256),
        (RSA_PKCS1, Algorithm::RS256),
        (EC, Algorithm::ES256),
        (ED, Algorithm::EdDSA),
    ] {
        assert_eq!(VerifyingKey::from_pem(pem).unwrap().algorithm(), algorithm);
    }
}

#[test]
fn weak_and_foreign_keys_are_refused() {
    for pem in [RSA_1024, EC_P384, b"", b"secret", &RSA[..200], b"\xff\xfe"] {
        assert!(matches!(
            VerifyingKey::from_pem(pem),
            Err(KeyError::UnsupportedKey)
        ));
    }
    assert!(matches!(
        VerifyingKey::from_pem(RSA_PRIVATE),
        Err(KeyError::PrivateKey)
    ));
}

#[test]
fn a_public_key_is_never_a_secret() {
    for pem in [RSA, EC, ED, b"\n -----BEGIN CERTIFICATE-----"] {
        assert!(matches!(
            VerifyingKey::hs256(pem),
            Err(KeyError::PemAsSecret)
        ));
    }
    assert!(matches!(
        VerifyingKey::hs256(b""),
        Err(KeyError::EmptySecret)
    ));
}

#[test]
fn a_published_key_decides_its_algorithm() {
    for expected in [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
        let jwk = published(expected);
        assert_eq!(algorithm(jwk.clone()), Some(expected));
        let mut unnamed = jwk;
        unnamed.as_object_mut().unwrap().remove("alg");
        assert_eq!(algorithm(unnamed), Some(expected));
    }
}

#[test]
fn a_published_key_must_be_for_verifying_by_that_algorithm() {
    let rsa = || published(Algorithm::RS256);
    for (jwk, usable) in [
        (with(rsa(), "use", json!("sig")), true),
        (with(rsa(), "use", json!("enc")), false),
        (with(rsa(), "key_ops", json!(["verify"])), true),
        (with(rsa(), "key_ops", json!(["encrypt"])), false),
        (with(rsa(), "alg", json!("RS512")), false),
        (with(rsa(), "alg", json!("PS256")), false),
        (with(rsa(), "alg", json!("RSA-OAEP")), false),
        (with(rsa(), "alg", json!("HS256")), false),
        (with(rsa(), "n", json!("AQAB")), false),
        (
            with(published(Algorithm::ES256), "crv", json!("P-384")),
            false,
        ),
        (with(published(Algorithm::ES256), "x", json!("AAAA")), false),
        (
            with(published(Algorithm::EdDSA), "crv", json!("P-256")),
            false,
        ),
        // Too short: the library's verifier would panic.
        (with(published(Algorithm::EdDSA), "x", json!("AAAA")), false),
        (json!({ "kty": "oct", "k": "c2VjcmV0" }), false),
        (
            json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" }),
            false,
        ),
        (json!({ "kty": "unheard of" }), false),
    ] {
        assert_eq!(algorithm(jwk.clone()).is_some(), usable, "{jwk}");
    }
}

#[test]
fn debug_output_hides_secrets() {
    let source = KeySource::Hs256 {
        secret: b"s3cret that is long enough to be used".to_vec(),
    };
    let key = VerifyingKey::hs256(b"s3cret that is long enough to be used").unwrap();
    let shown = format!("{source:?} {key:?}");
    assert!(
        !shown.contains("s3cret") && !shown.contains("115"),
        "{shown}"
    );
}
