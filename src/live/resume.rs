//! Checks the cursor from which a client resumes.

use super::hub::Hub;
use crate::db::{Error, Pool};
use crate::domain::Cursor;
use crate::log::read;

/// The cursor that a client resumes from.
pub(super) struct Resume {
    /// Absent if the client sent none, or one of another log.
    pub(super) cursor: Option<Cursor>,
    pub(super) is_requested: bool,
}

impl Resume {
    pub(super) async fn check(
        hub: &Hub,
        pool: &Pool,
        requested: Option<Cursor>,
    ) -> Result<Self, Error> {
        let is_requested = requested.is_some();
        let Some(cursor) = requested else {
            return Ok(Self {
                cursor: None,
                is_requested,
            });
        };
        let event = cursor.of_event();
        let is_of_this_log = match hub.contains(event) {
            Some(is_contained) => is_contained,
            None => read::contains(pool, event).await?,
        };
        Ok(Self {
            cursor: is_of_this_log.then_some(cursor),
            is_requested,
        })
    }

    pub(super) fn is_of_another_log(&self) -> bool {
        self.is_requested && self.cursor.is_none()
    }
}
