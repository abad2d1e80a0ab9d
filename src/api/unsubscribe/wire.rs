//! Links in e-mails.

use serde::Deserialize;
use utoipa::IntoParams;

/// The query of a link that switches e-mails off.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnsubscribeQuery {
    /// The token of the link.
    pub token: String,
}
