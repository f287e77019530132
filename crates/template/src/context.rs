//! What functions may reach while a template is executed: the unknowns, and a budget that bounds time and memory.

use std::rc::Rc;

use acrlint_text::TextRange;

use crate::go::quote::quote;
use crate::value::{List, ListKind, Map, MapKind, Text, Value};
use crate::world::Unknowns;

/// Why a call has no value.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Go fails with this text.
    Go(String),
    /// The value cannot be known.
    Unknown,
    /// The budget is spent: execution ends here.
    Exhausted,
}

impl Fault {
    pub(crate) fn go<T>(text: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::Go(text.into()))
    }
}

/// How much one execution may do: nodes evaluated, values visited, bytes touched (a unit for each 64).
const STEPS: usize = 1_000_000;
/// How many bytes one execution may produce in all.
const BYTES: usize = 8 << 20;
/// How deep lists may stand in each other.
pub(crate) const MAX_NESTING: u16 = 64;

pub(crate) struct Context<'u> {
    pub(crate) unknowns: &'u mut Unknowns,
    /// Where the present call stands.
    pub(crate) at: TextRange,
    steps: usize,
    bytes: usize,
    /// The maps made so far, to take them apart one by one at the end: they can hold each other.
    maps: Vec<Rc<Map>>,
}

impl<'u> Context<'u> {
    pub(crate) fn new(unknowns: &'u mut Unknowns) -> Self {
        Self {
            unknowns,
            at: TextRange::default(),
            steps: STEPS,
            bytes: BYTES,
            maps: Vec::new(),
        }
    }

    /// Spends steps.
    pub(crate) fn step(&mut self, count: usize) -> Result<(), Fault> {
        self.steps = self.steps.checked_sub(count).ok_or(Fault::Exhausted)?;
        Ok(())
    }

    /// Spends bytes, before they are made.
    pub(crate) fn reserve(&mut self, count: usize) -> Result<(), Fault> {
        self.bytes = self.bytes.checked_sub(count).ok_or(Fault::Exhausted)?;
        self.step(count / 64)
    }

    /// A list value, which counts against the budget.
    pub(crate) fn list(&mut self, kind: ListKind, items: Vec<Value>) -> Result<Value, Fault> {
        self.reserve(32 * items.len())?;
        let list = List::new(kind, items);
        let value = Value::List(Rc::new(list));
        if value.depth() > MAX_NESTING {
            return Err(Fault::Unknown);
        }
        Ok(value)
    }

    /// A new empty map.
    pub(crate) fn map(&mut self, kind: MapKind) -> Result<Rc<Map>, Fault> {
        self.adopt(Map::new(kind, std::iter::empty::<(Text, Value)>()))
    }

    /// Makes a map one of this execution.
    pub(crate) fn adopt(&mut self, map: Map) -> Result<Rc<Map>, Fault> {
        self.reserve(64 + 64 * map.len())?;
        let map = Rc::new(map);
        self.own(&map);
        Ok(map)
    }

    /// Notes a map that is to be taken apart at the end.
    pub(crate) fn own(&mut self, map: &Rc<Map>) {
        self.maps.push(Rc::clone(map));
    }

    /// Notes all maps in a value.
    pub(crate) fn own_all(&mut self, value: &Value, levels: u16) {
        let Some(levels) = levels.checked_sub(1) else {
            return;
        };
        match value {
            Value::Map(map) => {
                self.own(map);
                for (_, value) in map.entries() {
                    self.own_all(&value, levels);
                }
            }
            Value::List(list) => {
                for value in &list.items {
                    self.own_all(value, levels);
                }
            }
            _ => {}
        }
    }

    /// Sets an entry of a map of this execution.
    pub(crate) fn insert(&mut self, map: &Map, key: Text, value: Value) -> Result<(), Fault> {
        self.reserve(64)?;
        map.insert(key, value);
        Ok(())
    }

    // --- unknown values ---

    /// The symbol for an unknown value.
    pub(crate) fn symbol(&mut self, key: &str, spelling: &str) -> Result<char, Fault> {
        self.unknowns
            .symbols
            .intern(key, spelling)
            .ok_or(Fault::Exhausted)
    }

    /// The key and the spelling, without braces, of what a symbol stands for.
    fn named(&self, c: char) -> Option<(&str, &str)> {
        let symbol = self.unknowns.symbols.get(c)?;
        let spelling = symbol.spelling.as_str();
        let bare = spelling
            .strip_prefix("{{")
            .and_then(|s| s.strip_suffix("}}"))
            .filter(|s| !s.contains("}}"));
        Some((&symbol.key, bare.unwrap_or(spelling)))
    }

