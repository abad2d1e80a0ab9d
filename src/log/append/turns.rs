//! Lets the texts of each user be queued in the order in which they arrived, however long each of
//! them is prepared.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::domain::UserId;

/// The last turn of each user, and the number of the next one.
#[derive(Default)]
struct State {
    last: HashMap<UserId, (u64, oneshot::Receiver<()>)>,
    next: u64,
}

/// The turns of all users. Clones share them. A user without a turn takes no memory.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<State>>);

/// One turn; dropping it lets the user's next one come.
pub(super) struct Turn {
    turns: Turns,
    user_id: UserId,
    number: u64,
    before: Option<oneshot::Receiver<()>>,
    _end: oneshot::Sender<()>,
}

impl Turns {
    /// The turn after those that the user has taken before.
    pub(super) fn take(&self, user_id: UserId) -> Turn {
        let (end, ended) = oneshot::channel();
        let mut state = self.0.lock();
        let number = state.next;
        state.next += 1;
        let before = state.last.insert(user_id, (number, ended));
        Turn {
            turns: self.clone(),
            user_id,
            number,
            before: before.map(|(_, before)| before),
            _end: end,
        }
    }
}

impl Turn {
    /// Waits until the user's turn before this one has ended.
    pub(super) async fn come(&mut self) {
        if let Some(before) = self.before.take() {
            let _ = before.await;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.turns.0.lock();
        let last = state.last.get(&self.user_id);
        if last.is_some_and(|(number, _)| *number == self.number) {
            state.last.remove(&self.user_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn turns_of_a_user_come_in_their_order() {
        let turns = Turns::default();
        let (first, mut second) = (turns.take(UserId(1)), turns.take(UserId(1)));
        let mut other = turns.take(UserId(2));
        other.come().await;
        assert!(futures::poll!(Box::pin(second.come())).is_pending());
        drop(first);
        let mut third = turns.take(UserId(1));
        assert!(futures::poll!(Box::pin(third.come())).is_pending());
        drop((second, third, other));
        assert!(turns.0.lock().last.is_empty(), "no user is kept for ever");
    }
}
