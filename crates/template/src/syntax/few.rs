use std::ops::Deref;

/// A list that is nearly always of one element, which then stands in it without an allocation.
#[derive(Debug, Clone, Default)]
pub enum Few<T> {
    /// No element.
    #[default]
    None,
    /// One.
    One(T),
    /// Any number.
    Many(Vec<T>),
}

impl<T> Few<T> {
    /// Appends an element.
    pub(super) fn push(&mut self, item: T) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(item),
            Self::One(first) => Self::Many(vec![first, item]),
            Self::Many(mut items) => {
                items.push(item);
                Self::Many(items)
            }
        };
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(item) => std::slice::from_ref(item),
            Self::Many(items) => items,
        }
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order() {
        let mut few = Few::default();
        for n in 0..4 {
            assert_eq!(few.len(), n);
            few.push(n);
        }
        assert_eq!(few[..], [0, 1, 2, 3]);
    }
}