    /// The symbol for a part of an unknown value, such as a field of it.
    pub(crate) fn part(&mut self, of: char, suffix: &str) -> Result<Value, Fault> {
        let (key, bare) = self.named(of).unwrap_or_default();
        let (key, spelling) = (format!("{key}{suffix}"), format!("{{{{{bare}{suffix}}}}}"));
        let key = shortened(key);
        Ok(Value::Unknown(self.symbol(&key, &spelling)?))
    }

    /// The symbols in a text, with `None` for each stretch of known characters.
    pub(crate) fn parts(&self, text: &Text) -> Vec<Option<char>> {
        let mut parts = Vec::new();
        for c in text.to_str().chars() {
            match self.unknowns.symbols.get(c) {
                Some(_) => parts.push(Some(c)),
                None if parts.last() == Some(&None) => {}
                None => parts.push(None),
            }
        }
        parts
    }

    /// Whether a text holds an unknown part.
    pub(crate) fn text_unknown(&self, text: &Text) -> bool {
        if self.unknowns.symbols.is_empty() {
            return false;
        }
        std::str::from_utf8(text.bytes()).map_or_else(
            |_| self.unknowns.symbols.occur_in(&text.to_str()),
            |text| self.unknowns.symbols.occur_in(text),
        )
    }

    /// The symbol that a text or value is, if it is just that.
    pub(crate) fn sole_symbol(&self, value: &Value) -> Option<char> {
        match value {
            Value::Unknown(c) => Some(*c),
            Value::String(text) => {
                let text = std::str::from_utf8(text.bytes()).ok()?;
                let mut chars = text.chars();
                let c = chars.next()?;
                let sole = chars.next().is_none() && self.unknowns.symbols.get(c).is_some();
                sole.then_some(c)
            }
            _ => None,
        }
    }

    /// Whether something in a value is unknown.
    pub(crate) fn unknown(&mut self, value: &Value) -> Result<bool, Fault> {
        self.unknown_within(value, MAX_NESTING)
    }

