//! The two parties of a chat, and the public ids of users.

use uuid::Uuid;

use crate::auth::guests;
use crate::chat::Member;
use crate::domain::{ChatCreated, MessageId, Principal, Role, UserId};

/// The seller's role in a chat.
pub(super) const SELLER: &str = ChatCreated::SELLER;
/// The buyer's role in a chat.
pub(super) const BUYER: &str = ChatCreated::BUYER;

/// The seller and the buyer of a chat.
#[derive(Debug, Clone)]
pub(super) struct Parties(Vec<Party>);

#[derive(Debug, Clone)]
pub(super) struct Party {
    pub(super) user_id: UserId,
    pub(super) public_id: String,
    pub(super) is_registered: bool,
    is_seller: bool,
    /// The newest message that the party has read, 0 if there is none.
    last_read_id: MessageId,
}

impl From<Vec<Member>> for Parties {
    fn from(members: Vec<Member>) -> Self {
        let parties = members.into_iter().map(|member| {
            let (is_seller, is_registered) = (member.is_seller(), !member.is_guest());
            // Sellers are known by their number, also if their tokens have another subject.
            let external_id = member.external_id.filter(|_| !is_seller);
            Party {
                user_id: member.user_id,
                public_id: public_id(member.user_id, external_id.as_deref()),
                is_registered,
                is_seller,
                last_read_id: member.last_read_id,
            }
        });
        Self(parties.collect())
    }
}

impl Parties {
    pub(super) fn seller(&self) -> Option<&Party> {
        self.0.iter().find(|party| party.is_seller)
    }

    pub(super) fn buyer(&self) -> Option<&Party> {
        self.0.iter().find(|party| !party.is_seller)
    }

    /// The counterpart of a party.
    pub(super) fn other(&self, user_id: UserId) -> Option<UserId> {
        let other = self.0.iter().find(|party| party.user_id != user_id);
        other.map(|party| party.user_id)
    }

    /// The public id of a party.
    pub(super) fn public_id(&self, user_id: UserId) -> String {
        let party = self.find(user_id);
        party.map_or_else(|| user_id.to_string(), |party| party.public_id.clone())
    }

    /// Whether a party has an account.
    pub(super) fn is_registered(&self, user_id: UserId) -> bool {
        self.find(user_id).is_none_or(|party| party.is_registered)
    }

    /// Whether the counterpart of the sender has read a message.
    pub(super) fn is_read(&self, sender: Option<UserId>, id: MessageId) -> bool {
        let mut readers = self.0.iter().filter(|party| Some(party.user_id) != sender);
        readers.any(|party| party.last_read_id >= id)
    }

    fn find(&self, user_id: UserId) -> Option<&Party> {
        self.0.iter().find(|party| party.user_id == user_id)
    }
}

/// The public id of a user: the UUID of a guest, the subject of a user with an `external_id`,
/// otherwise `users.id`.
pub(super) fn public_id(user_id: UserId, external_id: Option<&str>) -> String {
    external_id.map_or_else(
        || user_id.to_string(),
        |external_id| guests::name_of(external_id).to_owned(),
    )
}

/// Whether an id that a client wrote is the caller's. Every user may be named by number, and a
/// guest by any spelling of the UUID.
pub(super) fn is_id_of(caller: &Principal, id: &str) -> bool {
    if id == caller.user_id.to_string() {
        return true;
    }
    let own = caller.external_id.as_deref().map(guests::name_of);
    own.is_some_and(|own| {
        let is_same_uuid = || Uuid::try_parse(id).is_ok_and(|uuid| uuid.to_string() == own);
        own == id || caller.role == Role::Guest && is_same_uuid()
    })
}
