//! Parsing of the frames that clients send.

use std::borrow::Cow;

use serde::Deserialize;

use crate::contracts::campus::wire::ClientFrame;
use crate::http::Problem;
use crate::http::stream::parse_client_frame;

/// Parses a frame: `{"type","payload"}`, or a message without that wrapper.
pub(super) fn parse(frame: &str) -> Result<ClientFrame, Problem> {
    #[derive(Deserialize)]
    struct Envelope<'a> {
        #[serde(rename = "type", borrow)]
        kind: Option<Cow<'a, str>>,
    }
    let envelope: Envelope<'_> = parse_client_frame(frame)?;
    match envelope.kind.as_deref() {
        None => parse_client_frame(frame).map(ClientFrame::MessageSend),
        // Its payload is ignored.
        Some("read") => Ok(ClientFrame::Read),
        Some(_) => parse_client_frame(frame),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::campus::wire::{IsTyping, Send};
    use crate::http::Code;

    fn send(text: &str) -> ClientFrame {
        ClientFrame::MessageSend(Send {
            text: text.to_owned(),
            reply_to: None,
            client_id: None,
        })
    }

    #[test]
    fn a_message_may_lack_its_wrapper() {
        for frame in [
            r#"{"text":"да","reply_to":null}"#,
            r#"{"text":"да"}"#,
            r#"{"type":"message:send","payload":{"text":"да","reply_to":null}}"#,
            r#"{"payload":{"text":"да","unknown":[1]},"type":"message:send","unknown":1}"#,
        ] {
            assert_eq!(parse(frame).unwrap(), send("да"), "{frame}");
        }
    }

    #[test]
    fn typing_and_read_are_recognised_by_type() {
        let typing = r#"{"type":"typing","payload":{"is_typing":true}}"#;
        assert_eq!(
            parse(typing).unwrap(),
            ClientFrame::Typing(IsTyping { is_typing: true })
        );
        for read in [r#"{"type":"read"}"#, r#"{"type":"read","payload":{}}"#] {
            assert_eq!(parse(read).unwrap(), ClientFrame::Read);
        }
    }

    #[test]
    fn other_frames_are_refused() {
        for frame in [
            "",
            "hi",
            "[]",
            "null",
            "{}",
            r#"{"text":1}"#,
            r#"{"text":"a","reply_to":"b"}"#,
            r#"{"text":"a","client_id":7}"#,
            r#"{"type":"message:send"}"#,
            r#"{"type":"message:send","payload":"a"}"#,
            r#"{"type":"message:new","payload":{"text":"a"}}"#,
            r#"{"type":"typing","payload":{}}"#,
            r#"{"type":7}"#,
        ] {
            let problem = parse(frame).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidFrame, "{frame}");
        }
    }
}
