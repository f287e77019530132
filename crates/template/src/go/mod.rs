//! Go's own rules for text: quoting, character classes, numbers.

pub(crate) mod float;
pub(crate) mod number;
pub(crate) mod quote;
pub(crate) mod unicode;
