//! The pipeline of the ACR task runner (Azure/acr-builder, July 2026), stage by stage, in the runner's order.
//!
//! [`texts`] makes the text that the runner decodes out of the file as written: comment lines go, the alias block is
//! cut out, `$Name`s are replaced, the template is rendered. [`Texts::read`] decodes that text and checks it. Each stage keeps where each byte came from, so every fault points into the file as written, and every stage
//! goes on after a fault so far as it makes sense; what the runner itself would say is the [`Verdict`].
//!
//! ```
//! use acrlint_task::{Context, NoFiles, Verdict, texts};
//!
//! let context = Context { registry: Some("r.azurecr.io".into()), ..Context::default() };
//! let texts = texts("version: 1.0\nsteps:\n- cmd: bash\n", "acb.yaml", &context, &NoFiles, Default::default());
//! let reading = texts.read(&context);
//! assert!(matches!(reading.verdict, Verdict::Refuses(text) if text.contains("invalid version specified")));
//! ```
#![forbid(unsafe_code)]

pub mod alias;
pub mod build;
mod cache;
mod comments;
mod context;
mod credential;
mod data;
mod decode;
mod env;
mod files;
mod go;
mod lines;
mod model;
mod reach;
mod refusal;
mod render;
pub mod schedule;
mod trace;
mod validate;
mod values;
mod version;

use std::borrow::Cow;

use acrlint_template::{Unknowns, World};
use acrlint_text::{Mapped, Symbols, TextRange, symbols_in};
use acrlint_yaml::Document;

use alias::{AliasBlock, Aliases};
use data::Data;
use refusal::{Prefix, Refusals};
use render::{Stage, load_and_render};
use schedule::Schedule;
use validate::{Check, declarations, steps};

pub use context::{Context, SecretValues, ValuesFile, run_date};
pub use files::{FileAnswer, Files, NoFiles};
pub use model::{Item, Mount, Network, Secret, Setting, Step, StepKind, Task, Text, Volume, value};
pub use refusal::{Elsewhere, Part, Refusal, RefusalKind, SecretUrlProblem, Verdict};
pub use trace::Trace;
pub use version::{DetectedVersion, VERSIONS};

/// The texts of a task file from the file as written to the one that the runner decodes, in one world.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The version that the runner finds before it reads any YAML; its range is in the file as written.
    pub version: Option<DetectedVersion>,
    /// The aliases, in a file whose version has them.
    pub aliases: Option<AliasBlock>,
    /// The text before its template is rendered, with origins in the file as written.
    pub replaced: Mapped,
    /// The text that the runner decodes, with origins in the file as written; `None` where the runner gets no text.
    pub rendered: Option<Mapped>,
    unknowns: Unknowns,
    refusals: Refusals,
}

/// Makes the texts of a task file. `name` is the template's name in the runner's messages: the path as given.
pub fn texts(
    source: &str,
    name: &str,
    context: &Context,
    files: &dyn Files,
    world: World,
) -> Texts {
    let mut unknowns = Unknowns::new(Symbols::avoiding(source));
    unknowns.world = world;
    let mut refusals = Refusals::default();
    let data = Data::new(context);

    let stripped = comments::strip(source);
    credential::check(&context.credentials, &mut refusals);
    let version = version::detect(stripped.text()).map(|found| DetectedVersion {
        range: stripped.source_range(found.range),
        ..found
    });
    let aliases_on = version
        .as_ref()
        .is_some_and(DetectedVersion::enables_aliases);
    let (aliases, replaced) = if aliases_on {
        let (block, replaced) = replace_aliases(
            &stripped,
            context,
            files,
            &data,
            &mut unknowns,
            &mut refusals,
        );
        (Some(block), replaced)
    } else {
        (None, stripped)
    };
    let stage = Stage {
        prefix: Prefix::new("unable to render task: "),
        name,
        part: Part::Task,
        secrets: true,
    };
    let rendered = load_and_render(&stage, &replaced, &data, &mut unknowns, &mut refusals);
    if let Some(rendered) = &rendered {
        spell_as_written(source, rendered, &mut unknowns.symbols);
    }
    Texts {
        version,
        aliases,
        replaced,
        rendered,
        unknowns,
        refusals,
    }
}

