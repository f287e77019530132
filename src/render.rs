use std::io::Write as _;

use acrlint_report::{Checked, human};
use acrlint_task::texts;
use acrlint_template::World;

use crate::Outcome;
use crate::args::RenderArgs;
use crate::input::read_named;
use crate::terminal;
use crate::workspace::workspace;

/// Prints the text that the runner would decode.
///
/// # Errors
/// When the file or the run context cannot be read, or the output cannot be written.
pub(crate) fn run(args: &RenderArgs) -> anyhow::Result<Outcome> {
    let workspace = workspace(&args.file.config, args.file.context.context()?)?;
    let (path, source) = read_named(&args.file.path, args.file.stdin_filename.as_deref())?;
    let setup = workspace.setup(&path);
    let context = &setup.context;
    let texts = texts(&source, &path, context, &setup.files, World::default());
    for question in &texts.world().asked {
        eprintln!(
            "acrlint: whether `{}` holds is not known; taken to hold",
            question.spelling
        );
    }
    let refused_before = texts.read(context).document.is_none();
    if let Some(rendered) = &texts.rendered {
        let text = texts.symbols().spell(rendered.text());
        std::io::stdout().lock().write_all(text.as_bytes())?;
    }
    if refused_before {
        let report = setup.check(&path, &source);
        let checked = report.map(|report| Checked::new(&setup, path, source, report));
        if let Some(checked) = checked {
            eprint!("{}", human(&checked, terminal::style(args.file.color)));
        }
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Clean)
}
