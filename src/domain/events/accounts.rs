//! Accounts that changed. Triggers append these events. Replicas keep no names: nothing that they show comes from
//! here.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use crate::domain::ids::UserId;

/// Payload of `user_named`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserNamed {
    pub user_id: UserId,
}

impl Payload for UserNamed {
    fn fields() -> Fields {
        &[
            ("user_id", Field::Person),
            ("content", Field::Plain),
            ("former_name", Field::Plain),
        ]
    }
}

/// Payload of `user_role_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRoleChanged {
    pub user_id: UserId,
}

impl Payload for UserRoleChanged {
    fn fields() -> Fields {
        &[
            ("user_id", Field::Person),
            ("role", Field::Plain),
            ("former_role", Field::Plain),
        ]
    }
}

/// Payload of `user_realms_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRealmsChanged {
    pub user_id: UserId,
}

impl Payload for UserRealmsChanged {
    fn fields() -> Fields {
        &[
            ("user_id", Field::Person),
            ("realms", Field::Plain),
            ("former_realms", Field::Plain),
        ]
    }
}

/// Payload of `user_deactivated`, `user_reactivated` and `user_login_reset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChanged {
    pub user_id: UserId,
}

impl Payload for AccountChanged {
    fn fields() -> Fields {
        &[("user_id", Field::Person)]
    }
}
