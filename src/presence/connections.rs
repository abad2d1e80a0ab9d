//! The users connected to this replica, and the changes to write to the table `presence`.

use std::collections::{HashMap, HashSet, VecDeque};

use tokio::time::Instant;

use crate::domain::UserId;
use crate::presence::store::PresenceUpdate;
use crate::presence::timing::OFFLINE_DELAY;

/// The most users of one update. Updates are short, since the replicas take turns.
const MAX_PER_UPDATE: usize = 2_000;

/// Connected users, and those whose last connection closed within the offline delay.
#[derive(Default)]
pub(super) struct LocalConnections {
    users: HashMap<UserId, User>,
    /// Users to register, or, if they have a row, to unregister.
    pending: HashSet<UserId>,
    /// When users closed their last connection, oldest first.
    closed: VecDeque<(Instant, UserId)>,
}

struct User {
    connections: usize,
    /// When the first connection opened, or the last one closed.
    since: Instant,
    /// Whether the table `presence` has this replica's row of the user.
    is_registered: bool,
}

impl LocalConnections {
    pub(super) fn len(&self) -> usize {
        self.users.len()
    }

    /// Records an opened connection. Returns whether the user has to be registered.
    pub(super) fn connected(&mut self, user_id: UserId, now: Instant) -> bool {
        let user = self.users.entry(user_id).or_insert(User {
            connections: 0,
            since: now,
            is_registered: false,
        });
        user.connections += 1;
        if user.connections > 1 {
            return false;
        }
        user.since = now;
        if user.is_registered {
            self.pending.remove(&user_id);
            return false;
        }
        self.pending.insert(user_id)
    }

    /// Records a closed connection.
    pub(super) fn disconnected(&mut self, user_id: UserId, now: Instant) {
        let Some(user) = self.users.get_mut(&user_id) else {
            return;
        };
        user.connections = user.connections.saturating_sub(1);
        if user.connections == 0 {
            user.since = now;
            // Unregistered users are registered first, so that a short visit is published too.
            self.closed.push_back((now, user_id));
        }
        // Here too, so that short visits do not accumulate while Postgres is unavailable.
        self.expire(now);
    }

    /// When the next offline delay ends.
    pub(super) fn next_expiry(&self) -> Option<Instant> {
        let (closed, _) = self.closed.front()?;
        Some(*closed + OFFLINE_DELAY)
    }

    /// The rows to insert and to delete now, if there are any.
    pub(super) fn update(&mut self, now: Instant) -> Option<PresenceUpdate> {
        self.expire(now);
        let mut update = PresenceUpdate::default();
        for user_id in self.pending.iter().take(MAX_PER_UPDATE) {
            let Some(user) = self.users.get(user_id) else {
                continue;
            };
            let list = if user.is_registered {
                &mut update.disconnected
            } else {
                &mut update.connected
            };
            list.push((*user_id, now.duration_since(user.since)));
        }
        let is_empty = update.connected.is_empty() && update.disconnected.is_empty();
        (!is_empty).then_some(update)
    }

    /// All users of whom the table must have rows.
    pub(super) fn snapshot(&mut self, now: Instant) -> PresenceUpdate {
        self.expire(now);
        // Users to be unregistered are left out of the snapshot, which removes their rows.
        let users = &mut self.users;
        self.pending.retain(|user_id| {
            let is_leaving = users.get(user_id).is_some_and(|user| user.is_registered);
            if is_leaving {
                users.remove(user_id);
            }
            !is_leaving
        });
        let age = |(user_id, user): (&UserId, &User)| (*user_id, now.duration_since(user.since));
        PresenceUpdate {
            is_snapshot: true,
            connected: self.users.iter().map(age).collect(),
            disconnected: Vec::new(),
        }
    }

    /// Records that an update was written to the database.
    pub(super) fn registered(&mut self, update: &PresenceUpdate, now: Instant) {
        for (user_id, _) in &update.connected {
            let user = self.users.entry(*user_id).or_insert_with(|| {
                // The offline delay ended before the update was written.
                self.pending.insert(*user_id);
                User {
                    connections: 0,
                    since: now,
                    is_registered: true,
                }
            });
            if !user.is_registered {
                user.is_registered = true;
                self.pending.remove(user_id);
            }
        }
        for (user_id, _) in &update.disconnected {
            let Some(user) = self.users.get_mut(user_id) else {
                continue;
            };
            if user.connections == 0 {
                self.users.remove(user_id);
                self.pending.remove(user_id);
            } else {
                // The user returned while the update was being written.
                user.is_registered = false;
                self.pending.insert(*user_id);
            }
        }
    }

