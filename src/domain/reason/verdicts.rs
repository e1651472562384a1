//! Reasons of a verdict: refusals (`authori_ng`, np-api.md §4.3) and holds (`authori_hold`, §4.4).

use super::Advice::{AddWorkplaceWord, Cancel, Confirm, Repair, Wait};
use super::{Advice, Entry};
use crate::domain::field::{Field, PartyField};

/// A reason that points at no field.
const fn general(code: &'static str, short: &'static str, advice: Advice, text: &'static str) -> Entry {
    Entry { code, short, text, field: None, advice }
}

/// A reason that points at a field.
const fn at(field: Field, code: &'static str, short: &'static str, advice: Advice, text: &'static str) -> Entry {
    Entry { code, short, text, field: Some(field), advice }
}

/// The name holds and some address holds are with the purchaser's and destination's pairs. RE030 is in no source.
#[rustfmt::skip]
pub(super) static ENTRIES: &[Entry] = &[
    at(Field::BilledAmount, "NG001", "金額超過", Confirm, "お客様のご利用上限金額を超えています。請求額を下げて与信内容変更をするか、別のお支払い方法をご案内のうえ与信キャンセルをしてください。"),
    general("NG002", "情報不備", Repair, "ご注文の情報に不備がある可能性があります。氏名・住所・電話番号をお客様に確認し、直して与信内容変更をしてください。"),
    general("NG999", "その他", Cancel, "今回のご注文ではNP後払いをご利用いただけません（理由は開示されません）。別のお支払い方法をご案内のうえ、与信キャンセルをしてください。"),
    at(Field::Buyer(PartyField::Address), "RE009", "住所_情報不足", Repair, "購入者の住所の情報が足りません。番地・建物名・部屋番号まで入力し、会社名は会社名欄に入力してください。"),
    at(Field::Destination(PartyField::Address), "RE015", "住所_配送先情報不足", Repair, "配送先の住所の情報が足りません。番地・建物名・部屋番号まで入力し、会社名は会社名欄に入力してください。"),
    at(Field::Buyer(PartyField::Company), "RE012", "購入者_会社名なし", Repair, "購入者の住所に会社名・店舗名がない可能性があり、請求書が届かない恐れがあります。お客様に確認して、会社名欄に入力してください。"),
    at(Field::Destination(PartyField::Company), "RE018", "配送先_会社名なし", Repair, "配送先の住所に会社名・店舗名がない可能性があり、請求書が届かない恐れがあります。お客様に確認して、会社名欄に入力してください。"),
    at(Field::Buyer(PartyField::Address), "RE014", "住所_勤務確認", AddWorkplaceWord, "購入者の住所が勤務先かどうかの確認が必要です。お客様に在籍を確認し、住所の末尾か部署名に「職員」「従業員」「経営者」などを書き足してください。ホテルなどの一時滞在先・局留め・コンビニ受取はご利用いただけません。"),
    at(Field::Destination(PartyField::Address), "RE020", "住所_配送先勤務確認", AddWorkplaceWord, "配送先の住所が勤務先かどうかの確認が必要です。お客様に在籍を確認し、住所の末尾か部署名に「職員」「従業員」「経営者」などを書き足してください。ホテルなどの一時滞在先・局留め・コンビニ受取はご利用いただけません。"),
    at(Field::Buyer(PartyField::Tel), "RE021", "TEL_電話番号エラー", Repair, "購入者の電話番号に誤りがあります。お客様に正しい番号を確認して、直してください。"),
    at(Field::Buyer(PartyField::Tel), "RE022", "TEL_固定電話番号の確認", Repair, "購入者の固定電話番号の確認が必要です。お客様に固定電話の番号を確認して、直してください。"),
    at(Field::Destination(PartyField::Tel), "RE023", "TEL_配送先電話番号エラー", Repair, "配送先の電話番号に誤りがあります。お客様に正しい番号を確認して、直してください。"),
    at(Field::Buyer(PartyField::Email), "RE024", "メール_未登録", Repair, "ネットからのご注文には、購入者のメールアドレスが必要です。入力してください。取得できない受注があるときは、事前にNPへ申請してください。"),
    at(Field::Buyer(PartyField::Email), "RE025", "メール_不正", Repair, "購入者のメールアドレスが、加盟店のものか不正なものです。お客様ご本人のメールアドレスに直してください。"),
    general("RE026", "その他_加盟店理由", Cancel, "NP後払いをご利用いただけない受注です（私書箱・自社従業員・サイト審査前・送料や手数料のみ・禁止商材・テスト登録など）。与信キャンセルをしてください。"),
    general("RE027", "その他_過去取引と類似", Confirm, "過去の取引と一部同じ情報があります。同じお客様の重複した受注でないか、氏名・住所・電話番号を確かめて、誤りがあれば直してください。"),
    at(Field::Buyer(PartyField::Tel), "RE028", "TEL_本人不通", Confirm, "NPからお客様ご本人に電話がつながりませんでした。日中に連絡の取れる電話番号をお客様に確認して、直してください。"),
    general("RE029", "その他_詳細審査中", Wait, "詳細審査中です。結果は翌営業日の18:00までに出ますので、発送せずにお待ちください。お急ぎの場合は、別のお支払い方法をご案内のうえ与信キャンセルをしてください。"),
    at(Field::Buyer(PartyField::Tel), "RE031", "TEL_加盟店の番号", Repair, "電話番号が加盟店または関連会社のものです。お客様ご本人の電話番号に直してください。"),
];
