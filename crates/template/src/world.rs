//! What is not known, and the worlds that it makes possible.

use std::collections::{BTreeMap, HashMap};

use acrlint_text::{Symbols, TextRange};

/// What is not known while templates are executed.
#[derive(Debug, Clone, Default)]
pub struct Unknowns {
    /// The unknown values.
    pub symbols: Symbols,
    /// Which way unknown conditions turn.
    pub world: World,
    /// Symbols that are the negation of another.
    negations: HashMap<char, char>,
}

impl Unknowns {
    /// Nothing unknown yet.
    pub fn new(symbols: Symbols) -> Self {
        Self {
            symbols,
            ..Self::default()
        }
    }

    /// The symbol for the negation of a symbol.
    pub(crate) fn negation(&mut self, of: char) -> Option<char> {
        if let Some(base) = self.negations.get(&of).filter(|_| self.is_truth(of)) {
            return Some(*base);
        }
        let (key, spelling) = self.symbols.get(of).map(|s| {
            let inner = s
                .spelling
                .strip_prefix("{{")
                .and_then(|t| t.strip_suffix("}}"));
            let spelling = match inner {
                Some(inner) if inner.contains(' ') => format!("{{{{not ({inner})}}}}"),
                Some(inner) => format!("{{{{not {inner}}}}}"),
                None => format!("{{{{not {}}}}}", s.spelling),
            };
            (format!("not({})", s.key), spelling)
        })?;
        let negated = self.symbols.intern(&key, &spelling)?;
        self.negations.insert(negated, of);
        Some(negated)
    }

    /// Whether what this symbol negates is itself a truth value, so that negating twice gives it back.
    fn is_truth(&self, negated: char) -> bool {
        self.negations
            .get(&negated)
            .and_then(|base| self.symbols.get(*base))
            .is_some_and(|base| {
                ["eq(", "lt(", "not("]
                    .iter()
                    .any(|p| base.key.starts_with(p))
            })
    }

    /// Which way the unknown condition turns in this world.
    pub(crate) fn decide(&mut self, symbol: char, at: TextRange) -> bool {
        let mut base = symbol;
        let mut truth = true;
        while let Some(inner) = self.negations.get(&base) {
            base = *inner;
            truth = !truth;
        }
        let Some(asked) = self.symbols.get(base) else {
            return truth;
        };
        self.world.decide(&asked.key, &asked.spelling, at) == truth
    }
}

/// A condition that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is: equal keys are the same condition.
    pub key: String,
    /// How to show it to a person.
    pub spelling: String,
    /// Where it was first asked, in the text of the template that asked.
    pub range: TextRange,
    /// Which way it turned.
    pub holds: bool,
}

/// One way in which all unknown conditions may turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    decisions: BTreeMap<String, bool>,
    otherwise: bool,
    /// The conditions that were asked for, in order.
    pub asked: Vec<Question>,
}

impl Default for World {
    /// The world in which every unknown condition holds.
    fn default() -> Self {
        Self::new(BTreeMap::new(), true)
    }
}

impl World {
    /// A world with these decisions; conditions that are not among them turn `otherwise`.
    pub fn new(decisions: BTreeMap<String, bool>, otherwise: bool) -> Self {
        Self {
            decisions,
            otherwise,
            asked: Vec::new(),
        }
    }

    /// Which way a condition turns, the same way each time.
    pub fn decide(&mut self, key: &str, spelling: &str, range: TextRange) -> bool {
        let holds = *self.decisions.get(key).unwrap_or(&self.otherwise);
        if !self.asked.iter().any(|q| q.key == key) {
            self.asked.push(Question {
                key: key.to_owned(),
                spelling: spelling.to_owned(),
                range,
                holds,
            });
        }
        holds
    }

    /// The conditions that were asked for with the way they turned.
    fn answers(&self) -> Vec<(String, bool)> {
        self.asked
            .iter()
            .map(|q| (q.key.clone(), q.holds))
            .collect()
    }
}

/// How many worlds there are at most when not all of them are tried.
const SAMPLED: usize = 64;

/// Runs `run` in every world while there are at most `max` of them. Of more: in that where every condition holds, that
/// where none does, and in those where all but one hold. The first world is always the one where all hold.
pub fn worlds<T>(mut run: impl FnMut(&mut World) -> T, max: usize) -> Vec<(World, T)> {
    let mut results = Vec::new();
    let worlds = visited(&mut |world| results.push(run(world)), max);
    // where worlds are sampled, only the first of those before counts
    results.drain(1..results.len() + 1 - worlds.len());
    worlds.into_iter().zip(results).collect()
}

/// The worlds that count, after a visit to each.
fn visited(visit: &mut dyn FnMut(&mut World), max: usize) -> Vec<World> {
    let mut done = Vec::new();
    let mut next = Some(World::default());
    while let Some(mut world) = next {
        if done.len() >= max.max(1) {
            done.truncate(1);
            return sampled(visit, done);
        }
        visit(&mut world);
        next = following(world.answers());
        done.push(world);
    }
    done
}

/// The world after the one with these answers, counting them as binary digits: the last one that holds turns.
fn following(mut answers: Vec<(String, bool)>) -> Option<World> {
    while let Some((key, holds)) = answers.pop() {
        if holds {
            answers.push((key, false));
            return Some(World::new(answers.into_iter().collect(), true));
        }
    }
    None
}

fn sampled(visit: &mut dyn FnMut(&mut World), mut done: Vec<World>) -> Vec<World> {
    let asked = done.iter().flat_map(|world| &world.asked);
    let keys: Vec<String> = asked.map(|question| question.key.clone()).collect();
    let none = World::new(BTreeMap::new(), false);
    let flipped = keys
        .into_iter()
        .map(|key| World::new(BTreeMap::from([(key, false)]), true));
    for mut world in std::iter::once(none).chain(flipped).take(SAMPLED - 1) {
        visit(&mut world);
        done.push(world);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(world: &mut World, key: &str) -> bool {
        world.decide(key, key, TextRange::empty(0.into()))
    }

    #[test]
    fn every_world_while_they_are_few() {
        let seen = worlds(
            |w| {
                if ask(w, "a") {
                    format!("a{}", u8::from(ask(w, "b")))
                } else {
                    "-".to_owned()
                }
            },
            16,
        );
        let seen: Vec<&str> = seen.iter().map(|(_, t)| t.as_str()).collect();
        assert_eq!(seen, ["a1", "a0", "-"]);
    }

    #[test]
    fn a_sample_of_many() {
        let keys: Vec<String> = (0..6).map(|n| n.to_string()).collect();
        let seen = worlds(|w| keys.iter().filter(|k| ask(w, k)).count(), 16);
        let counts: Vec<usize> = seen.iter().map(|(_, n)| *n).collect();
        assert_eq!(counts, [6, 0, 5, 5, 5, 5, 5, 5]);
    }
}
