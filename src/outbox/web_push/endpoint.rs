//! The URL of a browser's push service.

use std::net::IpAddr;

use reqwest::Url;

use super::public_address::is_public;

/// The longest URL, in characters.
const MAX_LENGTH: usize = 2_000;

/// Parses the URL of a push service. Unless `allow_insecure`, it must be `https` at its usual port, since a
/// server must not knock at others for strangers, and its host must not be obviously private; what its name resolves to is checked at each connection.
pub(super) fn parse(text: &str, allow_insecure: bool) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    let has_scheme = match url.scheme() {
        "https" => true,
        "http" => allow_insecure,
        _ => false,
    };
    let has_host = url
        .host_str()
        .is_some_and(|host| allow_insecure || may_be_public(host));
    let has_port = allow_insecure || url.port_or_known_default() == Some(443);
    let is_short = url.as_str().len() <= MAX_LENGTH;
    (is_plain && has_scheme && has_host && has_port && is_short).then_some(url)
}

/// The host of a stored URL.
pub(super) fn host(endpoint: &str) -> String {
    let url = Url::parse(endpoint).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}

fn may_be_public(host: &str) -> bool {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = literal.parse::<IpAddr>() {
        return is_public(address);
    }
    let host = host.trim_end_matches('.');
    let top_level = host.rsplit_once('.').map(|(_, top_level)| top_level);
    top_level.is_some_and(|top_level| !["localhost", "local", "internal"].contains(&top_level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_https_urls_are_endpoints() {
        let allowed = "https://fcm.googleapis.com/fcm/send/abc:def";
        assert_eq!(parse(allowed, false).unwrap().as_str(), allowed);
        for refused in [
            "",
            "push",
            "http://push.example.com/1",
            "ftp://push.example.com/1",
            "https://user:secret@push.example.com/1",
            "https://localhost/1",
            "https://localhost./1",
            "https://postgres/1",
            "https://metadata.google.internal/1",
            "https://127.0.0.1/1",
            "https://0x7f000001/1",
            "https://[::1]/1",
            "https://[::ffff:10.0.0.1]/1",
            "https://169.254.169.254/latest",
            "https://push.example.com:8443/1",
            "https://push.example.com:22/1",
        ] {
            assert!(parse(refused, false).is_none(), "{refused}");
        }
        let long = format!("https://push.example.com/{}", "a".repeat(2_000));
        assert!(parse(&long, false).is_none());
        assert!(parse("http://127.0.0.1:1/1", true).is_some());
    }
}
