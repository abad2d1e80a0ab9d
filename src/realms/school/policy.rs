//! The realm's name and policy.

use crate::domain::{Features, PrivateChats, Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("school");

pub const POLICY: RealmPolicy = RealmPolicy {
    has_lessons: true,
    has_classes: true,
    has_desk: true,
    features: Features {
        private_chats: PrivateChats::FromLessons,
        // The contract's answer to edits is to delete: EDITS_IN switches them on.
        edits: false,
        blocks: false,
        accounts: true,
        admins_observe: true,
        hides_missing_chats: true,
        ..Features::ALL
    },
    ..RealmPolicy::plain(REALM)
};
