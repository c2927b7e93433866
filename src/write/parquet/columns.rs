//! The columns of Parquet inputs, other than ours, which `documents.parquet` keeps with their types.
//!
//! Numbers, strings, truth values, days and timestamps; a column that two inputs give other types, lists and the rest stay in
//! `meta` as JSON. So does a value that does not fit its column. Which columns there are is read from the ends of the input
//! files, and so is the same for each part of a run.

use crate::read::{Format, Plan, SourceOrigin, record::Fields};
use calendrical_calculations::gregorian::fixed_from_gregorian;
use parquet::{
    basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::Result,
    file::reader::{FileReader, SerializedFileReader},
    schema::types::{Type, TypePtr},
};
use serde_json::Value;
use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// A column of the inputs.
#[derive(Clone, Debug)]
pub struct Input(TypePtr);

impl Input {
    pub(super) fn name(&self) -> &str {
        self.0.name()
    }

    pub(super) fn schema(&self) -> TypePtr {
        Arc::clone(&self.0)
    }
}

/// The columns of the Parquet files of a plan, but those called like `ours` and those whose text is cleaned.
#[must_use]
pub fn of_plan(plan: &Plan, fields: &Fields) -> Vec<Input> {
    let mut columns: Vec<(String, Option<Input>)> = Vec::new();
    for source in plan.sources.iter().filter(|source| source.kind == Format::Parquet) {
        let SourceOrigin::File(path) = &source.origin else { continue };
        // A file that cannot be read is told when it is read; its decoder may panic.
        let read = catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(File::open(path).ok()?).ok()));
        let Ok(Some(reader)) = read else { continue };
        for column in reader.metadata().file_metadata().schema().get_fields() {
            let name = column.name();
            let ours = super::COLUMNS.contains(&name) || name == "metadata";
            if ours || name == fields.text || fields.html.as_deref() == Some(name) {
                continue;
            }
            let kept = keep(column);
            match columns.iter_mut().find(|(known, _)| known == name) {
                None => columns.push((name.to_owned(), kept)),
                Some((_, known)) => {
                    let same = matches!((&known, &kept), (Some(one), Some(other)) if one.0 == other.0);
                    if !same {
                        *known = None;
                    }
                }
            }
        }
    }
    columns.into_iter().filter_map(|(_, column)| column).collect()
}

/// The column as it is written, where its values have a place in a row: optional, for not every document has one.
fn keep(column: &Type) -> Option<Input> {
    let info = column.get_basic_info();
    if !column.is_primitive() || info.has_repetition() && info.repetition() == Repetition::REPEATED {
        return None;
    }
    let (logical, converted) = (info.logical_type_ref(), info.converted_type());
    let fits = match column.get_physical_type() {
        Physical::BOOLEAN | Physical::FLOAT | Physical::DOUBLE => true,
        Physical::INT32 => !matches!(converted, ConvertedType::DECIMAL | ConvertedType::TIME_MILLIS),
        Physical::INT64 => !matches!(converted, ConvertedType::DECIMAL | ConvertedType::TIME_MICROS),
        Physical::BYTE_ARRAY => {
            matches!(logical, Some(LogicalType::String)) || matches!(converted, ConvertedType::UTF8)
        }
        _ => false,
    };
    let fits = fits && !matches!(logical, Some(LogicalType::Decimal(_) | LogicalType::Time(_)));
    let column = Type::primitive_type_builder(column.name(), column.get_physical_type())
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical.cloned())
        .with_converted_type(converted)
        .build();
    fits.then_some(column.ok()).flatten().map(|column| Input(Arc::new(column)))
}

/// The values of a column of a row group.
pub(super) struct Cells {
    unit: Unit,
    values: Values,
    levels: Vec<i16>,
}

/// What a number counts.
#[derive(Clone, Copy)]
enum Unit {
    Number,
    Days,
    /// So many of them are a second.
    Ticks(i64),
}

enum Values {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Text(Vec<ByteArray>),
}

