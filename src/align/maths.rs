//! Logarithm and exponential, to nine digits: quick, and the same on every machine, being made of sums and products alone.

/// The natural logarithm of a positive number that is no subnormal one.
#[inline]
pub(super) fn ln(x: f64) -> f64 {
    const LN_2: f64 = std::f64::consts::LN_2;
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    let exponent = i32::try_from(bits >> 52).unwrap_or(0) - 1023;
    let mantissa = f64::from_bits(bits & MANTISSA | 1023 << 52);
    let (mantissa, exponent) = if mantissa > std::f64::consts::SQRT_2 {
        (mantissa * 0.5, exponent + 1)
    } else {
        (mantissa, exponent)
    };
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let q = s * s;
    let series = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q / 11.0))));
    2.0 * s * series + f64::from(exponent) * LN_2
}

/// The exponential of a number that is not large; 0 far below zero.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    /// Beyond this the result is next to nothing, or too large for any use here.
    const FAR: f64 = 700.0;
    /// One by the faculties, from the last down.
    const SERIES: [f64; 9] = [
        1.0 / 40320.0,
        1.0 / 5040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    if x < -FAR {
        return 0.0;
    }
    let scaled = x.min(FAR) * std::f64::consts::LOG2_E;
    #[expect(clippy::cast_possible_truncation, reason = "between -1011 and 1011")]
    let whole = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 } as i64;
    #[expect(clippy::cast_precision_loss, reason = "between -1011 and 1011")]
    let rest = (scaled - whole as f64) * std::f64::consts::LN_2;
    let mut sum = 1.0 / 362_880.0;
    for part in SERIES {
        sum = sum * rest + part;
    }
    sum * f64::from_bits(u64::try_from(1023 + whole).unwrap_or(0) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_agree_with_the_exact_ones() {
        for step in 1..3700 {
            let x = f64::from(step) * 0.37 - 690.0;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 1e-9, "{x}");
            let y = libm::exp(x * 0.9);
            assert!((ln(y) - libm::log(y)).abs() < 1e-8, "{y}");
        }
        assert_eq!(exp(-800.0).to_bits(), 0);
    }
}
