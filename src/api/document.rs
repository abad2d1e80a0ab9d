//! The OpenAPI document of the routes.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{OpenApi, RefOr};

use super::path_item::operations;
use super::{answer_headers, enumerations};
use crate::domain::Realm;
use crate::http::API_BASE;

/// The parameter of all paths.
const REALM: &str = "realm";

/// What the tags of operations stand for, in the order in which a newcomer needs them.
const TAGS: &[(&str, &str)] = &[
    (
        "server",
        "What the server and the realm offer, before anybody signs in",
    ),
    (
        "accounts",
        "Signing in and out, passwords, invitations, roles",
    ),
    ("people", "The caller, whom they may write to, and blocks"),
    (
        "chats",
        "Chats, their members, and the caller's own settings and drafts",
    ),
    (
        "messages",
        "Messages, reactions, pins, read marks and search",
    ),
    ("files", "Attachments, pictures and resumable uploads"),
    ("events", "The stream of everything that happens"),
    ("push", "Web Push subscriptions"),
    (
        "desk",
        "For admins and moderators: reports, figures, the log in words, erasures. Beta: it may change",
    ),
    (
        "server-side callers",
        "For an application's own backend, with an API key",
    ),
];

/// Begin the paths of operations that may still change.
const BETA: [&str; 4] = ["/desk", "/invitations", "/password-resets", "/import"];
/// Those of one person that may.
const BETA_OF_PERSON: [&str; 4] = ["role", "deactivate", "reactivate", "password-reset"];

/// What schemas cannot say.
const FORMATS: &str = "\n\nAn integer is written without a fraction and an exponent: `21`, and neither \
    `21.0` nor `2.1e1`, which are 400. An empty `q`, `token` or `last_event_id` counts as absent; any other \
    empty parameter of a query is 400. An empty text in a body is 400 where something has to be in it, such \
    as a name, an e-mail address or a message without files.\n\nFields, values of `x-extensible-enum`, error \
    codes and events may be added: a client ignores what it does not know. Operations with \
    `x-stability: beta` may change.";

/// Adds the document of the routes to another one, with the realm as a parameter of their paths.
pub(super) fn added_to(mut api: OpenApi, mut own: OpenApi) -> OpenApi {
    let description = api.info.description.get_or_insert_default();
    description.push_str(FORMATS);
    api.tags = Some(TAGS.iter().map(|(name, about)| tag(name, about)).collect());
    for (path, item) in &mut own.paths.paths {
        for operation in operations(item) {
            summarize(operation);
            if is_beta(path) {
                let extensions = operation.extensions.get_or_insert_default();
                extensions.insert("x-stability".to_owned(), "beta".into());
            }
            let parameters = operation.parameters.get_or_insert_default();
            parameters.insert(0, realm_parameter().into());
            parameters.push(act_as_parameter().into());
        }
    }
    let paths = std::mem::take(&mut own.paths.paths).into_iter();
    own.paths.paths = paths
        .map(|(path, item)| (format!("{API_BASE}/{{realm}}{path}"), item))
        .collect();
    api.merge(own);
    enumerations::extend_those_of_answers(&mut api);
    answer_headers::add_to(&mut api);
    api
}

/// A document in which only these realms are values of the parameter.
pub fn for_realms(mut api: OpenApi, realms: &[Realm]) -> OpenApi {
    let names = realms.iter().map(ToString::to_string);
    let schema = ObjectBuilder::new().schema_type(Type::String);
    let schema = schema.enum_values(Some(names)).build();
    for item in api.paths.paths.values_mut() {
        let parameters = operations(item).filter_map(|operation| operation.parameters.as_mut());
        for parameter in parameters.flatten() {
            if let RefOr::T(parameter) = parameter
                && parameter.name == REALM
            {
                parameter.schema = Some(schema.clone().into());
            }
        }
    }
    api
}

/// Whether the operations of a path, within a realm, may still change.
fn is_beta(path: &str) -> bool {
    let is_within = |begin: &&str| {
        let rest = path.strip_prefix(*begin);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_person = path.strip_prefix("/users/{id}/");
    BETA.iter().any(is_within) || of_person.is_some_and(|rest| BETA_OF_PERSON.contains(&rest))
}

fn tag(name: &str, description: &str) -> Tag {
    let tag = TagBuilder::new().name(name);
    tag.description(Some(description)).build()
}

/// Describes an operation by all of its text, and sums it up in the first sentence, which lists and menus show.
fn summarize(operation: &mut Operation) {
    let Some(text) = operation.summary.take() else {
        return;
    };
    let text = text.replace('\n', " ");
    let end = text.find(". ").map_or(text.len(), |end| end + 1);
    operation.summary = Some(text[..end].to_owned());
    let rest = operation.description.take();
    operation.description = Some(match rest {
        Some(rest) => format!("{text}\n\n{rest}"),
        None => text,
    });
}

fn realm_parameter() -> Parameter {
    ParameterBuilder::new()
        .name(REALM)
        .parameter_in(ParameterIn::Path)
        .required(utoipa::openapi::Required::True)
        .description(Some("A realm that the server serves"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn act_as_parameter() -> Parameter {
    ParameterBuilder::new()
        .name("Act-As")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some("With an API key: the id of the user whom it acts for"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use utoipa::openapi::OpenApiBuilder;

    use super::*;

    #[test]
    fn what_may_change_is_marked() {
        for (path, expected) in [
            ("/desk/reports/{id}", true),
            ("/invitations", true),
            ("/users/{id}/role", true),
            ("/users/{id}/block", false),
            ("/users/{id}", false),
            ("/desks", false),
        ] {
            assert_eq!(is_beta(path), expected, "{path}");
        }
        let api = super::super::document(OpenApiBuilder::new().build());
        let invite = &api.paths.paths["/v1/{realm}/invitations"].post;
        let extensions = invite
            .as_ref()
            .and_then(|invite| invite.extensions.as_ref());
        assert_eq!(extensions.expect("it is marked")["x-stability"], "beta");
    }

    #[test]
    fn every_answer_documents_the_headers_of_its_status() {
        let mut api = super::super::document(OpenApiBuilder::new().build());
        for (path, item) in &mut api.paths.paths {
            for operation in operations(item) {
                for (status, response) in &operation.responses.responses {
                    let RefOr::T(response) = response else {
                        continue;
                    };
                    let has = |header: &str| response.headers.contains_key(header);
                    assert!(has("x-request-id"), "{path}: {status}");
                    let leads = ["201", "302"].contains(&status.as_str());
                    assert!(has("Location") || !leads, "{path}: {status}");
                }
            }
        }
    }

    #[test]
    fn every_operation_has_a_summary_of_one_sentence_a_description_and_a_known_tag() {
        let mut api = super::super::document(OpenApiBuilder::new().build());
        let known = api.tags.take().expect("there are tags");
        let known: BTreeSet<String> = known.into_iter().map(|tag| tag.name).collect();
        let mut used = BTreeSet::new();
        for (path, item) in &mut api.paths.paths {
            for operation in operations(item) {
                let summary = operation.summary.as_deref().expect(path);
                assert!(
                    !summary.contains(". ") && !summary.contains('\n'),
                    "{path}: {summary}"
                );
                let description = operation.description.as_deref().expect(path);
                assert!(description.starts_with(summary), "{path}: {description}");
                used.extend(operation.tags.clone().unwrap_or_default());
            }
        }
        assert_eq!(used, known);
    }
}