    fn unknown_within(&mut self, value: &Value, levels: u16) -> Result<bool, Fault> {
        self.step(1)?;
        let Some(levels) = levels.checked_sub(1) else {
            return Ok(true);
        };
        match value {
            Value::Unknown(_) => Ok(true),
            Value::String(text) => Ok(self.text_unknown(text)),
            Value::List(list) if list.unordered => Ok(true),
            Value::List(list) => {
                for item in &list.items {
                    if self.unknown_within(item, levels)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Map(map) if map.is_open() => Ok(true),
            Value::Map(map) => {
                for (_, item) in map.entries() {
                    if self.unknown_within(&item, levels)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    /// The symbol for the result of a call.
    pub(crate) fn call_symbol(&mut self, name: &str, args: &[&Value]) -> Result<char, Fault> {
        let (mut key, mut spelling) = (format!("{name}("), format!("{{{{{name}"));
        for (index, arg) in args.iter().enumerate() {
            if index > 0 {
                key.push(',');
            }
            let (arg_key, arg_spelling) = self.described(arg)?;
            key.push_str(&arg_key);
            spelling.push(' ');
            if arg_spelling.contains(' ') && !arg_spelling.starts_with(['"', '`', '(']) {
                spelling.push_str(&format!("({arg_spelling})"));
            } else {
                spelling.push_str(&arg_spelling);
            }
        }
        key.push(')');
        spelling.push_str("}}");
        self.symbol(&shortened(key), &shortened(spelling))
    }

    /// What a value is called in keys, and how it is spelled in a call.
    pub(crate) fn described(&mut self, value: &Value) -> Result<(String, String), Fault> {
        let mut key = String::new();
        let mut spelling = String::new();
        self.describe(value, MAX_NESTING, &mut key, &mut spelling)?;
        Ok((shortened(key), shortened(spelling)))
    }

    fn describe(
        &mut self,
        value: &Value,
        levels: u16,
        key: &mut String,
        spelling: &mut String,
    ) -> Result<(), Fault> {
        self.step(1)?;
        let Some(levels) = levels.checked_sub(1) else {
            return Ok(());
        };
        match value {
            Value::Unknown(c) => self.describe_symbol(*c, key, spelling),
            Value::String(text) => self.describe_text(text, key, spelling),
            Value::List(list) => {
                key.push_str(if list.unordered { "unordered[" } else { "[" });
                spelling.push_str("(list");
                for item in &list.items {
                    spelling.push(' ');
                    self.describe(item, levels, key, spelling)?;
                    key.push(',');
                }
                key.push(']');
                spelling.push(')');
            }
            Value::Map(map) => {
                if let Some(open) = &map.open {
                    key.push_str(&open.path);
                    spelling.push_str(&open.path);
                    return Ok(());
                }
                key.push('{');
                spelling.push_str("(dict");
                for (name, item) in map.entries() {
                    let name = quote(name.bytes());
                    key.push_str(&format!("{name}:"));
                    spelling.push_str(&format!(" {name} "));
                    self.describe(&item, levels, key, spelling)?;
                    key.push(',');
                }
                key.push('}');
                spelling.push(')');
            }
            plain => {
                let text = crate::print::plain(plain);
                let typed = match plain {
                    Value::Int(_) | Value::Bool(_) | Value::Nil => text.clone(),
                    _ => format!("{}({text})", plain.type_name()),
                };
                key.push_str(&typed);
                spelling.push_str(&text);
            }
        }
        Ok(())
    }

    fn describe_symbol(&self, c: char, key: &mut String, spelling: &mut String) {
        let (its_key, its_spelling) = self.named(c).unwrap_or_default();
        key.push_str(its_key);
        spelling.push_str(its_spelling);
    }

    fn describe_text(&mut self, text: &Text, key: &mut String, spelling: &mut String) {
        if let Some(c) = self.sole_symbol(&Value::String(text.clone())) {
            return self.describe_symbol(c, key, spelling);
        }
        if !self.text_unknown(text) {
            let quoted = quote(text.bytes());
            key.push_str(&quoted);
            spelling.push_str(&quoted);
            return;
        }
        let text = text.to_str();
        spelling.push_str(&format!("\"{}\"", self.unknowns.symbols.spell(&text)));
        let mut known = String::new();
        for c in text.chars() {
            match self.named(c).map(|(key, _)| key.to_owned()) {
                Some(its_key) => {
                    key.push_str(&format!("{}+{its_key}+", quote(known.as_bytes())));
                    known.clear();
                }
                None => known.push(c),
            }
        }
        key.push_str(&quote(known.as_bytes()));
    }

    // --- conditions ---

    /// Whether a value counts as true; what is unknown is decided by the world.
    pub(crate) fn truth(&mut self, value: &Value) -> Result<bool, Fault> {
        Ok(match value {
            Value::Nil => false,
            Value::Bool(b) => *b,
            Value::Int(n) | Value::Int64(n) => *n != 0,
            Value::Uint64(n) => *n != 0,
            Value::Uint8(n) => *n != 0,
            Value::Float(f) => *f != 0.0,
            Value::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Value::String(text) if self.text_unknown(text) => self.text_truth(text)?,
            Value::String(text) => !text.is_empty(),
            Value::List(list) => !list.items.is_empty(),
            Value::Map(map) => match &map.open {
                Some(open) if map.is_empty() => {
                    let path = open.path.clone();
                    let symbol = self.symbol(&path, &format!("{{{{{path}}}}}"))?;
                    self.decide(symbol)?
                }
                _ => !map.is_empty(),
            },
            Value::Time(_) | Value::Version(_) => true,
            Value::Unknown(c) => self.decide(*c)?,
        })
    }

    /// A text is true when any part of it is there.
    fn text_truth(&mut self, text: &Text) -> Result<bool, Fault> {
        let parts = self.parts(text);
        if parts.contains(&None) {
            return Ok(true);
        }
        for symbol in parts.into_iter().flatten() {
            if self.decide(symbol)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Which way an unknown condition turns.
    pub(crate) fn decide(&mut self, symbol: char) -> Result<bool, Fault> {
        self.step(1 + self.unknowns.world.asked.len())?;
        Ok(self.unknowns.decide(symbol, self.at))
    }
}

impl Drop for Context<'_> {
    fn drop(&mut self) {
        for map in &self.maps {
            map.clear();
        }
    }
}

/// A key of bounded length that is still one for each long key.
fn shortened(key: String) -> String {
    const LIMIT: usize = 400;
    if key.len() <= LIMIT {
        return key;
    }
    // FNV-1a
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let head = (0..=LIMIT / 2).rev().find(|at| key.is_char_boundary(*at));
    format!("{}…{hash:016x}", &key[..head.unwrap_or(0)])
}
