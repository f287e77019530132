//! Statements of Bicep. What cannot be read is skipped up to the next statement.

use std::rc::Rc;

use super::scan::Scanner;
use crate::infra::expr::{Expr, ExprKind};
use crate::model::{Place, Problem};

/// What a Bicep file declares.
#[derive(Default)]
pub(super) struct File {
    /// Parameters with a default.
    pub(super) defaults: Vec<(String, Rc<Expr>)>,
    /// Variables.
    pub(super) values: Vec<(String, Rc<Expr>)>,
    pub(super) resources: Vec<Declaration>,
    pub(super) problems: Vec<Problem>,
}

/// A declared resource.
pub(super) struct Declaration {
    /// `resource name 'type'`.
    pub(super) head: Place,
    pub(super) symbol: String,
    /// The type, relative to the parent's if it is nested.
    pub(super) of: String,
    pub(super) existing: bool,
    pub(super) body: Rc<Expr>,
    /// The symbol of the resource that it is declared in.
    pub(super) within: Option<String>,
}

pub(super) struct Parser<'t> {
    pub(super) scan: Scanner<'t>,
    pub(super) depth: usize,
    file: File,
    /// The resources that are being read.
    within: Vec<String>,
}

/// Reads a file.
pub(super) fn parse(text: &str, file: usize) -> File {
    let mut parser = Parser {
        scan: Scanner { text, file, at: 0 },
        depth: 0,
        file: File::default(),
        within: Vec::new(),
    };
    loop {
        parser.scan.space();
        if parser.scan.rest().is_empty() {
            return parser.file;
        }
        let start = parser.scan.at;
        if parser.statement().is_none() {
            parser.within.clear();
            parser.depth = 0;
            parser.scan.at = start;
            parser.scan.skip_line();
            parser.unread(start);
            parser.scan.at = start;
            parser.scan.skip_statement();
        }
    }
}

impl Parser<'_> {
    fn statement(&mut self) -> Option<()> {
        if self.scan.starts("@") {
            return self.decorator();
        }
        if self.resource(false)? {
            return Some(());
        }
        match self.scan.identifier()? {
            "param" => {
                let name = self.scan.identifier()?.to_owned();
                self.scan.skip_type();
                if self.scan.eat("=").is_some() {
                    let value = self.expression()?;
                    self.file.defaults.push((name, Rc::new(value)));
                }
            }
            "var" => {
                let name = self.scan.identifier()?.to_owned();
                self.scan.skip_type();
                self.scan.eat("=")?;
                let value = self.expression()?;
                self.file.values.push((name, Rc::new(value)));
            }
            // nothing in them says anything about a task
            "module" | "output" | "func" | "type" | "import" | "using" | "targetScope"
            | "metadata" | "extension" | "assert" | "provider" | "test" => {
                self.scan.skip_statement();
            }
            _ => return None,
        }
        Some(())
    }

    /// Notes what stands between `start` and this place as a problem.
    pub(super) fn unread(&mut self, start: usize) {
        self.file.problems.push(Problem {
            place: self.scan.place(start),
            message: "this cannot be read".to_owned(),
        });
    }

    pub(super) fn decorator(&mut self) -> Option<()> {
        self.scan.eat("@")?;
        self.expression().map(|_| ())
    }

    /// A resource within the object that is being read; false if no resource stands here.
    pub(super) fn nested_resource(&mut self) -> Option<bool> {
        if self.within.is_empty() {
            return Some(false);
        }
        self.resource(true)
    }

    /// `resource name 'type@version' existing = if (…) {…}`; false if no resource stands here.
    fn resource(&mut self, nested: bool) -> Option<bool> {
        let start = self.scan.at;
        let head = self.head();
        let Some((symbol, of)) = head else {
            self.scan.at = start;
            return Some(false);
        };
        let head = self.scan.place(start);
        let existing = self.scan.word("existing").is_some();
        self.scan.eat("=")?;
        self.scan.space();
        let looped = self.scan.eat("[").is_some();
        if looped {
            self.loop_head()?;
        }
        if self.scan.word("if").is_some() {
            self.scan.eat("(")?;
            self.expression()?;
            self.scan.eat_below(")")?;
        }
        self.scan.space();
        let within = self.within.last().filter(|_| nested).cloned();
        self.within.push(symbol.clone());
        let at = self.scan.at;
        let fields = self.object();
        self.within.pop();
        let body = Expr::new(self.scan.place(at), ExprKind::Object(fields?));
        if looped {
            self.scan.eat_below("]")?;
        }
        self.file.resources.push(Declaration {
            head,
            symbol,
            of,
            existing,
            body: Rc::new(body),
            within,
        });
        Some(true)
    }

    /// `resource name 'type@version'`.
    fn head(&mut self) -> Option<(String, String)> {
        self.scan.word("resource")?;
        let symbol = self.scan.identifier()?.to_owned();
        self.scan.blanks();
        if self.scan.peek() != Some('\'') {
            return None;
        }
        let of = self.string()?.literal()?;
        let of = of.split('@').next().unwrap_or_default().to_owned();
        Some((symbol, of))
    }

    /// `for x in y:` or `for (x, i) in y:`.
    fn loop_head(&mut self) -> Option<()> {
        self.scan.space();
        self.scan.word("for")?;
        if self.scan.eat("(").is_some() {
            self.scan.skip_brackets();
        } else {
            self.scan.identifier()?;
        }
        self.scan.word("in")?;
        self.expression()?;
        self.scan.eat_below(":")?;
        self.scan.space();
        Some(())
    }
}
