//! Enumerations in the OpenAPI document. Those of requests are closed (`enum`); those of answers and events may
//! get further values (`x-extensible-enum`).
//!
//! # Why
//! A schema alone does not tell where it is used, so the document decides once all of it is there. Where
//! requests and answers have a type in common, the requests have a closed copy of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use utoipa::openapi::path::{Operation, Paths};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Components, Object, Schema};
use utoipa::openapi::{Content, OpenApi, RefOr};

use super::path_item::operations;

const EXTENSIBLE: &str = "x-extensible-enum";
const COMPONENTS: &str = "#/components/schemas/";

/// The names of components.
type Names = BTreeSet<String>;

/// Makes the enumerations of answers and events extensible.
pub(super) fn extend_those_of_answers(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    let of_requests = of_requests_alone(components, &mut api.paths);
    let shared: BTreeMap<String, Schema> = components
        .schemas
        .iter()
        .filter(|(name, _)| !of_requests.contains(*name))
        .filter_map(|(name, schema)| match schema {
            RefOr::T(schema @ Schema::Object(object)) if object.enum_values.is_some() => {
                Some((name.clone(), schema.clone()))
            }
            _ => None,
        })
        .collect();
    let mut close = |schema: &mut RefOr<Schema>| {
        if let Some(closed) = component_of(schema).and_then(|name| shared.get(name)) {
            *schema = RefOr::T(closed.clone());
        }
    };
    for (name, schema) in &mut components.schemas {
        if of_requests.contains(name) {
            visit(schema, &mut close);
        } else {
            visit(schema, &mut extend);
        }
    }
    for item in api.paths.paths.values_mut() {
        for operation in operations(item) {
            visit_requests(operation, &mut close);
            visit_answers(operation, &mut extend);
        }
    }
}

/// The components that requests refer to, and neither answers nor events.
fn of_requests_alone(components: &mut Components, paths: &mut Paths) -> Names {
    let (mut requests, mut answers) = (Names::new(), Names::new());
    for operation in paths.paths.values_mut().flat_map(operations) {
        visit_requests(operation, &mut |schema| note(schema, &mut requests));
        visit_answers(operation, &mut |schema| note(schema, &mut answers));
    }
    for response in components.responses.values_mut() {
        if let RefOr::T(response) = response {
            let contents = response.content.values_mut();
            visit_contents(contents, &mut |schema| note(schema, &mut answers));
        }
    }
    let requests = reachable(components, requests);
    // No operation refers to events.
    let names = components.schemas.keys();
    answers.extend(names.filter(|name| !requests.contains(*name)).cloned());
    let answers = reachable(components, answers);
    requests.difference(&answers).cloned().collect()
}

/// The components of these names, and those to which they refer.
fn reachable(components: &mut Components, names: Names) -> Names {
    let mut found = Names::new();
    let mut waiting: Vec<String> = names.into_iter().collect();
    while let Some(name) = waiting.pop() {
        let Some(schema) = components.schemas.get_mut(&name) else {
            continue;
        };
        if found.insert(name) {
            let mut named = Names::new();
            visit(schema, &mut |schema| note(schema, &mut named));
            waiting.extend(named);
        }
    }
    found
}

/// The name of the component that a schema refers to.
fn component_of(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(reference) => reference.ref_location.strip_prefix(COMPONENTS),
        RefOr::T(_) => None,
    }
}

fn note(schema: &RefOr<Schema>, names: &mut Names) {
    names.extend(component_of(schema).map(str::to_owned));
}

/// Makes an enumeration extensible.
fn extend(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else {
        return;
    };
    if let Some(values) = object.enum_values.take() {
        let extensions = object.extensions.get_or_insert_default();
        extensions.insert(EXTENSIBLE.to_owned(), Value::Array(values));
    }
}

type Change<'a> = &'a mut dyn FnMut(&mut RefOr<Schema>);

fn visit_requests(operation: &mut Operation, change: Change<'_>) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(schema) = &mut parameter.schema
        {
            visit(schema, change);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        visit_contents(body.content.values_mut(), change);
    }
}

fn visit_answers(operation: &mut Operation, change: Change<'_>) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            visit_contents(response.content.values_mut(), change);
        }
    }
}

fn visit_contents<'a>(contents: impl Iterator<Item = &'a mut RefOr<Content>>, change: Change<'_>) {
    for content in contents {
        if let RefOr::T(content) = content
            && let Some(schema) = &mut content.schema
        {
            visit(schema, change);
        }
    }
}

/// Changes a schema and all that are within it. What it refers to stays.
fn visit(schema: &mut RefOr<Schema>, change: Change<'_>) {
    change(schema);
    let RefOr::T(schema) = schema else {
        return;
    };
    match schema {
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items, change);
            }
        }
        Schema::Object(object) => visit_object(object, change),
        Schema::OneOf(of) => of.items.iter_mut().for_each(|one| visit(one, change)),
        Schema::AllOf(of) => of.items.iter_mut().for_each(|one| visit(one, change)),
        Schema::AnyOf(of) => of.items.iter_mut().for_each(|one| visit(one, change)),
        _ => {}
    }
}

fn visit_object(object: &mut Object, change: Change<'_>) {
    for property in object.properties.values_mut() {
        visit(property, change);
    }
    if let Some(more) = &mut object.additional_properties
        && let AdditionalProperties::RefOr(more) = &mut **more
    {
        visit(more, change);
    }
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::OpenApiBuilder;

    use super::*;

    fn is_extensible(schema: &RefOr<Schema>) -> bool {
        let RefOr::T(Schema::Object(object)) = schema else {
            return false;
        };
        let extensions = object.extensions.as_ref();
        extensions.is_some_and(|extensions| extensions.contains_key(EXTENSIBLE))
    }

    fn is_closed(schema: &RefOr<Schema>) -> bool {
        matches!(schema, RefOr::T(Schema::Object(object)) if object.enum_values.is_some())
    }

    #[test]
    fn enumerations_of_requests_are_closed_and_those_of_answers_are_not() {
        let mut api = super::super::document(OpenApiBuilder::new().build());
        let components = api.components.as_mut().expect("there are components");
        let mut requests = Names::new();
        for operation in api.paths.paths.values_mut().flat_map(operations) {
            visit_requests(operation, &mut |schema| {
                assert!(!is_extensible(schema));
                note(schema, &mut requests);
            });
            visit_answers(operation, &mut |schema| assert!(!is_closed(schema)));
        }
        let requests = reachable(components, requests);
        let (mut closed, mut extensible) = (0, 0);
        for (name, schema) in &mut components.schemas {
            visit(schema, &mut |schema| {
                let is_of_request = requests.contains(name);
                assert!(!is_of_request || !is_extensible(schema), "{name}");
                assert!(is_of_request || !is_closed(schema), "{name}");
                closed += i32::from(is_closed(schema));
                extensible += i32::from(is_extensible(schema));
            });
        }
        assert!(closed > 3 && extensible > 9, "{closed}, {extensible}");
    }
}
