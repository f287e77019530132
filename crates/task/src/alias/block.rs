use acrlint_text::{Mapped, Symbols, TextRange};
use acrlint_yaml::{Decoder, Document};

use super::{Alias, AliasPlace, Aliases, Layer, NameUse};
use crate::context::Context;
use crate::decode::{Fields, report};
use crate::files::{FileAnswer, Files};
use crate::model::Text;
use crate::refusal::{Elsewhere, Part, Prefix, Refusal, RefusalKind, Refusals};
use crate::trace::Trace;
use crate::validate::Check;

/// What the runner writes before the errors of this stage.
const PREFIX: Prefix = Prefix::new("unable to search/replace aliases in task: ");
/// What stands before a name if the block does not say.
const DIRECTIVE: char = '$';

/// The alias block of a task file.
#[derive(Debug, Clone)]
pub struct AliasBlock {
    /// The block's lines, with origins in the task file; empty when there is no block.
    pub text: Mapped,
    /// What it defines, and what is built in.
    pub aliases: Aliases,
    /// Each name after a directive in the rest of the file, with its range in the file as written.
    pub uses: Vec<NameUse>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// This text.
    Known(&'a str),
    /// Nothing: the name stays as it is.
    Undefined,
    /// It cannot be known.
    Unknown,
}

/// A block of which nothing can be read.
pub(crate) fn lost(context: &Context) -> AliasBlock {
    block(vec![Layer::Unknown], DIRECTIVE, context)
}

fn block(layers: Vec<Layer>, directive: char, context: &Context) -> AliasBlock {
    AliasBlock {
        text: Mapped::new(),
        aliases: Aliases {
            layers,
            directive,
            windows: context.on_windows(),
        },
        uses: Vec::new(),
    }
}

/// Decodes a rendered alias block and loads its sources. Rule: graph/preprocessor.go `SearchReplaceAlias`,
/// `resolveMapAndValidate`.
pub(crate) fn read_block(
    rendered: &Mapped,
    context: &Context,
    files: &dyn Files,
    symbols: &Symbols,
    refusals: &mut Refusals,
) -> AliasBlock {
    if rendered.is_empty() {
        return block(Vec::new(), DIRECTIVE, context);
    }
    let document = acrlint_yaml::load(rendered.text());
    let mut check = Check {
        trace: Trace::new(&document, rendered),
        symbols,
        refusals,
        prefix: PREFIX.then("error during alias unmarshaling: "),
    };
    let Some(definitions) = decode(&document, &mut check) else {
        return lost(context);
    };
    check.prefix = PREFIX;
    let mut layers = vec![Layer::Known(own_aliases(&definitions, &check))];
    for source in definitions.src.iter().rev() {
        layers.push(load_source(source, files, &mut check));
    }
    let directive = directive(definitions.directive.as_ref(), &mut check);
    check_names(&layers, &definitions.src, &mut check);
    block(layers, directive, context)
}

/// The block's fields.
#[derive(Default)]
struct Definitions<'t> {
    src: Vec<Text<'t>>,
    values: Option<Vec<(Text<'t>, Text<'t>)>>,
    directive: Option<Text<'t>>,
}

fn decode<'t>(document: &Document<'t>, check: &mut Check<'_, 't>) -> Option<Definitions<'t>> {
    let mut definitions = Definitions::default();
    if let Some(error) = &document.error {
        let range = check.trace.range(error.range);
        let kind = RefusalKind::YamlSyntax(error.clone(), Part::AliasBlock);
        check.stop_at(Refusal::new(kind, range, error.to_string()));
        return None;
    }
    let mut decoder = Decoder::with_symbols(document, check.symbols);
    let mut fields = Fields::new(&mut decoder);
    fields.mapping(document.root?, "graph.Alias", |fields, entry| {
        if entry.key != "alias" {
            return;
        }
        fields.mapping(entry.value, "graph.Alias", |fields, entry| {
            match &*entry.key {
                "src" => _ = fields.texts(entry.value, &mut definitions.src),
                "values" => _ = fields.text_map(entry.value, &mut definitions.values),
                "directive" => _ = fields.text(entry.value, &mut definitions.directive),
                _ => {}
            }
        });
    });
    report(&decoder, Part::AliasBlock, check);
    decoder.error_text().is_none().then_some(definitions)
}

fn own_aliases(definitions: &Definitions<'_>, check: &Check<'_, '_>) -> Vec<Alias> {
    let entries = definitions.values.iter().flatten();
    entries
        .map(|(name, value)| Alias {
            name: name.value.to_string(),
            value: value.value.to_string(),
            place: AliasPlace::Block(check.range(name.node)),
        })
        .collect()
}

