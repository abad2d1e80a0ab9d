//! Validation of a new poll.

use super::wire::NewPoll;
use crate::api::context::ApiContext;
use crate::domain::text::MessageText;
use crate::domain::{PollSettings, check_given_name};
use crate::http::Problem;
use crate::http::sending::message_text;

/// The text of a poll, and what it is besides. What can be seen of a question or an option is as of a name: it
/// is one line.
pub(in crate::api) fn parse(
    context: &ApiContext,
    new: NewPoll,
) -> Result<(MessageText, PollSettings), Problem> {
    context.require(context.policy.features.polls)?;
    let count = new.options.len();
    if !(PollSettings::MIN_OPTIONS..=PollSettings::MAX_OPTIONS).contains(&count) {
        let (min, max) = (PollSettings::MIN_OPTIONS, PollSettings::MAX_OPTIONS);
        let reason = format!("must have {min} to {max} options");
        return Err(Problem::invalid_content("poll", reason));
    }
    let question = new.question;
    let question = line(
        context,
        "poll.question",
        question,
        PollSettings::QUESTION_CHARS,
    )?;
    let mut lines = vec![question];
    for option in new.options {
        let option = line(context, "poll.options", option, PollSettings::OPTION_CHARS)?;
        if lines[1..].contains(&option) {
            return Err(Problem::invalid_content(
                "poll.options",
                "has an option twice",
            ));
        }
        lines.push(option);
    }
    let text = message_text(&context.policy.features, "poll", lines.join("\n"))?;
    let settings = PollSettings {
        multiple: new.multiple.unwrap_or_default(),
        anonymous: new.anonymous.unwrap_or_default(),
        options: count,
    };
    if settings.parts(text.as_str()).is_none() {
        return Err(Problem::invalid_content("poll", "must be plain text"));
    }
    Ok((text, settings))
}

/// One line of the text.
fn line(context: &ApiContext, field: &str, given: String, max: usize) -> Result<String, Problem> {
    let text = message_text(&context.policy.features, field, given)?;
    let text = text.as_str().trim();
    check_given_name(text, max).map_err(|reason| Problem::invalid_content(field, reason))?;
    Ok(text.to_owned())
}
