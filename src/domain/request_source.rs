//! Where a request came from.

use super::client_address::ClientAddress;

/// Where a request came from, for the record of what somebody read of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSource {
    /// The method and the template of the path, like `GET /v1/school/chats/{id}/messages`.
    pub route: String,
    pub address: ClientAddress,
}
