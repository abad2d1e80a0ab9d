//! Bounds the bodies of requests whose callers are not known: each is small, arrives soon, and all of
//! them together take little memory.
//!
//! # Why
//! A caller is authenticated before the body of the request is read, and then counts by
//! [`in_flight`](super::in_flight). Nothing else counts what strangers send.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};

use crate::bounds::Budget;
use crate::domain::ClientAddress;
use crate::http::body::{too_large, whole};
use crate::http::problem::Problem;

/// Largest body, in bytes: a log-in, an invitation, the opening of a chat.
const MAX_BODY: usize = 16 * 1024;
/// How long a body may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of bodies that are read at once: of all clients, and of one address.
const HELD: usize = 16 * 1024 * 1024;
const HELD_PER_ADDRESS: usize = 1024 * 1024;

/// The bodies that are read at this moment. Clones share the limits.
#[derive(Clone)]
pub struct AnonymousBodies(Budget<IpAddr>);

impl Default for AnonymousBodies {
    fn default() -> Self {
        Self(Budget::new(HELD, HELD_PER_ADDRESS))
    }
}

impl AnonymousBodies {
    /// Reads the body of a client at this address.
    ///
    /// # Errors
    /// 400 if it is incomplete, 408, 413, 429 if the address sends too much at once, in all requests.
    pub async fn read(&self, body: Body, client: Option<ClientAddress>) -> Result<Bytes, Problem> {
        let size = body.size_hint();
        if size.lower() > MAX_BODY as u64 {
            return Err(too_large(MAX_BODY));
        }
        let expected = size.exact().and_then(|size| usize::try_from(size).ok());
        let client = client.map_or(Ipv4Addr::UNSPECIFIED.into(), ClientAddress::network);
        let share = self.0.try_take(client, expected.unwrap_or(MAX_BODY));
        let _share = share.ok_or_else(|| Problem::too_many("too many requests at once", 1))?;
        whole(body, MAX_BODY, TIMEOUT).await
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use futures::{FutureExt as _, StreamExt as _, stream};

    use super::*;

    type Reading = futures::future::BoxFuture<'static, Result<Bytes, Problem>>;

    /// Begins to read a body of unknown size of which a part arrives.
    fn begin(bodies: &AnonymousBodies, client: IpAddr) -> (Reading, Option<u16>) {
        let part = Ok::<_, std::io::Error>(Bytes::from_static(b"{"));
        let body = stream::iter([part]).chain(stream::pending());
        let (bodies, client) = (bodies.clone(), ClientAddress::from(client));
        let reading = async move { bodies.read(Body::from_stream(body), Some(client)).await };
        let mut reading = reading.boxed();
        let outcome = (&mut reading).now_or_never();
        let status = outcome
            .map(|outcome| outcome.map_or_else(|problem| problem.status().as_u16(), |_| 200));
        (reading, status)
    }

    #[tokio::test]
    async fn bodies_of_strangers_have_a_bound_by_address_and_in_all() {
        let bodies = AnonymousBodies::default();
        let (each, all) = (HELD_PER_ADDRESS / MAX_BODY, HELD / MAX_BODY);
        let address = |number: usize| {
            let network = u128::try_from(number).expect("it is small") << 64;
            IpAddr::V6(Ipv6Addr::from_bits(network | (0x2001_0db8 << 96)))
        };
        let mut held = Vec::new();
        for number in 0..all {
            let (reading, status) = begin(&bodies, address(number / each));
            assert_eq!(status, None, "{number}");
            held.push(reading);
            let (_, status) = begin(&bodies, address(number / each));
            assert_eq!(status.is_some(), (number + 1) % each == 0, "{number}");
        }
        assert_eq!(begin(&bodies, address(all)).1, Some(429));
        held.clear();
        assert_eq!(begin(&bodies, address(0)).1, None);
    }

    #[tokio::test]
    async fn large_bodies_of_strangers_are_refused_before_they_are_read() {
        let bodies = AnonymousBodies::default();
        let refused = bodies
            .read(Body::from(vec![b' '; MAX_BODY + 1]), None)
            .await;
        assert_eq!(
            refused.map_err(|problem| problem.status().as_u16()),
            Err(413)
        );
        let read = bodies.read(Body::from(vec![b' '; MAX_BODY]), None).await;
        assert_eq!(read.expect("it fits").len(), MAX_BODY);
    }
}
