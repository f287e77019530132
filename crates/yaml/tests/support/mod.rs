//! What several tests share.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::print_stdout, reason = "a test tells why it skips")]

pub(crate) mod outline;
pub(crate) mod schema;
pub(crate) mod shared;
