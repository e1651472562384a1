//! Edits of many orders at once: what each does to one order. Each kind is a module of its own.

mod carrier;
mod check_item;
mod fee;
mod status;
mod text;

pub use text::{BLANK, TextField};

use super::lamp::Lamps;
use super::order::{Contents, Day};
use super::role::Right;
use super::table::Refusal;
use super::yen::Yen;
use serde::{Deserialize, Serialize};

/// One edit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// 受注ステータスの変更
    Status(String),
    /// 配送業者
    Carrier(String),
    /// チェック項目: a label, put on or taken off.
    CheckItem {
        /// What the label says.
        name: String,
        /// Whether it is put on.
        on: bool,
    },
    /// 一括入力
    Text {
        /// Where it goes.
        field: TextField,
        /// What is entered; one half-width space blanks the field.
        text: String,
        /// 追記 instead of 上書き.
        appends: bool,
    },
    /// 手数料一括入力
    Fee(Yen),
}

/// What a person typed may be about a buyer: only the kind is printed.
impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edit({})", self.code())
    }
}

/// What of an order is edited, and what decides whether it may be.
#[derive(Clone, PartialEq)]
pub struct Editable {
    /// The three lamps.
    pub lamps: Lamps,
    /// 受注ステータス
    pub status: String,
    /// 備考・注意
    pub note: String,
    /// 配送業者
    pub carrier: String,
    /// お届け日, `yyyy-MM-dd` or empty
    pub deliver_on: String,
    /// 時刻
    pub deliver_time: String,
    /// 出荷日, `yyyy-MM-dd` or empty
    pub shipped_on: String,
    /// チェック項目
    pub check_items: Vec<String>,
    /// There is a slip number.
    pub has_slip: bool,
    /// What is bought, by whom: only for the edits that [need it](Edit::needs_contents).
    pub contents: Option<Contents>,
}

/// An order after an edit, and what was done, for its timeline.
pub type Edited = (Editable, String);

/// Why an order is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Left {
    /// Nothing to do.
    #[error("すでにこの内容のため、変更はありません。")]
    Unchanged,
    /// The order's state forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The values do not fit.
    #[error("{0}")]
    Unfit(String),
}

impl Left {
    /// Whether the same may be possible later.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Unchanged => false,
            Self::Refused(refusal) => refusal.may_pass(),
            Self::Unfit(_) => true,
        }
    }
}

impl Edit {
    /// The code that is stored.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Carrier(_) => "carrier",
            Self::CheckItem { .. } => "check_item",
            Self::Text { .. } => "text",
            Self::Fee(_) => "fee",
        }
    }

    /// The right it takes.
    pub const fn right(&self) -> Right {
        match self {
            Self::Carrier(_) | Self::Text { field: TextField::ShippedOn, .. } => Right::Ship,
            Self::Status(_) | Self::CheckItem { .. } | Self::Text { .. } | Self::Fee(_) => Right::Act,
        }
    }

    /// What it is, in the manual's words.
    pub fn title(&self) -> String {
        match self {
            Self::Status(status) => format!("受注ステータスの変更「{status}」"),
            Self::Carrier(carrier) => format!("配送業者「{carrier}」"),
            Self::CheckItem { name, on } => format!("チェック項目「{name}」を{}", if *on { "付ける" } else { "外す" }),
            Self::Text { field, appends, .. } => format!("一括入力 {}（{}）", field.label(), if *appends { "追記" } else { "上書き" }),
            Self::Fee(fee) => format!("手数料一括入力 {fee}円"),
        }
    }

    /// Whether it looks at [`Editable::contents`].
    pub const fn needs_contents(&self) -> bool {
        matches!(self, Self::Fee(_))
    }

    /// The field whose value would go that somebody has typed into the order.
    pub fn replaces(&self, order: &Editable) -> Option<TextField> {
        match self {
            Self::Text { field, appends: false, .. } => Some(*field).filter(|field| field.is_filled(order)),
            Self::Text { .. } | Self::Status(_) | Self::Carrier(_) | Self::CheckItem { .. } | Self::Fee(_) => None,
        }
    }

    /// What somebody should look at again in a parcel that it changes, in a few words.
    pub fn doubts(&self, order: &Editable, ordered_on: Day, today: Day) -> Option<&'static str> {
        match self {
            Self::Carrier(_) if order.has_slip => Some("伝票番号入力済み"),
            Self::Text { field: TextField::ShippedOn, text, .. } => match Day::parse(text)? {
                day if day > today => Some("出荷日が先の日付"),
                day if day < ordered_on => Some("出荷日が注文日より前"),
                _ => None,
            },
            Self::Text { field: TextField::DeliverOn, text, .. } => (Day::parse(text)? < today).then_some("お届け日が過去の日付"),
            Self::Text { .. } | Self::Status(_) | Self::Carrier(_) | Self::CheckItem { .. } | Self::Fee(_) => None,
        }
    }

    /// Whether what was typed may be about a buyer: it is not kept longer than it is needed.
    pub const fn is_private(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// The edit as it is carried out: typed values trimmed.
    ///
    /// # Errors
    /// What is wrong with the typed values, in one sentence.
    pub fn checked(self) -> Result<Self, String> {
        match self {
            Self::Status(status) => Ok(Self::Status(word(&status, "受注ステータス", 200)?)),
            Self::Carrier(carrier) => Ok(Self::Carrier(word(&carrier, "配送業者", 200)?)),
            Self::CheckItem { name, on } => Ok(Self::CheckItem { name: word(&name, "チェック項目", 20)?, on }),
            Self::Text { field, text, appends } => Ok(Self::Text { text: text::checked(field, &text, appends)?, field, appends }),
            Self::Fee(fee) => Ok(Self::Fee(fee::checked(fee)?)),
        }
    }

    /// What it makes of an order.
    ///
    /// # Errors
    /// Why it may not, or that nothing would change.
    pub fn apply(&self, order: &Editable) -> Result<Edited, Left> {
        let (after, what) = match self {
            Self::Status(status) => status::apply(order, status),
            Self::Carrier(carrier) => carrier::apply(order, carrier)?,
            Self::CheckItem { name, on } => check_item::apply(order, name, *on)?,
            Self::Text { field, text, appends } => text::apply(order, *field, text, *appends)?,
            Self::Fee(fee) => fee::apply(order, *fee)?,
        };
        if after == *order { Err(Left::Unchanged) } else { Ok((after, what)) }
    }
}

/// A word that is typed or chosen.
fn word(typed: &str, what: &str, longest: usize) -> Result<String, String> {
    let word = typed.trim();
    if word.is_empty() {
        return Err(format!("{what}を入力してください。"));
    }
    if word.chars().count() > longest {
        return Err(format!("{what}は{longest}文字以内で入力してください。"));
    }
    readable(word, what)?;
    Ok(word.to_owned())
}

fn readable(text: &str, what: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        Err(format!("{what}に使えない文字があります。入力し直してください。"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
