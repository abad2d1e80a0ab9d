//! The errors of the contract.

use crate::contracts::messenger::wire;
use crate::contracts::shared::error_envelope::EnvelopeResponses;

/// Those of its REST routes, for the OpenAPI document.
pub(super) type Errors = EnvelopeResponses<wire::Failure>;
