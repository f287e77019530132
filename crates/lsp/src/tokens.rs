use tower_lsp_server::ls_types::SemanticTokensLegend;
/// x
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![],
        token_modifiers: vec![],
    }
}
