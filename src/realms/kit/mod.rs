//! Parts that realms share: the state of their handlers, and steps that their routes have in common.
//! The kit names no realm.

pub(super) mod client_frame;
mod context;
mod descriptor;
pub(super) mod edits;
pub(super) mod error_envelope;
pub(super) mod history;
pub(super) mod new_chats;
pub(super) mod next_link;
pub(super) mod paging;
pub(super) mod program_file;
pub(super) mod query;
pub(super) mod realm_file;
pub(super) mod wire_id;

pub use context::{RealmContext, RealmServices};
pub use descriptor::RealmDescriptor;
pub use realm_file::RealmFileError;
