//! What the readers of ARM templates, Bicep and Terraform share: one tree of expressions, one evaluator, and what the
//! resources mean.

pub(crate) mod content;
pub(crate) mod eval;
pub(crate) mod expr;
pub(crate) mod functions;
pub(crate) mod json;
mod path;
pub(crate) mod resource;
pub(crate) mod task;
pub(crate) mod text;
pub(crate) mod value;
