//! Who a socket was last told is typing.

use std::collections::BTreeSet;

use parking_lot::Mutex;

use super::wire::Typing;

/// They are members of one conversation, so there are not many.
#[derive(Default)]
pub(super) struct ShownTypists(Mutex<BTreeSet<i64>>);

impl ShownTypists {
    /// Notes what the socket is told.
    pub(super) fn note(&self, told: &Typing) {
        let mut typists = self.0.lock();
        if told.is_typing {
            typists.insert(told.user_id);
        } else {
            typists.remove(&told.user_id);
        }
    }

    /// What it is to be told where nobody knows any more: that all of them have ceased. Who
    /// has not is told again soon.
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
    fn those_who_have_not_ceased_are_ceased_once() {
        let typists = ShownTypists::default();
        for (user_id, is_typing) in [(1, true), (2, true), (1, true), (2, false), (3, false)] {
            typists.note(&Typing { user_id, is_typing });
        }
        let told: Vec<Typing> = typists.clear().collect();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].user_id, told[0].is_typing), (1, false));
        assert_eq!(typists.clear().count(), 0);
    }
}
