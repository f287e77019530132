use crate::state::State;
use tower_lsp_server::ls_types::*;
pub(crate) fn completion(
    _: &State,
    _: &TextDocumentPositionParams,
    _: bool,
) -> Option<CompletionResponse> {
    None
}
pub(crate) fn hover(_: &State, _: &TextDocumentPositionParams) -> Option<Hover> {
    None
}
