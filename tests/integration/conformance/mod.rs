//! The guarantees that all realms give over all of their transports.
//!
//! Each block below runs guarantees over one realm and transport. The realms' own tests cover
//! the format of their frames and answers.

mod blocks;
mod connection;
mod fixture;
mod guarantees;
mod requests;

use connection::{Protocol, Transport};

macro_rules! conforms {
    ($name:ident, $realm:ident over $transport:ident:
     $($guarantee:ident)+ $(; requests: $($request:ident)+)? $(; blocks: $($block:ident)+)?) => {
        mod $name {
            use super::{Protocol, Transport, guarantees};

            const PROTOCOL: Protocol = Protocol {
                realm: vestnik::contracts::$realm::REALM,
                transport: Transport::$transport,
            };
            $(
                #[tokio::test]
                async fn $guarantee() {
                    guarantees::$guarantee(PROTOCOL).await;
                }
            )+
            $($(
                #[tokio::test]
                async fn $request() {
                    super::requests::$request(PROTOCOL).await;
                }
            )+)?
            $($(
                #[tokio::test]
                async fn $block() {
                    super::blocks::$block(PROTOCOL).await;
                }
            )+)?
        }
    };
}

conforms!(school_events, school over Sse:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    read_marks_are_sent_once refuses_invalid_texts replays_no_deleted_or_erased_text;
    requests: pages_histories_within_limits repeated_request_returns_the_stored_message
    invalid_key_is_refused concurrent_repeats_store_one_message
    outsiders_and_other_realms_find_no_chat);

conforms!(direct_websocket, direct over WebSocket:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders read_marks_are_sent_once refuses_invalid_texts
    survives_malformed_frames replays_no_deleted_or_erased_text;
    requests: pages_histories_within_limits pages_lists_by_latest_activity
    repeated_request_returns_the_stored_message invalid_key_is_refused
    concurrent_repeats_store_one_message outsiders_and_other_realms_find_no_chat;
    blocks: hides_a_blocker_until_the_unblock);

// This realm has no presence.
conforms!(campus_websocket, campus over WebSocket:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only refuses_blocked_senders
    read_marks_are_sent_once refuses_invalid_texts survives_malformed_frames
    replays_no_deleted_or_erased_text;
    requests: pages_histories_within_limits pages_lists_by_latest_activity
    repeated_request_returns_the_stored_message invalid_key_is_refused
    concurrent_repeats_store_one_message outsiders_and_other_realms_find_no_chat;
    blocks: hides_a_blocker_until_the_unblock);

conforms!(market_websocket, market over WebSocket:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders read_marks_are_sent_once refuses_invalid_texts
    survives_malformed_frames replays_no_deleted_or_erased_text;
    requests: pages_histories_within_limits outsiders_and_other_realms_find_no_chat;
    blocks: hides_a_blocker_until_the_unblock);

conforms!(messenger_websocket, messenger over SocketIo:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders read_marks_are_sent_once refuses_invalid_texts
    replays_no_deleted_or_erased_text;
    requests: pages_histories_within_limits pages_lists_by_latest_activity
    outsiders_and_other_realms_find_no_chat;
    blocks: hides_a_blocker_until_the_unblock);

conforms!(messenger_polling, messenger over Polling:
    delivers_once_in_order shows_no_events_of_v1_alone resumes_on_another_replica
    resumes_after_each_frame resumes_a_client_that_received_nothing resets_an_unknown_cursor
    stops_at_removal ends_with_the_token;
    blocks: hides_a_blocker_until_the_unblock);
