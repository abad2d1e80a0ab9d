//! The realm's name and policy.

use crate::domain::{Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("market");

pub const POLICY: RealmPolicy = RealmPolicy {
    has_guests: true,
    hides_blocks: true,
    blanks_deleted: true,
    ..RealmPolicy::plain(REALM)
};
