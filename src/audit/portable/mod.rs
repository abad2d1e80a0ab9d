//! Chats in a form that any database can import: JSON lines without a position or an id.

mod export;
mod fields;
mod lines;
mod references;

pub use export::PortableExport;
pub(in crate::audit) use fields::{
    ELSEWHERE, Field, VIA_KEY, Visitor, fields, join_pair_key, split_pair_key, visit,
};
pub(in crate::audit) use lines::{EventLine, Line, PersonKey, PersonLine, VERSION};
