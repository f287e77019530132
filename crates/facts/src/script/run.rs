//! The walk through a script: every statement once, each call of a function with its arguments, and each round of a
//! loop over known words.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::command::Flow;
use super::expand::{Arg, Open};
use super::{Env, Item, Set, Statement, Value, Word};
use crate::az::{Here, Record};

/// So many rounds of a loop are walked.
const ROUNDS: usize = 32;
/// So deep functions call each other.
const CALLS: usize = 16;
/// What a walk may spend: a step for each statement and each byte of a variable's value that is used; so many, and so
/// many more for each byte of the script.
const FUEL: (usize, usize) = (20_000, 16);

/// A function of the script.
pub(super) struct Function {
    pub(super) parameters: Vec<String>,
    pub(super) body: Rc<[Statement]>,
}

/// A walk through a script.
pub(crate) struct Walk<'r> {
    pub(crate) record: &'r mut Record,
    pub(crate) env: Env,
    pub(super) functions: HashMap<String, Rc<Function>>,
    /// The functions in their order, and those that were walked through.
    order: Vec<String>,
    walked: HashSet<String>,
    depth: usize,
    fuel: usize,
    /// Whether variables may come from another file that was run.
    pub(super) sourced: bool,
    /// Whether the way that is walked does not go on.
    pub(super) ended: bool,
    /// Texts that the script writes into files.
    pub(super) files: HashMap<String, Here>,
    /// Texts of several lines that were put into variables.
    pub(super) texts: HashMap<String, Here>,
}

impl<'r> Walk<'r> {
    /// A walk through a script of `length` bytes.
    pub(crate) fn new(record: &'r mut Record, length: usize) -> Self {
        Self {
            record,
            env: Env::default(),
            functions: HashMap::new(),
            order: Vec::new(),
            walked: HashSet::new(),
            depth: 0,
            fuel: FUEL.0 + FUEL.1.saturating_mul(length),
            sourced: false,
            ended: false,
            files: HashMap::new(),
            texts: HashMap::new(),
        }
    }

    /// Walks through a whole script, and then through the functions that it never calls.
    pub(crate) fn script(&mut self, statements: &[Statement]) {
        self.all(statements);
        let mut at = 0;
        while let Some(name) = self.order.get(at).cloned() {
            at += 1;
            let Some(function) = self.functions.get(&name).cloned() else {
                continue;
            };
            if self.walked.insert(name) {
                let arguments = Value::Open(self.record.number());
                self.record.enter();
                self.env.enter();
                self.body(&function, arguments, &[]);
                self.env.leave();
                self.record.leave();
            }
        }
    }

    /// Spends fuel. The walk ends where none is left.
    pub(crate) fn spend(&mut self, steps: usize) {
        if self.fuel > 0 && self.fuel <= steps {
            self.record.too_long();
        }
        self.fuel = self.fuel.saturating_sub(steps);
    }

    /// Walks through statements. What they put out is what the last one does.
    pub(crate) fn all(&mut self, statements: &[Statement]) -> Flow {
        self.all_of(statements, Flow::default())
    }

    /// The same; `flow` goes into the first one.
    fn all_of(&mut self, statements: &[Statement], mut flow: Flow) -> Flow {
        let mut last = Flow::default();
        for statement in statements {
            last = self.statement(statement, std::mem::take(&mut flow));
        }
        last
    }

    /// What statements put out, and members of it.
    pub(crate) fn output(&mut self, body: &Rc<[Statement]>, path: &[String]) -> String {
        self.env.enter();
        let flow = self.all(body);
        self.env.leave();
        if let (Some(value), Some(here)) = (&flow.value, flow.here) {
            self.remember(value, here);
        }
        let mut value = flow.value.unwrap_or_else(|| self.record.unknown("$(…)"));
        for member in path {
            value = self.record.member(&value, member);
        }
        value
    }

