//! Whose connections this replica holds, and what of that the register does not know yet.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::UserId;
use crate::presence::OFFLINE_DELAY;
use crate::presence::store::PresenceUpdate;

/// People registered in one statement: a short one, since all replicas take turns.
const MOST: usize = 2_000;

/// Connected users, and those who closed their last connection a moment ago.
#[derive(Default)]
pub(crate) struct LocalConnections {
    users: HashMap<UserId, Connected>,
    /// Who has connections, or had a moment ago, and no row.
    connected: HashSet<UserId>,
    /// Who closed their last connection, and when; in that order.
    closing: VecDeque<(Instant, UserId)>,
    /// Whose grace is over, and who has a row.
    disconnected: HashSet<UserId>,
}

struct Connected {
    connections: usize,
    /// When the first of them opened, or the last closed.
    since: Instant,
    /// Whether the register has a row.
    is_registered: bool,
}

impl LocalConnections {
    pub(crate) fn len(&self) -> usize {
        self.users.len()
    }

    /// Another one opened. Whether there is something to register.
    pub(crate) fn open(&mut self, user_id: UserId, now: Instant) -> bool {
        let user = self.users.entry(user_id).or_insert(Connected {
            connections: 0,
            since: now,
            is_registered: false,
        });
        user.connections += 1;
        if user.connections > 1 {
            return false;
        }
        user.since = now;
        self.disconnected.remove(&user_id);
        !user.is_registered && self.connected.insert(user_id)
    }

    /// One of them closed.
    pub(crate) fn close(&mut self, user_id: UserId, now: Instant) {
        let Some(user) = self.users.get_mut(&user_id) else {
            return;
        };
        user.connections = user.connections.saturating_sub(1);
        if user.connections == 0 {
            user.since = now;
            // Who came and was not registered yet still is: a short visit counts as well.
            self.closing.push_back((now, user_id));
        }
        // Here too, so that people who come and go while Postgres is away do not pile up.
        self.expire(now);
    }

