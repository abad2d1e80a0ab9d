//! The address a request comes from, as limits and the log see it.
//!
//! Guarantees: without `TRUSTED_PROXIES` it is the peer's address, whatever a request says. With
//! it, and with such a proxy as the peer, it is the right-most address in `X-Forwarded-For` that
//! is no trusted proxy's: each proxy appends the address it was asked from, so what stands left of
//! that was written by the client.
//!
//! Must not know what is limited.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Once};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use super::Problem;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Where a request comes from. An extractor; also an extension of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

/// The proxies whose `X-Forwarded-For` is believed. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

/// An entry of `TRUSTED_PROXIES` that is neither an address nor a network.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is neither an address nor a network, like 10.0.0.7 or 10.0.0.0/8")]
pub struct InvalidProxy(String);

impl ClientAddress {
    /// What limits count by: an IPv4 address, or the /64 network of an IPv6 address, since a
    /// single client has all of the addresses in its /64.
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let prefix = address.to_bits() & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from_bits(prefix))
            }
        }
    }
}

impl From<IpAddr> for ClientAddress {
    /// An IPv4 address that an IPv6 socket reports as `::ffff:…` is an IPv4 address.
    fn from(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

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

    /// Where a request of this peer with these headers comes from.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer.to_canonical();
        let values = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut hops = values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
        while self.trusts(client) {
            // A hop that cannot be read ends what is known.
            let Some(hop) = hops.next().and_then(address) else {
                break;
            };
            client = hop;
        }
        ClientAddress(client)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Around every route: finds out where the request comes from.
pub async fn resolve(
    State(proxies): State<TrustedProxies>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer.copied() {
        warn_of_unknown_proxy(&proxies, peer.ip(), request.headers());
        let client = proxies.client(peer.ip(), request.headers());
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

/// Behind a proxy that is not trusted all clients share its address, and thus its limits.
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
    fn ipv6_clients_are_counted_by_64() {
        let network = |text: &str| {
            let address: IpAddr = text.parse().unwrap();
            ClientAddress::from(address).network().to_string()
        };
        assert_eq!(network("2a00:1:2:3:4:5:6:7"), "2a00:1:2:3::");
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7");
    }

    #[test]
    fn malformed_entries_are_named() {
        for wrong in ["proxy", "10.0.0.0/33", "10.0.0.1:80", "10.0.0.0/8;10.1.1.1"] {
            let error = TrustedProxies::parse(&format!("127.0.0.1, {wrong}")).unwrap_err();
            assert!(error.to_string().contains(wrong), "{error}");
        }
    }
}