impl Cells {
    pub(super) fn new(column: &Input) -> Self {
        let info = column.0.get_basic_info();
        let unit = match (info.logical_type_ref(), info.converted_type()) {
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Unit::Days,
            (Some(LogicalType::Timestamp(stamp)), _) => Unit::Ticks(match stamp.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }),
            (_, ConvertedType::TIMESTAMP_MILLIS) => Unit::Ticks(1_000),
            (_, ConvertedType::TIMESTAMP_MICROS) => Unit::Ticks(1_000_000),
            _ => Unit::Number,
        };
        let values = match column.0.get_physical_type() {
            Physical::BOOLEAN => Values::Bool(Vec::new()),
            Physical::INT32 => Values::Int32(Vec::new()),
            Physical::INT64 => Values::Int64(Vec::new()),
            Physical::FLOAT => Values::Float(Vec::new()),
            Physical::DOUBLE => Values::Double(Vec::new()),
            _ => Values::Text(Vec::new()),
        };
        Self { unit, values, levels: Vec::new() }
    }

    /// Adds the value of the next row, raw JSON; `false` when it does not fit, and then there is none.
    pub(super) fn push(&mut self, raw: Option<&str>) -> bool {
        let value = raw.and_then(|raw| serde_json::from_str::<Value>(raw).ok()).filter(|value| !value.is_null());
        let is_given = value.is_some();
        let fits = value.is_some_and(|value| self.value(value));
        self.levels.push(i16::from(fits));
        fits || !is_given
    }

    fn value(&mut self, value: Value) -> bool {
        let unit = self.unit;
        let whole = || match unit {
            // The bits of a number without a sign are those of one with a sign.
            Unit::Number => value.as_i64().or_else(|| value.as_u64().map(|n| n as i64)),
            _ => value.as_i64().or_else(|| moment(value.as_str()?, unit)),
        };
        match &mut self.values {
            Values::Bool(all) => value.as_bool().map(|value| all.push(value)).is_some(),
            Values::Int32(all) => {
                let int = |n: i64| i32::try_from(n).ok().or_else(|| u32::try_from(n).ok().map(|n| n as i32));
                whole().and_then(int).map(|value| all.push(value)).is_some()
            }
            Values::Int64(all) => whole().map(|value| all.push(value)).is_some(),
            Values::Float(all) => value.as_f64().map(|value| all.push(value as f32)).is_some(),
            Values::Double(all) => value.as_f64().map(|value| all.push(value)).is_some(),
            Values::Text(all) => value.as_str().map(|value| all.push(value.into())).is_some(),
        }
    }

    /// Writes the column of a row group and forgets it.
    pub(super) fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<()> {
        let levels = Some(self.levels.as_slice());
        match (writer, &self.values) {
            (ColumnWriter::BoolColumnWriter(to), Values::Bool(all)) => to.write_batch(all, levels, None)?,
            (ColumnWriter::Int32ColumnWriter(to), Values::Int32(all)) => to.write_batch(all, levels, None)?,
            (ColumnWriter::Int64ColumnWriter(to), Values::Int64(all)) => to.write_batch(all, levels, None)?,
            (ColumnWriter::FloatColumnWriter(to), Values::Float(all)) => to.write_batch(all, levels, None)?,
            (ColumnWriter::DoubleColumnWriter(to), Values::Double(all)) => to.write_batch(all, levels, None)?,
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Text(all)) => to.write_batch(all, levels, None)?,
            _ => return Err(parquet::errors::ParquetError::General("a column of another type".to_owned())),
        };
        self.levels.clear();
        match &mut self.values {
            Values::Bool(all) => all.clear(),
            Values::Int32(all) => all.clear(),
            Values::Int64(all) => all.clear(),
            Values::Float(all) => all.clear(),
            Values::Double(all) => all.clear(),
            Values::Text(all) => all.clear(),
        }
        Ok(())
    }
}

/// `2024-05-01`, `2024-05-01T10:00:00.5Z`, `2024-05-01 10:00:00 +03:30` as days or ticks since 1970.
fn moment(text: &str, unit: Unit) -> Option<i64> {
    let number = |text: &str| text.parse::<u32>().ok();
    let (day, rest) = text.split_at_checked(10)?;
    let mut parts = day.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let fixed = |year, month: u32, day: u32| fixed_from_gregorian(year, month as u8, day as u8).to_i64_date();
    let days = fixed(i32::try_from(year).ok()?, month, day) - fixed(1970, 1, 1);
    let per_second = match unit {
        Unit::Ticks(per_second) => per_second,
        _ => return rest.is_empty().then_some(days),
    };
    let rest = rest.trim_start_matches(['T', ' ']);
    let zone = rest.find(['Z', '+', '-', ' ']).unwrap_or(rest.len());
    let (clock, zone) = (&rest[..zone], rest[zone..].trim());
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut seconds = days * 86_400;
    for (part, weight) in clock.split(':').filter(|part| !part.is_empty()).zip([3600, 60, 1]) {
        seconds += i64::from(number(part)?) * weight;
    }
    if let Some(offset) = zone.strip_prefix(['+', '-']) {
        let (hours, minutes) = offset.split_once(':').unwrap_or(offset.split_at_checked(2)?);
        let offset = i64::from(number(hours)?) * 3600 + i64::from(number(minutes).unwrap_or(0)) * 60;
        seconds -= if zone.starts_with('-') { -offset } else { offset };
    }
    let mut ticks = seconds.checked_mul(per_second)?;
    let mut worth = per_second;
    for digit in fraction.bytes() {
        worth /= 10;
        ticks += i64::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?) * worth;
    }
    Some(ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_count_from_1970() {
        let micros = |text| moment(text, Unit::Ticks(1_000_000));
        assert_eq!(moment("1970-01-02", Unit::Days), Some(1));
        assert_eq!(moment("1969-12-31", Unit::Days), Some(-1));
        assert_eq!(micros("1970-01-01T00:00:01.5Z"), Some(1_500_000));
        assert_eq!(micros("1970-01-01T03:30:00+03:30"), Some(0));
        assert_eq!(micros("2024-05-01 10:00:00 +00:00"), Some(1_714_557_600_000_000));
        assert_eq!(micros("2024-05-01"), Some(1_714_521_600_000_000));
        for bad in ["", "yesterday", "2024-13-01", "2024-05-01T1x:00", "۲۰۲۴-۰۵-۰۱"] {
            assert_eq!(micros(bad), None, "{bad}");
        }
    }
}
