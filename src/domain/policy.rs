//! The policies by which realms differ below `realms/`.

use super::Realm;
use super::text::MessageText;

/// The policy of a realm, as its folder declares it. `vestnik migrate` mirrors it in the table
/// `realms`, whose columns have the same names; SQL asks `public.realm_<policy>(realm)`. Its
/// [`Features`] and the paths of cookies are not mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent policy"
)]
pub struct RealmPolicy {
    pub realm: Realm,
    /// Guests belong to this realm, and to no other.
    pub has_guests: bool,
    /// The paths of the cookies with a guest's token: those of the routes that guests use.
    pub guest_paths: &'static [&'static str],
    /// Users know only users of their own company. No realm has it: people of companies write to each
    /// other, unless a realm for the staff of one company is wanted.
    pub splits_companies: bool,
    /// The table `lessons` is of this realm, and completing a lesson creates a chat in it. At most
    /// one realm has it.
    pub has_lessons: bool,
    /// Groups are school classes: teachers and admins make them, of at most 100 members.
    pub has_classes: bool,
    /// A blocked user may create a chat with the blocking user, so that the block is not revealed.
    pub hides_blocks: bool,
    /// Streams list the messages that a read mark newly covers, and histories have read times.
    pub has_read_times: bool,
    /// Streams have no frame for deletions: a deleted message is delivered without its text.
    pub blanks_deleted: bool,
    /// Admins, or moderators of reports, have a desk: reports, figures and the audit.
    pub has_desk: bool,
    /// What its people may do. It decides which routes of `/v1` the realm has, and SQL does not
    /// read it: what SQL decides on is a field above.
    pub features: Features,
}

/// What people may do in a realm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent policy"
)]
pub struct Features {
    pub private_chats: PrivateChats,
    pub groups: bool,
    /// Authors change the text of their messages. The setting `EDITS_IN` switches it on.
    pub edits: bool,
    pub replies: bool,
    pub reactions: bool,
    /// Pinned messages, and pinned chats.
    pub pins: bool,
    pub search: bool,
    pub drafts: bool,
    /// Muted and archived chats.
    pub mutes: bool,
    pub files: Files,
    pub blocks: bool,
    pub reports: bool,
    /// People sign in here with a password; elsewhere another application signs them in.
    pub accounts: bool,
    /// Admins read every chat and write in none.
    pub admins_observe: bool,
    /// Others cannot tell a chat that does not exist from one that they are not in.
    pub hides_missing_chats: bool,
    /// The longest text of a message, in characters.
    pub max_text: usize,
    /// HTML tags are removed from texts, because clients may show them as HTML.
    pub strips_markup: bool,
}

/// How private chats begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateChats {
    /// The database creates them; people find the one that exists.
    FromLessons,
    /// Everyone with everyone whom they know of.
    WithAnyone,
    /// About a listing, with its seller.
    AboutListings {
        /// The field of a chat's context that has the listing's id.
        id_field: &'static str,
    },
}

/// The files that messages may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    All,
    Images,
}

impl Features {
    /// Those of a realm in which people do everything but report messages.
    pub const ALL: Self = Self {
        private_chats: PrivateChats::WithAnyone,
        groups: true,
        edits: true,
        replies: true,
        reactions: true,
        pins: true,
        search: true,
        drafts: true,
        mutes: true,
        files: Files::All,
        blocks: true,
        reports: false,
        accounts: false,
        admins_observe: false,
        hides_missing_chats: false,
        max_text: MessageText::MAX_CHARS,
        strips_markup: false,
    };
}

impl RealmPolicy {
    /// The most members of a group, as `sql/access/max_members.sql` decides.
    pub const fn max_members(&self) -> i64 {
        if self.has_classes { 100 } else { 500 }
    }

    /// A realm with none of the policies.
    pub const fn plain(realm: Realm) -> Self {
        Self {
            realm,
            has_guests: false,
            guest_paths: &[],
            splits_companies: false,
            has_lessons: false,
            has_classes: false,
            hides_blocks: false,
            has_read_times: false,
            blanks_deleted: false,
            has_desk: false,
            features: Features::ALL,
        }
    }
}
