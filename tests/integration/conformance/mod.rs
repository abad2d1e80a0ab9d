//! The guarantees that all realms give over all of their transports.
//!
//! Each line below runs a list of guarantees over one realm and transport. The realms' own
//! tests are about the form of their frames.

mod connection;
mod guarantees;

use connection::{Protocol, Transport};

macro_rules! conforms {
    ($name:ident, $realm:ident over $transport:ident: $($guarantee:ident)+) => {
        mod $name {
            use super::{Protocol, Transport, guarantees};

            const PROTOCOL: Protocol = Protocol {
                realm: vestnik::realms::$realm::REALM,
                transport: Transport::$transport,
            };
            $(
                #[tokio::test]
                async fn $guarantee() {
                    guarantees::$guarantee(PROTOCOL).await;
                }
            )+
        }
    };
}

conforms!(school_events, school over Sse:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence);

conforms!(direct_websocket, direct over WebSocket:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders);

// Presence is not part of this realm.
conforms!(campus_websocket, campus over WebSocket:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only refuses_blocked_senders);

conforms!(market_websocket, market over WebSocket:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders);

conforms!(messenger_websocket, messenger over SocketIo:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    refuses_a_malformed_cursor stops_at_removal ends_with_the_token
    repeated_send_is_stored_once shows_typing_to_others_only announces_presence
    refuses_blocked_senders);

conforms!(messenger_polling, messenger over Polling:
    delivers_once_in_order resumes_on_another_replica resets_an_unknown_cursor
    stops_at_removal ends_with_the_token);
