//! Ids as parameters and columns of type `bigint`, realms as parameters of type `text`.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::domain::{AttachmentId, ChatId, MessageId, Position, Realm, ScheduledId, UserId};

type BoxError = Box<dyn Error + Sync + Send>;

macro_rules! bigint {
    ($($id:ident),*) => {$(
        impl<'a> FromSql<'a> for $id {
            fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
                i64::from_sql(kind, raw).map(Self)
            }

            fn accepts(kind: &Type) -> bool {
                <i64 as FromSql>::accepts(kind)
            }
        }

        impl ToSql for $id {
            fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
                self.0.to_sql(kind, out)
            }

            fn accepts(kind: &Type) -> bool {
                <i64 as ToSql>::accepts(kind)
            }

            to_sql_checked!();
        }
    )*};
}

bigint!(
    AttachmentId,
    ChatId,
    MessageId,
    Position,
    ScheduledId,
    UserId
);

impl ToSql for Realm {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        self.as_str().to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        <&str as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}
