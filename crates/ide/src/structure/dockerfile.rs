use acrlint_dockerfile::Argument;
use acrlint_text::{TextRange, TextSize};

use super::{Symbol, SymbolKind, trimmed};

/// The outline of a Dockerfile: the build arguments before the first stage, and the stages with theirs.
pub fn dockerfile_symbols(text: &str) -> Vec<Symbol> {
    let file = acrlint_dockerfile::parse(text);
    let mut symbols: Vec<Symbol> = file.global_args.iter().map(argument).collect();
    let mut ends = file.stages.iter().skip(1).map(|stage| stage.range.start());
    for stage in &file.stages {
        let end = ends.next().unwrap_or(TextSize::of(text));
        let whole = TextRange::new(stage.range.start(), end.max(stage.range.end()));
        let mut symbol = Symbol {
            name: stage.name.as_ref().unwrap_or(&stage.base).text().to_owned(),
            detail: stage.name.is_some().then(|| stage.base.text().to_owned()),
            kind: SymbolKind::Stage,
            range: trimmed(text, whole).unwrap_or(stage.range),
            selection: stage.name.as_ref().unwrap_or(&stage.base).range(),
            children: stage.args.iter().map(argument).collect(),
        };
        symbol.embrace();
        symbols.push(symbol);
    }
    symbols.retain(|symbol| !symbol.name.is_empty());
    symbols
}

fn argument(argument: &Argument) -> Symbol {
    let name = argument.name.range();
    let default = argument.default.as_ref();
    Symbol {
        name: argument.name.text().to_owned(),
        detail: default.map(|default| default.text().to_owned()),
        kind: SymbolKind::BuildArgument,
        range: default.map_or(name, |default| name.cover(default.range())),
        selection: name,
        children: Vec::new(),
    }
}
