use std::borrow::Cow;
use std::collections::HashMap;

/// So many names are looked through one by one; beyond, a table is faster.
const FEW: usize = 16;

/// Names in an order, each to be found again by its first place.
#[derive(Debug, Clone, Default)]
pub struct Names<'a> {
    list: Vec<Cow<'a, str>>,
    /// The first places, once there are more than a few names.
    places: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Names<'a> {
    /// No names, with room for so many.
    pub fn with_capacity(names: usize) -> Self {
        Self {
            list: Vec::with_capacity(names),
            places: HashMap::new(),
        }
    }

    /// Adds a name behind the others.
    pub fn push(&mut self, name: impl Into<Cow<'a, str>>) {
        self.list.push(name.into());
        match self.list.len() {
            0..FEW => {}
            FEW => (0..FEW).for_each(|place| self.enter(place)),
            length => self.enter(length - 1),
        }
    }

    fn enter(&mut self, place: usize) {
        self.places.entry(self.list[place].clone()).or_insert(place);
    }

    /// The first place of a name, from 0.
    pub fn place(&self, name: &str) -> Option<usize> {
        match self.list.len() {
            0..FEW => self.list.iter().position(|known| known == name),
            _ => self.places.get(name).copied(),
        }
    }

    /// The names in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.list.iter().map(|name| &**name)
    }
}

impl<'a, N: Into<Cow<'a, str>>> FromIterator<N> for Names<'a> {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let names = names.into_iter();
        let mut all = Self::with_capacity(names.size_hint().0);
        names.for_each(|name| all.push(name));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_place_among_few_and_many() {
        let mut names = Names::default();
        for place in 0..3 * FEW {
            names.push(format!("step{}", place / 2));
            for known in 0..=place {
                assert_eq!(
                    names.place(&format!("step{}", known / 2)),
                    Some(known / 2 * 2)
                );
            }
            assert_eq!(names.place("step"), None);
        }
        assert_eq!(names.iter().count(), 3 * FEW);
    }
}
