//! Distributes every event of this replica, from the tail to the queues of its subscribers.

mod openings;
mod scope;
mod signals;
mod state;

pub use state::Hub;
pub(crate) use state::{Page, Registered};