    /// Marks users whose offline delay has ended as to be unregistered.
    fn expire(&mut self, now: Instant) {
        while let Some((closed, user_id)) = self.closed.front().copied() {
            if closed + OFFLINE_DELAY > now {
                break;
            }
            self.closed.pop_front();
            let Some(user) = self.users.get(&user_id) else {
                continue;
            };
            // The user may have returned since, and may have left again.
            if user.connections > 0 || user.since != closed {
                continue;
            }
            if user.is_registered {
                self.pending.insert(user_id);
            } else {
                self.pending.remove(&user_id);
                self.users.remove(&user_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ANN: UserId = UserId(1);

    fn connected(update: Option<PresenceUpdate>) -> Vec<i64> {
        update.map_or_else(Vec::new, |update| ids(&update.connected))
    }

    fn disconnected(update: Option<PresenceUpdate>) -> Vec<i64> {
        update.map_or_else(Vec::new, |update| ids(&update.disconnected))
    }

    fn ids(users: &[(UserId, Duration)]) -> Vec<i64> {
        users.iter().map(|(user_id, _)| user_id.0).collect()
    }

    /// Applies the pending update, as the publisher does.
    fn register(connections: &mut LocalConnections, now: Instant) -> Option<PresenceUpdate> {
        let update = connections.update(now)?;
        connections.registered(&update, now);
        Some(update)
    }

    #[test]
    fn online_from_the_first_connection_until_the_offline_delay() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        assert!(connections.connected(ANN, now));
        assert!(!connections.connected(ANN, now), "the second tab");
        assert_eq!(connected(register(&mut connections, now)), [1]);
        connections.disconnected(ANN, now);
        assert_eq!(connections.next_expiry(), None);
        connections.disconnected(ANN, now);
        let over = now + OFFLINE_DELAY;
        assert_eq!(connections.next_expiry(), Some(over));
        assert_eq!(connections.update(over - Duration::from_millis(1)), None);
        assert_eq!(disconnected(register(&mut connections, over)), [1]);
        assert_eq!(connections.len(), 0);
    }

    #[test]
    fn a_page_reload_changes_nothing() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        register(&mut connections, now);
        connections.disconnected(ANN, now);
        assert!(!connections.connected(ANN, now + OFFLINE_DELAY / 2));
        assert_eq!(connections.update(now + 2 * OFFLINE_DELAY), None);
    }

    #[test]
    fn each_close_restarts_the_offline_delay() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        register(&mut connections, now);
        connections.disconnected(ANN, now);
        connections.connected(ANN, now + OFFLINE_DELAY / 2);
        connections.disconnected(ANN, now + OFFLINE_DELAY / 2);
        assert_eq!(connections.update(now + OFFLINE_DELAY), None);
        let over = now + OFFLINE_DELAY + OFFLINE_DELAY / 2;
        assert_eq!(disconnected(connections.update(over)), [1]);
    }

    #[test]
    fn returning_while_being_unregistered_registers_again() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        register(&mut connections, now);
        connections.disconnected(ANN, now);
        let over = now + OFFLINE_DELAY;
        let update = connections.update(over).unwrap();
        connections.connected(ANN, over);
        connections.registered(&update, over);
        assert_eq!(connected(connections.update(over)), [1]);
    }

    #[test]
    fn a_short_visit_is_registered() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        connections.disconnected(ANN, now);
        assert_eq!(connected(register(&mut connections, now)), [1]);
        let over = now + OFFLINE_DELAY;
        assert_eq!(disconnected(connections.update(over)), [1]);
    }

    #[test]
    fn leaving_while_being_registered_unregisters() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        let update = connections.update(now).unwrap();
        connections.disconnected(ANN, now);
        let over = now + OFFLINE_DELAY;
        assert_eq!(connections.update(over), None);
        connections.registered(&update, over);
        assert_eq!(disconnected(connections.update(over)), [1]);
    }

    #[test]
    fn leaving_while_a_snapshot_is_written_unregisters() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        connections.connected(ANN, now);
        register(&mut connections, now);
        connections.disconnected(ANN, now);
        let snapshot = connections.snapshot(now);
        let over = now + OFFLINE_DELAY;
        assert_eq!(disconnected(connections.update(over)), [1]);
        connections.registered(&snapshot, over);
        assert_eq!(disconnected(connections.update(over)), [1]);
    }

    #[test]
    fn unregistered_visits_leave_nothing_behind() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        for second in 0..100 {
            let at = now + Duration::from_secs(second);
            let user_id = UserId(i64::try_from(second).unwrap());
            connections.connected(user_id, at);
            connections.disconnected(user_id, at);
        }
        assert!(connections.len() <= 6, "{}", connections.len());
    }

    #[test]
    fn a_snapshot_lists_users_within_the_offline_delay() {
        let (mut connections, now) = (LocalConnections::default(), Instant::now());
        for id in 1..=3 {
            connections.connected(UserId(id), now);
        }
        register(&mut connections, now);
        connections.disconnected(UserId(1), now);
        connections.disconnected(UserId(2), now + OFFLINE_DELAY / 2);
        let mut listed = ids(&connections.snapshot(now + OFFLINE_DELAY).connected);
        listed.sort_unstable();
        assert_eq!(listed, [2, 3]);
        assert_eq!(connections.update(now + OFFLINE_DELAY), None);
    }
}
