use acrlint_ide::{Token, TokenKind};
use acrlint_text::TextRange;
use ls_types::{SemanticToken, SemanticTokenType, SemanticTokens, SemanticTokensLegend, Uri};

use crate::state::State;
use crate::text::{Encoding, Text};
use crate::uri::path_of;

/// The kinds of tokens by their numbers.
const KINDS: [(TokenKind, SemanticTokenType); 12] = [
    (TokenKind::Directive, SemanticTokenType::MACRO),
    (TokenKind::Keyword, SemanticTokenType::KEYWORD),
    (TokenKind::Function, SemanticTokenType::FUNCTION),
    (TokenKind::Field, SemanticTokenType::PROPERTY),
    (TokenKind::Variable, SemanticTokenType::VARIABLE),
    (TokenKind::Alias, SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Flag, SemanticTokenType::DECORATOR),
    (TokenKind::Image, SemanticTokenType::CLASS),
    (TokenKind::Registry, SemanticTokenType::NAMESPACE),
    (TokenKind::Tag, SemanticTokenType::NUMBER),
    (TokenKind::Argument, SemanticTokenType::PARAMETER),
    (TokenKind::String, SemanticTokenType::STRING),
];

pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: KINDS.iter().map(|(_, name)| name.clone()).collect(),
        token_modifiers: Vec::new(),
    }
}

/// The tokens of a file, or of a part of it.
pub(crate) fn tokens(
    state: &State,
    uri: &Uri,
    part: Option<ls_types::Range>,
) -> Option<SemanticTokens> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    if !state.is_task(&path) {
        return None;
    }
    let part = part.map(|part| text.bytes(part, state.encoding));
    let mut tokens = state.ask(&path, acrlint_ide::tokens)?;
    tokens.retain(|token| part.is_none_or(|part| part.intersect(token.range).is_some()));
    Some(SemanticTokens {
        result_id: None,
        data: relative(&text, &tokens, state.encoding),
    })
}

/// Each token's place counted from the one before it.
fn relative(text: &Text, tokens: &[Token], encoding: Encoding) -> Vec<SemanticToken> {
    let (mut line, mut column) = (0, 0);
    let place = |range: TextRange| text.range(range, encoding);
    tokens
        .iter()
        .filter_map(|token| {
            let range = place(token.range);
            let kind = KINDS.iter().position(|(kind, _)| *kind == token.kind)?;
            let delta_line = range.start.line - line;
            let delta_start = range.start.character - if delta_line == 0 { column } else { 0 };
            (line, column) = (range.start.line, range.start.character);
            Some(SemanticToken {
                delta_line,
                delta_start,
                length: range.end.character.saturating_sub(range.start.character),
                token_type: u32::try_from(kind).unwrap_or_default(),
                token_modifiers_bitset: 0,
            })
        })
        .collect()
}
