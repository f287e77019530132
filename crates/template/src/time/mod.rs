//! Dates as Go writes and reads them.

mod duration;
mod layout;
mod read;

use std::fmt;

use crate::value::Value;

pub(crate) use duration::duration;
pub(crate) use layout::{format, is_constant};
pub(crate) use read::{Date, parse};

/// A point in time with the offset it is shown in. The runner's local time zone is UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Seconds since 1970, UTC.
    pub seconds: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// The parts of a date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: u32,
    pub(crate) day: u32,
    /// 0 is Sunday.
    pub(crate) weekday: u32,
    /// 1 to 366.
    pub(crate) year_day: u32,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
}

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(crate) const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const DAY: i64 = 86_400;

/// The days from 1970 to a date of the Gregorian calendar.
pub(crate) fn days_of(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

impl Time {
    /// Go's zero time, the first second of the year 1.
    pub(crate) const ZERO: Self = Self {
        seconds: -62_135_596_800,
        nanos: 0,
        offset: 0,
    };

    /// A Unix time in UTC.
    pub(crate) fn unix(seconds: i64) -> Self {
        Self {
            seconds,
            nanos: 0,
            offset: 0,
        }
    }

    pub(crate) fn civil(&self) -> Civil {
        let local = self.seconds.saturating_add(i64::from(self.offset));
        let days = local.div_euclid(DAY);
        let second_of_day = u32::try_from(local.rem_euclid(DAY)).unwrap_or(0);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |n: i64| u32::try_from(n).unwrap_or(0);
        Civil {
            year,
            month: small(month),
            day: small(day),
            weekday: small((days + 4).rem_euclid(7)),
            year_day: small(days - days_of(year, 1, 1) + 1),
            hour: second_of_day / 3600,
            minute: second_of_day / 60 % 60,
            second: second_of_day % 60,
        }
    }

    /// What its methods without arguments give, as far as they are plain values.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        let civil = self.civil();
        Some(match name {
            "Year" => Value::Int(civil.year),
            "Day" => Value::Int(i64::from(civil.day)),
            "Hour" => Value::Int(i64::from(civil.hour)),
            "Minute" => Value::Int(i64::from(civil.minute)),
            "Second" => Value::Int(i64::from(civil.second)),
            "Nanosecond" => Value::Int(i64::from(self.nanos)),
            "YearDay" => Value::Int(i64::from(civil.year_day)),
            "Unix" => Value::Int64(self.seconds),
            "IsZero" => Value::Bool(self.seconds == Self::ZERO.seconds && self.nanos == 0),
            "UTC" => Value::Time(Self { offset: 0, ..*self }),
            "Local" => Value::Time(Self { offset: 0, ..*self }),
            "String" => self.to_string().into(),
            _ => return None,
        })
    }
}

impl fmt::Display for Time {
    /// Go's `String`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format(self, "2006-01-02 15:04:05.999999999 -0700 MST"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (19_782, (2024, 2, 29)),
            (-719_162, (1, 1, 1)),
        ] {
            assert_eq!(days_of(date.0, date.1, date.2), days);
            let civil = Time::unix(days * DAY).civil();
            assert_eq!((civil.year, civil.month, civil.day), date);
        }
        assert_eq!(Time::unix(0).civil().weekday, 4);
        assert_eq!(Time::ZERO.to_string(), "0001-01-01 00:00:00 +0000 UTC");
    }
}
