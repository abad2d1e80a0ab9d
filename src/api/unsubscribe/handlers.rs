//! The handlers.

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};

use super::wire;
use crate::api::context::ApiContext;
use crate::domain::Language;
use crate::http::extract::Query;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// The pages load nothing, and no other page shows them in a frame.
const POLICY: &str =
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Shows a page that asks whether to switch e-mails off.
///
/// It changes nothing: programs that check mail follow links. The page is in the language that
/// `Accept-Language` prefers.
#[utoipa::path(
    get,
    path = "/unsubscribe",
    operation_id = "showUnsubscribe",
    tag = "people",
    security(()),
    params(wire::UnsubscribeQuery),
    responses(
        (status = 200, description = "The page", content_type = "text/html", body = String),
        Problems
    )
)]
pub async fn show(
    State(context): State<ApiContext>,
    Reads(language): Reads,
    Query(query): Query<wire::UnsubscribeQuery>,
) -> Result<Response, Problem> {
    if !context.unsubscriptions.is_valid(&query.token) {
        return Err(invalid_link());
    }
    let (question, answer) = match language {
        Language::Russian => ("Отключить письма о непрочитанных сообщениях?", "Отключить"),
        Language::English => ("Stop e-mails about unread messages?", "Stop them"),
    };
    // The form posts to the address of the page, with its token.
    let form = format!("<form method=\"post\"><button>{answer}</button></form>");
    Ok(page(language, question, &form))
}

/// Switches e-mails to the receiver of an e-mail off, as [RFC 8058](https://www.rfc-editor.org/rfc/rfc8058)
/// describes it.
///
/// It needs no log-in and no body; the token of the link permits this and nothing else. `PATCH /me`
/// switches them on again.
#[utoipa::path(
    post,
    path = "/unsubscribe",
    operation_id = "unsubscribe",
    tag = "people",
    security(()),
    params(wire::UnsubscribeQuery),
    responses(
        (status = 200, description = "They are off", content_type = "text/html", body = String),
        Problems
    )
)]
pub async fn unsubscribe(
    State(context): State<ApiContext>,
    Reads(language): Reads,
    Query(query): Query<wire::UnsubscribeQuery>,
) -> Result<Response, Problem> {
    if !context.unsubscriptions.unsubscribe(&query.token).await? {
        return Err(invalid_link());
    }
    let done = match language {
        Language::Russian => "Письма отключены.",
        Language::English => "The e-mails are off.",
    };
    Ok(page(language, done, ""))
}

fn invalid_link() -> Problem {
    Problem::not_found(Code::InvalidLink, "this link is not of this server")
}

/// A page with a sentence and more, neither of which a user wrote.
fn page(language: Language, sentence: &str, more: &str) -> Response {
    let tag = language.tag();
    let html = format!(
        "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\">\
         <title>{sentence}</title><p>{sentence}</p>{more}</html>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(html)).into_response()
}
