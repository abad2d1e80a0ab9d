//! The state of the handlers of one realm.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::attachments::Attachments;
use crate::auth::{Accounts, Authenticator, KeyTokens, Sessions};
use crate::bounds::KeyedRate;
use crate::chat::{self, Chat, ChatDetails, ReaderAccess, Snapshot};
use crate::desk::Desk;
use crate::directory::{Directory, ManagedRealm};
use crate::domain::{
    ChatId, ChatKind, MemberRole, Principal, PrivateChats, PublicUrl, RealmPolicy, Rejection, Role,
    UserId,
};
use crate::http::{Code, Problem};
use crate::outbox::{PushSubscriptions, Unsubscriptions};

/// The state of all handlers of one realm. Cheap to clone.
#[derive(Clone)]
pub struct NativeContext(Arc<NativeServices>);

/// What the handlers use.
pub struct NativeServices {
    pub policy: RealmPolicy,
    pub chat: Chat,
    pub desk: Desk,
    pub authenticator: Authenticator,
    pub directory: Directory,
    pub attachments: Attachments,
    pub push: PushSubscriptions,
    pub unsubscriptions: Unsubscriptions,
    pub accounts: Accounts,
    pub sessions: Sessions,
    /// How often a user may change their account on this replica.
    pub account_changes: KeyedRate<UserId>,
    /// Begins links to this server's pages.
    pub public_url: Option<PublicUrl>,
    /// Issues tokens of people, where the server holds the secret for it.
    pub key_tokens: Option<KeyTokens>,
    /// Whether the server serves no other realm.
    pub is_only_realm: bool,
    /// Between the heartbeats of a stream.
    pub heartbeat: Duration,
}

impl From<NativeServices> for NativeContext {
    fn from(services: NativeServices) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for NativeContext {
    type Target = NativeServices;

    fn deref(&self) -> &NativeServices {
        &self.0
    }
}

impl NativeServices {
    /// Whether a user reads every chat and writes in none.
    pub fn observes(&self, caller: &Principal) -> bool {
        self.policy.features.admins_observe && caller.is_admin()
    }

    /// The realm whose people its keys manage.
    pub fn managed_realm(&self) -> ManagedRealm {
        ManagedRealm {
            realm: self.policy.realm,
            is_only: self.is_only_realm,
        }
    }

    /// What a user may read.
    pub fn reader(&self, caller: &Principal) -> ReaderAccess {
        ReaderAccess {
            user_id: caller.user_id,
            sees_all: self.observes(caller),
        }
    }

    /// Whether a user finds only people with whom they have a chat: those who begin none.
    pub fn finds_only_counterparts(&self, caller: &Principal) -> bool {
        let is_student = self.policy.features.private_chats == PrivateChats::FromLessons
            && caller.role == Role::Student;
        is_student || caller.role == Role::Guest
    }

    /// A chat that a user may see.
    ///
    /// # Errors
    /// Those of [`Self::about_chat`].
    pub async fn chat_of(
        &self,
        caller: &Principal,
        chat_id: ChatId,
    ) -> Result<Snapshot<ChatDetails>, chat::Error> {
        let details = self.chat.details(self.reader(caller), chat_id);
        self.about_chat(caller, chat_id, details).await
    }

    /// The outcome of an attempt that concerns one chat. It tells a chat that does not exist from one
    /// that the caller is not in, unless the realm hides the difference.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`, and those of the attempt.
    pub async fn about_chat<T>(
        &self,
        caller: &Principal,
        chat_id: ChatId,
        attempt: impl Future<Output = Result<T, chat::Error>>,
    ) -> Result<T, chat::Error> {
        let hides = self.policy.features.hides_missing_chats && !self.observes(caller);
        if !hides {
            return self.chat.or_chat_not_found(chat_id, attempt).await;
        }
        attempt.await.map_err(|error| match error {
            chat::Error::Rejected(Rejection::ChatNotFound) => Rejection::NotAParticipant.into(),
            error => error,
        })
    }

    /// Refuses an operation that the realm does not have.
    ///
    /// # Errors
    /// `NotInThisRealm`.
    pub fn require(&self, has_operation: bool) -> Result<(), Rejection> {
        if has_operation {
            Ok(())
        } else {
            Err(Rejection::NotInThisRealm)
        }
    }

    /// Refuses everything about accounts if people sign in elsewhere: by the realm's policy, or because
    /// this server does not sign the tokens.
    ///
    /// # Errors
    /// `NotInThisRealm`, `LoginElsewhere`.
    pub fn require_accounts(&self) -> Result<(), Problem> {
        self.require(self.policy.features.accounts)?;
        Ok(self.accounts.require_log_in()?)
    }

    /// The same, and refuses those who are no admins.
    ///
    /// # Errors
    /// `NotAnAdmin` too.
    pub fn require_account_admin(&self, caller: &Principal) -> Result<(), Problem> {
        self.require_accounts()?;
        if caller.is_admin() {
            return Ok(());
        }
        Err(Problem::forbidden(Code::NotAnAdmin, "for admins only"))
    }

    /// The desk of the realm, for those who work at it: moderators where messages are reported, admins
    /// elsewhere.
    ///
    /// # Errors
    /// `NotInThisRealm`, `NotAModerator`, `NotAnAdmin`.
    pub fn desk(&self, caller: &Principal) -> Result<&Desk, Problem> {
        self.require(self.policy.has_desk)?;
        let is_moderator = matches!(caller.role, Role::Admin | Role::Moderator);
        if self.policy.features.reports {
            return if is_moderator {
                Ok(&self.desk)
            } else {
                Err(Rejection::NotAModerator.into())
            };
        }
        if caller.is_admin() {
            return Ok(&self.desk);
        }
        Err(Problem::forbidden(Code::NotAnAdmin, "for admins only"))
    }

    /// Refuses those who only read, but for the owner and the admins of a group.
    ///
    /// # Errors
    /// `ReadOnlyRole`.
    pub async fn require_writer_or_manager(
        &self,
        caller: &Principal,
        chat_id: ChatId,
    ) -> Result<(), chat::Error> {
        if self.observes(caller) {
            let chat = self.chat_of(caller, chat_id).await?.value;
            let role = chat.standing.role;
            let manages = matches!(role, Some(MemberRole::Owner | MemberRole::Admin));
            if chat.kind != ChatKind::Group || !manages {
                return Err(Rejection::ReadOnlyRole.into());
            }
        }
        Ok(())
    }

    /// Refuses those who only read.
    ///
    /// # Errors
    /// `ReadOnlyRole`.
    pub fn require_writer(&self, caller: &Principal) -> Result<(), Rejection> {
        if self.observes(caller) {
            Err(Rejection::ReadOnlyRole)
        } else {
            Ok(())
        }
    }
}
