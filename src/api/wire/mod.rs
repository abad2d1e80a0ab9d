//! The wire types. In answers every field is present, and null if it has no value.

mod accounts;
mod chats;
mod desk;
mod events;
mod given;
mod lists;
mod mail;
mod messages;
mod policy;
mod push;
mod users;

pub use accounts::{
    AcceptInvitation, DeactivatedList, DeactivatedUser, Invitation, InvitationList,
    InvitationToken, InvitedAs, NewInvitation, NewRole, NewSession, PasswordChange, PasswordLink,
    ResetRequest, Server, Session, SessionList, SessionRefresh, SessionTokens, SetPassword,
    ShownInvitation,
};
pub use chats::{
    Chat, ChatChange, ChatSettings, ChatType, Draft, DraftChange, Listing, Me, Member, MemberId,
    MemberRole, NewChat, NewChatType, NewMembers, Permission, RoleChange, Typing,
};
pub use desk::{
    DayFigures, Decision, DeskChat, DeskMember, DeskPerson, DeskReport, DeskReportList, Erasure,
    ErasureCounts, ErasureList, ErasureRequest, ErasureState, ExportFile, ExportQuery,
    ListedErasure, NewDecision, NewErasure, PastChat, PastMessage, PastQuery, Proof, ProofHead,
    ProofProblem, ProofReached, ProofRunning, ReportState, ReportedMessage, ReportsQuery,
    Resolution, Statistics, StatisticsQuery, TextState, TimelineEntry, TimelineList,
    TimelineParticipant, TimelineQuery, TotalFigures, UnansweredChat, UnansweredList,
};
pub use events::{
    ChatEvent, ChatRemovedEvent, DraftEvent, MessageDeletedEvent, MessageEvent, PresenceEvent,
    ReactionEvent, ReadEvent, StreamQuery, TypingEvent,
};
pub use lists::{
    ChatFilter, ChatList, ChatsQuery, Hit, HitChat, HitList, MessagePage, MessagePart,
    MessagesQuery, PageQuery, ReaderList, SearchQuery, UserList, UsersQuery,
};
pub use mail::UnsubscribeQuery;
pub use messages::{
    Edit, FileContent, Forwarded, MarkRead, Message, MessageType, NewMessage, NewMessageType,
    Quote, Reaction, Reader, Report, Upload, UploadKind, UploadQuery,
};
pub use policy::{Policy, PolicyFeatures, PrivateChats};
pub use push::{PushEndpoint, PushKey, PushKeys, PushSubscription};
pub use users::{
    Account, AccountChanges, LanguageTag, ListedUser, ManagedRole, ManagedUser, NewToken,
    NotificationChanges, Notifications, PutUsers, QuietHours, Token, User,
};
