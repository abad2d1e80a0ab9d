//! Chats in a form that any database can import: JSON lines without a position or an id.

mod export;
mod files;
mod lines;
mod references;
mod visitor;

pub use export::{Exported, PortableExport};
pub use files::FileExport;
pub(in crate::audit) use files::{hexadecimal, name_in_folder};
pub(in crate::audit) use lines::{
    ContentOfFile, EventLine, FileLine, Gone, Line, PersonKey, PersonLine, VERSION,
};
pub(in crate::audit) use references::{Named, Portable};
pub(in crate::audit) use visitor::{
    ELSEWHERE, VIA_KEY, Visitor, join_pair_key, split_pair_key, visit,
};
