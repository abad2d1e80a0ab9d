//! Bringing the data of an origin, people first.

use crate::audit::adopt::chats::Chats;
use crate::audit::adopt::context::AdoptionContext;
use crate::audit::adopt::error::AdoptError;
use crate::audit::adopt::finding::{Report, RowFinding};
use crate::audit::adopt::ids::Ids;
use crate::audit::adopt::lessons::Lessons;
use crate::audit::adopt::people::People;
use crate::audit::adopt::settings::OriginSettings;
use crate::audit::adopt::sink::Sink;
use crate::audit::adopt::source::Source;
use crate::audit::adopt::timeline::Timeline;
use crate::db::Connector;

/// The table is the newest one that an adoption writes.
const IS_MIGRATED: &str =
    "SELECT to_regclass('public.unclaimed_guests') IS NOT NULL AS is_migrated";

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
    context: AdoptionContext<'a>,
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
        let context = AdoptionContext {
            owner,
            source,
            origin,
            policy: settings.policy,
            ids: Ids::new(realm, origin.has_uuids),
        };
        Ok(Self { context })
    }

    /// Reads everything, writes nothing, and lists what cannot be brought.
    pub async fn check(
        &self,
        list: &mut (dyn FnMut(RowFinding) + Send),
    ) -> Result<Adopted, AdoptError> {
        self.walk(Sink::check(self.context.owner).await?, Report::new(list))
            .await
    }

    /// Brings what a check has not listed.
    pub async fn run(&self) -> Result<Adopted, AdoptError> {
        self.walk(
            Sink::import(self.context.owner).await?,
            Report::new(&mut |_| {}),
        )
        .await
    }

    async fn walk(&self, mut sink: Sink, mut report: Report<'_>) -> Result<Adopted, AdoptError> {
        let context = &self.context;
        let mut here = context.owner.open_as_owner().await?;
        let mut adopted = Adopted::default();
        let writes = sink.writes();
        let people = People::read(context, &here, &mut report).await?;
        if writes {
            adopted.new_people = people.add(&mut here).await?;
        }
        adopted.people = people.feed(&mut sink, &mut report).await?;
        let chats = Chats::read(context, &people, &here, &mut report).await?;
        adopted.chats = chats.brought();
        let timeline = Timeline::new(context, &people, chats, &here);
        adopted.messages = timeline.walk(&mut sink, &mut report).await?;
        adopted.appended = sink.finish().await?;
        let lessons = Lessons::bring(context, &people, &mut here, writes, &mut report).await?;
        (adopted.lessons, adopted.new_lessons) = (lessons.brought, lessons.written);
        adopted.left_out = report.left_out;
        adopted.conflicts = report.conflicts;
        Ok(adopted)
    }
}
