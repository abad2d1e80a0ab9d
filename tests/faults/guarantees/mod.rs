//! One fault, one guarantee: what a campaign meets by chance, shown by itself.

mod pooler;
