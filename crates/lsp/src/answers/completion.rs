use acrlint_ide::{Completion, CompletionKind, completions};
use ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionResponse, CompletionTextEdit,
    Documentation, InsertTextFormat, InsertTextMode, TextDocumentPositionParams, TextEdit,
};

use super::{Spot, markdown};
use crate::capabilities::Abilities;
use crate::state::State;
use crate::text::Text;

pub(crate) fn completion(
    state: &State,
    params: &TextDocumentPositionParams,
    abilities: &Abilities,
) -> Option<CompletionResponse> {
    let spot = state.spot(params)?;
    if !state.is_task(&spot.path) && !state.may_become_task(&spot.path) {
        return None;
    }
    let document = state.documents.get(&spot.path);
    let last = document.and_then(|document| document.readable.as_deref());
    let last = last.map(Text::as_str);
    let offers = state.ask(&spot.path, |input| completions(input, spot.at, last))?;
    let items = offers
        .into_iter()
        .filter(|offer| abilities.snippets || !offer.snippet);
    let items = items.map(|offer| item(state, &spot, offer, abilities));
    Some(CompletionResponse::Array(items.collect()))
}

fn item(state: &State, spot: &Spot, offer: Completion, abilities: &Abilities) -> CompletionItem {
    let edit = TextEdit::new(spot.text.range(offer.replace, state.encoding), offer.insert);
    CompletionItem {
        kind: Some(kind(offer.kind)),
        detail: offer.detail,
        documentation: offer
            .documentation
            .map(|text| Documentation::MarkupContent(markdown(text))),
        sort_text: Some(format!("{:04}", offer.sort)),
        insert_text_format: offer.snippet.then_some(InsertTextFormat::SNIPPET),
        insert_text_mode: edit
            .new_text
            .contains('\n')
            .then_some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        // a command of editors that know our client; others would send it to us
        command: (offer.retrigger && abilities.shows_results).then(|| {
            Command::new(
                "suggest".to_owned(),
                "editor.action.triggerSuggest".to_owned(),
                None,
            )
        }),
        label: offer.label,
        ..CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
        CompletionKind::Value => CompletionItemKind::VALUE,
        CompletionKind::Step | CompletionKind::Stage => CompletionItemKind::REFERENCE,
        CompletionKind::Alias => CompletionItemKind::VARIABLE,
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Flag => CompletionItemKind::KEYWORD,
        CompletionKind::Argument => CompletionItemKind::VARIABLE,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Folder => CompletionItemKind::FOLDER,
        CompletionKind::Registry => CompletionItemKind::MODULE,
        CompletionKind::Image => CompletionItemKind::UNIT,
        CompletionKind::Secret => CompletionItemKind::CONSTANT,
        CompletionKind::Volume | CompletionKind::Network => CompletionItemKind::STRUCT,
        CompletionKind::Rule => CompletionItemKind::ENUM_MEMBER,
    }
}
