//! The applications, a folder each. A realm translates its wire contract into commands
//! and queries of [`crate::chat`], and events into its own frames. Realms never see each
//! other, the store, or SQL: all they have is a [`RealmContext`].
//!
//! A realm is a folder, and a line in each of the two lists here.

pub mod campus;
pub mod direct;
mod kit;
pub mod market;
pub mod messenger;
mod policies;
pub mod school;

use std::time::Duration;

use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::attachments::Attachments;
use crate::auth::{Authenticator, Guests, Sessions};
use crate::chat::Chat;
use crate::directory::Directory;
use crate::domain::{Limits, Realm};

pub use policies::POLICIES;

/// What a realm is made of; each takes what it needs.
#[derive(Clone)]
pub struct RealmContext {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub authenticator: Authenticator,
    /// Signing in and out.
    pub sessions: Sessions,
    /// People and lessons.
    pub directory: Directory,
    /// Files that people attach, where a realm with them is served.
    pub attachments: Option<Attachments>,
    /// People without an account.
    pub guests: Guests,
    /// Silence after which a stream says that it lives.
    pub heartbeat: Duration,
    /// What one person may do in the realm `market` in a while.
    pub market_limits: Limits,
}

/// An application that this build serves.
pub struct RealmDescriptor {
    /// Which.
    pub realm: Realm,
    /// Its routes, ready to be asked.
    pub routes: fn(RealmContext) -> OpenApiRouter,
    /// What it says of itself.
    pub document: fn() -> OpenApi,
}

macro_rules! served {
    ($($realm:ident => $folder:ident,)*) => {
        &[$(RealmDescriptor {
            realm: Realm::$realm,
            routes: |ground| $folder::routes().with_state(ground.into()),
            document: || $folder::routes().into_openapi(),
        }),*]
    };
}

/// All of them.
pub const REALMS: &[RealmDescriptor] = served! {
    School => school,
    Campus => campus,
    Messenger => messenger,
    Market => market,
    Direct => direct,
};

/// One of them, where this build has it.
pub fn served(realm: Realm) -> Option<&'static RealmDescriptor> {
    REALMS.iter().find(|served| served.realm == realm)
}
