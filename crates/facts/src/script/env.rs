//! Variables, and what becomes of them where ways part.

use std::collections::HashMap;
use std::rc::Rc;

use acrlint_text::TextRange;

use super::Arg;

/// What a variable holds. Texts may hold symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Rc<str>),
    List(Rc<[Item]>),
    /// A list of which nothing is known but that it is the one with this number.
    Open(usize),
}

/// An item of a list.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) text: Rc<str>,
    /// Where it stands in the script, if it was written there.
    pub(crate) at: Option<TextRange>,
}

impl PartialEq for Item {
    /// Where it stands is no part of its value.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Item {}

impl Item {
    /// The word that a command is given.
    pub(crate) fn of(arg: &Arg) -> Self {
        Self {
            text: arg.str().into(),
            at: Some(arg.place()),
        }
    }
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// What variables were changed to, on one way through the script.
pub(crate) type Changes = HashMap<String, Option<Value>>;

/// The variables. Each way that may be taken or not is entered and left again, which costs as much as was changed on it.
#[derive(Debug, Default)]
pub(crate) struct Env {
    values: HashMap<String, Value>,
    before: Vec<Changes>,
    locals: Vec<Vec<(String, Option<Value>)>>,
}

impl Env {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    pub(crate) fn set(&mut self, name: &str, value: Option<Value>) {
        let old = match value {
            Some(value) => self.values.insert(name.to_owned(), value),
            None => self.values.remove(name),
        };
        if let Some(before) = self.before.last_mut()
            && !before.contains_key(name)
        {
            before.insert(name.to_owned(), old);
        }
    }

    /// Begins a way.
    pub(crate) fn enter(&mut self) {
        self.before.push(Changes::new());
    }

    /// Ends a way: everything is as before, and what it was on the way is told.
    pub(crate) fn leave(&mut self) -> Changes {
        let mut changes = Changes::new();
        for (name, old) in self.before.pop().unwrap_or_default() {
            let new = match old {
                Some(old) => self.values.insert(name.clone(), old),
                None => self.values.remove(&name),
            };
            changes.insert(name, new);
        }
        changes
    }

    /// Begins a function.
    pub(crate) fn call(&mut self) {
        self.locals.push(Vec::new());
    }

    /// Keeps a variable's value until the function ends.
    pub(crate) fn keep(&mut self, name: &str) {
        let old = self.values.get(name).cloned();
        if let Some(locals) = self.locals.last_mut() {
            locals.push((name.to_owned(), old));
        }
    }

    /// Ends a function.
    pub(crate) fn end_call(&mut self) {
        for (name, old) in self.locals.pop().unwrap_or_default().into_iter().rev() {
            self.set(&name, old);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_leave_no_trace_and_tell_what_they_changed() {
        let mut env = Env::default();
        env.set("a", Some(Value::text("1")));
        env.enter();
        env.set("a", Some(Value::text("2")));
        env.enter();
        env.set("a", Some(Value::text("3")));
        env.set("b", Some(Value::text("4")));
        let inner = env.leave();
        assert_eq!(inner["a"], Some(Value::text("3")));
        assert_eq!(env.get("a"), Some(&Value::text("2")));
        let outer = env.leave();
        assert_eq!(outer["a"], Some(Value::text("2")));
        assert!(!outer.contains_key("b"));
        assert_eq!(env.get("a"), Some(&Value::text("1")));
        assert_eq!(env.get("b"), None);
    }

    #[test]
    fn a_functions_own_variables_end_with_it() {
        let mut env = Env::default();
        env.set("a", Some(Value::text("1")));
        env.call();
        env.keep("a");
        env.set("a", Some(Value::text("2")));
        env.end_call();
        assert_eq!(env.get("a"), Some(&Value::text("1")));
    }
}
