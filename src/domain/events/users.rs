//! Users who are erased.

use serde::{Deserialize, Serialize};

use crate::domain::UserId;

/// Payload of `user_erased`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserErased {
    pub user_id: UserId,
}
