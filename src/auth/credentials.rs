//! Finds the token of a request: in `Authorization: Bearer`, then in the access cookie, then (for
//! streams) in a query parameter.
//!
//! The first place that holds a token decides; a bad token there is not replaced by another one.
//! An `Authorization` header of another scheme, such as a proxy's Basic, is ignored.
//!
//! It does not verify the token.

use std::fmt;

use axum::extract::Query;
use axum::http::{HeaderMap, Uri, header};

use super::cookies::{self, AccessCookies};

/// Where a request has its token. A browser attaches cookies by itself, so [`Source::Cookie`] needs the
/// check in [`super::origin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `Authorization: Bearer …`.
    Bearer,
    Cookie,
    /// The query parameter that the route allows.
    Query,
}

/// Cookies of one name that are tried at most.
const MAX_COOKIES: usize = 4;

/// An unverified token.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Not empty. A browser sends several cookies of one name if they were set for several paths or
    /// domains: the first valid one counts. Elsewhere there is one token.
    pub tokens: Vec<String>,
    pub source: Source,
}

impl Credential {
    fn one(token: String, source: Source) -> Self {
        let tokens = vec![token];
        Self { tokens, source }
    }

    /// The token, where there is one only.
    pub(super) fn first(&self) -> &str {
        self.tokens.first().map_or("", String::as_str)
    }

    /// The token of a Socket.IO handshake, which counts as a query parameter.
    pub(super) fn of_handshake(token: &str) -> Self {
        let mut credential = Self::one(token.to_owned(), Source::Query);
        credential.strip_scheme();
        credential
    }