/// Cuts the alias block out and replaces the names in the rest.
fn replace_aliases(
    stripped: &Mapped,
    context: &Context,
    files: &dyn Files,
    data: &Data<'_>,
    unknowns: &mut Unknowns,
    refusals: &mut Refusals,
) -> (AliasBlock, Mapped) {
    let cut = alias::cut(stripped.text());
    let (text, rest) = match cut {
        Some(cut) => (
            cut.block.through(stripped),
            Cow::Owned(cut.rest.through(stripped)),
        ),
        None => (Mapped::new(), Cow::Borrowed(stripped)),
    };
    let stage = Stage {
        prefix: Prefix::new("unable to render alias data: "),
        name: "aliasData",
        part: Part::AliasBlock,
        secrets: false,
    };
    let block = match load_and_render_block(&stage, &text, data, unknowns, refusals) {
        Some(rendered) => alias::read_block(&rendered, context, files, &unknowns.symbols, refusals),
        None => alias::lost(context),
    };
    let replaced = block.aliases.replace(rest.text(), &mut unknowns.symbols);
    let uses = replaced.uses.iter().map(|one| alias::NameUse {
        name: rest.source_range(one.name),
        ..*one
    });
    let block = AliasBlock {
        text,
        uses: uses.collect(),
        ..block
    };
    (block, replaced.text.through(&rest))
}

/// A file without an alias block renders none, and so does not look at the values here.
fn load_and_render_block(
    stage: &Stage<'_>,
    text: &Mapped,
    data: &Data<'_>,
    unknowns: &mut Unknowns,
    refusals: &mut Refusals,
) -> Option<Mapped> {
    if text.is_empty() {
        return Some(Mapped::new());
    }
    load_and_render(stage, text, data, unknowns, refusals)
}

/// Lets each unknown value be spelled as it first stands in the file.
fn spell_as_written(source: &str, rendered: &Mapped, symbols: &mut Symbols) {
    if symbols.is_empty() {
        return;
    }
    let mut spelled: Vec<char> = Vec::new();
    for (at, c) in symbols_in(rendered.text()) {
        if symbols.get(c).is_none() || spelled.contains(&c) {
            continue;
        }
        let Some(by) = rendered.expansion_of(at, c.len_utf8()) else {
            continue;
        };
        if let Some(written) = source.get(usize::from(by.start())..usize::from(by.end())) {
            symbols.spell_as(c, written);
            spelled.push(c);
        }
    }
}

/// What the runner writes before the errors of decoding and what comes after it.
const UNMARSHAL: Prefix = Prefix::new("failed to unmarshal task before running: ");

/// A task file as the runner reads it.
#[derive(Debug)]
pub struct Reading<'t> {
    /// The nodes of the rendered text; `None` where the runner gets no text.
    pub document: Option<Document<'t>>,
    /// The task that they make.
    pub task: Task<'t>,
    /// What the runner refuses, in its order.
    pub refusals: Vec<Refusal>,
    /// What the runner makes of the file.
    pub verdict: Verdict,
}

impl Texts {
    /// Decodes the rendered text and checks it.
    pub fn read<'t>(&'t self, context: &Context) -> Reading<'t> {
        let mut refusals = self.refusals.clone();
        let Some(rendered) = &self.rendered else {
            let (refusals, verdict) = refusals.finish();
            return Reading {
                document: None,
                task: Task::default(),
                refusals,
                verdict,
            };
        };
        let document = acrlint_yaml::load(rendered.text());
        let symbols = &self.unknowns.symbols;
        let mut check = Check {
            trace: Trace::new(&document, rendered),
            symbols,
            refusals: &mut refusals,
            prefix: UNMARSHAL.then("failed to deserialize task and validate: "),
        };
        let task = decode::decode(&mut check, Part::Task);
        declarations::check(&task, &mut check);
        check.prefix = UNMARSHAL;
        steps::check(&task, context, &mut check);
        let (refusals, verdict) = refusals.finish();
        Reading {
            document: Some(document),
            task,
            refusals,
            verdict,
        }
    }

    /// The task of a reading as it would run: defaults filled in, steps named and in their order.
    pub fn schedule(&self, reading: &Reading<'_>, context: &Context) -> Schedule {
        schedule::schedule(&reading.task, context, self.aliases(), self.symbols())
    }

    /// The way from the nodes of a reading back to the file as written.
    pub fn trace<'a, 't>(&'t self, reading: &'a Reading<'t>) -> Option<Trace<'a, 't>>
    where
        't: 'a,
    {
        Some(Trace::new(
            reading.document.as_ref()?,
            self.rendered.as_ref()?,
        ))
    }

    /// What is not known, and how to spell it.
    pub fn symbols(&self) -> &Symbols {
        &self.unknowns.symbols
    }

    /// The world that these texts are of, with the conditions that decided about them.
    pub fn world(&self) -> &World {
        &self.unknowns.world
    }

    /// The world that these texts are of.
    pub fn into_world(self) -> World {
        self.unknowns.world
    }

    /// The aliases, in a file whose version has them.
    pub fn aliases(&self) -> Option<&Aliases> {
        self.aliases.as_ref().map(|block| &block.aliases)
    }

    /// Where a range of the rendered text stands in the file as written.
    pub fn source_range(&self, range: TextRange) -> TextRange {
        self.rendered
            .as_ref()
            .map_or(range, |rendered| rendered.source_range(range))
    }
}
