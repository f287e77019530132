use std::collections::{HashMap, HashSet};

use crate::az::Word;

/// What the variables of a script hold, so far as it is known.
#[derive(Default)]
pub(super) struct Variables {
    known: HashMap<String, Value>,
    /// What was known outside of the function that is read, and the names that are its own.
    outside: Option<(HashMap<String, Value>, HashSet<String>)>,
}

/// The value of a variable.
#[derive(Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Word>),
    /// It was set to something that is not known.
    Unknown,
}

impl Variables {
    /// Sets a variable. Within a branch a second value makes it unknown, since the branch may not be taken.
    pub(super) fn set(&mut self, name: &str, value: String, branches: usize) {
        let value = match self.known.get(name) {
            Some(Value::Text(before)) if branches > 0 && *before != value => Value::Unknown,
            Some(Value::List(_) | Value::Unknown) if branches > 0 => Value::Unknown,
            _ => Value::Text(value),
        };
        self.known.insert(name.to_owned(), value);
    }

    pub(super) fn set_list(&mut self, name: &str, words: Vec<Word>, branches: usize) {
        let value = match self.known.contains_key(name) && branches > 0 {
            true => Value::Unknown,
            false => Value::List(words),
        };
        self.known.insert(name.to_owned(), value);
    }

    /// Adds words to a list; `None` if the variable is none.
    pub(super) fn append(&mut self, name: &str, words: Vec<Word>, branches: usize) {
        match self.known.get_mut(name) {
            Some(Value::List(known)) if branches == 0 => known.extend(words),
            _ => self.forget(name),
        }
    }

    /// Begins the body of a function.
    pub(super) fn enter(&mut self) {
        self.outside = Some((self.known.clone(), HashSet::new()));
    }

    /// Lets a variable belong to the function that is read.
    pub(super) fn declare(&mut self, name: &str) {
        if let Some((_, own)) = &mut self.outside {
            own.insert(name.to_owned());
            self.known.remove(name);
        }
    }

    /// Ends the body of a function: its own variables are gone, and those that it changes are not known, since nobody
    /// says when it is called.
    pub(super) fn leave(&mut self) {
        let Some((before, own)) = self.outside.take() else {
            return;
        };
        for (name, value) in &before {
            if own.contains(name) {
                self.known.insert(name.clone(), value.clone());
            } else if self.known.get(name) != Some(value) {
                self.known.insert(name.clone(), Value::Unknown);
            }
        }
        self.known
            .retain(|name, _| before.contains_key(name) || !own.contains(name));
    }

    /// Lets a variable be unknown from here on.
    pub(super) fn forget(&mut self, name: &str) {
        self.known.insert(name.to_owned(), Value::Unknown);
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.known.get(name)
    }
}
