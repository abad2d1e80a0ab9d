//! The state of the handlers of one realm.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::accesses::{Accesses, Action, Target};
use crate::auth::{Accounts, Administrator, Authenticator, Guests, KeyTokens, Sessions};
use crate::bounds::KeyedRate;
use crate::chat::{self, Chat, SeenChat, Snapshot};
use crate::desk::Desk;
use crate::directory::Directory;
use crate::domain::{
    ChatId, ChatKind, MemberRole, MessageId, Principal, PrivateChats, PublicUrl, RealmPolicy,
    Rejection, Role, UserId,
};
use crate::files::Attachments;
use crate::http::stream::OpenStreams;
use crate::http::{Code, Problem, operations};
use crate::idempotency::IdempotencyKeys;
use crate::outbox::{PushSubscriptions, Unsubscriptions};

/// The state of all handlers of one realm. Cheap to clone.
#[derive(Clone)]
pub struct ApiContext(Arc<ApiServices>);

/// What the handlers use.
pub struct ApiServices {
    pub policy: RealmPolicy,
    pub chat: Chat,
    /// The record of what is read of others.
    pub accesses: Accesses,
    /// The whole desk.
    pub desk: Desk,
    /// What moderators see of it.
    pub desk_of_reports: Desk,
    pub authenticator: Authenticator,
    pub directory: Directory,
    pub attachments: Attachments,
    pub push: PushSubscriptions,
    pub unsubscriptions: Unsubscriptions,
    pub accounts: Accounts,
    pub sessions: Sessions,
    pub guests: Guests,
    /// The keys of requests that make something.
    pub idempotency: IdempotencyKeys,
    /// How often a user may change their account on this replica.
    pub account_changes: KeyedRate<UserId>,
    /// Begins links to this server's pages.
    pub public_url: Option<PublicUrl>,
    /// Issues tokens of people, where the server holds the secret for it.
    pub key_tokens: Option<KeyTokens>,
    /// Whether the server serves no other realm.
    pub is_only_realm: bool,
    pub open_streams: OpenStreams,
    /// Between the heartbeats of a stream.
    pub heartbeat: Duration,
}

impl From<ApiServices> for ApiContext {
    fn from(services: ApiServices) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for ApiContext {
    type Target = ApiServices;

    fn deref(&self) -> &ApiServices {
        &self.0
    }
}

impl ApiServices {
    /// Whether a user reads every chat and writes in none.
    pub fn observes(&self, caller: &Principal) -> bool {
        self.policy.features.admins_observe && caller.is_admin()
    }

    /// Whether a user decides on reported messages.
    pub fn moderates(&self, caller: &Principal) -> bool {
        let is_moderator = matches!(caller.role, Role::Admin | Role::Moderator);
        self.policy.features.reports && is_moderator
    }

    /// Whether a user finds only people with whom they have a chat: those who begin none, and guests.
    pub fn finds_only_counterparts(&self, caller: &Principal) -> bool {
        self.knows_only_counterparts(caller) || caller.role == Role::Guest
    }

    /// Whether a user may look at those people alone. A guest may look at the person of a listing, to begin a chat.
    pub fn knows_only_counterparts(&self, caller: &Principal) -> bool {
        self.policy.features.private_chats == PrivateChats::ByKey && caller.role == Role::Student
    }

    /// A chat that a user may see.
    ///
    /// # Errors
    /// Those of [`Self::about_chat`].
    pub async fn chat_of(
        &self,
        caller: &Principal,
        chat_id: ChatId,
    ) -> Result<Snapshot<SeenChat>, chat::Error> {
        let reader = self
            .reader(caller, Action::Read, Target::Chat(chat_id))
            .await?;
        let details = self.chat.chat(reader, chat_id);
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

    /// The outcome of an attempt to read one message. It tells a message that does not exist from one of a
    /// chat that the caller is not in, unless the realm hides the difference.
    ///
    /// # Errors
    /// `MessageNotFound`, `NotAParticipant`, and those of the attempt.
    pub async fn about_message<T>(
        &self,
        id: MessageId,
        attempt: impl Future<Output = Result<T, chat::Error>>,
    ) -> Result<T, chat::Error> {
        if self.policy.features.hides_missing_chats {
            return attempt.await;
        }
        self.chat.or_not_a_participant(id, attempt).await
    }

    /// Refuses an operation that the realm does not have.
    ///
    /// # Errors
    /// `NotInThisRealm`.
    pub fn require(&self, has_operation: bool) -> Result<(), Problem> {
        operations::require(has_operation)
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

    /// The caller, who changes the accounts of others.
    ///
    /// # Errors
    /// Those of [`Self::require_account_admin`].
    pub fn administrator(&self, caller: &Principal) -> Result<Administrator, Problem> {
        self.require_account_admin(caller)?;
        Ok(Administrator {
            user_id: caller.user_id,
            is_only_realm: self.is_only_realm,
        })
    }

    /// What a user sees of the realm's desk: admins who observe all of it, moderators what was reported.
    ///
    /// # Errors
    /// `NotInThisRealm`, `NotAModerator`, `NotAnAdmin`.
    pub fn desk(&self, caller: &Principal) -> Result<&Desk, Problem> {
        self.require(self.policy.has_desk)?;
        if self.observes(caller) {
            return Ok(&self.desk);
        }
        let features = &self.policy.features;
        if features.admins_observe && !features.reports {
            return Err(Problem::forbidden(Code::NotAnAdmin, "for admins only"));
        }
        match caller.role {
            Role::Admin | Role::Moderator => Ok(&self.desk_of_reports),
            _ => Err(Rejection::NotAModerator.into()),
        }
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
            let chat = self.chat.chat(self.reader_of_own(caller), chat_id);
            let chat = self.about_chat(caller, chat_id, chat).await?.value;
            let role = chat.standing.role;
            let manages = matches!(role, Some(MemberRole::Owner | MemberRole::Admin));
            if chat.view.kind != ChatKind::Group || !manages {
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
