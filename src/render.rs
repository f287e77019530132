use std::io::Write as _;
use std::path::Path;

use acrlint_report::human;
use acrlint_task::texts;
use acrlint_template::World;
use anyhow::Context as _;

use crate::Outcome;
use crate::args::RenderArgs;
use crate::check::Setup;
use crate::config::Configs;
use crate::input::{Disk, read_file, read_stdin};
use crate::terminal;

/// Prints the text that the runner would decode.
///
/// # Errors
/// When the file or the run context cannot be read, or the output cannot be written.
pub(crate) fn run(args: &RenderArgs) -> anyhow::Result<Outcome> {
    let own = args.context.context()?;
    let configs = Configs::new(&args.config)?;
    let from_stdin = args.path == Path::new("-");
    let (path, source) = if from_stdin {
        let name = args
            .stdin_filename
            .clone()
            .unwrap_or_else(|| "<stdin>".to_owned());
        (name, read_stdin()?)
    } else {
        let path = args.path.display().to_string();
        let source = read_file(&args.path).with_context(|| path.clone())?;
        (path, source)
    };
    let setup = Setup::new(configs.context(&path, &own), &path);
    let context = &setup.context;
    let texts = texts(
        &source,
        &path,
        context,
        &Disk::of(Path::new(&path)),
        World::default(),
    );
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
        let checked = setup.checked(path, source, report);
        eprint!("{}", human(&checked, terminal::style(args.color)));
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Clean)
}
