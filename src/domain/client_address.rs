//! The address of a client, by which limits count.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The address of a request's client. An IPv4-mapped IPv6 address is stored as IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The address itself.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// The key of limits: an IPv4 address, or the /64 network of an IPv6 address, since one client
    /// has all addresses of its /64.
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
