//! Nodes as Go's messages spell them.

use super::ast::{Command, Expr, Pipe, TemplateCall};
use crate::go::quote::quote_str;

/// A node that Go's messages can show between `<` and `>`.
pub(crate) trait Spelled {
    /// Appends Go's spelling.
    fn spell(&self, out: &mut String);

    /// Go's spelling.
    fn spelled(&self) -> String {
        let mut out = String::new();
        self.spell(&mut out);
        out
    }
}

impl Spelled for Pipe<'_> {
    fn spell(&self, out: &mut String) {
        for (index, variable) in self.variables.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            out.push_str(variable.name);
        }
        if !self.variables.is_empty() {
            out.push_str(if self.assigns { " = " } else { " := " });
        }
        for (index, command) in self.commands.iter().enumerate() {
            if index > 0 {
                out.push_str(" | ");
            }
            command.spell(out);
        }
    }
}

impl Spelled for Command<'_> {
    fn spell(&self, out: &mut String) {
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            spell_word(word, out);
        }
    }
}

/// A word of a command: parentheses are shown there, while a pipe on its own is shown without.
fn spell_word(word: &Expr<'_>, out: &mut String) {
    match word {
        Expr::Paren { pipe, .. } => {
            out.push('(');
            pipe.spell(out);
            out.push(')');
        }
        _ => word.spell(out),
    }
}

impl Spelled for Expr<'_> {
    fn spell(&self, out: &mut String) {
        match self {
            Self::Field { names } => out.push_str(names.text()),
            Self::Variable { variable, names } => {
                out.push_str(variable.name);
                out.push_str(names.text());
            }
            Self::Chain { of, names } => {
                spell_word(of, out);
                out.push_str(names.text());
            }
            Self::Function { name, .. } => out.push_str(name),
            Self::Paren { pipe, .. } => pipe.spell(out),
            Self::Dot { .. } => out.push('.'),
            Self::Nil { .. } => out.push_str("nil"),
            Self::Bool { value, .. } => out.push_str(if *value { "true" } else { "false" }),
            Self::Number { text, .. } => out.push_str(text),
            Self::String { quoted, .. } => out.push_str(quoted),
        }
    }
}

impl Spelled for TemplateCall<'_> {
    fn spell(&self, out: &mut String) {
        out.push_str("{{template ");
        out.push_str(&quote_str(&self.name));
        if let Some(pipe) = &self.pipe {
            out.push(' ');
            pipe.spell(out);
        }
        out.push_str("}}");
    }
}
