//! Who looks for people.

use crate::api::caller::own_key;
use crate::directory::Finder;
use crate::domain::Principal;

/// A key that acts for itself is in no company, and finds the people of all.
pub(super) fn finder(caller: &Principal) -> Finder {
    Finder {
        user_id: caller.user_id,
        sees_all_companies: own_key(caller).is_some(),
    }
}
