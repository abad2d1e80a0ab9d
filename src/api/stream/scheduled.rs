//! Frames of scheduled messages, for their author.

use bytes::Bytes;

use super::NativeStream;
use crate::api::frames;
use crate::api::scheduled::encode;
use crate::api::scheduled::wire::ScheduledMessage;
use crate::api::users::wire::User;
use crate::chat::{self, SharedEvent};
use crate::domain::{EventBody, Rejection, ScheduledId};

impl NativeStream {
    /// `scheduled`, or `scheduled_failed`, with the message as it is now.
    pub(super) async fn scheduled(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<Bytes>, chat::Error> {
        let Some(id) = event.scheduled_id() else {
            return Ok(None);
        };
        let found = self.scheduled_now(id).await?;
        Ok(found.map(|(scheduled, users)| encode::frame(event, scheduled, users)))
    }

    /// `message`, and for its author before it `scheduled`, if that is what was sent.
    pub(super) async fn message_and_scheduled(
        &self,
        event: &SharedEvent,
    ) -> Result<Option<Bytes>, chat::Error> {
        let message = self.message_frame(event).await?;
        let found = match self.own_scheduled(event) {
            Some(id) => self.scheduled_now(id).await?,
            None => None,
        };
        Ok(match (message, found) {
            (Some(message), Some((scheduled, users))) => {
                let data = encode::data(event, scheduled, users);
                Some(frames::scheduled_before(event, &data, &message))
            }
            (message, _) => message,
        })
    }

    /// The scheduled message of the reader's that an event sends.
    pub(super) fn own_scheduled(&self, event: &SharedEvent) -> Option<ScheduledId> {
        let EventBody::MessageSent(sent) = &event.body else {
            return None;
        };
        let is_own = event.actor_id == Some(self.reader);
        sent.scheduled_id.filter(|_| is_own)
    }

    async fn scheduled_now(
        &self,
        id: ScheduledId,
    ) -> Result<Option<(ScheduledMessage, Vec<User>)>, chat::Error> {
        let scheduled = match self.context.chat.scheduled_message(self.reader, id).await {
            Ok(scheduled) => scheduled,
            Err(chat::Error::Rejected(Rejection::ScheduledNotFound)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let users = self.users([&scheduled].into_iter().collect()).await?;
        let realm = self.context.policy.realm;
        Ok(Some((encode::scheduled(scheduled, realm), users)))
    }
}