    fn statement(&mut self, statement: &Statement, flow: Flow) -> Flow {
        if self.fuel == 0 {
            return Flow::default();
        }
        self.spend(1);
        match statement {
            Statement::Assign {
                name,
                spelling,
                to,
                append,
                local,
            } => {
                self.assign(name, spelling, to, *append, *local);
                Flow::default()
            }
            Statement::Command(command) => self.command(command, flow),
            Statement::Pipeline(stages) => {
                let mut flow = flow;
                for stage in stages {
                    self.env.enter();
                    flow = self.statement(stage, flow);
                    self.env.leave();
                }
                flow
            }
            Statement::Branches {
                heads,
                branches,
                exhaustive,
            } => {
                self.all(heads);
                self.branches(branches, *exhaustive);
                Flow::default()
            }
            Statement::Loop { variable, body } => {
                self.repeat(variable.as_ref(), body);
                Flow::default()
            }
            Statement::Subshell(body) => {
                self.env.enter();
                let flow = self.all_of(body, flow);
                self.env.leave();
                flow
            }
            Statement::Block(body) => self.all_of(body, flow),
            Statement::Function {
                name,
                parameters,
                body,
            } => {
                let function = Function {
                    parameters: parameters.clone(),
                    body: body.clone(),
                };
                self.functions.insert(name.clone(), Rc::new(function));
                self.order.push(name.clone());
                Flow::default()
            }
        }
    }

    fn assign(&mut self, name: &str, spelling: &str, to: &Set, append: bool, local: bool) {
        if local {
            self.env.keep(name);
        }
        let value = match to {
            Set::Word(word) => {
                let args = self.expand(word);
                if let [only] = &args[..] {
                    let text = only.text.clone();
                    self.remember(
                        only.str(),
                        Here {
                            text,
                            range: word.range,
                        },
                    );
                }
                self.value_of_args(args, false)
            }
            Set::List(words) => {
                let args = words.iter().flat_map(|word| self.expand(word)).collect();
                self.value_of_args(args, true)
            }
            Set::Output(body, _) => {
                // what is set in there is set here, too
                let flow = self.all(body);
                let value = flow.value.unwrap_or_else(|| self.record.unknown(spelling));
                Value::text(&value)
            }
            Set::Unknown => Value::text(&self.record.unknown(spelling)),
        };
        let value = match append {
            true => self.appended(name, spelling, value),
            false => value,
        };
        self.env.set(name, Some(value));
    }

    /// Remembers where a text of several lines stands, so that it is found again behind a variable.
    fn remember(&mut self, text: &str, here: Here) {
        if text.contains('\n') && !self.texts.contains_key(text) {
            self.texts.insert(text.to_owned(), here);
        }
    }

    fn value_of_args(&mut self, args: Vec<Arg>, list: bool) -> Value {
        match &args[..] {
            _ if args.iter().any(|arg| arg.open == Open::List) => Value::Open(self.record.number()),
            [] if !list => Value::text(""),
            [one] if !list => Value::text(one.str()),
            many => Value::List(many.iter().map(Item::of).collect()),
        }
    }

    fn appended(&mut self, name: &str, spelling: &str, value: Value) -> Value {
        match (self.env.get(name).cloned(), value) {
            (None, Value::Text(new)) => {
                let old = self.record.symbol(spelling, spelling);
                Value::text(&(old + &new))
            }
            (None, value) => value,
            (Some(Value::Text(old)), Value::Text(new)) => {
                self.spend(old.len());
                Value::text(&format!("{old}{new}"))
            }
            (Some(Value::List(old)), Value::Text(new)) => {
                self.spend(old.len());
                let new = Item {
                    text: new,
                    at: None,
                };
                Value::List(old.iter().cloned().chain([new]).collect())
            }
            (Some(Value::List(old)), Value::List(new)) => {
                self.spend(old.len());
                Value::List(old.iter().chain(new.iter()).cloned().collect())
            }
            (Some(Value::Text(old)), Value::List(new)) => {
                let old = Item {
                    text: old,
                    at: None,
                };
                Value::List([old].iter().chain(new.iter()).cloned().collect())
            }
            _ => Value::Open(self.record.number()),
        }
    }

    fn branches(&mut self, branches: &[Vec<Statement>], exhaustive: bool) {
        let mut ways = Vec::with_capacity(branches.len() + 1);
        let outside = std::mem::take(&mut self.ended);
        for branch in branches {
            self.record.enter();
            self.env.enter();
            self.all(branch);
            let changes = self.env.leave();
            self.record.leave();
            // a way that ends there leads to nothing behind it
            if !std::mem::take(&mut self.ended) {
                ways.push(changes);
            }
        }
        self.ended = outside;
        if !exhaustive {
            ways.push(HashMap::new());
        }
        let names: BTreeSet<&String> = ways.iter().flat_map(HashMap::keys).collect();
        for name in names {
            let now = self.env.get(name).cloned();
            let mut values = ways.iter().map(|way| way.get(name).unwrap_or(&now));
            let first = values.next().cloned().flatten();
            let value = match values.all(|value| *value == first) {
                true => first,
                false => Some(self.changed(name, &first)),
            };
            self.env.set(name, value);
        }
    }