/// Rule: graph/preprocessor.go `loadExternalAlias`, `addAliasFromFile`. An address on the web is not fetched.
fn load_source(source: &Text<'_>, files: &dyn Files, check: &mut Check<'_, '_>) -> Layer {
    let path: &str = &source.value;
    let remote = path.starts_with("http://") || path.starts_with("https://");
    if remote || check.unknown(path) {
        check.refusals.undecided();
        return Layer::Unknown;
    }
    match files.read(path) {
        FileAnswer::Text(text) => read_source(source, &text, check),
        FileAnswer::Unreadable(reason) => {
            let kind = RefusalKind::AliasSource {
                path: path.to_owned(),
            };
            check.stop(kind, source.node, format!("open {path}: {reason}"));
            Layer::Unknown
        }
        FileAnswer::Unknown => {
            check.refusals.undecided();
            Layer::Unknown
        }
    }
}

/// A file of aliases is a plain mapping of names to texts.
fn read_source(source: &Text<'_>, text: &str, check: &mut Check<'_, '_>) -> Layer {
    let document = acrlint_yaml::load(text);
    let mut aliases = Vec::new();
    let mut decoder = Decoder::new(&document);
    if let (Some(root), None) = (document.root, &document.error) {
        decoder.mapping(root, "map[string]string", |decoder, entry| {
            if let Some(value) = decoder.string(entry.value) {
                let range = decoder.document().node(entry.key_node).range;
                aliases.push(Alias {
                    name: entry.key.to_string(),
                    value: value.known().unwrap_or_default().into_owned(),
                    place: AliasPlace::Source {
                        path: source.value.to_string(),
                        range,
                    },
                });
            }
        });
    }
    let path = source.value.to_string();
    let here = check.range(source.node);
    let fault = |kind: RefusalKind, runner: String, range: TextRange| {
        let mut refusal = Refusal::new(kind, here, runner);
        refusal.elsewhere = Some(Elsewhere {
            path: path.clone(),
            range,
        });
        refusal
    };
    if let Some(error) = document.error.as_ref().or(decoder.fatal()) {
        let kind = RefusalKind::YamlSyntax(error.clone(), Part::AliasSource);
        check.stop_at(fault(kind, error.to_string(), error.range));
        return Layer::Unknown;
    }
    if let Some(text) = decoder.error_text() {
        check.refusals.stop_with(&PREFIX, &text);
        for error in decoder.errors() {
            let kind = RefusalKind::WrongType(error.clone(), Part::AliasSource);
            check
                .refusals
                .note(fault(kind, error.to_string(), error.range));
        }
        return Layer::Unknown;
    }
    Layer::Known(aliases)
}

fn directive(text: Option<&Text<'_>>, check: &mut Check<'_, '_>) -> char {
    let Some(text) = text.filter(|text| !value_is_empty(text)) else {
        return DIRECTIVE;
    };
    if check.unknown(&text.value) {
        check.refusals.undecided();
        return DIRECTIVE;
    }
    let mut chars = text.value.chars();
    match (chars.next(), chars.next()) {
        (Some(_), Some(_)) => {
            let kind = RefusalKind::AliasDirectiveLength {
                directive: text.value.to_string(),
            };
            check.stop(
                kind,
                text.node,
                "$ directive can only be overwritten by a single character",
            );
            DIRECTIVE
        }
        (Some(sign), None) if sign.is_ascii_alphanumeric() => {
            let kind = RefusalKind::AliasDirectiveAlphanumeric { directive: sign };
            check.stop(
                kind,
                text.node,
                "overwritten directives may not be alphanumeric characters",
            );
            DIRECTIVE
        }
        (Some(sign), None) => sign,
        (None, _) => DIRECTIVE,
    }
}

fn value_is_empty(text: &Text<'_>) -> bool {
    text.value.is_empty()
}

fn check_names(layers: &[Layer], sources: &[Text<'_>], check: &mut Check<'_, '_>) {
    let runner = "alias key names only support alphanumeric characters";
    let trace = check.trace;
    let here = |path: &str| {
        let source = sources.iter().find(|source| source.value == path);
        source.map_or(TextRange::default(), |source| trace.node(source.node))
    };
    for layer in layers {
        let Layer::Known(aliases) = layer else {
            continue;
        };
        for alias in aliases {
            let good =
                !alias.name.is_empty() && alias.name.bytes().all(|b| b.is_ascii_alphanumeric());
            if good {
                continue;
            }
            if check.unknown(&alias.name) {
                check.refusals.undecided();
                continue;
            }
            let kind = RefusalKind::AliasName {
                name: alias.name.clone(),
            };
            let refusal = match &alias.place {
                AliasPlace::Block(range) => Refusal::new(kind, *range, runner),
                AliasPlace::Source { path, range } => {
                    let mut refusal = Refusal::new(kind, here(path), runner);
                    refusal.elsewhere = Some(Elsewhere {
                        path: path.clone(),
                        range: *range,
                    });
                    refusal
                }
            };
            check.stop_at(refusal);
        }
    }
}
