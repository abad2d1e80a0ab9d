//! Tells clients what limits leave to them: `RateLimit` and `RateLimit-Policy`
//! (draft-ietf-httpapi-ratelimit-headers-10), in successes and refusals.
//!
//! Only limits that hold across replicas note what they leave, so that the numbers are true.

use std::fmt::Write as _;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::bounds::quota::{self, Quota};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// A layer that adds the headers to the answers of requests that count against a limit.
pub async fn report(request: Request, next: Next) -> Response {
    let (mut response, quotas) = quota::collect(next.run(request)).await;
    add(response.headers_mut(), &quotas);
    response
}

fn add(headers: &mut HeaderMap, quotas: &[Quota]) {
    if quotas.is_empty() {
        return;
    }
    let (policies, limits) = (list(quotas, policy), list(quotas, limit));
    for (name, value) in [(POLICY, policies), (LIMIT, limits)] {
        let value = HeaderValue::try_from(value).expect("names and numbers");
        headers.insert(name, value);
    }
}

/// A list of structured fields (RFC 9651).
fn list(quotas: &[Quota], item: fn(&Quota) -> String) -> String {
    let items: Vec<String> = quotas.iter().map(item).collect();
    items.join(", ")
}

fn policy(quota: &Quota) -> String {
    let mut item = format!("\"{}\";q={}", quota.name, quota.limit);
    if let Some(window) = quota.window {
        let _ = write!(item, ";w={window}");
    }
    item
}

fn limit(quota: &Quota) -> String {
    let mut item = format!("\"{}\";r={}", quota.name, quota.left);
    if let Some(seconds) = quota.more_in {
        let _ = write!(item, ";t={seconds}");
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_lists_of_named_quotas() {
        let send = Quota {
            name: "send",
            limit: 100,
            window: Some(5),
            left: 99,
            more_in: Some(1),
        };
        let uploads = Quota {
            name: "uploads",
            window: None,
            more_in: None,
            ..send
        };
        let mut headers = HeaderMap::new();
        add(&mut headers, &[]);
        assert!(headers.is_empty());
        add(&mut headers, &[send, uploads]);
        assert_eq!(headers[POLICY], r#""send";q=100;w=5, "uploads";q=100"#);
        assert_eq!(headers[LIMIT], r#""send";r=99;t=1, "uploads";r=99"#);
    }
}
