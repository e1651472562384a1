//! What a person types, and what it means: text per field, read and checked while typing.

use crate::domain::field::{Field, LineField, PartyField};
use crate::domain::order::{Contents, Day, Line, Party};
use crate::domain::postal::{self, ZipEntry};
use crate::domain::preflight::{self, Violation};
use crate::domain::reason::Code;
use crate::domain::yen::Yen;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A purchaser or a destination being typed.
#[derive(Clone, Copy)]
pub struct PartyForm {
    /// Text by field, in the order of [`PARTY_FIELDS`].
    texts: [RwSignal<String>; 8],
}

/// The fields of a party, in the order of the form.
pub const PARTY_FIELDS: [PartyField; 8] = [
    PartyField::Name,
    PartyField::Kana,
    PartyField::Company,
    PartyField::Department,
    PartyField::Zip,
    PartyField::Address,
    PartyField::Tel,
    PartyField::Email,
];

impl PartyForm {
    fn new(party: &Party) -> Self {
        let values = [&party.name, &party.kana, &party.company, &party.department, &party.zip, &party.address, &party.tel, &party.email];
        Self { texts: values.map(|value| RwSignal::new(value.clone())) }
    }

    /// The text of a field.
    pub fn text(self, field: PartyField) -> RwSignal<String> {
        let position = PARTY_FIELDS.iter().position(|f| *f == field).unwrap_or_default();
        self.texts[position]
    }

    fn read(self) -> Party {
        let [name, kana, company, department, zip, address, tel, email] = self.texts.map(|text| text.get());
        Party { name, kana, company, department, zip, address, tel, email }.normalised()
    }
}

/// A goods line being typed.
#[derive(Clone, Copy)]
pub struct LineForm {
    /// Tells lines apart while some are removed.
    pub key: u32,
    /// 商品名
    pub name: RwSignal<String>,
    /// 商品コード, kept as it is
    code: StoredValue<String>,
    /// 商品単価
    pub price: RwSignal<String>,
    /// 注文数
    pub quantity: RwSignal<String>,
}

/// The whole form.
#[derive(Clone, Copy)]
pub struct OrderForm {
    /// 購入者
    pub buyer: PartyForm,
    /// The parcel goes elsewhere.
    pub elsewhere: RwSignal<bool>,
    /// 配送先
    pub destination: PartyForm,
    /// 商品明細
    pub lines: RwSignal<Vec<LineForm>>,
    /// 請求額
    pub billed_amount: RwSignal<String>,
    /// 注文日
    pub ordered_on: RwSignal<String>,
    /// The day that was loaded.
    began_on: Day,
    next_key: StoredValue<u32>,
}

impl OrderForm {
    /// A form filled with an order's contents.
    pub fn new(contents: &Contents) -> Self {
        let keys = 0_u32..;
        let lines: Vec<LineForm> = keys.zip(&contents.lines).map(|(key, line)| line_form(key, line)).collect();
        let next_key = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        Self {
            buyer: PartyForm::new(&contents.buyer),
            elsewhere: RwSignal::new(contents.destination.is_some()),
            destination: PartyForm::new(contents.destination.as_ref().unwrap_or(&Party::default())),
            lines: RwSignal::new(lines),
            billed_amount: RwSignal::new(contents.billed_amount.to_string()),
            ordered_on: RwSignal::new(contents.ordered_on.to_string()),
            began_on: contents.ordered_on,
            next_key: StoredValue::new(next_key),
        }
    }

