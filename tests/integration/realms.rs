//! What each realm promises on the wire.

mod school;
