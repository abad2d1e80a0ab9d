//! One fault, one guarantee: what a campaign meets by chance, shown by itself.

mod audit_self_test;
mod failover;
mod pooler;
mod readers;
mod reconnect_storm;
mod shutdown;
