use std::collections::VecDeque;

use crate::mark::Mark;

/// A token that may turn out to begin a key without `?`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SimpleKey {
    /// Whether nothing else can stand there.
    pub(super) required: bool,
    /// The number of the token.
    pub(super) token: usize,
    pub(super) mark: Mark,
    /// The characters before it.
    pub(super) index: usize,
    pub(super) column: isize,
}

/// What may begin a key, one place for each level of brackets.
#[derive(Debug)]
pub(super) struct SimpleKeys {
    levels: Vec<Level>,
    /// The levels by the number of the token, in ascending order of these. The runner keeps such a table and does not
    /// always keep it up to date (`[]: x` is refused for that reason), so it cannot be told from `levels`.
    by_token: VecDeque<(usize, usize)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Level {
    possible: bool,
    key: SimpleKey,
}

impl SimpleKeys {
    pub(super) fn new() -> Self {
        Self {
            levels: vec![Level::default()],
            by_token: VecDeque::new(),
        }
    }

    /// The innermost level.
    pub(super) fn top(&self) -> usize {
        self.levels.len().saturating_sub(1)
    }

    /// Where the innermost level, or its last key, begins.
    pub(super) fn top_mark(&self) -> Mark {
        self.levels.last().map_or(Mark::default(), |l| l.key.mark)
    }

    /// The key of a level, if there may be one.
    pub(super) fn possible(&self, level: usize) -> Option<SimpleKey> {
        let level = self.levels.get(level).filter(|l| l.possible)?;
        Some(level.key)
    }

    /// The level whose key begins with the token of this number; tokens before it are gone.
    pub(super) fn level_of(&mut self, token: usize) -> Option<usize> {
        while let Some((number, level)) = self.by_token.front() {
            if *number == token {
                return Some(*level);
            }
            if *number > token {
                return None;
            }
            self.by_token.pop_front();
        }
        None
    }

    pub(super) fn save(&mut self, key: SimpleKey) {
        let top = self.top();
        if let Some(level) = self.levels.last_mut() {
            *level = Level {
                possible: true,
                key,
            };
            self.by_token.push_back((key.token, top));
        }
    }

    /// The key of a level cannot be one any more.
    pub(super) fn give_up(&mut self, level: usize) {
        if let Some(level) = self.levels.get_mut(level) {
            level.possible = false;
        }
    }

    /// The innermost level has no key any more.
    pub(super) fn remove(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.possible = false;
            let token = level.key.token;
            self.forget(token);
        }
    }

    /// A bracket opens; its token has this number.
    pub(super) fn enter(&mut self, token: usize, mark: Mark) {
        let key = SimpleKey {
            token,
            mark,
            ..SimpleKey::default()
        };
        self.levels.push(Level {
            possible: false,
            key,
        });
    }

    /// A bracket closes.
    pub(super) fn leave(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.forget(level.key.token);
        }
    }

    fn forget(&mut self, token: usize) {
        let place = self.by_token.partition_point(|(number, _)| *number < token);
        if self.by_token.get(place).is_some_and(|(n, _)| *n == token) {
            self.by_token.remove(place);
        }
    }
}
