use std::sync::LazyLock;

use crate::diagnostic::Severity;
use crate::rule::{Family, Rule};
use crate::rules;

/// Which rules run, and how bad their findings are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// By the order of [`rules::ALL`]; `None` for a rule that does not run.
    levels: Vec<Option<Severity>>,
    /// The rules that run: those of what the runner refuses, which a file without refusals does not need, and the others.
    refused: Vec<&'static Rule>,
    others: Vec<&'static Rule>,
}

impl Default for Settings {
    /// Each rule as it is declared.
    fn default() -> Self {
        // each file has settings of its own
        static DECLARED: LazyLock<Settings> = LazyLock::new(|| {
            let rules = rules::ALL.iter();
            Settings::of(rules.map(|rule| rule.on.then_some(rule.severity)).collect())
        });
        DECLARED.clone()
    }
}

impl Settings {
    /// No rule at all.
    pub fn none() -> Self {
        Self::of(vec![None; rules::ALL.len()])
    }

    fn of(levels: Vec<Option<Severity>>) -> Self {
        let mut settings = Self {
            levels,
            refused: Vec::new(),
            others: Vec::new(),
        };
        settings.choose();
        settings
    }

    /// Chooses the rules that run by their levels.
    fn choose(&mut self) {
        let levelled = rules::ALL.iter().zip(&self.levels);
        let running = levelled.filter(|(_, level)| level.is_some());
        (self.refused, self.others) = running
            .map(|(rule, _)| *rule)
            .partition(|rule| rule.family == Family::Refused);
    }

    /// The severity of a rule's findings; `None` if it does not run.
    pub fn level(&self, rule: &Rule) -> Option<Severity> {
        let at = rules::ALL
            .iter()
            .position(|known| std::ptr::eq(*known, rule))?;
        self.levels.get(at).copied().flatten()
    }

    /// The rules that run on a file that the runner refuses, or does not, in the order of their families.
    pub(crate) fn rules(&self, refused: bool) -> impl Iterator<Item = &'static Rule> {
        let refused: &[&Rule] = if refused { &self.refused } else { &[] };
        refused.iter().chain(&self.others).copied()
    }

    /// Sets the severity of the findings of the rules that a selector names.
    pub fn set(&mut self, selector: Selector, level: Option<Severity>) {
        for (known, slot) in rules::ALL.iter().zip(&mut self.levels) {
            if selector.names(known) {
                *slot = level;
            }
        }
        self.choose();
    }

    /// Turns the rules that a selector names on, with the severity that each is declared with.
    pub fn turn_on(&mut self, selector: Selector) {
        for (known, slot) in rules::ALL.iter().zip(&mut self.levels) {
            if selector.names(known) {
                slot.get_or_insert(known.severity);
            }
        }
        self.choose();
    }
}

/// What names rules: a rule, a family, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// All rules.
    All,
    /// The rules of a family.
    Family(Family),
    /// A rule.
    Rule(&'static Rule),
}

impl Selector {
    /// Reads a selector: the name of a rule, of a family, or `all`.
    ///
    /// # Errors
    /// Gives the name that is nearest, if one is near.
    pub fn parse(name: &str) -> Result<Self, Option<&'static str>> {
        if name == "all" {
            return Ok(Self::All);
        }
        if let Some(family) = Family::ALL.into_iter().find(|family| family.name() == name) {
            return Ok(Self::Family(family));
        }
        if let Some(rule) = rules::by_name(name) {
            return Ok(Self::Rule(rule));
        }
        let names = rules::ALL.iter().map(|rule| rule.name);
        let families = Family::ALL.into_iter().map(Family::name);
        Err(crate::suggest::nearest(name, names.chain(families)))
    }

    fn names(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::Family(family) => rule.family == family,
            Self::Rule(one) => one == rule,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_name_rules_families_and_all() {
        let mut settings = Settings::none();
        let rule = rules::by_name("when-unknown").unwrap();
        settings.turn_on(Selector::parse("when-unknown").unwrap());
        assert_eq!(settings.level(rule), Some(Severity::Error));
        settings.set(Selector::parse("refused").unwrap(), Some(Severity::Hint));
        assert_eq!(settings.level(rule), Some(Severity::Hint));
        settings.set(Selector::parse("all").unwrap(), None);
        assert_eq!(settings, Settings::none());
        assert_eq!(Selector::parse("when-unknwon"), Err(Some("when-unknown")));
        assert_eq!(Selector::parse("whatever-it-is"), Err(None));
    }
}
