//! The pieces of a template, each with its range.

use acrlint_template::{Block, Branch, Expr, Node, Pipe, Template};
use acrlint_text::TextRange;

/// Calls for each block of a template from its first action to its `{{end}}`.
pub(super) fn blocks(template: &Template<'_>, each: &mut dyn FnMut(TextRange)) {
    pieces(template, &mut |range, is_block| {
        if is_block {
            each(range);
        }
    });
}

/// Calls for each block, action, pipeline and word, and says which are blocks.
pub(super) fn pieces(template: &Template<'_>, each: &mut dyn FnMut(TextRange, bool)) {
    block(&template.root, each);
    for definition in &template.definitions {
        each(definition.range, true);
        each(definition.name_range, false);
        block(&definition.body, each);
    }
    for comment in &template.comments {
        each(*comment, false);
    }
}

fn block(block: &Block<'_>, each: &mut dyn FnMut(TextRange, bool)) {
    for node in &block.nodes {
        match node {
            Node::Text { .. } => {}
            Node::Action(action) => {
                each(action.range, false);
                pipe(&action.pipe, each);
            }
            Node::Branch(one) => branch(one, each),
            Node::Template(call) => {
                each(call.range, false);
                each(call.name_range, false);
                call.pipe.iter().for_each(|one| pipe(one, each));
            }
            Node::Break(jump) | Node::Continue(jump) => each(jump.range, false),
            Node::Bad(range) => each(*range, false),
        }
    }
}

fn branch(branch: &Branch<'_>, each: &mut dyn FnMut(TextRange, bool)) {
    if let Some(end) = branch.end {
        each(branch.opening.cover(end), true);
        each(end, false);
    }
    each(branch.opening, false);
    each(branch.keyword, false);
    branch.pipe.iter().for_each(|one| pipe(one, each));
    block(&branch.body, each);
    if let Some(otherwise) = &branch.otherwise {
        each(otherwise.range, false);
        block(&otherwise.body, each);
    }
}

fn pipe(pipe: &Pipe<'_>, each: &mut dyn FnMut(TextRange, bool)) {
    each(pipe.range, false);
    for variable in &pipe.variables {
        each(variable.range, false);
    }
    for command in pipe.commands.iter() {
        each(command.range, false);
        for word in command.words.iter() {
            expression(word, each);
        }
    }
}

fn expression(word: &Expr<'_>, each: &mut dyn FnMut(TextRange, bool)) {
    each(word.range(), false);
    match word {
        Expr::Field { names } => names.iter().for_each(|name| each(name.range, false)),
        Expr::Variable { variable, names } => {
            each(variable.range, false);
            names.iter().for_each(|name| each(name.range, false));
        }
        Expr::Chain { of, names } => {
            expression(of, each);
            names.iter().for_each(|name| each(name.range, false));
        }
        Expr::Paren { pipe: inner, .. } => pipe(inner, each),
        _ => {}
    }
}
