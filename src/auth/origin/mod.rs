//! Refuses requests that another site made a browser send with this server's cookie (CSRF).
//!
//! A request that [`check`] accepts comes from a page of the server's own origin or an allowed one,
//! or from a client that is not a browser.
//!
//! # Why
//! Not `tower_http::csrf`, whose layer runs before authentication: only requests authenticated by a
//! cookie need the check, and clients with tokens of their own may send any `Origin`.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The origins, besides the server's own, whose pages may use it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedOrigins(BTreeSet<String>);

/// A malformed entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is not an origin: scheme://host or scheme://host:port, with nothing after it")]
pub struct NotAnOrigin {
    /// The entry as configured.
    pub entry: String,
}

/// The request comes from a page of another site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request comes from another site")]
pub struct CrossOrigin;

impl AllowedOrigins {
    /// Reads a comma-separated list; an empty one allows none.
    ///
    /// There are no wildcards: with cookies, `*` would allow every site on the web.
    pub fn parse(list: &str) -> Result<Self, NotAnOrigin> {
        let entries = list
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        let origins = entries.map(|entry| {
            normalised(entry).ok_or_else(|| NotAnOrigin {
                entry: entry.to_owned(),
            })
        });
        origins.collect::<Result<_, _>>().map(Self)
    }

    /// Whether an `Origin` header of that value is on the list.
    pub fn contains(&self, origin: &str) -> bool {
        normalised(origin).is_some_and(|origin| self.0.contains(&origin))
    }

    /// The normalised origins.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Refuses a cookie-authenticated request that changes state or opens a WebSocket if it comes from
/// a page of another site.
pub fn check(
    method: &Method,
    headers: &HeaderMap,
    allowed: &AllowedOrigins,
) -> Result<(), CrossOrigin> {
    let is_safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if (is_safe && !is_upgrade(headers)) || is_own_or_allowed(headers, allowed) {
        Ok(())
    } else {
        Err(CrossOrigin)
    }
}

/// [`check`] for requests that change state with any method.
pub fn check_any_method(headers: &HeaderMap, allowed: &AllowedOrigins) -> Result<(), CrossOrigin> {
    if is_own_or_allowed(headers, allowed) {
        Ok(())
    } else {
        Err(CrossOrigin)
    }
}

/// A header that must not repeat.
enum Single<'a> {
    Absent,
    /// Repeated, or not visible ASCII.
    Unclear,
    Value(&'a str),
}

impl<'a> Single<'a> {
    fn of(headers: &'a HeaderMap, name: &HeaderName) -> Self {
        let mut values = headers.get_all(name).iter();
        match (values.next().map(HeaderValue::to_str), values.next()) {
            (None, _) => Self::Absent,
            (Some(Ok(value)), None) => Self::Value(value),
            _ => Self::Unclear,
        }
    }
}

fn is_own_or_allowed(headers: &HeaderMap, allowed: &AllowedOrigins) -> bool {
    let origin = Single::of(headers, &header::ORIGIN);
    let is_allowed = matches!(origin, Single::Value(origin) if allowed.contains(origin));
    match (Single::of(headers, &SEC_FETCH_SITE), origin) {
        // The browser's own decision (`none`: the user typed the address or used a bookmark), or
        // not a browser.
        (Single::Value("same-origin" | "none"), _) | (Single::Absent, Single::Absent) => true,
        (Single::Absent, Single::Value(origin)) => {
            is_allowed
                || normalised(origin).is_some_and(|origin| server_origin(headers) == Some(origin))
        }
        _ => is_allowed,
    }
}

/// The origin that the request was sent to, by the proxy's headers.
fn server_origin(headers: &HeaderMap) -> Option<String> {
    let Single::Value(host) = Single::of(headers, &header::HOST) else {
        return None;
    };
    let scheme = match Single::of(headers, &FORWARDED_PROTO) {
        Single::Absent => "http",
        // The first entry is the client's.
        Single::Value(hops) => hops.split(',').next().unwrap_or_default().trim(),
        Single::Unclear => return None,
    };
    normalised(&format!("{scheme}://{host}"))
}

fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.get_all(header::UPGRADE).iter().any(|value| {
        let protocols = value.as_bytes().split(|byte| *byte == b',');
        protocols
            .map(<[u8]>::trim_ascii)
            .any(|name| name.eq_ignore_ascii_case(b"websocket"))
    })
}

/// An origin in the form that browsers serialise it (RFC 6454 section 6.2): lower case and
/// without the scheme's default port. `None` for anything else: `null`, `*`, a path.
///
/// Not a URL parser, which gives schemes of packaged apps (`capacitor://localhost`) an opaque
/// origin and silently accepts a path.
fn normalised(origin: &str) -> Option<String> {
    let (scheme, authority) = origin.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !scheme.starts_with(|c: char| c.is_ascii_lowercase())
        || !scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    {
        return None;
    }
    let parsed: Authority = authority.parse().ok()?;
    let host = parsed.host();
    let port = match authority.strip_prefix(host)?.strip_prefix(':') {
        Some(digits) => Some(
            digits
                .parse::<u16>()
                .ok()
                .filter(|n| n.to_string() == digits)?,
        ),
        None if authority.len() == host.len() => None,
        None => return None,
    };
    let host = normalised_host(host)?;
    match (scheme.as_str(), port) {
        ("http", Some(80)) | ("https", Some(443)) | (_, None) => Some(format!("{scheme}://{host}")),
        (_, Some(port)) => Some(format!("{scheme}://{host}:{port}")),
    }
}

fn normalised_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    (!host.is_empty() && host.chars().all(is_name)).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
