//! Readers who are not members of a chat: admins who observe, moderators of reports, and API keys. The server records
//! each such access before it answers.

use super::caller::own_key;
use super::context::ApiServices;
use crate::accesses::{Access, Action, Recorded, Target};
use crate::chat::{self, ReaderAccess};
use crate::desk::{Desk, Scope};
use crate::domain::{AttachmentId, ChatId, Principal};
use crate::files::FileReader;
use crate::http::Problem;

impl ApiServices {
    /// What a user may read of a target. For users who only see their own chats nothing is recorded.
    ///
    /// # Errors
    /// `ReasonRequired`; and if an access to what others wrote cannot be recorded.
    pub async fn reader(
        &self,
        caller: &Principal,
        action: Action,
        target: Target,
    ) -> Result<ReaderAccess, chat::Error> {
        let observes = self.observes(caller);
        // Of lists and whole chats moderators see their own.
        let is_one_thing = matches!(target, Target::Message(_) | Target::File(_));
        let moderates = is_one_thing && self.moderates(caller);
        if !observes && !moderates {
            return Ok(ReaderAccess::member(caller.user_id));
        }
        let access = Access {
            only_reported: !observes,
            ..Access::new(action, target)
        };
        let recorded = self.accesses.record(caller, access).await?;
        Ok(ReaderAccess {
            user_id: caller.user_id,
            sees_all: observes.then_some(recorded),
            sees_reported: moderates.then_some(recorded),
        })
    }

    /// Which files a user may see, and how they look at this one.
    ///
    /// # Errors
    /// Those of [`Self::reader`].
    pub async fn file_reader(
        &self,
        caller: &Principal,
        action: Action,
        id: AttachmentId,
    ) -> Result<FileReader, chat::Error> {
        let reader = self.reader(caller, action, Target::File(id)).await?;
        Ok(FileReader {
            user_id: reader.user_id,
            sees_all_chats: reader.sees_all,
            sees_reported: reader.sees_reported,
        })
    }

    /// The reader of an answer that shows nothing of others but that something exists.
    pub fn reader_of_own(&self, caller: &Principal) -> ReaderAccess {
        let sees_all = self.observes(caller) || own_key(caller).is_some();
        ReaderAccess {
            sees_all: sees_all.then(Recorded::unneeded),
            ..ReaderAccess::member(caller.user_id)
        }
    }

    /// The reader of what was there before a request of the caller. A program may be no member of its chat.
    ///
    /// # Errors
    /// Those of [`Self::reader`].
    pub async fn reader_of_found(
        &self,
        caller: &Principal,
        target: Target,
    ) -> Result<ReaderAccess, chat::Error> {
        if own_key(caller).is_none() {
            return self.reader(caller, Action::Read, target).await;
        }
        let access = Access::new(Action::Read, target);
        Ok(ReaderAccess {
            sees_all: Some(self.accesses.record(caller, access).await?),
            ..ReaderAccess::member(caller.user_id)
        })
    }

    /// Records what the desk is about to show of a chat.
    ///
    /// # Errors
    /// Those of [`Self::reader`].
    pub async fn desk_access(
        &self,
        caller: &Principal,
        desk: &Desk,
        action: Action,
        chat_id: ChatId,
    ) -> Result<Recorded, Problem> {
        let access = Access {
            only_reported: desk.scope() == Scope::Reported,
            ..Access::new(action, Target::Chat(chat_id))
        };
        Ok(self.accesses.record(caller, access).await?)
    }

    /// Records an access to all chats of the realm.
    ///
    /// # Errors
    /// Those of [`Self::reader`].
    pub async fn access_to_all(
        &self,
        caller: &Principal,
        action: Action,
    ) -> Result<Recorded, Problem> {
        let access = Access::new(action, Target::AllChats);
        Ok(self.accesses.record(caller, access).await?)
    }
}
