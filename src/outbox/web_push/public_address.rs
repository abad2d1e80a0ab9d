//! Which addresses the server may connect to for a user.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The only IPv6 addresses that are allocated for the whole Internet.
const GLOBAL_IPV6: &str = "2000::/3";

/// Networks that are not globally reachable (IANA's registries of special-purpose addresses), or that
/// embed an IPv4 address that may not be. Those of IPv6 are parts of [`GLOBAL_IPV6`].
const RESERVED: [&str; 21] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
];

static GLOBAL_IPV6_NETWORK: LazyLock<IpNet> =
    LazyLock::new(|| GLOBAL_IPV6.parse().expect("a constant network"));

static RESERVED_NETWORKS: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    let parse = |network: &&str| network.parse().expect("a constant network");
    RESERVED.iter().map(parse).collect()
});

/// Whether an address is reachable from everywhere.
pub(super) fn is_public(address: IpAddr) -> bool {
    let address = match address {
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or(address.into(), IpAddr::V4),
        address @ IpAddr::V4(_) => address,
    };
    let is_allocated = address.is_ipv4() || GLOBAL_IPV6_NETWORK.contains(&address);
    is_allocated
        && !RESERVED_NETWORKS
            .iter()
            .any(|network| network.contains(&address))
}

/// Resolves names to their public addresses only, at the moment of the connection, because a name
/// can change its address at any time.
pub(super) struct PublicResolver;

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|found| is_public(found.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_embedded_addresses_are_not_public() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "fec0::1",
            "3fff::1",
            "5f00::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "64:ff9b:1::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "142.250.74.10", "2a00:1450:4001:81b::200a"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
