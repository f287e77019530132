//! Floating-point numbers as Go writes them.

/// `strconv.FormatFloat` with the shortest digits that read back, in the `%v` way: an exponent below -4 and from
/// `large` on.
pub(crate) fn shortest(value: f64, large: i32) -> String {
    if let Some(special) = special(value) {
        return special.to_owned();
    }
    let text = format!("{value:e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -4 || exponent >= large {
        return format!("{mantissa}e{}", signed(exponent));
    }
    format!("{value}")
}

/// `%e` with so many digits after the point.
pub(crate) fn exponential(value: f64, precision: usize) -> String {
    if let Some(special) = special(value) {
        return special.to_owned();
    }
    let text = format!("{value:.precision$e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            format!("{mantissa}e{}", signed(exponent.parse().unwrap_or(0)))
        }
        None => text,
    }
}

/// `%f` with so many digits after the point.
pub(crate) fn fixed(value: f64, precision: usize) -> String {
    match special(value) {
        Some(special) => special.to_owned(),
        None => format!("{value:.precision$}"),
    }
}

/// `%g` with so many significant digits; zeros at the end stay away unless they are `kept`.
pub(crate) fn general(value: f64, precision: usize, kept: bool) -> String {
    if let Some(special) = special(value) {
        return special.to_owned();
    }
    let precision = precision.max(1);
    let text = format!("{value:.*e}", precision - 1);
    let exponent: i32 = text
        .split_once('e')
        .and_then(|(_, e)| e.parse().ok())
        .unwrap_or(0);
    let wide = i32::try_from(precision).unwrap_or(i32::MAX);
    let (mut digits, tail) = if exponent < -4 || exponent >= wide {
        let mantissa = text.split_once('e').map_or(text.as_str(), |(m, _)| m);
        (mantissa.to_owned(), format!("e{}", signed(exponent)))
    } else {
        let places = usize::try_from(wide - 1 - exponent).unwrap_or(0);
        (format!("{value:.places$}"), String::new())
    };
    if !kept && digits.contains('.') {
        digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
    }
    digits + &tail
}

/// `%x`: a hexadecimal fraction and a binary exponent.
pub(crate) fn hexadecimal(value: f64, precision: Option<usize>) -> String {
    const FRACTION: u32 = 52;
    let bits = value.to_bits();
    let mut mantissa = bits & ((1 << FRACTION) - 1);
    let mut exponent = i32::try_from(bits >> FRACTION & 0x7FF).unwrap_or(0) - 1023;
    if exponent == -1023 && mantissa != 0 {
        // a subnormal number, shifted until its first digit is 1
        let shift = mantissa.leading_zeros() - (63 - FRACTION);
        mantissa <<= shift;
        exponent = -1022 - i32::try_from(shift).unwrap_or(0);
    } else if exponent != -1023 {
        mantissa |= 1 << FRACTION;
    } else {
        exponent = 0;
    }
    if let Some(digits) = precision.filter(|digits| *digits < 13) {
        // to the nearest, of two the even one
        let dropped = 4 * (13 - digits);
        let (half, rest) = (1u64 << (dropped - 1), mantissa & ((1 << dropped) - 1));
        mantissa >>= dropped;
        mantissa += u64::from(rest > half || rest == half && mantissa & 1 == 1);
        mantissa <<= dropped;
        if mantissa >> (FRACTION + 1) != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    let whole = mantissa >> FRACTION;
    let all = format!("{:013x}", mantissa & ((1 << FRACTION) - 1));
    let digits = match precision {
        Some(digits) if digits <= 13 => all[..digits].to_owned(),
        Some(digits) => format!("{all:0<digits$}"),
        None => all.trim_end_matches('0').to_owned(),
    };
    let point = if digits.is_empty() { "" } else { "." };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!(
        "{sign}0x{whole}{point}{digits}p{exponent_sign}{:02}",
        exponent.unsigned_abs()
    )
}

fn signed(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{:02}", exponent.unsigned_abs())
}

fn special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("+Inf")
    } else if value == f64::NEG_INFINITY {
        Some("-Inf")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_gos_thresholds() {
        assert_eq!(shortest(1e6, 6), "1e+06");
        assert_eq!(shortest(100.0, 21), "100");
        assert_eq!(shortest(1e21, 21), "1e+21");
        assert_eq!(shortest(0.00001, 21), "1e-05");
        assert_eq!(shortest(1.5, 21), "1.5");
        assert_eq!(hexadecimal(1.5, None), "0x1.8p+00");
        assert_eq!(hexadecimal(-0.1, Some(2)), "-0x1.9ap-04");
        assert_eq!(general(123456.0, 3, false), "1.23e+05");
        assert_eq!(general(1.5, 6, false), "1.5");
        assert_eq!(exponential(1.5, 2), "1.50e+00");
    }
}
