//! 利用申請: the mail by which a shop applies for the API, as the manual words it.

use super::chars::percent_encoded;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Where the mail goes.
pub const ADDRESS: &str = "np-info@netprotections.co.jp";

/// What the mail says. Masked in `Debug`: it names people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The system that the shop works with, as the subject names it.
    pub system: String,
    /// 会社名（漢字）
    pub company: String,
    /// 会社名（カナ）
    pub company_kana: String,
    /// 住所
    pub address: String,
    /// ご担当者名（漢字）
    pub contact: String,
    /// ご担当者名（カナ）
    pub contact_kana: String,
    /// 連絡先（電話番号）
    pub tel: String,
    /// メールアドレス
    pub email: String,
    /// 利用予定サイトURL
    pub site_url: String,
    /// 商材
    pub goods: String,
    /// 月商
    pub monthly_sales: String,
    /// NP後払い利用状況: 利用中
    pub in_use: bool,
    /// その他
    pub other: String,
}

impl Default for Application {
    fn default() -> Self {
        let none = String::new;
        Self {
            system: "GoQSystem".to_owned(),
            company: none(),
            company_kana: none(),
            address: none(),
            contact: none(),
            contact_kana: none(),
            tel: none(),
            email: none(),
            site_url: none(),
            goods: none(),
            monthly_sales: none(),
            in_use: false,
            other: "API利用を希望します。".to_owned(),
        }
    }
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Application(***)")
    }
}

impl Application {
    /// 件名
    pub fn subject(&self) -> String {
        format!("【NPコネクトプロ申込希望（{}）】{}", self.system, self.company)
    }

    /// The text below the subject, in the manual's order.
    pub fn body(&self) -> String {
        let in_use = if self.in_use { "利用中" } else { "未利用" };
        let items = [
            ("会社名（漢字/カナ）", pair(&self.company, &self.company_kana)),
            ("住所", self.address.clone()),
            ("ご担当者名（漢字/カナ）", pair(&self.contact, &self.contact_kana)),
            ("連絡先（電話番号）", self.tel.clone()),
            ("メールアドレス", self.email.clone()),
            ("利用予定サイトURL", self.site_url.clone()),
            ("商材", self.goods.clone()),
            ("月商", self.monthly_sales.clone()),
            ("NP後払い利用状況", in_use.to_owned()),
            ("その他", self.other.clone()),
        ];
        let mut body = "株式会社ネットプロテクションズ\n新規変更受付デスク 宛\n\n".to_owned();
        for (label, text) in items {
            let _ = writeln!(body, "・{label}：{text}");
        }
        body
    }

    /// Opens the mail in the mail program.
    pub fn mailto(&self) -> String {
        let body = self.body().replace('\n', "\r\n");
        format!("mailto:{ADDRESS}?subject={}&body={}", percent_encoded(&self.subject()), percent_encoded(&body))
    }

    /// What is still empty and NP asks for.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            (&self.company, "会社名（漢字）"),
            (&self.company_kana, "会社名（カナ）"),
            (&self.address, "住所"),
            (&self.contact, "ご担当者名（漢字）"),
            (&self.contact_kana, "ご担当者名（カナ）"),
            (&self.tel, "連絡先（電話番号）"),
            (&self.email, "メールアドレス"),
            (&self.site_url, "利用予定サイトURL"),
            (&self.goods, "商材"),
            (&self.monthly_sales, "月商"),
        ]
        .into_iter()
        .filter(|(text, _)| text.trim().is_empty())
        .map(|(_, label)| label)
        .collect()
    }

    /// Every text, for what must hold for all of them.
    pub fn texts(&self) -> [&str; 12] {
        [
            &self.system,
            &self.company,
            &self.company_kana,
            &self.address,
            &self.contact,
            &self.contact_kana,
            &self.tel,
            &self.email,
            &self.site_url,
            &self.goods,
            &self.monthly_sales,
            &self.other,
        ]
    }
}

fn pair(kanji: &str, kana: &str) -> String {
    if kana.is_empty() { kanji.to_owned() } else { format!("{kanji}/{kana}") }
}

#[cfg(test)]
mod tests {
    use super::Application;

    #[test]
    fn the_mail_is_the_manuals() {
        let application = Application {
            company: "みほん青果株式会社".to_owned(),
            company_kana: "ミホンセイカ".to_owned(),
            contact: "見本 花子".to_owned(),
            tel: "03-1234-5678".to_owned(),
            in_use: true,
            ..Application::default()
        };
        assert_eq!(application.subject(), "【NPコネクトプロ申込希望（GoQSystem）】みほん青果株式会社");
        let lines = [
            "株式会社ネットプロテクションズ",
            "新規変更受付デスク 宛",
            "",
            "・会社名（漢字/カナ）：みほん青果株式会社/ミホンセイカ",
            "・住所：",
            "・ご担当者名（漢字/カナ）：見本 花子",
            "・連絡先（電話番号）：03-1234-5678",
            "・メールアドレス：",
            "・利用予定サイトURL：",
            "・商材：",
            "・月商：",
            "・NP後払い利用状況：利用中",
            "・その他：API利用を希望します。",
        ];
        assert_eq!(application.body().lines().collect::<Vec<_>>(), lines);
        assert!(application.mailto().starts_with("mailto:np-info@netprotections.co.jp?subject=%E3%80%90NP"));
        assert!(application.mailto().contains("%0D%0A") && !application.mailto().contains(['\n', ' ']));
        assert_eq!(application.missing()[..3], ["住所", "ご担当者名（カナ）", "メールアドレス"]);
        assert_eq!(format!("{application:?}"), "Application(***)");
    }
}
