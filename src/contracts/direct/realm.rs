//! The name of the realm.

use crate::domain::Realm;

pub const REALM: Realm = Realm::new("direct");
