//! A WebSocket per conversation: what happens there, as it happens.

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use uuid::Uuid;

use super::frames::{self, Wish};
use super::sending::{self, Draft};
use super::{Campus, wire};
use crate::auth::Gate;
use crate::chat::{self, Published, Scope};
use crate::domain::{
    ChatId, Command, EventBody, MessageEdited, Participant, Principal, Realm, Rejection, Signal,
};
use crate::http::Problem;
use crate::http::extract::{Path, Query};
use crate::http::problem::Problems;
use crate::http::ws::{Protocol, Settings, Upgrade};
