//! The parts of a request that an answer refuses.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use crate::http::code::Code;
use crate::http::russian;

/// A part of the request that is refused: it has either a `pointer` or a `parameter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedPart {
    /// Where it is in the body: a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/user_ids/1")]
    pointer: Option<String>,
    /// The name of a parameter of the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "limit")]
    parameter: Option<String>,
    /// Stable, for programs.
    code: Code,
    /// For users; its wording may change.
    #[schema(value_type = String)]
    detail: Cow<'static, str>,
}

impl RefusedPart {
    /// The same with its sentence in Russian.
    pub(super) fn in_russian(self) -> Self {
        Self {
            detail: russian::detail(self.code, &self.detail),
            ..self
        }
    }

    pub(super) fn new(place: Place, code: Code, detail: Cow<'static, str>) -> Self {
        let (pointer, parameter) = match place {
            Place::Pointer(pointer) => (Some(pointer), None),
            Place::Parameter(parameter) => (None, Some(parameter)),
        };
        Self {
            pointer,
            parameter,
            code,
            detail,
        }
    }
}

/// Where a part of a request is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the body: a JSON pointer (RFC 6901).
    Pointer(String),
    /// In the query: the name of a parameter.
    Parameter(String),
}

impl Place {
    /// The whole body.
    pub fn body() -> Self {
        Self::Pointer(String::new())
    }

    /// A field of the body.
    pub fn field(name: &str) -> Self {
        Self::body().inner(name)
    }

    /// A field or an item within this place of the body.
    #[must_use]
    pub fn inner(self, name: &(impl ToString + ?Sized)) -> Self {
        match self {
            Self::Pointer(pointer) => {
                let name = name.to_string().replace('~', "~0").replace('/', "~1");
                Self::Pointer(format!("{pointer}/{name}"))
            }
            parameter @ Self::Parameter(_) => parameter,
        }
    }

    /// This place of an item of the body, as a place of the body.
    #[must_use]
    pub(super) fn within(self, item: &Self) -> Self {
        match (item, self) {
            (Self::Pointer(item), Self::Pointer(inner)) => Self::Pointer(format!("{item}{inner}")),
            (_, place) => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_slashes_and_tildes() {
        let place = Place::field("a/b").inner("~").inner(&1);
        assert_eq!(place, Place::Pointer("/a~1b/~0/1".to_owned()));
    }
}
