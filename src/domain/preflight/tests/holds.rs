use super::{clean, codes, party};
use crate::domain::field::Field;
use crate::domain::order::{Contents, Party};
use crate::domain::preflight::{beyond_limit, predicted_holds};
use crate::domain::yen::Yen;

#[test]
fn holds_are_predicted_at_their_field() {
    type Change = fn(&mut Party);
    let signs: [(&str, &str, Change); 14] = [
        ("RE001", "RE005", |p| p.name = "林".into()),
        ("RE001", "RE005", |p| p.name = "Hanako Mihon".into()),
        ("RE003", "RE007", |p| p.name = "?橋　花子".into()),
        ("RE003", "RE007", |p| p.name = "髙橋　花子".into()),
        ("RE004", "RE008", |p| p.name = "株式会社みほん".into()),
        ("RE004", "RE008", |p| p.name = "医療法人みほん会".into()),
        ("RE009", "RE015", |p| p.address = "三重県四日市市みほん町".into()),
        ("RE014", "RE020", |p| p.address = "東京都港区赤坂9-9-9 みほんホテル101".into()),
        ("RE014", "RE020", |p| p.address = "東京都港区赤坂9-9-9 赤坂郵便局留め".into()),
        ("RE014", "RE020", |p| p.company = "みほんマート赤坂店　コンビニ受け取り".into()),
        ("RE026", "RE026", |p| p.address = "東京都港区赤坂郵便局　私書箱９号".into()),
        ("RE001", "RE005", |p| p.name = "MIHON-HANAKO".into()),
        ("RE003", "RE007", |p| p.name = "〓橋　花子".into()),
        ("RE009", "RE015", |p| p.address = "東京都港区赤坂".into()),
    ];
    for (buyer, destination, change) in signs {
        let mut contents = clean();
        change(&mut contents.buyer);
        let found = predicted_holds(&contents);
        assert_eq!(codes(&found), [buyer]);
        assert!(found[0].message.starts_with("このまま送ると保留"), "{}", found[0].message);
        let mut contents = clean();
        change(contents.destination.insert(party()));
        let found = predicted_holds(&contents);
        assert_eq!(codes(&found), [destination]);
        assert!(found[0].field.input_id().starts_with("destination"), "{destination}");
    }
}

#[test]
fn a_bill_beyond_what_a_purchaser_may_owe_is_foreseen_and_stops_nothing() {
    let of = |yen: i64| beyond_limit(&Contents { billed_amount: Yen(yen), ..clean() });
    assert_eq!(of(55_000), None);
    let beyond = of(55_001).unwrap();
    assert_eq!((beyond.code.as_str(), beyond.field, beyond.is_certain()), ("NG001", Field::BilledAmount, false));
    assert!(beyond.message.contains("累計55,000円"), "{}", beyond.message);
}

#[test]
fn usual_orders_raise_no_false_alarm() {
    let usual: [fn(&mut Party); 10] = [
        |p| (p.name, p.company) = ("林".into(), "株式会社みほん".into()),
        |p| p.name = "林　薫".into(),
        |p| p.name = "ジョン・スミス".into(),
        |p| p.name = "ﾐﾎﾝ ﾊﾅｺ".into(),
        |p| p.address = "北海道札幌市中央区北三条西三丁目".into(),
        |p| p.address = "京都府京都市中京区みほん町一ノ二".into(),
        |p| p.address = "長野県木曽郡みほん村無番地".into(),
        |p| p.address = "東京都港区赤坂9-9-9 みほんホテル 従業員".into(),
        |p| (p.address, p.department) = ("東京都港区赤坂9-9-9 みほん旅館".into(), "職員".into()),
        |p| p.company = "みほんホテル".into(),
    ];
    for change in usual {
        let mut contents = clean();
        change(&mut contents.buyer);
        assert_eq!(predicted_holds(&contents), []);
    }
}
