use std::io::Write as _;

use acrlint_analysis::{nearest, rules};
use anyhow::bail;

use crate::Outcome;
use crate::args::RulesArgs;

/// Lists the rules, or prints the page of one.
///
/// # Errors
/// When there is no such rule, or the output cannot be written.
pub(crate) fn run(args: &RulesArgs) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match &args.rule {
        Some(name) => {
            let Some(rule) = rules::by_name(name) else {
                match nearest(name, rules::ALL.iter().map(|rule| rule.name)) {
                    Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
                    None => bail!("there is no rule `{name}`; `acrlint rules` lists them"),
                }
            };
            writeln!(
                out,
                "# {}\n\n{}: {}.\n\n{}",
                rule.name,
                rule.severity.name(),
                rule.summary,
                rule.page()
            )?;
        }
        None => {
            let width = rules::ALL
                .iter()
                .map(|rule| rule.name.len())
                .max()
                .unwrap_or_default();
            for rule in rules::ALL {
                writeln!(
                    out,
                    "{:width$}  {:7}  {}",
                    rule.name,
                    if rule.on { rule.severity.name() } else { "off" },
                    rule.summary
                )?;
            }
        }
    }
    Ok(Outcome::Clean)
}
