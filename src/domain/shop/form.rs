//! モール詳細設定 as it is typed, and what is wrong with it: the same sentences in the browser and on the server.

use super::{Automation, Environment};
use crate::domain::chars::{shift_jis_bytes, to_half_width, unsafe_chars};
use crate::domain::fee::{FeeForm, FeeRule};
use serde::{Deserialize, Serialize};

/// What may be set about a shop; its code is chosen once, and its SPコード travels apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopForm {
    /// 店舗名
    pub name: String,
    /// 環境
    pub environment: Environment,
    /// サイト名, sent with registrations when not empty.
    pub site_name: String,
    /// サイトURL, likewise.
    pub site_url: String,
    /// 加盟店コード; empty until NP has given one.
    pub merchant_code: String,
    /// 端末ID
    pub terminal_id: String,
    /// 対象外の配送業者を利用する
    pub takes_other_carriers: bool,
    /// 手数料設定
    pub fee: FeeForm,
    /// 自動処理
    pub automation: Automation,
}

/// Where a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopField {
    /// 店舗名
    Name,
    /// サイト名
    SiteName,
    /// サイトURL
    SiteUrl,
    /// 加盟店コード
    MerchantCode,
    /// 端末ID
    TerminalId,
    /// 手数料設定
    Fee,
}

const LONGEST_NAME: usize = 60;
const LONGEST_CODE: usize = 30;
const LONGEST_SP_CODE: usize = 200;
/// サイト名 and サイトURL in bytes, as NP counts them (np-api.md §3.1).
const SITE_BYTES: usize = 100;

impl ShopForm {
    /// As it is stored: no spaces around, and codes in half width.
    #[must_use]
    pub fn normalised(self) -> Self {
        let trimmed = |text: &str| text.trim().to_owned();
        let half_width = |text: &str| to_half_width(text.trim());
        Self {
            name: trimmed(&self.name),
            site_name: trimmed(&self.site_name),
            site_url: half_width(&self.site_url),
            merchant_code: half_width(&self.merchant_code),
            terminal_id: half_width(&self.terminal_id),
            ..self
        }
    }

    /// Every fault of a normalised form, with its field.
    pub fn faults(&self) -> Vec<(ShopField, String)> {
        let mut faults = Vec::new();
        let mut add = |field: ShopField, fault: Option<String>| faults.extend(fault.map(|sentence| (field, sentence)));
        add(ShopField::Name, name_fault(&self.name));
        add(ShopField::SiteName, site_fault("サイト名", &self.site_name));
        add(ShopField::SiteUrl, site_fault("サイトURL", &self.site_url).or_else(|| url_fault(&self.site_url)));
        add(ShopField::MerchantCode, merchant_fault(&self.merchant_code));
        add(ShopField::TerminalId, terminal_fault(&self.terminal_id));
        for sentence in FeeRule::read(&self.fee).err().into_iter().flatten() {
            add(ShopField::Fee, Some(sentence));
        }
        faults
    }
}

fn name_fault(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("店舗名を入力してください。".to_owned());
    }
    let wrong = name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control);
    wrong.then(|| format!("店舗名は{LONGEST_NAME}文字以内の1行で入力してください。"))
}

fn site_fault(what: &str, text: &str) -> Option<String> {
    let bytes = shift_jis_bytes(text);
    if bytes > SITE_BYTES {
        return Some(format!("{what}は{SITE_BYTES}バイト（全角50文字）以内です（いま{bytes}バイト）。"));
    }
    let found = unsafe_chars(text);
    let named = || found.iter().map(char::to_string).collect::<Vec<_>>().join("」「");
    (!found.is_empty()).then(|| format!("{what}に、NPで利用できない文字があります：「{}」。", named()))
}

fn url_fault(url: &str) -> Option<String> {
    let is_url = (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(|c| c.is_ascii_graphic());
    let right = url.is_empty() || is_url;
    (!right).then(|| "サイトURLは「https://」で始まる半角の文字で入力してください。".to_owned())
}

/// A colon would end the user name of the basic authentication.
fn merchant_fault(code: &str) -> Option<String> {
    let wrong = code.chars().count() > LONGEST_CODE || !code.chars().all(|c| c.is_ascii_graphic() && c != ':');
    wrong.then(|| format!("加盟店コードは半角{LONGEST_CODE}文字以内で、NPからのお知らせのとおりに入力してください。"))
}

fn terminal_fault(id: &str) -> Option<String> {
    let right = (1..=LONGEST_CODE).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric());
    (!right).then(|| "端末IDは半角英数字で入力してください（通常は2000022000）。".to_owned())
}

