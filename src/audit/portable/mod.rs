//! Chats in a form that any database can import: JSON lines without a position or an id.

mod export;
mod fields;
mod files;
mod lines;
mod references;

pub use export::{Exported, PortableExport};
pub(in crate::audit) use fields::{
    ELSEWHERE, Field, VIA_KEY, Visitor, fields, join_pair_key, split_pair_key, visit,
};
pub use files::FileExport;
pub(in crate::audit) use files::{hexadecimal, name_in_folder};
pub(in crate::audit) use lines::{
    ContentOfFile, EventLine, FileLine, Gone, Line, PersonKey, PersonLine, VERSION,
};
pub(in crate::audit) use references::{Named, Portable};
