//! Errors of a call (`errors[].codes`, np-api.md §4.5), but for those that exist for purchaser and destination alike.

use super::Advice::{Confirm, Repair};
use super::Entry;
use crate::domain::field::{Field, LineField, PartyField};

/// A field of the order, or a setting, is wrong.
const fn field(code: &'static str, short: &'static str, field: Field, text: &'static str) -> Entry {
    Entry { code, short, text, field: Some(field), advice: Repair }
}

/// No field is wrong: the transaction's state at NP, or the call itself.
const fn state(code: &'static str, short: &'static str, text: &'static str) -> Entry {
    Entry { code, short, text, field: None, advice: Confirm }
}

#[rustfmt::skip]
pub(super) static ENTRIES: &[Entry] = &[
    state("EPRO0101", "取引なし", "NPに送る取引が1件もありませんでした。もう一度お試しください。続くときはシステム担当者にご連絡ください。"),
    state("EPRO0102", "件数超過", "1回に送れる1,000件を超えました。もう一度お試しください。続くときはシステム担当者にご連絡ください。"),
    field("EPRO0103", "加盟店取引ID_未入力", Field::OrderNumber, "加盟店取引IDがありません。受注番号を確かめてください。"),
    field("EPRO0104", "加盟店取引ID_重複", Field::OrderNumber, "同じ加盟店取引IDと請求額の取引が、1回の送信に2つ入っていました。受注番号の重複を確かめてください。"),
    field("EPRO0105", "NP取引ID_未入力", Field::NpTransactionId, "NP取引IDがありません。NPの管理画面で確かめて、NP取引IDを入力してください。"),
    field("EPRO0106", "NP取引ID_重複", Field::NpTransactionId, "同じNP取引IDが、1回の送信に2つ入っていました。NP取引IDの重複を確かめてください。"),
    state("EPRO0107", "NPカード取引", "NPカードの取引のため、ここでは処理できません。NPの管理画面で処理してください。"),
    field("EPRO0108", "注文日_形式", Field::OrderedOn, "注文日の形式が正しくありません。「2026-11-24」の形で入力してください。"),
    field("EPRO0109", "請求書発行日_形式", Field::InvoiceDate, "請求書発行日の形式が正しくありません。「2026-11-24」の形で入力してください。"),
    field("E0100002", "NP取引ID_禁止文字", Field::NpTransactionId, "NP取引IDは半角英数字で入力してください。"),
    field("E0100003", "NP取引ID_桁数", Field::NpTransactionId, "NP取引IDは半角11文字で入力してください。"),
    field("E0100004", "注文日_未入力", Field::OrderedOn, "注文日が入力されていません。注文日を入力してください。"),
    field("E0100007", "注文日_期間外", Field::OrderedOn, "注文日が未来の日付か、古すぎる日付です。注文日を確かめて、直してください。"),
    field("E0100009", "加盟店取引ID_禁止文字", Field::OrderNumber, "加盟店取引IDに利用できない文字があります。受注番号を半角の英数字と記号だけにしてください。"),
    field("E0100010", "加盟店取引ID_文字数超過", Field::OrderNumber, "加盟店取引IDが長すぎます。受注番号を半角40文字以内にしてください。"),
    field("E0100011", "決済方法_未入力", Field::SettlementType, "決済方法が指定されていません。店舗の設定でNP後払いの決済方法を選んでください。"),
    field("E0100012", "決済方法_不正", Field::SettlementType, "決済方法がNPの定めるものではありません。店舗の設定で決済方法を選び直してください。"),
    field("E0100142", "決済方法_契約外", Field::SettlementType, "ご契約では選べない決済方法です。店舗の設定を確かめるか、NPサポートデスクにお問い合わせください。"),
    field("E0100013", "請求額_未入力", Field::BilledAmount, "請求額が入力されていません。請求額を入力してください。"),
    field("E0100014", "請求額_禁止文字", Field::BilledAmount, "請求額に数字以外の文字があります。数字だけで入力し直してください。"),
    field("E0100015", "請求額_範囲外", Field::BilledAmount, "請求額は1円から999,999円までで入力してください。"),
    field("E0100016", "購入者・配送先_不一致", Field::Destination(PartyField::Address), "NP後払いwizでは、購入者と配送先の郵便番号・住所・氏名・電話番号・会社名・部署名がすべて同じである必要があります。配送先を購入者と同じにするか、請求書別送に切り替えてください。"),
    field("E0100021", "サイト名_文字数超過", Field::Site, "サイト名が長すぎます。店舗の設定で100バイト（全角50文字）以内にしてください。"),
    field("E0100022", "サイト名_禁止文字", Field::Site, "サイト名に利用できない文字があります。店舗の設定で標準の文字に直してください。"),
    field("E0100023", "サイトURL_文字数超過", Field::Site, "サイトURLが長すぎます。店舗の設定で100文字以内にしてください。"),
    field("E0100024", "サイトURL_禁止文字", Field::Site, "サイトURLに利用できない文字があります。店舗の設定で直してください。"),
    field("E0100068", "メール_未入力", Field::Buyer(PartyField::Email), "ご契約ではメールアドレスが必須です。購入者のメールアドレスを入力してください。"),
    field("E0100069", "メール_禁止文字", Field::Buyer(PartyField::Email), "メールアドレスに利用できない文字があります。半角の英数字と記号で入力し直してください。"),
    field("E0100070", "メール_文字数超過", Field::Buyer(PartyField::Email), "メールアドレスが長すぎます。半角100文字以内で入力してください。"),
    field("E0100071", "メール_形式", Field::Buyer(PartyField::Email), "メールアドレスの形式が正しくありません。「名前@ドメイン」の形で入力し直してください。"),
    field("E0100096", "商品名_未入力", Field::Line(LineField::Name), "商品名が入力されていません。商品名を入力してください。"),
    field("E0100097", "商品名_禁止文字", Field::Line(LineField::Name), "商品名にNPで利用できない文字があります。機種依存文字や絵文字を標準の文字に直してください。"),
    field("E0100098", "商品名_文字数超過", Field::Line(LineField::Name), "商品名が長すぎます。300バイト（全角150文字）以内で入力してください。"),
    field("E0100099", "商品単価_未入力", Field::Line(LineField::Price), "商品単価が入力されていません。商品単価を入力してください。"),
    field("E0100100", "商品単価_禁止文字", Field::Line(LineField::Price), "商品単価に数字以外の文字があります。数字だけで入力し直してください。"),
    field("E0100101", "商品単価_範囲外", Field::Line(LineField::Price), "商品単価は-99,999円から999,999円までで入力してください。"),
    field("E0100102", "注文数_未入力", Field::Line(LineField::Quantity), "注文数が入力されていません。注文数を入力してください。"),
    field("E0100103", "注文数_禁止文字", Field::Line(LineField::Quantity), "注文数に数字以外の文字があります。数字だけで入力し直してください。"),
    field("E0100104", "注文数_範囲外", Field::Line(LineField::Quantity), "注文数は0を除く-999から9,999までで入力してください。"),
    // Not public; E0102002 is a guess for the plain form of E0102003 (np-api.md §4.5).
    state("E0102002", "二重登録の可能性", "1か月以内に同じ加盟店取引IDと請求額の取引が登録されています。NPの管理画面で登録済みの取引を探し、そのNP取引IDを入力してください。"),
    state("E0102003", "二重登録", "同じ加盟店取引IDと請求額の取引が、直前に登録されています。NPの管理画面で登録済みの取引を探し、そのNP取引IDを入力してください。"),
    field("E0102004", "請求額_差額超過", Field::BilledAmount, "商品明細の合計と請求額の差が3,000円を超えています。送料・手数料・値引きの行を確かめて、合計と請求額をそろえてください。"),
    field("E0102005", "請求額_明細超過", Field::BilledAmount, "請求額が商品明細の合計より大きくなっています。送料・手数料の行を確かめて、合計と請求額をそろえてください。"),
    field("E0100105", "配送業者_未入力", Field::Carrier, "配送業者が選ばれていません。配送業者を選んでください。"),
    field("E0100106", "配送業者_禁止文字", Field::Carrier, "運送会社コードが半角数字ではありません。配送業者の設定を確かめてください。"),
    field("E0100107", "配送業者_桁数", Field::Carrier, "運送会社コードが5桁ではありません。配送業者の設定を確かめてください。"),
    field("E0100108", "配送業者_対象外", Field::Carrier, "NP後払いで利用できる配送業者ではありません。配送業者を選び直してください。"),
    field("E0100109", "伝票番号_未入力", Field::SlipNumber, "伝票番号が入力されていません。伝票番号を入力してください。"),
    field("E0100110", "伝票番号_形式", Field::SlipNumber, "伝票番号は半角英数字と「-」の20文字以内で入力してください。"),
    field("E0100111", "請求書発行日_未入力", Field::InvoiceDate, "NP後払いwizでは請求書発行日が必要です。請求書発行日を入力してください。"),
    field("E0100143", "請求書発行日_指定不可", Field::InvoiceDate, "請求書別送のNP後払いでは請求書発行日を指定できません。請求書発行日を空にしてください。"),
    field("E0100124", "請求書発行日_作成日前", Field::InvoiceDate, "請求書発行日が、請求書印字データの作成日より前になっています。作成日以降の日付にしてください。"),
    field("E0100126", "請求書発行日_期間外", Field::InvoiceDate, "請求書発行日が出荷報告日から離れすぎています。出荷報告日から10日以内の日付にしてください。"),
    state("E0100120", "与信OKでない", "NPでの与信結果がOKではないため、出荷報告ができません。与信結果を確認し、OKになるまで発送しないでください。"),
    state("E0100121", "印字データ未取得", "請求書印字データがまだダウンロードされていません。NPの画面でダウンロードしてから、もう一度同期してください。"),
    state("E0109002", "NPシステムエラー_取引手数料", "NPのシステムエラーです（NP取引手数料）。NPサポートデスクにお問い合わせください。"),
    state("E0109003", "NPシステムエラー_請求書発行手数料", "NPのシステムエラーです（請求書発行手数料）。NPサポートデスクにお問い合わせください。"),
    field("E0100113", "NP取引ID_該当なし", Field::NpTransactionId, "このNP取引IDの取引がNPにありません。NPの管理画面でNP取引IDを確かめて、直してください。"),
    state("E0100114", "キャンセル済", "NPではすでにキャンセル済みの取引です（期限切れを含みます）。発送する場合は、もう一度与信を実行してください。"),
    state("E0100115", "出荷報告済", "NPではすでに出荷報告が済んでいる取引のため、変更できません。変更が必要なときはNPサポートデスクにお問い合わせください。"),
    state("E0100118", "入金済", "お客様のお支払いが済んでいる取引のため、処理できません。返金が必要なときは、お客様と直接ご相談ください。"),
    state("E0100131", "精算済", "加盟店への返却・精算が済んでいる取引のため、キャンセルできません。NPサポートデスクにお問い合わせください。"),
    state("E0100132", "決済方法_相違", "NPに登録された決済方法がこの処理の対象ではありません。NPの管理画面で取引の決済方法を確かめてください。"),
    // Re-registration after a partial return is not used here (np-api.md §3.7).
    state("E0131006", "再登録済", "すでに再登録が済んでいる取引です。NPの管理画面で再登録した取引を確かめてください。"),
    field("E0131010", "請求額_基取引超過", Field::BilledAmount, "請求額が元の取引の請求額を超えています。元の請求額以下にしてください。"),
    state("E0131011", "再登録_回数超過", "再登録できる回数の上限を超えました。NPサポートデスクにお問い合わせください。"),
];
