//! Whom a text mentions, and where: an `@`, and the name of a member of the chat.
//!
//! Names and texts are compared as the database folds them (`sql/search/fold_name.sql`). Code mentions
//! nobody. The places are stored with the text, so that they are right whatever people are called later.

mod candidates;
mod members;
mod mention;

pub(crate) use candidates::{Candidate, NAMES_SEPARATOR, name_candidates};
pub(crate) use members::{FoldedCandidate, MemberNames};
pub use mention::{Mention, MentionPlace};
