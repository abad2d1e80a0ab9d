//! The consumers of the log.

use std::mem;
use std::sync::Arc;

use crate::api::{ApiContext, WebhookEvents};
use crate::app::error::StartError;
use crate::app::tasks::Tasks;
use crate::config::Config;
use crate::db::{Connector, Pool, SharedConnection};
use crate::log::LogWakeup;
use crate::outbox::{
    Channel, ChannelConsumer, EventWebhooks, Mail, Runner, SealWitnesses, UnsubscribeKey, VapidKey,
    WebPush,
};

/// What each consumer needs to follow the log.
pub(super) struct Consumers {
    pub(super) connector: Connector,
    pub(super) jobs: SharedConnection,
    pub(super) wakeup: LogWakeup,
}

impl Consumers {
    fn start<C: Channel + Sync>(&self, tasks: &mut Tasks, channel: C)
    where
        C::Report: Sync,
    {
        let (connector, jobs) = (self.connector.clone(), self.jobs.clone());
        let consumer = ChannelConsumer::new(channel);
        tasks.supervise(Runner::new(connector, jobs, self.wakeup.clone(), consumer));
    }

    /// Starts those that notify users, and the one that hands out seals.
    pub(super) fn start_notifications(
        &self,
        tasks: &mut Tasks,
        config: &mut Config,
        vapid_key: &VapidKey,
        unsubscribe_key: &UnsubscribeKey,
    ) -> Result<(), StartError> {
        let contact = config.push_contact.clone();
        let web_push = WebPush::new(vapid_key.clone(), contact, config.push_insecure)?;
        self.start(tasks, web_push);
        if let Some(settings) = config.mail.clone() {
            self.start(tasks, Mail::new(settings, unsubscribe_key.clone()));
        }
        if let Some(webhooks) = config.webhooks.take() {
            self.start(tasks, webhooks);
        }
        let witnesses = mem::take(&mut config.seal_witnesses);
        if !witnesses.is_empty() {
            self.start(tasks, SealWitnesses::new(witnesses));
        }
        Ok(())
    }

    /// Starts those that post events, as the APIs of these realms show them.
    pub(super) fn start_event_webhooks<'a>(
        &self,
        tasks: &mut Tasks,
        config: &Config,
        realms: impl Iterator<Item = &'a ApiContext>,
        pool: &Pool,
    ) {
        let encoder = Arc::new(WebhookEvents::new(realms));
        for endpoint in config.event_webhooks.iter().cloned() {
            let channel = EventWebhooks::new(endpoint, encoder.clone(), pool.clone());
            self.start(tasks, channel);
        }
    }
}
