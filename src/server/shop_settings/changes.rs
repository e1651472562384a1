//! What is different about a shop's settings, in words for the history. Secrets are only said to have changed.

use crate::domain::shop::Automation;
use crate::server::store::shops::Shop;

/// The line of the history.
pub fn describe(before: Option<&Shop>, after: &Shop, copied_from: Option<&str>) -> String {
    let from = copied_from.map_or_else(String::new, |name| format!("（「{name}」からコピー）"));
    match before {
        None => format!("店舗「{}」（{}）を追加: 環境 {}", after.name, after.code, after.environment.label()),
        Some(before) => format!("店舗「{}」の設定を変更{from}: {}", after.name, changes(before, after).join("、")),
    }
}

fn changes(before: &Shop, after: &Shop) -> Vec<String> {
    let sp_code = match (&before.sp_code_sealed, &after.sp_code_sealed) {
        (Some(old), Some(new)) if old == new => None,
        (_, Some(_)) => Some("SPコード 変更".to_owned()),
        (Some(_), None) => Some("SPコード 消去".to_owned()),
        (None, None) => None,
    };
    let carriers = |shop: &Shop| if shop.takes_other_carriers { "利用する" } else { "利用しない" };
    let texts = [
        changed("店舗名", &before.name, &after.name),
        changed("環境", before.environment.label(), after.environment.label()),
        changed("サイト名", &before.site_name, &after.site_name),
        changed("サイトURL", &before.site_url, &after.site_url),
        changed("加盟店コード", &before.merchant_code, &after.merchant_code),
        changed("端末ID", &before.terminal_id, &after.terminal_id),
        sp_code,
        changed("対象外の配送業者", carriers(before), carriers(after)),
        changed("手数料設定", &before.fee_rule.to_string(), &after.fee_rule.to_string()),
    ];
    texts.into_iter().flatten().chain(automation(before.automation, after.automation)).collect()
}

fn automation(before: Automation, after: Automation) -> impl Iterator<Item = String> {
    let switch = |on: bool| if on { "する" } else { "しない" };
    let texts = [
        changed("取込時に与信を実行", switch(before.credit), switch(after.credit)),
        changed("与信結果の自動確認", switch(before.check), switch(after.check)),
        changed("入金の自動確認", switch(before.payment), switch(after.payment)),
        changed("伝票番号の自動同期", before.slip_sync.label(), after.slip_sync.label()),
    ];
    texts.into_iter().flatten()
}

fn changed(what: &str, before: &str, after: &str) -> Option<String> {
    let shown = |text: &str| if text.is_empty() { "（なし）".to_owned() } else { text.to_owned() };
    (before != after).then(|| format!("{what} {} → {}", shown(before), shown(after)))
}