    /// Strips a leading `Bearer `, which some clients put into the query.
    pub(super) fn strip_scheme(&mut self) {
        if self.source != Source::Query {
            return;
        }
        for token in &mut self.tokens {
            if let Some(stripped) = after_bearer(token.as_bytes()) {
                *token = String::from_utf8_lossy(stripped).into_owned();
            }
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// An `Authorization: Bearer` header that does not carry exactly one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the Authorization header is malformed")]
pub struct MalformedAuthorization;

/// Finds the token of a request; `None` if it has none.
pub fn find(
    headers: &HeaderMap,
    access: &AccessCookies,
) -> Result<Option<Credential>, MalformedAuthorization> {
    let found = match bearer(headers)? {
        Some(token) => Some(Credential::one(token, Source::Bearer)),
        None => in_cookies(headers, access.names()),
    };
    Ok(found)
}

/// [`find`] for guests and users, which also searches the guest's cookie.
pub fn find_guest_or_user(
    headers: &HeaderMap,
    access: &AccessCookies,
) -> Result<Option<Credential>, MalformedAuthorization> {
    let guest = || in_cookies(headers, std::iter::once(cookies::GUEST));
    Ok(find(headers, access)?.or_else(guest))
}

/// [`find`] for a stream, which also searches this query parameter: its client may be unable to
/// set headers.
pub fn find_for_stream(
    headers: &HeaderMap,
    access: &AccessCookies,
    uri: &Uri,
    parameter: &str,
) -> Result<Option<Credential>, MalformedAuthorization> {
    Ok(find(headers, access)?.or_else(|| in_query(uri, parameter)))
}

/// [`find_guest_or_user`] for a stream.
pub fn find_guest_or_user_for_stream(
    headers: &HeaderMap,
    access: &AccessCookies,
    uri: &Uri,
    parameter: &str,
) -> Result<Option<Credential>, MalformedAuthorization> {
    Ok(find_guest_or_user(headers, access)?.or_else(|| in_query(uri, parameter)))
}

fn in_query(uri: &Uri, parameter: &str) -> Option<Credential> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    let mut values = pairs.into_iter().filter(|(name, _)| name == parameter);
    let token = values
        .next()
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())?;
    Some(Credential::one(token, Source::Query))
}

/// RFC 6750 section 2.1. Two such headers are refused: a proxy may have checked the other one.
fn bearer(headers: &HeaderMap) -> Result<Option<String>, MalformedAuthorization> {
    let mut tokens = headers
        .get_all(header::AUTHORIZATION)
        .iter()
        .filter_map(|value| after_bearer(value.as_bytes()));
    match (tokens.next(), tokens.next()) {
        (None, _) => Ok(None),
        (Some(token), None) if !token.is_empty() && token.iter().all(u8::is_ascii_graphic) => {
            Ok(Some(String::from_utf8_lossy(token).into_owned()))
        }
        _ => Err(MalformedAuthorization),
    }
}

/// The token after the scheme `Bearer`; `None` for another scheme.
fn after_bearer(value: &[u8]) -> Option<&[u8]> {
    let value = value.trim_ascii();
    let end = value
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(value.len());
    let (scheme, rest) = value.split_at(end);
    scheme
        .eq_ignore_ascii_case(b"bearer")
        .then(|| rest.trim_ascii())
}

/// The cookies of these names, in their order: of each, browsers send those of a more specific path first.
fn in_cookies<'a>(headers: &HeaderMap, names: impl Iterator<Item = &'a str>) -> Option<Credential> {
    let tokens = names.flat_map(|name| cookies::values(headers, name).take(MAX_COOKIES));
    let credential = Credential {
        tokens: tokens.collect(),
        source: Source::Cookie,
    };
    (!credential.tokens.is_empty()).then_some(credential)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn request(lines: &[(&str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &str)| {
            let name: header::HeaderName = name.parse().unwrap();
            (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
        };
        let mut headers = HeaderMap::new();
        for (name, value) in lines.iter().map(pair) {
            headers.append(name, value);
        }
        headers
    }

    fn access() -> AccessCookies {
        AccessCookies::default()
    }

    type FindResult = Result<Option<Credential>, MalformedAuthorization>;

    fn shown(found: FindResult) -> String {
        let shown = |found: Credential| format!("{} {:?}", found.tokens.join(","), found.source);
        found.unwrap().map_or_else(|| "nothing".to_owned(), shown)
    }

    #[test]
    fn sources_are_searched_in_order() {
        let uri: Uri = "/api/events/chat?x=1&token=q%2E1".parse().unwrap();
        let both = request(&[("authorization", "Bearer b"), ("cookie", "access_token=c")]);
        let cookie = request(&[("cookie", "a=1; access_token=c; b=2")]);
        let basic = request(&[
            ("authorization", "Basic eA=="),
            ("cookie", "access_token=c"),
        ]);
        let none = HeaderMap::new();

        for (headers, expected) in [
            (&both, "b Bearer"),
            (&cookie, "c Cookie"),
            (&basic, "c Cookie"),
            (&none, "q.1 Query"),
        ] {
            assert_eq!(
                shown(find_for_stream(headers, &access(), &uri, "token")),
                expected
            );
        }
        assert_eq!(
            shown(find_for_stream(&none, &access(), &uri, "access_token")),
            "nothing"
        );
        assert_eq!(shown(find(&both, &access())), "b Bearer");
        assert_eq!(shown(find(&none, &access())), "nothing");
    }

    #[test]
    fn a_bearer_header_holds_exactly_one_token() {
        for (value, expected) in [
            ("Bearer a.b.c", Ok(Some("a.b.c"))),
            ("bearer  a.b.c ", Ok(Some("a.b.c"))),
            ("Basic a", Ok(None)),
            ("Bearerish a", Ok(None)),
            ("", Ok(None)),
            ("Bearer", Err(MalformedAuthorization)),
            ("Bearer ", Err(MalformedAuthorization)),
            ("Bearer a b", Err(MalformedAuthorization)),
            ("Bearer ы", Err(MalformedAuthorization)),
        ] {
            let headers = request(&[("authorization", value)]);
            assert_eq!(
                bearer(&headers),
                expected.map(|t| t.map(str::to_owned)),
                "{value}"
            );
        }
        let two = request(&[("authorization", "Bearer a"), ("authorization", "Bearer b")]);
        assert_eq!(bearer(&two), Err(MalformedAuthorization));
    }

    #[test]
    fn a_cookie_does_not_replace_a_malformed_bearer_header() {
        let headers = request(&[("authorization", "Bearer"), ("cookie", "access_token=c")]);
        assert_eq!(find(&headers, &access()), Err(MalformedAuthorization));
    }

    #[test]
    fn some_cookies_of_a_name_are_found_and_empty_ones_are_not() {
        let two = request(&[("cookie", "access_token=a; access_token=b")]);
        assert_eq!(shown(find(&two, &access())), "a,b Cookie");
        let split = request(&[("cookie", "access_token="), ("cookie", "access_token=b")]);
        assert_eq!(shown(find(&split, &access())), "b Cookie");
        let many = request(&[("cookie", &"access_token=a; ".repeat(1_000))]);
        assert_eq!(shown(find(&many, &access())), "a,a,a,a Cookie");
        let empty = request(&[("cookie", "access_token=; access_token=")]);
        assert_eq!(shown(find(&empty, &access())), "nothing");
    }

    #[test]
    fn cookies_are_found_in_the_order_of_their_names() {
        let headers = request(&[("cookie", "jwt=b; access_token=c; session=a")]);
        let access = AccessCookies::parse("session,jwt").unwrap();
        assert_eq!(shown(find(&headers, &access)), "a,b Cookie");
    }

    #[test]
    fn debug_output_hides_the_token() {
        let credential = Credential::one("s3cret".into(), Source::Bearer);
        assert!(!format!("{credential:?}").contains("s3cret"));
    }
}
