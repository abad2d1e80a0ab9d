use serde_json::json;

use super::*;

const NOW: i64 = 1_800_000_000;
const TOKEN: &str = "header.payload.signature";

fn read_at(now: Timestamp, leeway: i64, claims: &Value) -> Result<Claims, TokenError> {
    let claims = claims.as_object().unwrap();
    Claims::read(claims, TOKEN, None, SignedDuration::from_secs(leeway), now)
}

fn read(mut claims: Value) -> Result<Claims, TokenError> {
    let defaults = json!({ "sub": 1, "exp": NOW + 60 });
    for (name, value) in defaults.as_object().unwrap() {
        claims
            .as_object_mut()
            .unwrap()
            .entry(name)
            .or_insert_with(|| value.clone());
    }
    read_at(now(), 0, &claims)
}

#[test]
fn the_configured_claim_alone_has_the_subject() {
    let claims = json!({ "sub": "other", "uid": 7, "exp": NOW + 60 });
    let read = |name| {
        let claims = claims.as_object().unwrap();
        let read = Claims::read(claims, TOKEN, Some(name), SignedDuration::ZERO, now());
        read.map(|claims| claims.subject)
    };
    assert_eq!(read("uid"), Ok(Subject::Id(7)));
    assert_eq!(read("userId"), Err(TokenError::NoSubject));
}

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn expiring(exp: &Value, leeway: i64) -> Result<Timestamp, TokenError> {
    let claims = json!({ "sub": 1, "exp": exp });
    read_at(now(), leeway, &claims).map(|claims| claims.expires_at)
}

#[test]
fn the_subject_is_the_first_present_claim_in_either_form() {
    let external = |id: &str| Ok(Subject::External(id.to_owned()));
    for (claims, expected) in [
        (json!({ "sub": 42 }), Ok(Subject::Id(42))),
        (json!({ "sub": "42" }), Ok(Subject::Id(42))),
        (
            json!({ "sub": "4503599627370495" }),
            Ok(Subject::Id(4_503_599_627_370_495)),
        ),
        (
            json!({ "sub": 4_503_599_627_370_496_i64 }),
            Err(TokenError::NoSubject),
        ),
        (
            json!({ "sub": "4503599627370496" }),
            Err(TokenError::NoSubject),
        ),
        (
            json!({ "sub": "9223372036854775807" }),
            Err(TokenError::NoSubject),
        ),
        (json!({ "sub": "alice" }), external("alice")),
        (json!({ "sub": "042" }), external("042")),
        (json!({ "sub": "+42" }), external("+42")),
        (json!({ "sub": " 42" }), external(" 42")),
        (json!({ "sub": "42.0" }), external("42.0")),
        (
            json!({ "sub": "110169484474386276334" }),
            external("110169484474386276334"),
        ),
        (json!({ "id": 7, "user_id": 8 }), Ok(Subject::Id(7))),
        (json!({ "user_id": "8" }), Ok(Subject::Id(8))),
        (json!({ "sub": null, "user_id": 8 }), Ok(Subject::Id(8))),
        (json!({ "sub": "a", "id": 7 }), external("a")),
        (
            json!({ "sub": "ы".repeat(255) }),
            external(&"ы".repeat(255)),
        ),
        (json!({}), Err(TokenError::NoSubject)),
        (json!({ "sub": "" }), Err(TokenError::NoSubject)),
        (json!({ "sub": "  " }), Err(TokenError::NoSubject)),
        (json!({ "sub": "", "id": 7 }), Err(TokenError::NoSubject)),
        (json!({ "sub": "a\0b" }), Err(TokenError::NoSubject)),
        (
            json!({ "sub": "ы".repeat(256) }),
            Err(TokenError::NoSubject),
        ),
        (json!({ "sub": 0 }), Err(TokenError::NoSubject)),
        (json!({ "sub": -1 }), Err(TokenError::NoSubject)),
        (json!({ "sub": "-1" }), Err(TokenError::NoSubject)),
        (json!({ "sub": 4.5 }), Err(TokenError::NoSubject)),
        (json!({ "sub": u64::MAX }), Err(TokenError::NoSubject)),
        (json!({ "sub": true, "id": 7 }), Err(TokenError::NoSubject)),
        (json!({ "sub": { "id": 7 } }), Err(TokenError::NoSubject)),
    ] {
        let mut full = claims.clone();
        full["exp"] = json!(NOW + 60);
        let subject = read_at(now(), 0, &full).map(|claims| claims.subject);
        assert_eq!(subject, expected, "{claims}");
    }
}

#[test]
fn a_token_expires_exactly_at_exp() {
    let at = |seconds: i64, nanos: i32| Ok(Timestamp::new(seconds, nanos).unwrap());
    assert_eq!(expiring(&json!(NOW), 0), Err(TokenError::Expired));
    assert_eq!(expiring(&json!(NOW - 1), 0), Err(TokenError::Expired));
    assert_eq!(expiring(&json!(NOW + 1), 0), at(NOW + 1, 0));
    assert_eq!(expiring(&json!(1_800_000_000.5), 0), at(NOW, 500_000_000));
    assert_eq!(
        expiring(&json!(1_799_999_999.5), 0),
        Err(TokenError::Expired)
    );
    assert_eq!(expiring(&json!(-1), 0), Err(TokenError::Expired));
    assert_eq!(expiring(&json!(-1e300), 0), Err(TokenError::Expired));
}

