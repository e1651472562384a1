//! 受注ステータス: the shop's own words for how far an order is. NP does not know them.

use super::coded::coded;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The most statuses a desk has: more are no row of tabs.
const MOST: usize = 30;
/// The longest name, in characters.
const LONGEST_NAME: usize = 20;

coded! {
    /// What a status is marked with, beside its name.
    pub enum Colour {
        /// 灰
        Gray = "gray", "灰";
        /// 青
        Blue = "blue", "青";
        /// 青緑
        Teal = "teal", "青緑";
        /// 緑
        Green = "green", "緑";
        /// 黄
        Yellow = "yellow", "黄";
        /// 橙
        Orange = "orange", "橙";
        /// 赤
        Red = "red", "赤";
        /// 桃
        Pink = "pink", "桃";
        /// 紫
        Purple = "purple", "紫";
    }
}

/// One status of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStatus {
    /// What the shop calls it.
    pub name: String,
    /// Its mark.
    pub colour: Colour,
}

/// The shop's statuses in its order. A desk where nobody has chosen has those that files bring, and two between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatusList(pub Vec<OrderStatus>);

impl Default for StatusList {
    fn default() -> Self {
        let of = |(name, colour): (&str, Colour)| OrderStatus { name: name.to_owned(), colour };
        let usual = [("新規受付", Colour::Blue), ("確認待ち", Colour::Orange), ("発送準備", Colour::Teal), ("出荷済", Colour::Green)];
        Self(usual.map(of).into())
    }
}

impl StatusList {
    /// The mark of a status; none for a word that is not in the list.
    pub fn colour(&self, name: &str) -> Option<Colour> {
        self.0.iter().find(|status| status.name == name).map(|status| status.colour)
    }

    /// The list as it is kept: names trimmed.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn checked(self) -> Result<Self, String> {
        if self.0.is_empty() {
            return Err("受注ステータスを1つ以上入力してください。".to_owned());
        }
        if self.0.len() > MOST {
            return Err(format!("受注ステータスは{MOST}個までです。"));
        }
        let mut seen = HashSet::new();
        let mut list = Vec::with_capacity(self.0.len());
        for OrderStatus { name, colour } in self.0 {
            let name = name.trim().to_owned();
            if name.is_empty() {
                return Err("受注ステータスの名前を入力してください。使わない行は削除してください。".to_owned());
            }
            if name.chars().count() > LONGEST_NAME {
                return Err(format!("受注ステータスの名前は{LONGEST_NAME}文字以内で入力してください（{name}）。"));
            }
            if name.chars().any(char::is_control) {
                return Err("受注ステータスの名前に使えない文字があります。入力し直してください。".to_owned());
            }
            if !seen.insert(name.clone()) {
                return Err(format!("受注ステータス「{name}」が2つあります。"));
            }
            list.push(OrderStatus { name, colour });
        }
        Ok(Self(list))
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, OrderStatus, StatusList};

    fn list(names: &[&str]) -> StatusList {
        StatusList(names.iter().map(|name| OrderStatus { name: (*name).to_owned(), colour: Colour::Gray }).collect())
    }

    #[test]
    fn a_list_is_kept_in_its_order_with_its_names_trimmed() {
        assert_eq!(list(&["出荷済", " 新規受付　"]).checked(), Ok(list(&["出荷済", "新規受付"])));
        assert_eq!(StatusList::default().clone().checked(), Ok(StatusList::default()));
    }

    #[test]
    fn a_list_that_cannot_be_a_row_of_tabs_is_refused() {
        let many: Vec<String> = (0..31).map(|nth| nth.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (names, says) in [
            (&[][..], "1つ以上"),
            (&many, "30個まで"),
            (&["新規受付", " "], "名前を入力"),
            (&["一二三四五六七八九十一二三四五六七八九十一"], "20文字以内"),
            (&["新規\u{7}受付"], "使えない文字"),
            (&["新規受付", "新規受付 "], "2つあります"),
        ] {
            let refused = list(names).checked().unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
