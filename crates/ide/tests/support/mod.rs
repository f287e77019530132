//! What several tests need; the files of a project and the pages of cases are those of the crate below.
#![allow(dead_code, unreachable_pub)]

#[path = "../../../analysis/tests/support/beside.rs"]
pub mod beside;
pub mod completion;
pub mod navigation;
#[path = "../../../analysis/tests/support/page.rs"]
pub mod page;
#[path = "../../../analysis/tests/support/task_text.rs"]
pub mod task_text;
