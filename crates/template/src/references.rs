//! What a template refers to, for completion, hover, navigation and rules.

use acrlint_text::TextRange;

use crate::syntax::{Block, Branch, Expr, Node, Pipe, Template};

/// A use of something by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    /// What is used.
    pub kind: ReferenceKind,
    /// Its names: `["Run", "ID"]` for `.Run.ID`, `["$x", "a"]` for `$x.a`, one for a function or template.
    pub path: Vec<&'t str>,
    /// Where each name stands, without dots.
    pub ranges: Vec<TextRange>,
    /// All of it.
    pub range: TextRange,
    /// Whether the dot at this place is surely the root, so that `.Run` is the root's.
    pub at_root: bool,
}

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A field of the dot.
    Field,
    /// A variable, or a field of one.
    Variable,
    /// A variable that is declared here.
    Declaration,
    /// A variable that is assigned here.
    Assignment,
    /// A function.
    Function,
    /// A template that is called, by its constant.
    Template,
}

impl<'t> Template<'t> {
    /// Everything that the template refers to, in the order of the text within the root and each definition.
    pub fn references(&'t self) -> Vec<Reference<'t>> {
        let mut found = Collector {
            found: Vec::new(),
            at_root: true,
        };
        found.block(&self.root);
        found.at_root = false;
        for definition in &self.definitions {
            found.block(&definition.body);
        }
        found.found
    }
}

struct Collector<'t> {
    found: Vec<Reference<'t>>,
    at_root: bool,
}

impl<'t> Collector<'t> {
    fn add(&mut self, kind: ReferenceKind, names: &[(&'t str, TextRange)], range: TextRange) {
        self.found.push(Reference {
            kind,
            path: names.iter().map(|(name, _)| *name).collect(),
            ranges: names.iter().map(|(_, range)| *range).collect(),
            range,
            at_root: self.at_root,
        });
    }

    fn block(&mut self, block: &'t Block<'t>) {
        for node in &block.nodes {
            match node {
                Node::Action(action) => self.pipe(&action.pipe),
                Node::Branch(branch) => self.branch(branch),
                Node::Template(call) => {
                    let name = (call.name.as_str(), call.name_range);
                    self.add(ReferenceKind::Template, &[name], call.name_range);
                    call.pipe.iter().for_each(|pipe| self.pipe(pipe));
                }
                Node::Text { .. } | Node::Break(_) | Node::Continue(_) | Node::Bad(_) => {}
            }
        }
    }

    fn branch(&mut self, branch: &'t Branch<'t>) {
        branch.pipe.iter().for_each(|pipe| self.pipe(pipe));
        let outer = self.at_root;
        self.at_root &= branch.kind == crate::syntax::BranchKind::If;
        self.block(&branch.body);
        self.at_root = outer;
        if let Some(otherwise) = &branch.otherwise {
            self.block(&otherwise.body);
        }
    }

    fn pipe(&mut self, pipe: &'t Pipe<'t>) {
        for variable in &pipe.variables {
            let kind = if pipe.assigns {
                ReferenceKind::Assignment
            } else {
                ReferenceKind::Declaration
            };
            self.add(kind, &[(variable.name, variable.range)], variable.range);
        }
        for word in pipe.commands.iter().flat_map(|c| c.words.iter()) {
            self.expr(word);
        }
    }

    fn expr(&mut self, expr: &'t Expr<'t>) {
        match expr {
            Expr::Field { names } => {
                let names: Vec<_> = names.iter().map(|n| (n.name, n.range)).collect();
                self.add(ReferenceKind::Field, &names, expr.range());
            }
            Expr::Variable { variable, names } => {
                let first = (variable.name, variable.range);
                let rest = names.iter().map(|n| (n.name, n.range));
                let names: Vec<_> = std::iter::once(first).chain(rest).collect();
                self.add(ReferenceKind::Variable, &names, expr.range());
            }
            Expr::Function { name, range, .. } => {
                self.add(ReferenceKind::Function, &[(name, *range)], *range);
            }
            Expr::Chain { of, .. } => self.expr(of),
            Expr::Paren { pipe, .. } => self.pipe(pipe),
            Expr::Dot { .. }
            | Expr::Nil { .. }
            | Expr::Bool { .. }
            | Expr::Number { .. }
            | Expr::String { .. } => {}
        }
    }
}
