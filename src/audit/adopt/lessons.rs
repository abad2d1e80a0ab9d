//! The lessons of the school.

use jiff::Timestamp;
use tokio_postgres::Row;

use super::context::AdoptionContext;
use super::error::AdoptError;
use super::finding::Report;
use super::members::Members;
use super::people::People;
use crate::db::query::Parameters;
use crate::db::{DbConnection, Error, RowExt as _};

const FIND_LESSONS: &str = include_str!("sql/find_lessons.sql");
const WRITE_LESSONS: &str = include_str!("sql/write_lessons.sql");
const CONTINUE_IDS: &str = include_str!("sql/continue_lesson_ids.sql");
const TABLE: &str = "lessons";

/// A lesson of the origin.
struct Lesson {
    id: i64,
    teacher_id: Option<String>,
    student_id: Option<String>,
    scheduled_at: Timestamp,
    status: String,
    completed_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// Lessons that are brought, by column.
#[derive(Default)]
struct Columns {
    ids: Vec<i64>,
    teachers: Vec<i64>,
    students: Vec<i64>,
    scheduled: Vec<Timestamp>,
    statuses: Vec<String>,
    completed: Vec<Option<Timestamp>>,
    created: Vec<Timestamp>,
}

/// How many lessons there are, and how many of them were written.
pub(super) struct Lessons {
    pub(super) brought: u64,
    pub(super) written: u64,
}

impl Lessons {
    /// Reads them, and writes those that are new or have ended since if `writes`. Their chats are here by then.
    pub(super) async fn bring(
        context: &AdoptionContext<'_>,
        people: &People,
        here: &mut DbConnection,
        writes: bool,
        report: &mut Report<'_>,
    ) -> Result<Self, AdoptError> {
        let (mut brought, mut written) = (0, 0);
        let Some(sql) = context.origin.lessons else {
            return Ok(Self { brought, written });
        };
        let rows = context.source.read(sql).await?;
        loop {
            let page = rows.page().await?;
            if page.is_empty() {
                break;
            }
            let mut columns = Columns::default();
            for row in &page {
                let lesson = Lesson::of(row).map_err(AdoptError::Origin)?;
                let id = lesson.id.to_string();
                if let Err(reason) = columns.add(lesson, &people.members) {
                    report.left_out(TABLE, &id, reason);
                }
            }
            brought += columns.ids.len() as u64;
            columns.keep_new(here, report).await?;
            if writes && !columns.ids.is_empty() {
                written += columns.write(here).await?;
            }
        }
        Ok(Self { brought, written })
    }
}

impl Lesson {
    fn of(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            teacher_id: row.try_get("teacher_id")?,
            student_id: row.try_get("student_id")?,
            scheduled_at: row.timestamp("scheduled_at")?,
            status: row.try_get("status")?,
            completed_at: row.optional_timestamp("completed_at")?,
            created_at: row.timestamp("created_at")?,
        })
    }
}

/// The user who has this role in a lesson.
fn user_of(members: &Members, role: &str, id: Option<&str>) -> Result<i64, String> {
    let member = members.named(role, id)?;
    if member.role != role {
        return Err(format!("its {role} is {} by role", member.role));
    }
    // People of an origin with lessons have numbers.
    member
        .user_id
        .ok_or_else(|| format!("its {role} is not known here"))
}

impl Columns {
    fn add(&mut self, lesson: Lesson, members: &Members) -> Result<(), String> {
        let teacher = user_of(members, "teacher", lesson.teacher_id.as_deref())?;
        let student = user_of(members, "student", lesson.student_id.as_deref())?;
        if !matches!(
            lesson.status.as_str(),
            "scheduled" | "completed" | "cancelled"
        ) {
            return Err("its status is unknown".to_owned());
        }
        self.ids.push(lesson.id);
        self.teachers.push(teacher);
        self.students.push(student);
        self.scheduled.push(lesson.scheduled_at);
        self.statuses.push(lesson.status);
        self.completed.push(lesson.completed_at);
        self.created.push(lesson.created_at);
        Ok(())
    }

    /// Keeps those that are not here, or were completed or cancelled since they were brought.
    async fn keep_new(
        &mut self,
        here: &DbConnection,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let parameters: Parameters<'_> =
            &[&self.ids, &self.teachers, &self.students, &self.statuses];
        let rows = here.query(FIND_LESSONS, parameters).await?;
        let mut kept = Self::default();
        for (index, row) in rows.iter().enumerate() {
            let (is_here, is_other): (bool, bool) =
                (row.try_get("is_here")?, row.try_get("is_other")?);
            let has_ended: Option<bool> = row.try_get("has_ended")?;
            if is_other {
                let id = self.ids[index].to_string();
                report.conflict(TABLE, &id, "another lesson has this id here");
            } else if !is_here || has_ended == Some(true) {
                kept.ids.push(self.ids[index]);
                kept.teachers.push(self.teachers[index]);
                kept.students.push(self.students[index]);
                kept.scheduled.push(self.scheduled[index]);
                kept.statuses.push(self.statuses[index].clone());
                kept.completed.push(self.completed[index]);
                kept.created.push(self.created[index]);
            }
        }
        *self = kept;
        Ok(())
    }

    async fn write(&self, here: &mut DbConnection) -> Result<u64, AdoptError> {
        let transaction = here.begin().await?;
        let parameters: Parameters<'_> = &[
            &self.ids,
            &self.teachers,
            &self.students,
            &self.scheduled,
            &self.statuses,
            &self.completed,
            &self.created,
        ];
        let written = transaction.execute(WRITE_LESSONS, parameters).await?;
        transaction.query(CONTINUE_IDS, &[]).await?;
        transaction.commit().await?;
        Ok(written)
    }
}
