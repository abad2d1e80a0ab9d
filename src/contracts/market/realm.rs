//! The name of the realm, and the field by which its chats name a listing.

use crate::domain::Realm;

pub const REALM: Realm = Realm::new("market");

/// The field of a chat's context that has the listing's id.
pub(super) const LISTING_ID: &str = "iphone_id";
