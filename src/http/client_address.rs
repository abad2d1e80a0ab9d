//! Finds the address of a request's client.
//!
//! # Guarantees
//! Without `TRUSTED_PROXIES` it is the peer's address, and no header changes it. If the peer is a
//! trusted proxy, it is the right-most address in `X-Forwarded-For` that is not a trusted proxy:
//! each proxy appends the address of its own peer, and the client wrote everything to the left.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Once};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::domain::ClientAddress;
use crate::http::problem::Problem;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies whose `X-Forwarded-For` the server trusts. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

/// An entry of `TRUSTED_PROXIES` that is neither an address nor a network.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is neither an address nor a network, like 10.0.0.7 or 10.0.0.0/8")]
pub struct InvalidProxy(String);

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let resolved = parts.extensions.get().copied();
        resolved.ok_or_else(|| {
            tracing::error!("a route is served without client_address::resolve around it");
            Problem::internal()
        })
    }
}

impl TrustedProxies {
    /// Reads a comma-separated list of addresses and networks.
    pub fn parse(text: &str) -> Result<Self, InvalidProxy> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        let networks: Result<Vec<_>, _> = entries.map(network).collect();
        networks.map(|networks| Self(networks.into()))
    }

    /// The client of a request of this peer with these headers.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer.to_canonical();
        let values = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut hops = values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
        while self.trusts(client) {
            // An unreadable hop ends the search.
            let Some(hop) = hops.next().and_then(address) else {
                break;
            };
            client = hop;
        }
        ClientAddress::from(client)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Resolves the client's address, in a layer around every route.
pub fn resolve(proxies: &TrustedProxies, mut request: Request) -> Request {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer.copied() {
        warn_of_unknown_proxy(proxies, peer.ip(), request.headers());
        let client = proxies.client(peer.ip(), request.headers());
        request.extensions_mut().insert(client);
    }
    request
}

/// All clients behind an untrusted proxy share its address, and so its limits.
fn warn_of_unknown_proxy(proxies: &TrustedProxies, peer: IpAddr, headers: &HeaderMap) {
    static WARNED: Once = Once::new();
    if headers.contains_key(FORWARDED_FOR) && !proxies.trusts(peer.to_canonical()) {
        WARNED.call_once(|| {
            tracing::warn!(
                %peer,
                "X-Forwarded-For is ignored: TRUSTED_PROXIES does not name this peer, so its \
                 clients share one address"
            );
        });
    }
}

fn network(text: &str) -> Result<IpNet, InvalidProxy> {
    let address = text.parse::<IpAddr>();
    let network = address.map_or_else(
        |_| text.parse::<IpNet>().ok(),
        |address| Some(IpNet::from(address.to_canonical())),
    );
    network.ok_or_else(|| InvalidProxy(text.to_owned()))
}

/// A hop: an address, perhaps with a port, as some proxies write it.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop.trim_ascii()).ok()?;
    let alone = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']'));
    let address = alone.unwrap_or(hop).parse::<IpAddr>().ok();
    let address = address.or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies = TrustedProxies::parse(trusted).unwrap();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn forwarded_addresses_of_untrusted_peers_are_ignored() {
        assert_eq!(client("", "192.0.2.1", &["203.0.113.7"]), "192.0.2.1");
        assert_eq!(
            client("10.0.0.0/8", "192.0.2.1", &["203.0.113.7"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn right_most_untrusted_address_counts() {
        let trusted = "10.0.0.0/8, 192.0.2.9,2001:db8::/32";
        for (peer, forwarded, expected) in [
            ("10.0.0.1", &["203.0.113.7"][..], "203.0.113.7"),
            ("10.0.0.1", &["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            (
                "10.0.0.1",
                &["1.1.1.1, 203.0.113.7 ,10.9.9.9, 192.0.2.9"],
                "203.0.113.7",
            ),
            (
                "10.0.0.1",
                &["1.1.1.1", "203.0.113.7,10.2.2.2"],
                "203.0.113.7",
            ),
            ("10.0.0.1", &["10.3.3.3, 10.2.2.2"], "10.3.3.3"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1, ,10.2.2.2"], "10.2.2.2"),
            ("10.0.0.1", &["203.0.113.7:4711"], "203.0.113.7"),
            ("::ffff:10.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            ("2001:db8::1", &["[2a00::1]:443"], "2a00::1"),
            ("2001:db8::1", &["[2a00::1]"], "2a00::1"),
        ] {
            assert_eq!(client(trusted, peer, forwarded), expected, "{forwarded:?}");
        }
    }

    #[test]
    fn malformed_entries_are_named() {
        for wrong in ["proxy", "10.0.0.0/33", "10.0.0.1:80", "10.0.0.0/8;10.1.1.1"] {
            let error = TrustedProxies::parse(&format!("127.0.0.1, {wrong}")).unwrap_err();
            assert!(error.to_string().contains(wrong), "{error}");
        }
    }
}
