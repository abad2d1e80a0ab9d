//! The REST requests of the realms: histories, lists of conversations, sending.

use serde_json::{Value, json};

use super::{Codec, Conversation};

impl Conversation {
    /// The path of the history; a query may follow.
    pub fn history_path(&self) -> String {
        let (uuid, chat_id) = (self.uuid, self.chat_id);
        match Codec::of(self.realm) {
            Codec::School => format!("/api/chats/{chat_id}/messages?visit=false&"),
            Codec::Direct => format!("/api/v1/chat/conversations/{uuid}/messages?"),
            Codec::Campus => format!("/api/unet-chat/messages/{uuid}?"),
            Codec::Messenger => format!("/api/messenger/conversations/{chat_id}/messages?"),
            Codec::Market => format!("/api/chat/chats/{chat_id}/messages?"),
        }
    }

    /// The default and the largest `limit` of a history.
    pub fn history_limits(&self) -> (usize, usize) {
        match Codec::of(self.realm) {
            Codec::Market => (100, 200),
            Codec::Campus => (1_000, 100),
            Codec::School | Codec::Direct | Codec::Messenger => (50, 100),
        }
    }

    /// Whether histories are also paged by `offset`.
    pub fn has_offset(&self) -> bool {
        !matches!(Codec::of(self.realm), Codec::School | Codec::Campus)
    }

    /// The query parameter for the messages before this one.
    pub fn before(&self, message: &Value) -> String {
        let id = message["id"].as_str().map(str::to_owned);
        let id = id.unwrap_or_else(|| message["id"].to_string());
        match Codec::of(self.realm) {
            Codec::Campus => format!("before={id}"),
            Codec::School | Codec::Direct | Codec::Messenger | Codec::Market => {
                format!("before_id={id}")
            }
        }
    }

    /// The messages of a history page, oldest first.
    pub fn messages(&self, page: &Value) -> Vec<Value> {
        let list = match Codec::of(self.realm) {
            Codec::Campus => page,
            Codec::Messenger => &page["data"]["messages"],
            Codec::School | Codec::Direct | Codec::Market => &page["messages"],
        };
        let mut messages = list.as_array().expect("messages").clone();
        if let Codec::Messenger = Codec::of(self.realm) {
            messages.reverse();
        }
        messages
    }

    /// The texts of a history page, oldest first.
    pub fn texts(&self, page: &Value) -> Vec<String> {
        let field = match Codec::of(self.realm) {
            Codec::School | Codec::Messenger => "content",
            Codec::Direct => "body",
            Codec::Campus => "text",
            Codec::Market => "message_text",
        };
        let messages = self.messages(page);
        let texts = messages.iter().map(|message| message[field].as_str());
        texts.map(|text| text.expect("a text").to_owned()).collect()
    }

    /// The path of a member's list of conversations.
    pub fn list_path(&self, member: usize) -> &'static str {
        match Codec::of(self.realm) {
            Codec::School => "/api/chats?",
            Codec::Direct => "/api/v1/chat/conversations?",
            Codec::Campus => "/api/unet-chat/conversations/?",
            Codec::Messenger => "/api/messenger/conversations?",
            Codec::Market if member == 0 => "/api/chat/chats/my?is_seller=true&",
            Codec::Market => "/api/chat/chats/my?",
        }
    }

    /// The conversations of a page of a list.
    pub fn conversations(&self, page: &Value) -> Vec<Value> {
        let list = match Codec::of(self.realm) {
            Codec::School => &page["chats"],
            Codec::Direct => &page["conversations"],
            Codec::Campus | Codec::Market => page,
            Codec::Messenger => &page["data"]["conversations"],
        };
        list.as_array().expect("conversations").clone()
    }

    /// The path and body that send a message as the first member, in realms that have them.
    pub fn send_request(&self, text: &str) -> (String, Value) {
        match Codec::of(self.realm) {
            Codec::School => {
                let body = json!({ "chat_id": self.chat_id, "content": text });
                ("/api/messages".to_owned(), body)
            }
            Codec::Direct => {
                let path = format!("/api/v1/chat/direct/{}/send", self.members[1].id);
                (path, json!({ "body": text }))
            }
            Codec::Campus => {
                let body = json!({ "conversation_id": self.uuid, "text": text });
                ("/api/unet-chat/messages/".to_owned(), body)
            }
            Codec::Messenger | Codec::Market => unreachable!("{} sends over sockets", self.realm),
        }
    }

    /// The most characters of a text.
    pub fn max_text(&self) -> usize {
        match Codec::of(self.realm) {
            Codec::Market => 2_000,
            Codec::School | Codec::Direct | Codec::Campus | Codec::Messenger => 10_000,
        }
    }
}
