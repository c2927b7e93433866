//! A value of a Parquet file as JSON, by what its column says of it.
//!
//! ```text
//! timestamp, adjusted to UTC   "2024-10-12 09:40:00.000 +00:00"     three, six or nine digits, as the unit has
//! timestamp of no zone         "2024-10-12 09:40:00.000"            so too the old INT96
//! date, time                   "2024-10-12", "09:40:00.000000"
//! decimal                      "12.50"                              a string, so that no digit is lost
//! bytes                        a string when they are UTF-8, else base64
//! ```
//!
//! A moment too far away for a calendar is its number.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use calendrical_calculations::{
    gregorian::{fixed_from_gregorian, gregorian_from_fixed},
    rata_die::RataDie,
};
use parquet::{
    basic::{ConvertedType, LogicalType, Repetition, TimeUnit},
    record::Field,
    schema::types::Type,
};
use serde_json::{Map, Value};

const DAY: i64 = 24 * 60 * 60;

/// The JSON of `field`, whose column is `column`.
pub(super) fn json(field: &Field, column: &Type) -> Value {
    match field {
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::from(text),
            Err(_) => Value::from(STANDARD.encode(bytes.data())),
        },
        Field::Date(days) => day(i64::from(*days)).map_or_else(|| Value::from(*days), Value::from),
        Field::TimestampMillis(value) => moment(*value, 3, is_utc(column)),
        Field::TimestampMicros(value) => moment(*value, 6, is_utc(column)),
        Field::Long(value) => match column.get_basic_info().logical_type_ref() {
            Some(LogicalType::Timestamp(stamp)) => moment(*value, digits(&stamp.unit), stamp.is_adjusted_to_u_t_c),
            Some(LogicalType::Time(stamp)) => Value::from(time(*value, digits(&stamp.unit))),
            _ => Value::from(*value),
        },
        Field::TimeMillis(value) => Value::from(time(i64::from(*value), 3)),
        Field::TimeMicros(value) => Value::from(time(*value, 6)),
        Field::Decimal(_) => match field.to_json_value() {
            // The crate writes a point also where nothing follows.
            Value::String(number) => Value::from(number.trim_end_matches('.')),
            other => other,
        },
        Field::Group(row) => {
            let fields = row.get_column_iter().zip(children(column));
            Value::Object(
                fields.map(|((name, field), column)| (name.clone(), json(field, column))).collect::<Map<_, _>>(),
            )
        }
        Field::ListInternal(list) => {
            let values = list.elements();
            Value::Array(values.iter().map(|value| json(value, element(column, value))).collect())
        }
        Field::MapInternal(map) => {
            let [pair] = children(column) else { return field.to_json_value() };
            let [of_key, of_value] = children(pair) else { return field.to_json_value() };
            let entries = map.entries().iter().map(|(key, value)| {
                let key = match json(key, of_key) {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                (key, json(value, of_value))
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
        plain => plain.to_json_value(),
    }
}

fn children(column: &Type) -> &[std::sync::Arc<Type>] {
    if column.is_group() { column.get_fields() } else { &[] }
}

/// The column of `value`, an element of the list `list`: there are lists of one level of groups, of two and of three.
fn element<'t>(list: &'t Type, value: &Field) -> &'t Type {
    let is_it = |column: &Type| match value {
        Field::Group(row) => {
            let names = row.get_column_iter().map(|(name, _)| name.as_str());
            names.eq(children(column).iter().map(|child| child.name()))
        }
        Field::ListInternal(_) | Field::MapInternal(_) => {
            column.get_basic_info().converted_type() != ConvertedType::NONE
        }
        _ => column.is_primitive(),
    };
    let mut column = list;
    let repeated =
        column.get_basic_info().has_repetition() && column.get_basic_info().repetition() == Repetition::REPEATED;
    let mut descend = !repeated;
    while (descend || !is_it(column))
        && let [only] = children(column)
    {
        column = only;
        descend = false;
    }
    column
}

/// Whether timestamps of a column are of UTC, or of no zone that is known. Columns older than the distinction are of UTC.
fn is_utc(column: &Type) -> bool {
    match column.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(stamp)) => stamp.is_adjusted_to_u_t_c,
        // INT96 has neither.
        _ => column.get_basic_info().converted_type() != ConvertedType::NONE,
    }
}

fn digits(unit: &TimeUnit) -> u32 {
    match unit {
        TimeUnit::MILLIS => 3,
        TimeUnit::MICROS => 6,
        TimeUnit::NANOS => 9,
    }
}

/// Units since 1970 as a date and a time.
fn moment(value: i64, digits: u32, utc: bool) -> Value {
    let a_day = DAY * 10_i64.pow(digits);
    let Some(date) = day(value.div_euclid(a_day)) else { return Value::from(value) };
    let zone = if utc { " +00:00" } else { "" };
    Value::from(format!("{date} {}{zone}", time(value.rem_euclid(a_day), digits)))
}

/// Units since midnight as a time.
fn time(value: i64, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    let (seconds, fraction) = (value.div_euclid(unit), value.rem_euclid(unit));
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hour:02}:{minute:02}:{second:02}.{fraction:0width$}", width = digits as usize)
}

/// Days since 1970 as a date; `None` when its year has more than four digits.
fn day(days: i64) -> Option<String> {
    let epoch: RataDie = fixed_from_gregorian(1970, 1, 1);
    let (year, month, day) = gregorian_from_fixed(epoch + days).ok()?;
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_of_utc_or_of_no_zone() {
        assert_eq!(moment(1_728_726_000_000, 3, true), "2024-10-12 09:40:00.000 +00:00");
        assert_eq!(moment(1_728_726_000_000_001, 6, false), "2024-10-12 09:40:00.000001");
        assert_eq!(moment(-1, 9, false), "1969-12-31 23:59:59.999999999");
        assert_eq!(moment(i64::MIN, 3, true), Value::from(i64::MIN));
        assert_eq!(moment(i64::MAX, 3, false), Value::from(i64::MAX));
        assert_eq!((time(0, 3), time(86_399_999_999, 6)), ("00:00:00.000".to_owned(), "23:59:59.999999".to_owned()));
        assert_eq!((day(0).as_deref(), day(-719_528 - 1)), (Some("1970-01-01"), None));
    }
}