#[test]
fn an_exp_beyond_the_calendar_is_its_end() {
    assert_eq!(expiring(&json!(NOW * 1000), 5), Ok(Timestamp::MAX));
    assert_eq!(expiring(&json!(u64::MAX), 0), Ok(Timestamp::MAX));
    assert_eq!(expiring(&json!(1e300), 0), Ok(Timestamp::MAX));
}

#[test]
fn leeway_prolongs_a_token_and_its_stream() {
    assert_eq!(
        expiring(&json!(NOW - 4), 5),
        Ok(Timestamp::from_second(NOW + 1).unwrap())
    );
    assert_eq!(expiring(&json!(NOW - 5), 5), Err(TokenError::Expired));
    let early = |nbf: i64| read_at(now(), 5, &json!({ "sub": 1, "exp": NOW + 60, "nbf": nbf }));
    assert!(early(NOW + 5).is_ok());
    assert_eq!(early(NOW + 6), Err(TokenError::NotYetValid));
}

#[test]
fn exp_must_be_there_and_a_number() {
    assert_eq!(
        read_at(now(), 0, &json!({ "sub": 1 })),
        Err(TokenError::NoExpiry)
    );
    assert_eq!(expiring(&json!(null), 0), Err(TokenError::NoExpiry));
    for exp in [json!("1900000000"), json!(true), json!([NOW + 60])] {
        assert_eq!(expiring(&exp, 0), Err(TokenError::Malformed), "{exp}");
    }
}

#[test]
fn nbf_is_honoured_where_present() {
    assert!(read(json!({ "nbf": NOW })).is_ok());
    assert!(read(json!({ "nbf": null })).is_ok());
    assert_eq!(
        read(json!({ "nbf": NOW + 1 })),
        Err(TokenError::NotYetValid)
    );
    assert_eq!(
        read(json!({ "nbf": 1_800_000_000.5 })),
        Err(TokenError::NotYetValid)
    );
    assert_eq!(
        read(json!({ "nbf": "1800000000" })),
        Err(TokenError::Malformed)
    );
}

#[test]
fn optional_claims_of_another_type_are_as_good_as_absent() {
    let claims = read(json!({
        "role": "teacher", "name": "Иван", "email": "i@x.org", "email_verified": true,
        "companyId": "5"
    }))
    .unwrap();
    assert_eq!(claims.role.as_deref(), Some("teacher"));
    assert_eq!(claims.name.as_deref(), Some("Иван"));
    assert_eq!(claims.email.as_deref(), Some("i@x.org"));
    assert_eq!(claims.company_id, Some(5));

    for odd in [
        json!({}),
        json!([1]),
        json!(true),
        json!(1.5),
        json!(null),
        json!(""),
        json!("\0"),
    ] {
        let claims =
            read(json!({ "role": odd, "name": odd, "email": odd, "companyId": odd })).unwrap();
        assert_eq!(
            (claims.role, claims.name, claims.email),
            (None, None, None),
            "{odd}"
        );
        assert_eq!(claims.company_id, None, "{odd}");
    }
}

#[test]
fn an_email_counts_only_where_it_is_verified() {
    let email = |verified: Value| {
        let claims = json!({ "email": "i@x.org", "email_verified": verified });
        read(claims).unwrap().email
    };
    let given = Some("i@x.org".to_owned());
    assert_eq!(email(json!(true)), given);
    assert_eq!(email(json!("true")), given);
    for unverified in [
        json!(false),
        json!("false"),
        json!(null),
        json!(1),
        json!("yes"),
    ] {
        assert_eq!(email(unverified), None);
    }
    assert_eq!(read(json!({ "email": "i@x.org" })).unwrap().email, None);
}

#[test]
fn malformed_realms_deny_the_token() {
    let realms = |realms: Value| read(json!({ "realms": realms })).map(|claims| claims.realms);
    let names = |names: &[&str]| Ok(Some(names.iter().map(|&name| name.to_owned()).collect()));
    assert_eq!(
        realms(json!(["campus", "market"])),
        names(&["campus", "market"])
    );
    assert_eq!(realms(json!([])), names(&[]));
    assert_eq!(realms(json!(null)), Ok(None));
    for malformed in [
        json!("campus"),
        json!({}),
        json!(7),
        json!(["campus", 7]),
        json!([""]),
        json!(["\0"]),
        json!(vec!["campus"; 33]),
    ] {
        assert_eq!(realms(malformed), Err(TokenError::Malformed));
    }
}

#[test]
fn a_session_is_named_by_sid_then_jti_then_the_signed_part() {
    let session = |claims: Value| read(claims).unwrap().session.0;
    let of_token = "sha256:e3febc57f3bd48b48df14b271f9905ab2574222b615ae766aa9b606f383a4a93";
    assert_eq!(session(json!({ "sid": "s", "jti": "j" })), "sid:s");
    assert_eq!(session(json!({ "jti": "j" })), "jti:j");
    assert_eq!(session(json!({ "sid": 7, "jti": "j" })), "jti:j");
    assert_eq!(
        session(json!({ "sid": "", "jti": "x".repeat(129) })),
        of_token
    );
    assert_eq!(session(json!({ "jti": "x".repeat(128) })).len(), 132);
    assert_eq!(session(json!({})), of_token);
}

#[test]
fn another_signature_of_the_same_claims_is_the_same_session() {
    let claims = Map::new();
    assert_eq!(
        session(&claims, "header.payload.one"),
        session(&claims, "header.payload.two")
    );
    assert_ne!(
        session(&claims, "header.payload.one"),
        session(&claims, "header.other.one")
    );
}
