//! Semantic versions and constraints on them, as version 1 of Masterminds' library reads them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::LazyLock;

use regex::Regex;

use crate::value::Value;

/// A semantic version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    numbers: [i64; 3],
    pre: String,
    metadata: String,
    original: String,
}

const TAIL: &str =
    r"(-(?:[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(\+(?:[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?";
const CONSTRAINT: &str = r"v?([0-9|xX*]+)(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?";
const SPACE: &str = r"[\t\n\f\r ]";

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static VERSION: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(&format!(r"^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?{TAIL}$")));
static SINGLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"^{SPACE}*(|=|!=|>|<|>=|=>|<=|=<|~|~>|\^){SPACE}*({CONSTRAINT}{TAIL}){SPACE}*$"
    ))
});
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let one = format!("({CONSTRAINT}{TAIL})");
    compiled(&format!(r"{SPACE}*{one}{SPACE}+-{SPACE}+{one}{SPACE}*"))
});

impl Version {
    /// Reads a version; missing numbers are 0.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let invalid = || "Invalid Semantic Version".to_owned();
        let groups = VERSION
            .as_ref()
            .and_then(|r| r.captures(text))
            .ok_or_else(invalid)?;
        let group = |index: usize| groups.get(index).map_or("", |m| m.as_str());
        let mut numbers = [0; 3];
        for (index, number) in numbers.iter_mut().enumerate() {
            let digits = group(index + 1).trim_start_matches('.');
            if !digits.is_empty() {
                *number = digits.parse().map_err(|_| {
                    let quoted = crate::go::quote::quote_str(digits);
                    format!("Error parsing version segment: strconv.ParseInt: parsing {quoted}: value out of range")
                })?;
            }
        }
        Ok(Self {
            numbers,
            pre: group(4).get(1..).unwrap_or_default().to_owned(),
            metadata: group(5).get(1..).unwrap_or_default().to_owned(),
            original: text.to_owned(),
        })
    }

    /// What its methods without arguments give.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "Major" => Value::Int64(self.numbers[0]),
            "Minor" => Value::Int64(self.numbers[1]),
            "Patch" => Value::Int64(self.numbers[2]),
            "Prerelease" => self.pre.as_str().into(),
            "Metadata" => self.metadata.as_str().into(),
            "Original" => self.original.as_str().into(),
            "String" => self.to_string().into(),
            _ => return None,
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| compare_pre(&self.pre, &other.pre))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        if !self.pre.is_empty() {
            write!(f, "-{}", self.pre)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

/// A release is greater than what comes before it; otherwise part by part.
fn compare_pre(a: &str, b: &str) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => compare_part(a, b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Numbers come before words.
fn compare_part(a: &str, b: &str) -> Ordering {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        _ if a == b => Ordering::Equal,
        (Err(_), Err(_)) => a.cmp(b),
        (Err(_), Ok(_)) => Ordering::Greater,
        (Ok(_), Err(_)) => Ordering::Less,
        (Ok(x), Ok(y)) if x > y => Ordering::Greater,
        (Ok(_), Ok(_)) => Ordering::Less,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    TildeOrEqual,
    NotEqual,
    Greater,
    Less,
    GreaterEqual,
    LessEqual,
    Tilde,
    Caret,
}

#[derive(Debug)]
struct Constraint {
    operator: Operator,
    version: Version,
    /// A number is left out or `x`.
    dirty: bool,
    minor_dirty: bool,
    patch_dirty: bool,
}

/// Constraints of which one list must hold as a whole.
#[derive(Debug)]
pub(crate) struct Constraints(Vec<Vec<Constraint>>);

impl Constraints {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = match RANGE.as_ref() {
            // `1 - 2` stands for two constraints
            Some(range) if text.contains('-') => {
                range.replace_all(text, ">= $1, <= $7").into_owned()
            }
            _ => text.to_owned(),
        };
        let lists = text.split("||");
        let list = |list: &str| list.split(',').map(Constraint::parse).collect();
        Ok(Self(lists.map(list).collect::<Result<_, String>>()?))
    }

    pub(crate) fn hold(&self, version: &Version) -> bool {
        self.0
            .iter()
            .any(|all| all.iter().all(|c| c.holds(version)))
    }
}

impl Constraint {
    fn parse(text: &str) -> Result<Self, String> {
        let improper = || format!("improper constraint: {text}");
        let groups = SINGLE
            .as_ref()
            .and_then(|r| r.captures(text))
            .ok_or_else(improper)?;
        let group = |index: usize| groups.get(index).map_or("", |m| m.as_str());
        let (major, minor, patch, pre) = (group(3), group(4), group(5), group(6));
        let any = |number: &str| matches!(number, "x" | "X" | "*");
        let mut dirty = true;
        let (mut minor_dirty, mut patch_dirty) = (false, false);
        let version = if any(major) {
            "0.0.0".to_owned()
        } else if minor.is_empty() || any(&minor[1..]) {
            minor_dirty = true;
            format!("{major}.0.0{pre}")
        } else if patch.get(1..).is_some_and(any) {
            patch_dirty = true;
            format!("{major}{minor}.0{pre}")
        } else {
            dirty = false;
            group(2).to_owned()
        };
        let operator = match group(1) {
            "!=" => Operator::NotEqual,
            ">" => Operator::Greater,
            "<" => Operator::Less,
            ">=" | "=>" => Operator::GreaterEqual,
            "<=" | "=<" => Operator::LessEqual,
            "~" | "~>" => Operator::Tilde,
            "^" => Operator::Caret,
            _ => Operator::TildeOrEqual,
        };
        Ok(Self {
            operator,
            version: Version::parse(&version).map_err(|_| "constraint Parser Error".to_owned())?,
            dirty,
            minor_dirty,
            patch_dirty,
        })
    }

    fn holds(&self, version: &Version) -> bool {
        let wants_release = !version.pre.is_empty() && self.version.pre.is_empty();
        if self.operator == Operator::NotEqual && !self.dirty {
            return version.compare(&self.version) != Ordering::Equal;
        }
        if wants_release {
            return false;
        }
        let order = version.compare(&self.version);
        let [major, minor, _] = version.numbers;
        let [own_major, own_minor, _] = self.version.numbers;
        match self.operator {
            Operator::NotEqual => major != own_major || (minor != own_minor && !self.minor_dirty),
            Operator::Greater => order == Ordering::Greater,
            Operator::GreaterEqual => order != Ordering::Less,
            Operator::Less if !self.dirty => order == Ordering::Less,
            Operator::LessEqual if !self.dirty => order != Ordering::Greater,
            Operator::Less | Operator::LessEqual => {
                major <= own_major && (minor <= own_minor || self.minor_dirty)
            }
            Operator::TildeOrEqual if !self.dirty => order == Ordering::Equal,
            Operator::TildeOrEqual | Operator::Tilde => self.within_minor(version, order),
            Operator::Caret => order != Ordering::Less && major == own_major,
        }
    }

    /// `~1.2`: at least this, and the same major and minor number.
    fn within_minor(&self, version: &Version, order: Ordering) -> bool {
        if order == Ordering::Less {
            return false;
        }
        if self.version.numbers == [0, 0, 0] && !self.minor_dirty && !self.patch_dirty {
            return true;
        }
        version.numbers[0] == self.version.numbers[0]
            && (version.numbers[1] == self.version.numbers[1] || self.minor_dirty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints() {
        for (constraint, version, holds) in [
            ("^1.2", "1.9.0", true),
            ("^1.2", "2.0.0", false),
            ("~1.2", "1.2.9", true),
            ("~1.2", "1.3.0", false),
            ("1.x", "1.5.0", true),
            (">=1.0, <2.0", "1.5.0", true),
            ("1.0 - 2.0", "1.5.0", true),
            ("<1 || >3", "4.0.0", true),
            ("*", "1.0.0-beta", false),
        ] {
            let constraints = Constraints::parse(constraint).unwrap();
            let version = Version::parse(version).unwrap();
            assert_eq!(constraints.hold(&version), holds, "{constraint} {version}");
        }
        assert!(Constraints::parse("a,b").is_err());
    }
}
