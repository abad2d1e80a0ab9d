//! From the log to one replica's streams.

mod audience;
mod carried_events;
mod chat_created;
mod frames;
mod leaks;
mod membership;
mod one_chat;
mod presence;
mod replay;
mod resume;
mod resume_refused;
mod signal_bursts;
mod slow_readers;
mod stream_closing;
mod typing;
