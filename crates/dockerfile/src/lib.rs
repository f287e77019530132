//! Dockerfiles with ranges, and two answers about them that are not the same: what a real build pulls
//! ([`Dockerfile::pulls`]), and what the dependency scan of the ACR task runner makes of the file ([`scan`]).
#![forbid(unsafe_code)]

mod scan;
mod size;

pub use scan::{ImageDependencies, Scan, ScanError, ScanImage, ScanPlace, scan};