    /// When there is something to register next, as far as that can be foreseen.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.closing
            .front()
            .map(|(closed, _)| *closed + OFFLINE_DELAY)
    }

    /// What the register is to be told now.
    pub(crate) fn changes(&mut self, now: Instant) -> Option<PresenceUpdate> {
        self.expire(now);
        if self.connected.is_empty() && self.disconnected.is_empty() {
            return None;
        }
        let ago = |user_id: &UserId| (*user_id, self.ago(*user_id, now));
        Some(PresenceUpdate {
            is_snapshot: false,
            connected: self.connected.iter().take(MOST).map(ago).collect(),
            disconnected: self.disconnected.iter().take(MOST).map(ago).collect(),
        })
    }

    /// Everyone that the register is to have rows of.
    pub(crate) fn everyone(&mut self, now: Instant) -> PresenceUpdate {
        self.expire(now);
        for user_id in self.disconnected.drain() {
            self.users.remove(&user_id);
        }
        let ago = |user_id: &UserId| (*user_id, self.ago(*user_id, now));
        PresenceUpdate {
            is_snapshot: true,
            connected: self.users.keys().map(ago).collect(),
            disconnected: Vec::new(),
        }
    }

    /// The register was told.
    pub(crate) fn registered(&mut self, changes: &PresenceUpdate, now: Instant) {
        for (user_id, _) in &changes.connected {
            self.connected.remove(user_id);
            let user = self.users.entry(*user_id).or_insert_with(|| {
                // Telling took so long that they are gone for good already.
                self.disconnected.insert(*user_id);
                Connected {
                    connections: 0,
                    since: now,
                    is_registered: true,
                }
            });
            user.is_registered = true;
        }
        for (user_id, _) in &changes.disconnected {
            self.disconnected.remove(user_id);
            let Some(user) = self.users.get_mut(user_id) else {
                continue;
            };
            if user.connections == 0 {
                self.users.remove(user_id);
            } else {
                // Back while it was being told.
                user.is_registered = false;
                self.connected.insert(*user_id);
            }
        }
    }

    /// Lets go of those whose grace is over.
    fn expire(&mut self, now: Instant) {
        while let Some((closed, user_id)) = self.closing.front().copied() {
            if closed + OFFLINE_DELAY > now {
                break;
            }
            self.closing.pop_front();
            let Some(user) = self.users.get(&user_id) else {
                continue;
            };
            // Since then they may have been back, and may have gone again.
            if user.connections > 0 || user.since != closed {
                continue;
            }
            if user.is_registered {
                self.disconnected.insert(user_id);
            } else {
                self.connected.remove(&user_id);
                self.users.remove(&user_id);
            }
        }
    }

    fn ago(&self, user_id: UserId, now: Instant) -> Duration {
        let user = self.users.get(&user_id);
        user.map_or(Duration::ZERO, |user| now.duration_since(user.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: UserId = UserId(1);

    fn connected(changes: Option<PresenceUpdate>) -> Vec<i64> {
        changes.map_or_else(Vec::new, |changes| ids(&changes.connected))
    }

    fn disconnected(changes: Option<PresenceUpdate>) -> Vec<i64> {
        changes.map_or_else(Vec::new, |changes| ids(&changes.disconnected))
    }

    fn ids(people: &[(UserId, Duration)]) -> Vec<i64> {
        people.iter().map(|(user_id, _)| user_id.0).collect()
    }

    /// Tells the register what there is to tell.
    fn register(connections: &mut LocalConnections, now: Instant) -> Option<PresenceUpdate> {
        let changes = connections.changes(now)?;
        connections.registered(&changes, now);
        Some(changes)
    }

    #[test]
    fn is_there_from_the_first_connection_and_until_the_grace_after_the_last() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        assert!(connections.open(ANN, now));
        assert!(!connections.open(ANN, now), "the second tab is no news");
        assert_eq!(connected(register(&mut connections, now)), [1]);
        connections.close(ANN, now);
        assert_eq!(connections.next(), None);
        connections.close(ANN, now);
        let over = now + OFFLINE_DELAY;
        assert_eq!(connections.next(), Some(over));
        assert_eq!(connections.changes(over - Duration::from_millis(1)), None);
        assert_eq!(disconnected(register(&mut connections, over)), [1]);
        assert_eq!(connections.len(), 0);
    }

    #[test]
    fn a_page_reload_is_not_told() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.open(ANN, now);
        register(&mut connections, now);
        connections.close(ANN, now);
        assert!(!connections.open(ANN, now + OFFLINE_DELAY / 2));
        assert_eq!(connections.changes(now + 2 * OFFLINE_DELAY), None);
    }

    #[test]
    fn each_close_begins_the_grace_anew() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.open(ANN, now);
        register(&mut connections, now);
        connections.close(ANN, now);
        connections.open(ANN, now + OFFLINE_DELAY / 2);
        connections.close(ANN, now + OFFLINE_DELAY / 2);
        assert_eq!(connections.changes(now + OFFLINE_DELAY), None);
        assert_eq!(
            disconnected(connections.changes(now + OFFLINE_DELAY + OFFLINE_DELAY / 2)),
            [1]
        );
    }

    #[test]
    fn who_comes_back_while_being_told_gone_is_told_again() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.open(ANN, now);
        register(&mut connections, now);
        connections.close(ANN, now);
        let over = now + OFFLINE_DELAY;
        let changes = connections.changes(over).unwrap();
        connections.open(ANN, over);
        connections.registered(&changes, over);
        assert_eq!(connected(connections.changes(over)), [1]);
    }

    #[test]
    fn a_visit_shorter_than_it_takes_to_register_it_is_told_all_the_same() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.open(ANN, now);
        connections.close(ANN, now);
        assert_eq!(connected(register(&mut connections, now)), [1]);
        assert_eq!(disconnected(connections.changes(now + OFFLINE_DELAY)), [1]);
    }

    #[test]
    fn who_is_gone_before_their_coming_was_told_is_told_gone() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.open(ANN, now);
        let changes = connections.changes(now).unwrap();
        connections.close(ANN, now);
        assert_eq!(connections.changes(now + OFFLINE_DELAY), None);
        connections.registered(&changes, now + OFFLINE_DELAY);
        assert_eq!(disconnected(connections.changes(now + OFFLINE_DELAY)), [1]);
    }

    #[test]
    fn who_comes_and_goes_untold_leaves_nothing() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        for second in 0..100 {
            let at = now + Duration::from_secs(second);
            connections.open(UserId(i64::try_from(second).unwrap()), at);
            connections.close(UserId(i64::try_from(second).unwrap()), at);
        }
        assert!(connections.len() <= 6, "{}", connections.len());
    }

    #[test]
    fn everyone_is_who_is_connected_or_within_the_grace() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        for id in 1..=3 {
            connections.open(UserId(id), now);
        }
        register(&mut connections, now);
        connections.close(UserId(1), now);
        connections.close(UserId(2), now + OFFLINE_DELAY / 2);
        let mut everyone = ids(&connections.everyone(now + OFFLINE_DELAY).connected);
        everyone.sort_unstable();
        assert_eq!(everyone, [2, 3]);
        assert_eq!(connections.changes(now + OFFLINE_DELAY), None);
    }
}
