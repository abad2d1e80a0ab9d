//! Frames of changes of a group's members.

use std::sync::Arc;

use bytes::Bytes;

use super::{NOBODY, NativeStream};
use crate::api::events::wire;
use crate::api::frames;
use crate::api::members::encode;
use crate::chat::{self, Audience, ChangedMembers, FrameKey, SharedEvent};
use crate::domain::{ChatId, Event, MemberRole, ParticipantRoleChanged, UserId};
use crate::http::stream::{Encoded, sse};

/// A change of a group's members.
struct MemberChange {
    /// Who has joined, or has another role.
    members: Vec<UserId>,
    removed: Option<UserId>,
    /// Whether the reader may do other things in the group now.
    changes_chat: bool,
    /// Whether a system message tells of it.
    has_message: bool,
}

impl NativeStream {
    /// `chat` for who joined, `member` for the others, and the system message. Who manages a group that is full now
    /// gets `chat` too.
    pub(super) fn member_joined<'a>(
        &'a self,
        event: &'a SharedEvent,
        joined: UserId,
    ) -> Encoded<'a, Bytes> {
        // A private chat is shown with its members.
        if joined == self.reader || !event.is_in_group {
            return Encoded::query(self.chat_and_system_message(event));
        }
        Encoded::query(async move {
            let changed = self.changed_for_all(event, vec![joined]).await?;
            let is_full = usize::try_from(changed.member_count)
                .is_ok_and(|count| count >= self.context.policy.max_members);
            let change = MemberChange {
                members: vec![joined],
                removed: None,
                changes_chat: is_full && changed.managers.contains(&self.reader),
                has_message: true,
            };
            self.member_frames(event, &changed, change).await
        })
    }

    /// `chat_removed` for who has left, and for the others what shows it to them.
    pub(super) fn participant_left<'a>(
        &'a self,
        event: &'a SharedEvent,
        left: UserId,
    ) -> Encoded<'a, Bytes> {
        if left == self.reader && self.access.sees_all.is_none() {
            return Encoded::Ready(Some(frames::chat_removed(event)));
        }
        Encoded::query(self.member_left(event, left))
    }

    /// `member_removed`, `member` for a new owner, and the system message. Who manages the group gets `chat`
    /// too, since a full one has room again.
    async fn member_left(
        &self,
        event: &SharedEvent,
        left: UserId,
    ) -> Result<Option<Bytes>, chat::Error> {
        if !event.is_in_group {
            return self.chat(event).await;
        }
        let changed = self.changed_for_all(event, Vec::new()).await?;
        let change = MemberChange {
            members: changed.successor.into_iter().collect(),
            removed: Some(left),
            changes_chat: changed.managers.contains(&self.reader),
            has_message: true,
        };
        self.member_frames(event, &changed, change).await
    }

    /// `member` for each whose role it changes; for these `chat` too.
    pub(super) async fn role_changed(
        &self,
        event: &SharedEvent,
        changed: &ParticipantRoleChanged,
    ) -> Result<Option<Bytes>, chat::Error> {
        let is_handover = changed.role == MemberRole::Owner;
        let former_owner = event.actor_id.filter(|_| is_handover);
        let members: Vec<UserId> = [changed.user_id].into_iter().chain(former_owner).collect();
        let changed = self.changed_for_all(event, members.clone()).await?;
        let change = MemberChange {
            changes_chat: members.contains(&self.reader),
            members,
            removed: None,
            has_message: false,
        };
        self.member_frames(event, &changed, change).await
    }

    /// Members after a change, as readers see them whom nobody blocks: read once for all.
    async fn changed_for_all(
        &self,
        event: &SharedEvent,
        members: Vec<UserId>,
    ) -> Result<Arc<ChangedMembers>, chat::Error> {
        let chat = &self.context.chat;
        let changed = chat.changed_members(NOBODY, event.chat_id, members);
        event.shared_or_try_init(changed).await
    }

    /// The frames of a change. Those of the members are shared unless the readers see them differently.
    async fn member_frames(
        &self,
        event: &SharedEvent,
        changed: &ChangedMembers,
        change: MemberChange,
    ) -> Result<Option<Bytes>, chat::Error> {
        let members = if changed.differ {
            let (chat, asked) = (&self.context.chat, change.members.clone());
            let own = chat.changed_members(self.reader, event.chat_id, asked);
            self.encode_change(event, &own.await?, &change)
        } else {
            // Other than the system message, which some readers receive without them.
            let key = FrameKey::of::<MemberChange>(Audience::Others).in_language(self.language);
            event.frame(key, |event| self.encode_change(event, changed, &change))
        };
        let message = if change.has_message {
            self.message_frame(event).await?
        } else {
            None
        };
        let parts: Vec<Bytes> = members.into_iter().chain(message).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let frames = sse::joined(&parts);
        if change.changes_chat
            && let Some(chat) = self.chat_as_seen(event).await?
        {
            return Ok(Some(frames::chat_before(event, &chat, &frames)));
        }
        Ok(Some(frames))
    }

    fn encode_change(
        &self,
        event: &Event,
        changed: &ChangedMembers,
        change: &MemberChange,
    ) -> Option<Bytes> {
        let chat_id = event.chat_id.0;
        let (position, at) = (event.position.0, event.recorded_at);
        let member_count = changed.member_count;
        let removed = change.removed.map(|user_id| wire::MemberRemovedEvent {
            chat_id,
            user_id: user_id.0,
            member_count,
            position,
            at: at.into(),
        });
        let members = self.encode_members(event, event.chat_id, changed, &change.members);
        frames::member_changes(event, removed.as_ref(), &members, change.has_message)
    }

    /// Those of the users who are members of a chat, as the reader sees them now.
    pub(super) async fn members_of(
        &self,
        event: &Event,
        chat_id: ChatId,
        users: Vec<UserId>,
    ) -> Result<Vec<wire::MemberEvent>, chat::Error> {
        let members = self
            .context
            .chat
            .changed_members(self.reader, chat_id, users.clone());
        Ok(self.encode_members(event, chat_id, &members.await?, &users))
    }

    fn encode_members(
        &self,
        event: &Event,
        chat_id: ChatId,
        changed: &ChangedMembers,
        wanted: &[UserId],
    ) -> Vec<wire::MemberEvent> {
        let online = self.context.chat.online(wanted.iter().copied());
        let is_wanted = |member: &&chat::ListedMember| wanted.contains(&member.user.user_id);
        let members = changed.members.iter().filter(is_wanted).map(|member| {
            let is_online = online.contains(&member.user.user_id);
            let realm = self.context.policy.realm;
            wire::MemberEvent {
                chat_id: chat_id.0,
                member: encode::member(member.clone(), is_online, realm, self.language),
                member_count: changed.member_count,
                position: event.position.0,
                at: event.recorded_at.into(),
            }
        });
        members.collect()
    }
}
