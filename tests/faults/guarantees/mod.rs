//! Proofs of single guarantees, each with one fault.

mod audit_self_test;
mod failover;
mod pooler;
mod readers;
mod reconnect_storm;
mod shutdown;
