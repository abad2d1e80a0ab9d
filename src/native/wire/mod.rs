//! The wire types. In answers every field is present, and null if it has no value.

mod chats;
mod events;
mod lists;
mod messages;
mod users;

pub use chats::{
    Chat, ChatType, Draft, Listing, Me, Member, MemberRole, NewChat, NewChatType, NewMembers,
    Permission, Typing,
};
pub use events::{
    ChatEvent, ChatRemovedEvent, MessageDeletedEvent, MessageEvent, PresenceEvent, ReadEvent,
    StreamQuery, TypingEvent,
};
pub use lists::{
    ChatFilter, ChatList, ChatsQuery, MessagePage, MessagesQuery, PageQuery, ReaderList, UserList,
    UsersQuery,
};
pub use messages::{
    Attachment, AttachmentKind, Edit, Forwarded, MarkRead, Message, MessageType, NewMessage, Quote,
    Reaction, Reader, Report, Upload,
};
pub use users::{Account, Notifications, QuietHours, User};
