//! Durations as Go writes them.

/// Go's `time.ParseDuration`, in nanoseconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, after) = rest.split_at(digits);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => after.split_at(after.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let letters = after
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let unit: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole: u64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part = if fraction.is_empty() {
            0.0
        } else {
            format!("0.{fraction}").parse::<f64>().ok()? * unit as f64
        };
        total = total
            .checked_add(whole.checked_mul(unit)?)?
            .checked_add(part as u64)?;
        rest = after;
    }
    match negative {
        true if total <= 1 << 63 => Some((total as i64).wrapping_neg()),
        _ => i64::try_from(total).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn reads_durations() {
        assert_eq!(duration("1h30m"), Some(5_400_000_000_000));
        assert_eq!(duration("-1.5h"), Some(-5_400_000_000_000));
        assert_eq!(duration("1x"), None);
    }
}