/// What is wrong with the code of a new shop: it stands in addresses and commands, and does not change any more.
pub fn code_fault(code: &str) -> Option<String> {
    let right = (1..=LONGEST_CODE).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    (!right).then(|| format!("店舗コードは半角の英小文字・数字・「-」「_」{LONGEST_CODE}文字以内で入力してください。"))
}

/// What is wrong with a typed SPコード. The sentence holds nothing of it.
pub fn sp_code_fault(code: &str) -> Option<String> {
    let code = code.trim();
    let right = (1..=LONGEST_SP_CODE).contains(&code.len()) && code.chars().all(|c| c.is_ascii_graphic());
    (!right).then(|| "SPコードは半角の文字で、NPからのお知らせのとおりに入力してください。".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{ShopField, ShopForm, code_fault, sp_code_fault};
    use crate::domain::fee::{FeeForm, FeeMode};
    use crate::domain::shop::{Automation, Environment};

    fn form() -> ShopForm {
        ShopForm {
            name: " みほん青果店 ".to_owned(),
            environment: Environment::Sandbox,
            site_name: "みほん青果店".to_owned(),
            site_url: "https://shop.example.jp".to_owned(),
            merchant_code: "ＳＩＭ００００１".to_owned(),
            terminal_id: " 2000022000".to_owned(),
            takes_other_carriers: false,
            fee: FeeForm::default(),
            automation: Automation::default(),
        }
    }

    #[test]
    fn what_is_copied_from_a_letter_is_put_right() {
        let form = form().normalised();
        assert_eq!(form.faults(), []);
        assert_eq!(
            (form.name.as_str(), form.merchant_code.as_str(), form.terminal_id.as_str()),
            ("みほん青果店", "SIM00001", "2000022000")
        );
        assert_eq!(ShopForm { merchant_code: String::new(), ..form }.faults(), [], "NP has not given one yet");
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let right = form().normalised();
        for (wrong, field, words) in [
            (ShopForm { name: String::new(), ..right.clone() }, ShopField::Name, "店舗名を入力"),
            (ShopForm { name: "あ".repeat(61), ..right.clone() }, ShopField::Name, "60文字以内"),
            (ShopForm { site_name: "あ".repeat(51), ..right.clone() }, ShopField::SiteName, "いま102バイト"),
            (ShopForm { site_name: "髙橋青果".to_owned(), ..right.clone() }, ShopField::SiteName, "「髙」"),
            (ShopForm { site_url: "shop.example.jp".to_owned(), ..right.clone() }, ShopField::SiteUrl, "https://"),
            (ShopForm { merchant_code: "SIM:1".to_owned(), ..right.clone() }, ShopField::MerchantCode, "加盟店コード"),
            (ShopForm { terminal_id: String::new(), ..right.clone() }, ShopField::TerminalId, "端末ID"),
            (ShopForm { fee: FeeForm { mode: FeeMode::Add, rows: Vec::new() }, ..right.clone() }, ShopField::Fee, "加算する"),
        ] {
            let faults = wrong.faults();
            assert_eq!((faults.len(), faults[0].0), (1, field), "{faults:?}");
            assert!(faults[0].1.contains(words), "{faults:?}");
        }
    }

    #[test]
    fn codes_are_what_addresses_and_headers_can_carry() {
        assert_eq!([code_fault("main"), code_fault("rakuten_2")], [None, None]);
        for wrong in ["", "Main", "本店", "a b", "a/b", &"a".repeat(31)] {
            assert!(code_fault(wrong).is_some(), "{wrong}");
        }
        assert_eq!(sp_code_fault(" sim-sp-code "), None);
        for wrong in ["", "  ", "ひみつ", "a b"] {
            assert!(sp_code_fault(wrong).is_some_and(|sentence| wrong.trim().is_empty() || !sentence.contains(wrong)), "{wrong}");
        }
    }
}
