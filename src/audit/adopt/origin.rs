//! What an application keeps in its database, as SQL that reads it in a common form.
//!
//! A query finds the origin's tables by the search path. `{table}` in the text of people is the name of their
//! table. Columns that an application may lack are read from the row as JSON.

/// The people of a table with an `id`; everything else that it may have is optional.
pub(super) const PEOPLE_OF_TABLE: &str = include_str!("sql/people_of_table.sql");

/// An application.
pub struct Origin {
    /// The tables that it must have, and their columns.
    pub tables: &'static [(&'static str, &'static [&'static str])],
    /// Whether its chats and messages may have UUIDs, which they keep.
    pub has_uuids: bool,
    pub people: &'static [PeopleQuery],
    pub roles: Roles,
    /// The names of the tables of chats and messages, for the list of what is not brought.
    pub chat_table: &'static str,
    pub message_table: &'static str,
    /// Chats and their members.
    pub chats: &'static str,
    /// Messages, and reads whose time matters among them, in their order.
    pub timeline: &'static str,
    pub marks: Marks,
    pub lessons: Option<&'static str>,
}

/// Where people are.
pub enum PeopleQuery {
    /// In this table, which the application must have.
    Table(&'static str),
    /// In this table or, if there is none, where they are mentioned.
    TableOr(&'static str, &'static str),
    /// Elsewhere.
    Sql {
        table: &'static str,
        sql: &'static str,
    },
}

/// Which roles people can have.
pub enum Roles {
    /// These; someone with another one is not brought.
    Only(&'static [&'static str]),
    /// These; everyone else is a member.
    OrMember(&'static [&'static str]),
}

/// What the application knows of what people have read. Where it knows nothing, all that is brought counts as
/// read.
pub enum Marks {
    /// The timeline has reads.
    InTimeline,
    /// A query of the newest message that each member has read.
    Query(&'static str),
    /// The same, if this table has this column.
    IfColumn {
        table: &'static str,
        column: &'static str,
        sql: &'static str,
    },
}
