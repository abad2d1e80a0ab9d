//! The headers that answers of many operations have, in the OpenAPI document.

use utoipa::openapi::header::Header;
use utoipa::openapi::path::PathItem;
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{OpenApi, Ref, RefOr, Response};

/// A header: its name, the type of its value, and what it says.
type Described = (&'static str, Type, &'static str);

const REQUEST_ID: Described = (
    "x-request-id",
    Type::String,
    "Names the request in the log of the server",
);
const RATE_LIMIT: Described = (
    "RateLimit",
    Type::String,
    "If the request counts against a limit: what is left of it (`r`), and the seconds until there is more \
     (`t`)",
);
const RATE_LIMIT_POLICY: Described = (
    "RateLimit-Policy",
    Type::String,
    "If the request counts against a limit: how much it allows (`q`), and the seconds in which all of it comes \
     back (`w`)",
);
const RETRY_AFTER: Described = (
    "Retry-After",
    Type::Integer,
    "With 429 and 503: the seconds until a retry may succeed",
);

/// All of them, which errors may have.
const ALL: [Described; 4] = [REQUEST_ID, RATE_LIMIT, RATE_LIMIT_POLICY, RETRY_AFTER];

/// Documents them for all operations.
pub(super) fn add_to(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    for (name, kind, about) in ALL {
        let header = RefOr::T(described(kind, about));
        components.headers.insert(name.to_owned(), header);
    }
    for response in components.responses.values_mut() {
        add(response, &ALL);
    }
    for item in api.paths.paths.values_mut() {
        add_to_path(item);
    }
}

fn add_to_path(item: &mut PathItem) {
    let reading = [&mut item.get, &mut item.head, &mut item.options];
    let changing = [
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ];
    let reading = reading.into_iter().flatten().map(|read| (read, false));
    let changing = changing.into_iter().flatten().map(|change| (change, true));
    for (operation, is_limited) in reading.chain(changing) {
        for response in operation.responses.responses.values_mut() {
            add(response, &[REQUEST_ID]);
            if is_limited {
                add(response, &[RATE_LIMIT, RATE_LIMIT_POLICY]);
            }
        }
    }
}

/// Adds references to headers. What a reference to a response stands for has them already.
fn add(response: &mut RefOr<Response>, headers: &[Described]) {
    let RefOr::T(response) = response else {
        return;
    };
    for (name, ..) in headers {
        let reference = Ref::new(format!("#/components/headers/{name}"));
        let headers = &mut response.headers;
        headers.insert((*name).to_owned(), RefOr::Ref(reference));
    }
}

fn described(kind: Type, about: &str) -> Header {
    let mut header = Header::new(Object::with_type(kind));
    header.description = Some(about.to_owned());
    header
}
