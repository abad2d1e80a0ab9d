//! People whom server-side keys manage, and tokens for them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::given::given;
use crate::api::users::wire::User;
use crate::domain::Role;
use crate::http::Time;

/// The body of `PUT /users/{external_id}`. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManagedUser {
    /// 1 to 200 characters.
    #[schema(max_length = 200)]
    pub name: String,
    /// Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// By default `member`.
    #[schema(value_type = Option<ManagedRole>)]
    pub role: Option<Role>,
    /// An `https` address of at most 2,000 characters. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub avatar_url: Option<Option<String>>,
}

// Only for the OpenAPI document: other roles are no malformed requests.
/// A role that keys may give; another one is 403.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ManagedRole {
    Student,
    Teacher,
    Member,
}

/// An item of the body of `PUT /users`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedUser {
    /// 1 to 255 characters.
    pub external_id: String,
    /// 1 to 200 characters.
    #[schema(max_length = 200)]
    pub name: String,
    /// Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// By default `member`.
    #[schema(value_type = Option<ManagedRole>)]
    pub role: Option<Role>,
    /// An `https` address of at most 2,000 characters. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub avatar_url: Option<Option<String>>,
}

impl ListedUser {
    /// The external id, and the rest. `serde` can not refuse unknown fields of a flattened type.
    pub(super) fn split(self) -> (String, ManagedUser) {
        let user = ManagedUser {
            name: self.name,
            email: self.email,
            role: self.role,
            avatar_url: self.avatar_url,
        };
        (self.external_id, user)
    }
}

/// The answer of `PUT /users`.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutUsers {
    /// In the order of the request.
    pub users: Vec<User>,
}

/// The body of `POST /tokens`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    pub user_id: i64,
    /// At most a day.
    #[schema(minimum = 1, maximum = 86_400)]
    pub ttl_seconds: u32,
}

/// A token of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// For `Authorization: Bearer`.
    pub token: String,
    pub expires_at: Time,
}
