//! The realm's name and policy.

use crate::domain::{Features, Files, PrivateChats, Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("market");

/// The field of a chat's context that has the listing's id.
pub(super) const LISTING_ID: &str = "iphone_id";
/// Characters of a text at most.
pub(super) const MAX_TEXT: usize = 2_000;

pub const POLICY: RealmPolicy = RealmPolicy {
    has_guests: true,
    guest_paths: &["/api/chat", "/v1/market"],
    hides_blocks: true,
    blanks_deleted: true,
    has_desk: true,
    features: Features {
        private_chats: PrivateChats::AboutListings {
            id_field: LISTING_ID,
        },
        groups: false,
        edits: false,
        reactions: false,
        pins: false,
        drafts: false,
        files: Files::Images,
        reports: true,
        max_text: MAX_TEXT,
        strips_markup: true,
        ..Features::ALL
    },
    ..RealmPolicy::plain(REALM)
};
