//! Which of many rows a page of a list has.

/// A page of rows: which one, counted from 1, and how many rows each has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageOf {
    /// Which one.
    pub number: u32,
    /// How many rows each has.
    pub size: u32,
}

impl PageOf {
    /// How many rows a page of a table has when nobody says otherwise.
    pub const USUAL: u32 = 25;

    /// The first page.
    pub const fn first(size: u32) -> Self {
        Self { number: 1, size }
    }

    /// How many rows stand before it.
    pub fn offset(self) -> i64 {
        i64::from(self.number.saturating_sub(1)) * i64::from(self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_one() {
        let before = |number| PageOf { number, size: 25 }.offset();
        assert_eq!([0, 1, 2, 4].map(before), [0, 0, 25, 75]);
        assert_eq!(PageOf::first(25).offset(), 0);
    }
}
