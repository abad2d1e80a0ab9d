//! The policies of all realms.

use crate::domain::{Realm, RealmPolicy};

/// Of every realm the log may hold events of.
pub const POLICIES: &[RealmPolicy] = &[
    RealmPolicy {
        has_lessons: true,
        ..RealmPolicy::plain(Realm::School)
    },
    RealmPolicy {
        splits_companies: true,
        has_read_times: true,
        sends_webhooks: true,
        ..RealmPolicy::plain(Realm::Messenger)
    },
    RealmPolicy::plain(Realm::Campus),
    RealmPolicy {
        has_guests: true,
        hides_blocks: true,
        blanks_deleted: true,
        ..RealmPolicy::plain(Realm::Market)
    },
    RealmPolicy::plain(Realm::Direct),
];
