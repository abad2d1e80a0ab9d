//! How much one person may do in a while, where strangers meet.

/// Limits on what one person does, whatever replicas they do it through: the database counts,
/// with the head of the log held (`sql/routines/limit_reached.sql`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages in a minute.
    pub messages_a_minute: u32,
    /// Messages in five seconds.
    pub messages_in_5_seconds: u32,
    /// Chats begun in a minute.
    pub chats_a_minute: u32,
    /// Chats that get the same text within a minute.
    pub same_text_chats: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages_a_minute: 20,
            messages_in_5_seconds: 5,
            chats_a_minute: 10,
            same_text_chats: 5,
        }
    }
}
