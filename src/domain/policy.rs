//! The policies by which realms differ below `realms/`.

use super::Realm;

/// The policy of a realm, as its folder declares it. `vestnik migrate` mirrors it in the table
/// `realms`, whose columns have the same names; SQL asks `public.realm_<policy>(realm)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent policy"
)]
pub struct RealmPolicy {
    pub realm: Realm,
    /// Guests belong to this realm, and to no other.
    pub has_guests: bool,
    /// Users know only users of their own company.
    pub splits_companies: bool,
    /// The table `lessons` is of this realm, and completing a lesson creates a chat in it. At most
    /// one realm has it.
    pub has_lessons: bool,
    /// A blocked user may create a chat with the blocking user, so that the block is not revealed.
    pub hides_blocks: bool,
    /// Streams list the messages that a read mark newly covers, and histories have read times.
    pub has_read_times: bool,
    /// Streams have no frame for deletions: a deleted message is delivered without its text.
    pub blanks_deleted: bool,
    /// Messages to users who are offline are sent to `WEBHOOK_URL`.
    pub sends_webhooks: bool,
}

impl RealmPolicy {
    /// A realm with none of the policies.
    pub const fn plain(realm: Realm) -> Self {
        Self {
            realm,
            has_guests: false,
            splits_companies: false,
            has_lessons: false,
            hides_blocks: false,
            has_read_times: false,
            blanks_deleted: false,
            sends_webhooks: false,
        }
    }
}
