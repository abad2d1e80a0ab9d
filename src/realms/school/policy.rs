//! The realm's name and policy.

use crate::domain::{Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("school");

pub const POLICY: RealmPolicy = RealmPolicy {
    has_lessons: true,
    ..RealmPolicy::plain(REALM)
};
