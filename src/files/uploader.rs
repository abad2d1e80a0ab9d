//! What a client uploads.

use std::net::IpAddr;

use crate::domain::{UserId, Waveform};

/// A file that a client uploads.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// The name that the client gave it.
    pub name: &'a str,
    /// Set if it is to be a voice note.
    pub voice: Option<VoiceNote>,
}

/// What a client says of a voice note.
#[derive(Debug, Clone, Default)]
pub struct VoiceNote {
    pub waveform: Option<Waveform>,
}

/// Who uploads a file.
#[derive(Debug, Clone, Copy)]
pub struct Uploader {
    pub user_id: UserId,
    /// The address of a guest, who may upload less than others.
    pub guest_at: Option<IpAddr>,
}
