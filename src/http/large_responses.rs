//! Bounds the memory of large responses, and takes it from peers that do not read.
//!
//! # Why
//! A few users who read nothing could hold all of the memory, and everybody else would be refused. So a
//! response that finds no room closes the connections of those who have read nothing for half a second,
//! first of the user who holds most.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::bounds::{Budget, Share};
use crate::domain::UserId;
use crate::http::read_rate::ReadRate;

/// Responses up to this size are not counted, in bytes.
const SMALL: u64 = 64 * 1024;
/// Bytes of larger responses that are held at once: for all users, and for one.
const HELD: usize = 32 * 1024 * 1024;
const HELD_PER_USER: usize = 8 * 1024 * 1024;
/// How long a peer has read nothing before its memory may be given to others.
const STALLED: Duration = Duration::from_millis(500);

/// The large responses that are being sent. Clones share them.
#[derive(Clone)]
pub struct LargeResponses {
    budget: Budget<UserId>,
    sending: Arc<Mutex<Sending>>,
}

#[derive(Default)]
struct Sending {
    last_key: u64,
    responses: HashMap<u64, Held>,
}

/// A response that is being sent.
struct Held {
    user_id: UserId,
    bytes: usize,
    read_rate: ReadRate,
    _share: Share<UserId>,
}

/// The place of a response; dropping this frees it.
pub struct Place {
    sending: Arc<Mutex<Sending>>,
    key: u64,
}

impl Default for LargeResponses {
    fn default() -> Self {
        Self {
            budget: Budget::new(HELD, HELD_PER_USER),
            sending: Arc::default(),
        }
    }
}

impl LargeResponses {
    /// A place for a response of this size, if it needs one.
    ///
    /// # Errors
    /// [`NoRoom`].
    pub fn begin(
        &self,
        user_id: UserId,
        bytes: u64,
        read_rate: &ReadRate,
    ) -> Result<Option<Place>, NoRoom> {
        if bytes <= SMALL {
            return Ok(None);
        }
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let mut sending = self.sending.lock();
        let share = self.make_room(&mut sending, user_id, bytes)?;
        sending.last_key += 1;
        let key = sending.last_key;
        let held = Held {
            user_id,
            bytes,
            read_rate: read_rate.clone(),
            _share: share,
        };
        sending.responses.insert(key, held);
        Ok(Some(Place {
            sending: Arc::clone(&self.sending),
            key,
        }))
    }

    /// Closes connections until a response fits.
    fn make_room(
        &self,
        sending: &mut Sending,
        user_id: UserId,
        bytes: usize,
    ) -> Result<Share<UserId>, NoRoom> {
        if let Some(share) = self.budget.try_take(user_id, bytes) {
            return Ok(share);
        }
        for key in sending.stalled(user_id, bytes) {
            if let Some(stalled) = sending.responses.remove(&key) {
                stalled.read_rate.close();
            }
            if let Some(share) = self.budget.try_take(user_id, bytes) {
                return Ok(share);
            }
        }
        Err(NoRoom)
    }
}

impl Sending {
    /// The responses that a new one may replace: only a user's own if it is the user who holds too much.
    fn stalled(&self, user_id: UserId, bytes: usize) -> Vec<u64> {
        let mut by_user: HashMap<UserId, usize> = HashMap::new();
        for held in self.responses.values() {
            *by_user.entry(held.user_id).or_default() += held.bytes;
        }
        let own = by_user.get(&user_id).copied().unwrap_or(0);
        let is_own_limit = own > 0 && own.saturating_add(bytes) > HELD_PER_USER;
        let stalled = self.responses.iter().filter_map(|(key, held)| {
            let stalled_for = held.read_rate.stalled_for();
            let may_replace = !is_own_limit || held.user_id == user_id;
            let order = (by_user[&held.user_id], stalled_for);
            (may_replace && stalled_for >= STALLED).then_some((Reverse(order), *key))
        });
        let mut stalled: Vec<_> = stalled.collect();
        stalled.sort_unstable();
        stalled.into_iter().map(|(_, key)| key).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.sending.lock().responses.remove(&self.key);
    }
}

/// Those who hold the memory are reading.
#[derive(Debug)]
pub struct NoRoom;

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const MIB: u64 = 1024 * 1024;

    /// Four users who hold the whole memory.
    fn full() -> (LargeResponses, Vec<(Place, ReadRate)>) {
        let responses = LargeResponses::default();
        let places = (1..=4).map(|user| {
            let read_rate = ReadRate::default();
            let place = responses.begin(UserId(user), 8 * MIB, &read_rate);
            (
                place.expect("there is room").expect("it is large"),
                read_rate,
            )
        });
        let places = places.collect();
        (responses, places)
    }

    /// Waits for its peer since a time ago.
    fn stall(read_rate: &ReadRate, time: Duration) {
        let since = Instant::now().checked_sub(time);
        read_rate.begin_wait(since.expect("the machine runs for longer"));
    }

    #[test]
    fn who_reads_nothing_makes_room_for_others() {
        let (responses, places) = full();
        let reader = ReadRate::default();
        let [(_, fast), (_, slow), ..] = &places[..] else {
            panic!("there are four");
        };
        stall(fast, STALLED * 2);
        fast.end_wait();
        stall(fast, Duration::ZERO);
        assert!(responses.begin(UserId(9), MIB, &reader).is_err());
        stall(slow, STALLED);
        assert!(responses.begin(UserId(9), MIB, &reader).is_ok());
        assert!(slow.is_closed() && !fast.is_closed());
    }

    #[test]
    fn who_holds_most_makes_room_first() {
        let (responses, mut places) = full();
        places.truncate(3);
        let large = ReadRate::default();
        let little = ReadRate::default();
        let held = [(5, 1, &little), (6, 7, &large)].map(|(user, size, read_rate)| {
            stall(read_rate, STALLED * 2);
            responses.begin(UserId(user), size * MIB, read_rate)
        });
        let reader = ReadRate::default();
        assert!(responses.begin(UserId(9), MIB, &reader).is_ok());
        assert!(large.is_closed() && !little.is_closed());
        drop(held);
    }

    #[test]
    fn nobody_makes_room_for_a_user_beyond_their_own_limit() {
        let (responses, places) = full();
        for (_, read_rate) in &places[1..] {
            stall(read_rate, STALLED);
        }
        let reader = ReadRate::default();
        assert!(responses.begin(UserId(1), MIB, &reader).is_err());
        assert!(places.iter().all(|(_, read_rate)| !read_rate.is_closed()));
        stall(&places[0].1, STALLED);
        assert!(responses.begin(UserId(1), MIB, &reader).is_ok());
        assert!(places[0].1.is_closed());
    }

    #[test]
    fn an_ended_response_frees_its_place_and_a_small_one_needs_none() {
        let (responses, mut places) = full();
        let reader = ReadRate::default();
        assert!(matches!(
            responses.begin(UserId(9), SMALL, &reader),
            Ok(None)
        ));
        assert!(responses.begin(UserId(9), MIB, &reader).is_err());
        places.pop();
        assert!(matches!(
            responses.begin(UserId(9), MIB, &reader),
            Ok(Some(_))
        ));
    }
}
