//! The realms that a server knows: a policy each, which is data.
//!
//! The program has a `policy.toml` for each of its own realms, which have older wire contracts in
//! [`crate::contracts`]. An operator's files change these or add further realms, which are served at `/v1`
//! alone.

mod program_file;
mod realm_file;
mod registry;

pub use realm_file::RealmFileError;
pub use registry::Realms;