    /// An unknown value for a variable that may have changed.
    fn changed(&mut self, name: &str, old: &Option<Value>) -> Value {
        match old {
            None | Some(Value::Text(_)) => Value::text(&self.record.unknown(&format!("${name}"))),
            _ => Value::Open(self.record.number()),
        }
    }

    fn repeat(&mut self, variable: Option<&(String, Vec<Word>)>, body: &[Statement]) {
        let mut rounds = None;
        if let Some((_, words)) = variable {
            let args: Vec<Arg> = words.iter().flat_map(|word| self.expand(word)).collect();
            // an unknown value may be a list
            let known = |arg: &Arg| arg.open == Open::No && !self.record.is_unknown(arg.str());
            let known = args.iter().all(known);
            rounds = Some(args).filter(|args| known && (1..=ROUNDS).contains(&args.len()));
        }
        if let (Some((name, _)), Some(rounds)) = (variable, rounds) {
            for round in rounds {
                self.env.set(name, Some(Value::text(round.str())));
                self.all(body);
            }
            self.ended = false;
            return;
        }
        // what an earlier round may have left
        let mut names = BTreeSet::new();
        assigned(body, &mut names);
        if let Some((name, _)) = variable {
            names.insert(name);
        }
        self.forget(&names);
        self.record.enter();
        self.env.enter();
        self.all(body);
        self.ended = false;
        let mut changes: Vec<_> = self.env.leave().into_iter().collect();
        changes.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.record.leave();
        for (name, value) in changes {
            let value = self.changed(&name, &value);
            self.env.set(&name, Some(value));
        }
    }

    fn forget(&mut self, names: &BTreeSet<&String>) {
        for name in names {
            let old = self.env.get(name).cloned();
            let value = self.changed(name, &old);
            self.env.set(name, Some(value));
        }
    }

    /// Calls a function of the script.
    pub(super) fn call(&mut self, name: &str, function: &Rc<Function>, args: &[Arg]) -> Flow {
        if self.depth >= CALLS {
            return Flow::default();
        }
        self.walked.insert(name.to_owned());
        let arguments = self.value_of_args(args.to_vec(), true);
        self.body(function, arguments, args)
    }

    fn body(&mut self, function: &Rc<Function>, arguments: Value, args: &[Arg]) -> Flow {
        self.depth += 1;
        self.env.call();
        self.env.keep("@");
        self.env.set("@", Some(arguments));
        self.parameters(&function.parameters, args);
        let flow = self.all(&function.body);
        self.env.end_call();
        self.ended = false;
        self.depth -= 1;
        flow
    }

    /// `-Name value`, and the others in their order.
    fn parameters(&mut self, names: &[String], args: &[Arg]) {
        let mut free: Vec<&String> = names.iter().collect();
        for name in names {
            self.env.keep(name);
            self.env.set(name, None);
        }
        // an only parameter takes all that is left
        if let [only] = names
            && args.len() > 1
            && !args.iter().any(|arg| is_named(arg, only))
        {
            let items = args.iter().map(Item::of).collect();
            self.env.set(only, Some(Value::List(items)));
            return;
        }
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let named = arg.str().strip_prefix('-').map(str::to_lowercase);
            let at = match named {
                Some(named) => free.iter().position(|name| **name == named),
                None => (!free.is_empty()).then_some(0),
            };
            let Some(at) = at else { continue };
            let name = free.remove(at);
            let value = match arg.str().starts_with('-') {
                true => args.next(),
                false => Some(arg),
            };
            let value = value.map(|value| Value::text(value.str()));
            self.env.set(name, value);
        }
    }
}

/// Whether a word names a parameter.
fn is_named(arg: &Arg, name: &str) -> bool {
    let named = arg.str().strip_prefix('-');
    named.is_some_and(|named| named.eq_ignore_ascii_case(name))
}

/// The variables that statements set.
fn assigned<'s>(statements: &'s [Statement], names: &mut BTreeSet<&'s String>) {
    for statement in statements {
        match statement {
            Statement::Assign { name, .. } => {
                names.insert(name);
            }
            Statement::Branches {
                heads, branches, ..
            } => {
                assigned(heads, names);
                branches.iter().for_each(|branch| assigned(branch, names));
            }
            Statement::Loop { variable, body } => {
                names.extend(variable.iter().map(|(name, _)| name));
                assigned(body, names);
            }
            Statement::Block(body) => assigned(body, names),
            Statement::Command(_)
            | Statement::Pipeline(_)
            | Statement::Subshell(_)
            | Statement::Function { .. } => {}
        }
    }
}
