//! The hosts of a URL, one of which is the primary.
//!
//! # Why
//! The driver tries the hosts in turn as well, but under one limit for all of them, so that a
//! first host that accepts and then hangs uses up the time of the others: the standby that has
//! replaced it would never be reached. Here each host has a limit of its own, and the one that
//! was reached last is tried first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::driver::Driver;

/// The limit for connecting to the only host.
const SINGLE_HOST_TIMEOUT: Duration = Duration::from_secs(5);
/// The limit for connecting to one of several hosts.
const MULTI_HOST_TIMEOUT: Duration = Duration::from_secs(3);

/// The hosts of one database. Clones share which one was reached last.
#[derive(Clone)]
pub(crate) struct Hosts {
    each: Arc<[Config]>,
    last_reachable: Arc<AtomicUsize>,
}

impl Hosts {
    /// The hosts that a configuration lists.
    pub(crate) fn of(config: Config) -> Self {
        let count = config.get_hosts().len().max(config.get_hostaddrs().len());
        let mut each = match count {
            0 | 1 => vec![config],
            _ => (0..count).map(|n| single_host(&config, n)).collect(),
        };
        for host in &mut each {
            host.connect_timeout(SINGLE_HOST_TIMEOUT)
                .keepalives_idle(Duration::from_secs(15))
                .keepalives_interval(Duration::from_secs(5))
                .keepalives_retries(3)
                .tcp_user_timeout(Duration::from_secs(20));
        }
        Self {
            each: each.into(),
            last_reachable: Arc::default(),
        }
    }

    /// The limit for connecting to any of them.
    pub(crate) fn connect_timeout(&self) -> Duration {
        match u32::try_from(self.each.len()) {
            Ok(count) if count > 1 => MULTI_HOST_TIMEOUT * count + Duration::from_secs(1),
            _ => SINGLE_HOST_TIMEOUT,
        }
    }

    /// Connects to the first host that accepts, beginning with the one reached last. Does not
    /// return if no host replies: the caller limits the wait.
    pub(crate) async fn connect(
        &self,
        session: &str,
        tls: MakeRustlsConnect,
    ) -> Result<(Client, Driver), Error> {
        let first = self.last_reachable.load(Ordering::Relaxed);
        let mut refusal = None;
        for n in 0..self.each.len() {
            let index = (first + n) % self.each.len();
            let mut config = self.each[index].clone();
            config.application_name(session);
            let limit = match self.each.len() {
                1 => SINGLE_HOST_TIMEOUT,
                _ => MULTI_HOST_TIMEOUT,
            };
            match timeout(limit, config.connect(tls.clone())).await {
                Ok(Ok(connected)) => {
                    self.last_reachable.store(index, Ordering::Relaxed);
                    return Ok(connected);
                }
                Ok(Err(error)) => refusal = Some(error),
                Err(_) => {}
            }
        }
        match refusal {
            Some(error) => Err(error),
            None => std::future::pending().await,
        }
    }
}

/// A configuration with only one of its hosts.
fn single_host(config: &Config, n: usize) -> Config {
    let mut only = Config::new();
    if let Some(user) = config.get_user() {
        only.user(user);
    }
    if let Some(password) = config.get_password() {
        only.password(password);
    }
    if let Some(database) = config.get_dbname() {
        only.dbname(database);
    }
    if let Some(options) = config.get_options() {
        only.options(options);
    }
    only.ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .channel_binding(config.get_channel_binding())
        .target_session_attrs(config.get_target_session_attrs())
        .load_balance_hosts(config.get_load_balance_hosts());
    match config.get_hosts().get(n) {
        Some(Host::Tcp(name)) => _ = only.host(name),
        #[cfg(unix)]
        Some(Host::Unix(path)) => _ = only.host_path(path),
        None => {}
    }
    if let Some(address) = config.get_hostaddrs().get(n) {
        only.hostaddr(*address);
    }
    // A single port applies to all hosts.
    let ports = config.get_ports();
    if let Some(port) = ports.get(n).or(ports.first()) {
        only.port(*port);
    }
    only
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(url: &str) -> Vec<(Vec<Host>, Vec<u16>)> {
        let hosts = Hosts::of(url.parse().unwrap());
        let each = hosts.each.iter();
        each.map(|host| (host.get_hosts().to_vec(), host.get_ports().to_vec()))
            .collect()
    }

    fn tcp(name: &str) -> Vec<Host> {
        vec![Host::Tcp(name.into())]
    }

    #[test]
    fn each_host_has_its_own_port_or_the_common_one() {
        assert_eq!(
            hosts("postgresql://u@one:1,two:2/d"),
            [(tcp("one"), vec![1]), (tcp("two"), vec![2])]
        );
        assert_eq!(
            hosts("host=one,two port=7 user=u"),
            [(tcp("one"), vec![7]), (tcp("two"), vec![7])]
        );
        assert_eq!(hosts("postgresql://u@one/d"), [(tcp("one"), vec![5432])]);
    }

    #[test]
    fn each_host_keeps_the_common_settings() {
        let url = "postgresql://u:p@one,two/d?target_session_attrs=read-write&sslmode=require";
        let config: Config = url.parse().unwrap();
        for host in Hosts::of(config.clone()).each.iter() {
            assert_eq!(host.get_user(), config.get_user());
            assert_eq!(host.get_password(), config.get_password());
            assert_eq!(host.get_dbname(), config.get_dbname());
            assert_eq!(host.get_ssl_mode(), config.get_ssl_mode());
            let wanted = host.get_target_session_attrs();
            assert_eq!(wanted, config.get_target_session_attrs());
        }
    }
}
