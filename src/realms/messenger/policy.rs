//! The realm's name and policy.

use crate::domain::{Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("messenger");

pub const POLICY: RealmPolicy = RealmPolicy {
    has_read_times: true,
    ..RealmPolicy::plain(REALM)
};
