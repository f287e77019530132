use acrlint_ide::{Fold, FoldKind, Symbol, SymbolKind as Kind, Target, dockerfile_symbols};
use ls_types::*;

use super::destination;
use crate::state::State;
use crate::text::Text;
use crate::uri::path_of;

impl State {
    fn symbols_of(&self, path: &str) -> Vec<Symbol> {
        if self.is_task(path) {
            return self.ask(path, acrlint_ide::symbols).unwrap_or_default();
        }
        match self.text(path) {
            Some(text) if !self.tasks_about(path).is_empty() => dockerfile_symbols(text.as_str()),
            _ => Vec::new(),
        }
    }
}

pub(crate) fn symbols(state: &State, uri: &Uri, trees: bool) -> Option<DocumentSymbolResponse> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    let symbols = state.symbols_of(&path);
    if trees {
        let tree = symbols
            .iter()
            .map(|symbol| tree(state, &text, symbol))
            .collect();
        return Some(DocumentSymbolResponse::Nested(tree));
    }
    let mut flat = Vec::new();
    flatten(&symbols, None, &mut |symbol, container| {
        flat.extend(information(state, &path, symbol, container));
    });
    Some(DocumentSymbolResponse::Flat(flat))
}

#[allow(deprecated)] // the type has a field that nobody uses any more
fn tree(state: &State, text: &Text, symbol: &Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol
        .children
        .iter()
        .map(|child| tree(state, text, child))
        .collect();
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: text.range(symbol.range, state.encoding),
        selection_range: text.range(symbol.selection, state.encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten<'s>(
    symbols: &'s [Symbol],
    container: Option<&'s str>,
    each: &mut dyn FnMut(&'s Symbol, Option<&'s str>),
) {
    for symbol in symbols {
        each(symbol, container);
        flatten(&symbol.children, Some(&symbol.name), each);
    }
}

#[allow(deprecated)] // as above
fn information(
    state: &State,
    path: &str,
    symbol: &Symbol,
    container: Option<&str>,
) -> Option<SymbolInformation> {
    Some(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: state.location(path, symbol.selection)?,
        container_name: container.map(str::to_owned),
    })
}

/// The symbols of all task files whose names hold the letters of a query in their order.
pub(crate) fn workspace_symbols(state: &State, query: &str) -> WorkspaceSymbolResponse {
    let mut found = Vec::new();
    let known: Vec<&String> = state
        .checked
        .keys()
        .filter(|path| state.is_task(path))
        .collect();
    for path in known {
        let symbols = state.symbols_of(path);
        let shown = state.workspace(path).shown(path);
        flatten(&symbols, None, &mut |symbol, _| {
            if fits(&symbol.name, query) {
                found.extend(information(state, path, symbol, Some(&shown)));
            }
        });
    }
    WorkspaceSymbolResponse::Flat(found)
}

fn fits(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|letter| letter == wanted))
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Task => SymbolKind::MODULE,
        Kind::Step => SymbolKind::FUNCTION,
        Kind::Alias => SymbolKind::VARIABLE,
        Kind::Secret => SymbolKind::KEY,
        Kind::Image => SymbolKind::PACKAGE,
        Kind::Stage => SymbolKind::CLASS,
        Kind::BuildArgument => SymbolKind::VARIABLE,
        Kind::Group => SymbolKind::NAMESPACE,
        Kind::Volume | Kind::Network => SymbolKind::STRUCT,
    }
}

pub(crate) fn folding(state: &State, uri: &Uri) -> Option<Vec<FoldingRange>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    if !state.is_task(&path) {
        return None;
    }
    let folds = state.ask(&path, acrlint_ide::folding)?;
    let fold = |fold: Fold| {
        let range = text.range(fold.range, state.encoding);
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: Some(match fold.kind {
                FoldKind::Region => FoldingRangeKind::Region,
                FoldKind::Comment => FoldingRangeKind::Comment,
            }),
            ..FoldingRange::default()
        }
    };
    Some(folds.into_iter().map(fold).collect())
}

pub(crate) fn selection(
    state: &State,
    uri: &Uri,
    positions: &[Position],
) -> Option<Vec<SelectionRange>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    let at = |position: &Position| {
        let at = crate::text::size(text.offset(*position, state.encoding));
        let ranges = state
            .ask(&path, |input| acrlint_ide::selection(input, at))
            .unwrap_or_default();
        let outside_in = ranges.into_iter().rev();
        let nested = outside_in.fold(None, |parent, range| {
            Some(SelectionRange {
                range: text.range(range, state.encoding),
                parent: parent.map(Box::new),
            })
        });
        nested.unwrap_or(SelectionRange {
            range: Range::new(*position, *position),
            parent: None,
        })
    };
    Some(positions.iter().map(at).collect())
}

pub(crate) fn links(state: &State, uri: &Uri) -> Option<Vec<DocumentLink>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    if !state.is_task(&path) {
        return None;
    }
    let links = state.ask(&path, acrlint_ide::links)?;
    let link = |link: acrlint_ide::Link| DocumentLink {
        range: text.range(link.range, state.encoding),
        target: target(state, &path, &link.target),
        tooltip: Some(link.tooltip),
        data: None,
    };
    Some(links.into_iter().map(link).collect())
}

fn target(state: &State, path: &str, target: &Target) -> Option<Uri> {
    match target {
        Target::File(shown) => state.uri(&state.absolute(path, shown)),
        Target::Url(url) => url.parse().ok(),
    }
}

/// The file that the link at a place leads to, as a place to go to.
pub(super) fn link_at(
    state: &State,
    params: &TextDocumentPositionParams,
    links: bool,
) -> Option<GotoDefinitionResponse> {
    let spot = state.spot(params)?;
    if !state.is_task(&spot.path) {
        return None;
    }
    let all = state.ask(&spot.path, acrlint_ide::links)?;
    let here = all
        .into_iter()
        .find(|link| link.range.contains_inclusive(spot.at))?;
    let Target::File(_) = &here.target else {
        return None;
    };
    let start = Position::new(0, 0);
    let place = Location::new(
        target(state, &spot.path, &here.target)?,
        Range::new(start, start),
    );
    Some(destination(
        vec![place],
        spot.text.range(here.range, state.encoding),
        links,
    ))
}
