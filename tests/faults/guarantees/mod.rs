//! One fault, one guarantee: what a campaign meets by chance, shown by itself.

mod failover;
mod pooler;
mod readers;
mod shutdown;
mod storm;
mod teeth;
