//! 一括入力: a value into a field, 追記 or 上書き; a half-width space blanks it, as the manual says.

use super::{Editable, Edited, Left, readable};
use crate::domain::coded::coded;
use crate::domain::order::Day;
use crate::domain::table::Refusal;

coded! {
    /// A field that takes a value for many orders.
    pub enum TextField {
        /// 備考・注意
        Note = "note", "備考・注意";
        /// お届け日
        DeliverOn = "deliver_on", "お届け日";
        /// 時刻
        DeliverTime = "deliver_time", "時刻";
        /// 出荷日
        ShippedOn = "shipped_on", "出荷日";
    }
}

/// What blanks a field, as the manual says.
pub const BLANK: &str = " ";
const LONGEST_NOTE: usize = 1_000;
const LONGEST_TIME: usize = 20;

impl TextField {
    /// Whether it holds a day.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::DeliverOn | Self::ShippedOn)
    }

    /// Whether an order has a value in it.
    pub fn is_filled(self, order: &Editable) -> bool {
        !self.of(&mut order.clone()).is_empty()
    }

    fn of(self, order: &mut Editable) -> &mut String {
        match self {
            Self::Note => &mut order.note,
            Self::DeliverOn => &mut order.deliver_on,
            Self::DeliverTime => &mut order.deliver_time,
            Self::ShippedOn => &mut order.shipped_on,
        }
    }
}

pub(super) fn checked(field: TextField, typed: &str, appends: bool) -> Result<String, String> {
    let name = field.label();
    if appends && field != TextField::Note {
        return Err(format!("{name}には追記できません。上書きを選んでください。"));
    }
    if typed == BLANK && !appends {
        return Ok(BLANK.to_owned());
    }
    let text = typed.trim();
    if text.is_empty() {
        let how = if field.is_day() {
            "「空白にする」を押してください。"
        } else {
            "上書きを選んで半角スペースを1つ入力してください。"
        };
        return Err(format!("{name}に入力する内容がありません。空白にするには、{how}"));
    }
    let lines = if field == TextField::Note { text.replace('\n', " ") } else { text.to_owned() };
    readable(&lines, name)?;
    if field.is_day() {
        return Day::parse(text).map(|day| day.to_string()).ok_or_else(|| format!("{name}は「2026-11-24」の形で入力してください。"));
    }
    let longest = if field == TextField::Note { LONGEST_NOTE } else { LONGEST_TIME };
    if text.chars().count() > longest {
        return Err(format!("{name}は{longest}文字以内で入力してください。"));
    }
    Ok(text.to_owned())
}

pub(super) fn apply(order: &Editable, field: TextField, text: &str, appends: bool) -> Result<Edited, Left> {
    match field {
        TextField::ShippedOn => order.lamps.may_change_slip()?,
        TextField::Note if order.lamps.erased => return Err(Refusal::Erased.into()),
        TextField::Note | TextField::DeliverOn | TextField::DeliverTime => {}
    }
    let mut after = order.clone();
    let value = field.of(&mut after);
    if text == BLANK {
        value.clear();
    } else if appends && !value.is_empty() {
        *value = format!("{value} {text}");
        if value.chars().count() > LONGEST_NOTE {
            return Err(Left::Unfit(format!("追記すると{}が{LONGEST_NOTE}文字を超えます。", field.label())));
        }
    } else {
        text.clone_into(value);
    }
    let how = match (text == BLANK, appends) {
        (true, _) => "を空白にした",
        (false, true) => "に追記",
        (false, false) => "を入力",
    };
    Ok((after, format!("{}{how}", field.label())))
}