    /// Adds an empty line.
    pub fn add_line(self) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        self.lines.update(|lines| lines.push(line_form(key, &Line { quantity: 1, ..Line::default() })));
    }

    /// Takes a line away.
    pub fn remove_line(self, key: u32) {
        self.lines.update(|lines| lines.retain(|line| line.key != key));
    }

    /// Σ of the lines that can be read, for the sum under the table.
    pub fn lines_total(self) -> Option<Yen> {
        self.read().ok().and_then(|contents| contents.lines_total())
    }

    /// Writes the sum of the lines as what is billed.
    pub fn bill_the_lines(self) {
        if let Some(total) = untrack(|| self.lines_total()) {
            self.billed_amount.set(total.to_string());
        }
    }

    /// The postal codes that are typed whole, as their digits.
    pub fn zips(self) -> Vec<String> {
        let parties = [self.buyer, self.destination];
        parties.iter().filter_map(|party| party.text(PartyField::Zip).with(|zip| postal::digits(zip))).collect()
    }

    /// The contents, or what cannot be read as an amount or a number.
    ///
    /// # Errors
    /// One violation per field that is no number.
    pub fn read(self) -> Result<Contents, Vec<Violation>> {
        let (contents, unreadable) = self.read_as_far_as_possible();
        if unreadable.is_empty() { Ok(contents) } else { Err(unreadable) }
    }

    /// The contents with zero for every number that cannot be read, and those numbers.
    fn read_as_far_as_possible(self) -> (Contents, Vec<Violation>) {
        let mut unreadable = Vec::new();
        let mut lines = Vec::new();
        for (nth, form) in (0_u32..).zip(self.lines.get()) {
            let price = number(&form.price.get(), Field::Line(LineField::Price), Some(nth), "E0100100", &mut unreadable);
            let quantity = number(&form.quantity.get(), Field::Line(LineField::Quantity), Some(nth), "E0100103", &mut unreadable);
            lines.push(Line { name: form.name.get().trim().to_owned(), code: form.code.get_value(), price: Yen(price), quantity });
        }
        let billed_amount = Yen(number(&self.billed_amount.get(), Field::BilledAmount, None, "E0100014", &mut unreadable));
        let ordered_on = self.ordered_on.with(|text| Day::parse(text)).unwrap_or_else(|| {
            let message = "注文日を入力してください。".to_owned();
            unreadable.push(Violation { code: Code::new("E0100007"), field: Field::OrderedOn, line: None, message });
            self.began_on
        });
        let destination = self.elsewhere.get().then(|| Party { email: String::new(), ..self.destination.read() });
        (Contents { ordered_on, buyer: self.buyer.read(), destination, lines, billed_amount }, unreadable)
    }
}

/// What stands beside the fields while typing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// NP would refuse it, or it does not add up: cannot be saved.
    pub errors: Vec<Violation>,
    /// NP would hold it, or may refuse it: may be saved.
    pub warnings: Vec<Violation>,
}

impl Findings {
    /// Checks what is typed; `zips` is what is known of postal codes.
    pub fn of(form: &OrderForm, shop_transaction_id: &str, today: Day, zips: &BTreeMap<String, ZipEntry>) -> Self {
        let (contents, unreadable) = form.read_as_far_as_possible();
        let (mut errors, mut warnings): (Vec<_>, Vec<_>) =
            preflight::registration(shop_transaction_id, &contents, today).into_iter().partition(Violation::is_certain);
        if unreadable.is_empty() {
            // NP's own allowance is wider; the sum to the yen covers it with one sentence.
            errors.retain(|violation| !matches!(violation.code.as_str(), "E0102004" | "E0102005"));
            errors.extend(preflight::sum_mismatch(&contents));
        } else {
            // What hangs on numbers says nothing while one of them is none.
            errors
                .retain(|violation| !matches!(violation.field, Field::BilledAmount | Field::Line(LineField::Price | LineField::Quantity)));
            errors.extend(unreadable);
        }
        warnings.extend(preflight::zip_mismatches(&contents, |digits| zips.get(digits).cloned()));
        warnings.extend(preflight::predicted_holds(&contents));
        Self { errors, warnings }
    }

    /// The sentences for one field: whether it is an error, and the sentence.
    pub fn at(&self, field: Field, line: Option<u32>) -> Vec<(bool, String)> {
        let here =
            |violation: &&Violation| violation.field == field && (violation.line == line || violation.line.is_none() && line == Some(0));
        let errors = self.errors.iter().filter(here).map(|violation| (true, violation.message.clone()));
        let warnings = self.warnings.iter().filter(here).map(|violation| (false, violation.message.clone()));
        errors.chain(warnings).collect()
    }
}

fn line_form(key: u32, line: &Line) -> LineForm {
    LineForm {
        key,
        name: RwSignal::new(line.name.clone()),
        code: StoredValue::new(line.code.clone()),
        price: RwSignal::new(line.price.to_string()),
        quantity: RwSignal::new(line.quantity.to_string()),
    }
}

fn number(text: &str, field: Field, line: Option<u32>, code: &str, unreadable: &mut Vec<Violation>) -> i64 {
    Yen::parse(text).map_or_else(
        || {
            let message = format!("{}は整数で入力してください。", field.label());
            unreadable.push(Violation { code: Code::new(code), field, line, message });
            0
        },
        |yen| yen.0,
    )
}
