//! Requires exactly one valid `Host` (RFC 9112, section 3.2).
//!
//! # Why
//! Two servers that choose different ones of several hosts treat one request as two. The host also
//! decides on the attribute `Secure` of cookies and on which origin is the server's own.

use std::net::Ipv6Addr;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::code::Code;
use crate::http::problem::Problem;

/// A layer that refuses requests without one.
pub async fn require(request: Request, next: Next) -> Response {
    if is_valid(request.version(), request.headers()) {
        return next.run(request).await;
    }
    let detail = "a request has exactly one Host, a name or an address with or without a port";
    Problem::bad_request(Code::MalformedRequest, detail).into_response()
}

/// HTTP/1.0 knows requests without a host.
fn is_valid(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => version < Version::HTTP_11,
        (Some(host), None) => is_host(host.as_bytes()),
        (Some(_), Some(_)) => false,
    }
}

/// `uri-host [ ":" port ]`. It is not empty, since the scheme `http` needs a host (RFC 9110,
/// section 4.2.1).
fn is_host(host: &[u8]) -> bool {
    let Ok(authority) = Authority::try_from(host) else {
        return false;
    };
    let host = authority.host();
    // `Authority` also takes a user before the host, any text in brackets and any as the port.
    let in_brackets = host
        .strip_prefix('[')
        .map(|rest| rest.trim_end_matches(']'));
    let is_address = |text: &str| text.parse::<Ipv6Addr>().is_ok();
    let rest = authority.as_str().strip_prefix(host);
    let is_port = |rest: &str| rest.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    !host.is_empty()
        && in_brackets.is_none_or(is_address)
        && rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with(':') && is_port(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(hosts: &[&str]) -> HeaderMap {
        let values = hosts.iter().map(|host| host.parse().expect("a value"));
        values.map(|value| (header::HOST, value)).collect()
    }

    #[test]
    fn a_host_is_a_name_or_an_address_and_perhaps_a_port() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "chat.example.org.",
            "my_service:80",
            "xn--e1afmkfd.xn--p1ai",
            "127.0.0.1:8080",
            "[::1]",
            "[2001:db8::1]:443",
            "x:",
            "0",
            "_",
        ] {
            assert!(is_valid(Version::HTTP_11, &headers(&[host])), "{host}");
        }
        for host in [
            "",
            " ",
            "a b",
            "a@b",
            "@b",
            "user:secret@b",
            ":",
            ":80",
            "a:b",
            "a:80b",
            "a:-1",
            "a:1:2",
            "::1",
            "[::1",
            "[]",
            "[::1]80",
            "[::1]:x",
            "a/b",
            "a?b",
            "a#b",
            "http://a",
            "a\\b",
            "é",
            "a\tb",
        ] {
            assert!(!is_valid(Version::HTTP_11, &headers(&[host])), "{host:?}");
            assert!(!is_valid(Version::HTTP_10, &headers(&[host])), "{host:?}");
        }
    }

    #[test]
    fn only_old_requests_have_no_host_and_none_has_two() {
        assert!(!is_valid(Version::HTTP_11, &headers(&[])));
        assert!(is_valid(Version::HTTP_10, &headers(&[])));
        for two in [["a", "a"], ["a", "b"], ["", "a"], ["a", ""]] {
            assert!(!is_valid(Version::HTTP_11, &headers(&two)), "{two:?}");
            assert!(!is_valid(Version::HTTP_10, &headers(&two)), "{two:?}");
        }
    }
}
