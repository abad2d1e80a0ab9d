//! The users that a socket currently shows as typing.

use std::collections::BTreeSet;

use parking_lot::Mutex;

use crate::contracts::campus::wire::Typing;

/// The ids of these users. Their number is bounded by the members of the conversation.
#[derive(Default)]
pub(super) struct ShownTypists(Mutex<BTreeSet<i64>>);

impl ShownTypists {
    /// Records a frame that the socket sends.
    pub(super) fn track(&self, frame: &Typing) {
        let mut typists = self.0.lock();
        if frame.is_typing {
            typists.insert(frame.user_id);
        } else {
            typists.remove(&frame.user_id);
        }
    }

    /// Forgets all typing users, and returns the frames that end their typing. A user that still
    /// types is announced again with the next renewal.
    pub(super) fn clear(&self) -> impl Iterator<Item = Typing> + use<> {
        let typists = std::mem::take(&mut *self.0.lock());
        typists.into_iter().map(|user_id| Typing {
            user_id,
            is_typing: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clearing_ends_shown_typing_once() {
        let typists = ShownTypists::default();
        for (user_id, is_typing) in [(1, true), (2, true), (1, true), (2, false), (3, false)] {
            typists.track(&Typing { user_id, is_typing });
        }
        let frames: Vec<Typing> = typists.clear().collect();
        assert_eq!(frames.len(), 1);
        assert_eq!((frames[0].user_id, frames[0].is_typing), (1, false));
        assert_eq!(typists.clear().count(), 0);
    }
}
