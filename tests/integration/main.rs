//! Integration tests: one binary, a module for each guarantee.

mod embedded;
