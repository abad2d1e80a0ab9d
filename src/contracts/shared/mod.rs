//! What contracts share: the state of their handlers, and steps that their routes have in common. It names no
//! realm.

pub(super) mod client_frame;
mod context;
mod contract;
pub(super) mod edits;
pub(super) mod error_envelope;
pub(super) mod history;
pub(super) mod new_chats;
pub(super) mod next_link;
pub(super) mod paging;
pub(super) mod query;
pub(super) mod unknown_user;
pub(super) mod wire_id;

pub use context::{ContractContext, ContractServices};
pub use contract::Contract;
