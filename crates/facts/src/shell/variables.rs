use std::collections::HashMap;

use crate::az::Word;

/// What the variables of a script hold, so far as it is known.
#[derive(Default)]
pub(super) struct Variables {
    known: HashMap<String, Value>,
}

/// The value of a variable.
#[derive(Clone)]
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

    /// Lets a variable be unknown from here on.
    pub(super) fn forget(&mut self, name: &str) {
        self.known.insert(name.to_owned(), Value::Unknown);
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.known.get(name)
    }
}
