//! The realm's name and policy.

use crate::domain::{Features, Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("direct");

pub const POLICY: RealmPolicy = RealmPolicy {
    features: Features {
        groups: false,
        ..Features::ALL
    },
    ..RealmPolicy::plain(REALM)
};
