//! Semantic versions.

use std::rc::Rc;

use super::{Args, Function, Run, function};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;
use crate::version::{Constraints, Version};

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "semver" [String] => Version, Run::Known(semver), "semver TEXT", "The text as a semantic version."),
    function!(Sprig "semverCompare" [String, String] => Bool, Run::Known(semver_compare), "semverCompare CONSTRAINT VERSION", "Whether the version meets the constraint."),
];

fn semver(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let version = Version::parse(&args.text(0).to_str()).map_err(Fault::Go)?;
    Ok(Value::Version(Rc::new(version)))
}

fn semver_compare(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    cx.reserve(args.text(0).bytes().len() * 4)?;
    let constraints = Constraints::parse(&args.text(0).to_str()).map_err(Fault::Go)?;
    let version = Version::parse(&args.text(1).to_str()).map_err(Fault::Go)?;
    Ok(Value::Bool(constraints.hold(&version)))
}
