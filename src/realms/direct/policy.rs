//! The realm's name and policy.

use crate::domain::{Realm, RealmPolicy};

pub const REALM: Realm = Realm::new("direct");

pub const POLICY: RealmPolicy = RealmPolicy::plain(REALM);
