//! Dockerfiles.
#![forbid(unsafe_code)]
