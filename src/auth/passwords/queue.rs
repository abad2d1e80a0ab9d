//! Bounds the computations of hashes.
//!
//! A fixed number of computations run and a fixed number wait. One client holds at most a quarter
//! of these permits, so that a flood from one address leaves room for others. A full queue refuses
//! at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::auth::passwords::error::PasswordError;

/// Permits for computations that run or wait. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
    clients: Clients,
    per_client: usize,
}

/// Permits held by each client; no more entries than there are permits.
type Clients = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// A permit in the queue; dropping it frees the permit.
#[derive(Debug)]
pub struct HashingPermit {
    running: Arc<Semaphore>,
    _admitted: OwnedSemaphorePermit,
    _of_client: ClientPermit,
}

#[derive(Debug)]
struct ClientPermit {
    clients: Clients,
    client: IpAddr,
}

impl Queue {
    pub(super) fn new(running: usize, waiting: usize) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(running + waiting)),
            running: Arc::new(Semaphore::new(running)),
            clients: Clients::default(),
            per_client: (running + waiting).div_ceil(4),
        }
    }

    /// A permit for a client.
    pub(super) fn enter(&self, client: IpAddr) -> Result<HashingPermit, PasswordError> {
        let of_client = self.of_client(client)?;
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        Ok(HashingPermit {
            running: Arc::clone(&self.running),
            _admitted: admitted.map_err(|_| PasswordError::Busy)?,
            _of_client: of_client,
        })
    }

    fn of_client(&self, client: IpAddr) -> Result<ClientPermit, PasswordError> {
        let mut clients = self.clients.lock();
        let held = clients.get(&client).copied().unwrap_or_default();
        if held >= self.per_client {
            return Err(PasswordError::TooManyAtOnce);
        }
        clients.insert(client, held + 1);
        drop(clients);
        Ok(ClientPermit {
            clients: Arc::clone(&self.clients),
            client,
        })
    }
}

impl HashingPermit {
    /// Waits for its turn; the computation may run while the permit lives.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, PasswordError> {
        let turn = Arc::clone(&self.running).acquire_owned().await;
        turn.map_err(|_| PasswordError::Failed)
    }
}

impl Drop for ClientPermit {
    fn drop(&mut self) {
        let mut clients = self.clients.lock();
        match clients.get_mut(&self.client) {
            Some(held) if *held > 1 => *held -= 1,
            _ => {
                clients.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use futures::FutureExt as _;

    use super::*;

    fn client(last: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))
    }

    #[tokio::test]
    async fn full_queue_is_busy_until_a_slot_is_free() {
        let queue = Queue::new(1, 1);
        let first = queue.enter(client(1)).unwrap();
        let turn = first.turn().await.unwrap();
        let second = queue.enter(client(2)).unwrap();
        let mut waiting = Box::pin(second.turn());
        assert!(waiting.as_mut().now_or_never().is_none());
        assert!(matches!(queue.enter(client(3)), Err(PasswordError::Busy)));

        drop((first, turn));

        drop(waiting.await.unwrap());
        assert!(queue.enter(client(3)).is_ok());
    }

    #[test]
    fn one_client_leaves_slots_for_others() {
        let queue = Queue::new(1, 7);
        let mut held: Vec<_> = (0..2).map(|_| queue.enter(client(1)).unwrap()).collect();
        assert!(matches!(
            queue.enter(client(1)),
            Err(PasswordError::TooManyAtOnce)
        ));
        assert!(queue.enter(client(2)).is_ok());

        held.pop();

        assert!(queue.enter(client(1)).is_ok());
        held.clear();
        assert!(queue.clients.lock().is_empty());
    }
}
