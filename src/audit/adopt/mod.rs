//! Brings the data of another application, as it has it in a Postgres of its own.
//!
//! An [`Origin`] is SQL that reads the tables of an application in a form that all have in common; `crate::adopt` has
//! them. From it come the lines of a portable export, with ids that follow from those of the origin, and
//! [`Check`](super::import) and [`Import`](super::import) do the rest.
//!
//! # Guarantees
//! * The origin is read in one read-only transaction, so both passes read the same.
//! * Nothing is written before the first pass has listed what cannot be brought, nor if it found a conflict with
//!   what is here.
//! * A second run appends what is new and nothing twice: an event whose id the log has is skipped.
//! * No notifications are queued, as for all imported events.
//! * People and chats are in memory, and a page of messages.

mod chat_row;
mod chats;
mod entry;
mod error;
mod events;
mod files;
mod finding;
mod ids;
mod lessons;
mod members;
mod origin;
mod people;
mod sink;
mod source;
mod timeline;

use self::chats::Chats;
use self::finding::Report;
use self::ids::Ids;
use self::lessons::Lessons;
use self::people::People;
use self::sink::Sink;
use self::source::Source;
use self::timeline::Timeline;
use crate::db::Connector;
use crate::domain::RealmPolicy;

pub use error::AdoptError;
pub use finding::{RowFinding, Severity};
pub use origin::{Marks, Origin, PeopleQuery, Roles};

/// The table is the newest one that an adoption writes.
const IS_MIGRATED: &str =
    "SELECT to_regclass('public.unclaimed_guests') IS NOT NULL AS is_migrated";

/// Where the data is, and of which application.
pub struct OriginSettings<'a> {
    pub origin: &'static Origin,
    /// The policy of the realm that the data is brought to.
    pub policy: &'a RealmPolicy,
    /// The origin's database.
    pub database: &'a Connector,
    pub schema: &'a str,
    /// Of times without a time zone; `None`: that of the origin's database.
    pub time_zone: Option<&'a str>,
}

/// How much of the origin can be brought, or was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Adopted {
    pub people: u64,
    pub chats: u64,
    pub messages: u64,
    pub lessons: u64,
    /// What an import has written: the people and lessons that are new, and the events.
    pub new_people: u64,
    pub new_lessons: u64,
    pub appended: u64,
    /// The rows that cannot be brought, and those that are in conflict with what is here.
    pub left_out: u64,
    pub conflicts: u64,
}

/// The data of an application, which stays as it is.
pub struct Adoption<'a> {
    owner: &'a Connector,
    source: Source,
    origin: &'static Origin,
    policy: &'a RealmPolicy,
    ids: Ids,
}

impl<'a> Adoption<'a> {
    /// Opens the origin. `owner` connects to the database that the data is brought to.
    pub async fn open(
        owner: &'a Connector,
        settings: &OriginSettings<'a>,
    ) -> Result<Self, AdoptError> {
        let (realm, origin) = (settings.policy.realm, settings.origin);
        let here = owner.open_as_owner().await?;
        let row = here.query_one(IS_MIGRATED, &[]).await?;
        if !row.try_get("is_migrated")? {
            return Err(AdoptError::NotMigrated);
        }
        let source = Source::open(settings).await?;
        Ok(Self {
            owner,
            source,
            origin,
            policy: settings.policy,
            ids: Ids::new(realm, origin.has_uuids),
        })
    }

    /// Reads everything, writes nothing, and lists what cannot be brought.
    pub async fn check(
        &self,
        list: &mut (dyn FnMut(RowFinding) + Send),
    ) -> Result<Adopted, AdoptError> {
        self.walk(Sink::check(self.owner).await?, Report::new(list))
            .await
    }

    /// Brings what a check has not listed.
    pub async fn run(&self) -> Result<Adopted, AdoptError> {
        self.walk(Sink::import(self.owner).await?, Report::new(&mut |_| {}))
            .await
    }

    async fn walk(&self, mut sink: Sink, mut report: Report<'_>) -> Result<Adopted, AdoptError> {
        let mut here = self.owner.open_as_owner().await?;
        let mut adopted = Adopted::default();
        let writes = sink.writes();
        let people = People::read(self, &here, &mut report).await?;
        if writes {
            adopted.new_people = people.add(&mut here).await?;
        }
        adopted.people = people.feed(&mut sink, &mut report).await?;
        let chats = Chats::read(self, &people, &here, &mut report).await?;
        adopted.chats = chats.brought();
        let timeline = Timeline::new(self, &people, chats, &here);
        adopted.messages = timeline.walk(&mut sink, &mut report).await?;
        adopted.appended = sink.finish().await?;
        let lessons = Lessons::bring(self, &people, &mut here, writes, &mut report).await?;
        (adopted.lessons, adopted.new_lessons) = (lessons.brought, lessons.written);
        adopted.left_out = report.left_out;
        adopted.conflicts = report.conflicts;
        Ok(adopted)
    }
}
