use super::{LINE_COLUMNS, ORDER_COLUMNS, ReadFile, read};
use crate::domain::yen::Yen;
use crate::server::error::ServerError;
use crate::server::store::import::NewOrder;
use proptest::prelude::*;
use std::collections::HashMap;

/// A file of one row per order: the cells named, and what every order needs.
fn file(orders: &[&[(&str, &str)]]) -> String {
    let columns: Vec<&str> = ORDER_COLUMNS.iter().chain(LINE_COLUMNS).copied().collect();
    let sound: HashMap<&str, &str> = HashMap::from([
        ("店舗伝票番号", "A-1"),
        ("受注日", "2026/11/24"),
        ("受注名", "見本　花子"),
        ("支払方法", "NP後払い"),
        ("商品名", "りんご"),
        ("商品価格", "1000"),
        ("受注数量", "1"),
        ("商品計", "1000"),
        ("合計金額", "1000"),
    ]);
    let row = |cells: &&[(&str, &str)]| {
        let given: HashMap<&str, &str> = cells.iter().copied().collect();
        let cell = |column: &&str| given.get(column).or_else(|| sound.get(column)).copied().unwrap_or_default();
        columns.iter().map(|column| format!("\"{}\"", cell(column).replace('"', "\"\""))).collect::<Vec<_>>().join(",")
    };
    [columns.join(",")].into_iter().chain(orders.iter().map(row)).map(|line| line + "\r\n").collect()
}

fn read_text(text: &str) -> ReadFile {
    read(text.as_bytes()).unwrap()
}

fn only(cells: &[(&str, &str)]) -> NewOrder {
    let mut file = read_text(&file(&[cells]));
    let order = file.orders.remove(0);
    order.order.unwrap_or_else(|| panic!("{:?}", order.problems))
}

fn problems(cells: &[(&str, &str)]) -> Vec<(u64, String)> {
    read_text(&file(&[cells])).orders[0].problems.iter().map(|problem| (problem.row, problem.column.clone())).collect()
}

#[test]
fn every_way_of_writing_an_amount_gives_the_same_order() {
    for (price, quantity, total) in [("1000", "1", "1000"), ("１，０００", "１", "￥1,000"), ("1000.00", "1.0", "1000円")] {
        let order = only(&[("商品価格", price), ("受注数量", quantity), ("商品計", total), ("合計金額", total)]);
        assert_eq!((order.total_amount, order.contents.billed_amount, order.contents.lines.len()), (Yen(1_000), Yen(1_000), 1));
    }
}

#[test]
fn extra_amounts_become_lines_and_points_lower_the_bill_with_either_sign() {
    for points in ["120", "-120"] {
        let order =
            only(&[("発送料", "500"), ("手数料", "330"), ("税金", "80"), ("その他費用", "10"), ("ポイント", points), ("合計金額", "1800")]);
        let lines: Vec<_> = order.contents.lines.iter().map(|line| (line.name.as_str(), line.price.0, line.quantity)).collect();
        let extra = [("消費税", 80, 1), ("送料", 500, 1), ("手数料", 330, 1), ("その他費用", 10, 1), ("ポイント利用", -120, 1)];
        assert_eq!(lines[1..], extra);
        assert_eq!(order.contents.lines_total(), Some(Yen(1_800)));
    }
}

#[test]
fn rows_of_an_order_are_gathered_even_when_others_stand_between_them() {
    let two_lines = [("商品計", "2000"), ("合計金額", "2000")];
    let other = [("店舗伝票番号", "A-2")];
    let read = read_text(&file(&[&two_lines, &other, &two_lines]));
    let found: Vec<_> = read.orders.iter().map(|order| (order.first_row, order.order_number.as_str(), order.order.is_some())).collect();
    assert_eq!(found, [(2, "A-1", true), (3, "A-2", true)]);
    assert_eq!(read.orders[0].order.as_ref().unwrap().contents.lines.len(), 2);
}

#[test]
fn a_destination_that_is_the_buyer_is_none() {
    let address = [("受注住所１", "東京都港区赤坂９－９－９"), ("受注電話番号", "０９０－００００－００００")];
    let same = [("発送先名", "見本　花子"), ("発送先住所１", "東京都港区赤坂９－９－９"), ("発送電話番号", "090-0000-0000")];
    assert_eq!(only(&[&address[..], &same[..]].concat()).contents.destination, None);
    assert_eq!(only(&address).contents.destination, None, "a file without destinations");
    let elsewhere = only(&[&address[..], &same[..2], &[("発送電話番号", "06-6000-0000")]].concat());
    assert_eq!(elsewhere.contents.destination.unwrap().tel, "06-6000-0000");
}

#[test]
fn marks_for_the_packing_table_are_read_from_what_people_write() {
    assert!(only(&[("発送方法", "クール宅急便")]).cool && only(&[("備考", "冷凍でお願いします")]).cool);
    assert!(only(&[("備考", "コンビニ受取")]).pickup && only(&[("発送先住所１", "東京都　赤坂局留")]).pickup);
    let plain = only(&[("発送方法", "ヤマト運輸"), ("出荷済フラグ", "1")]);
    assert_eq!((plain.cool, plain.pickup, plain.status.as_str()), (false, false, "出荷済"));
}

#[test]
fn the_same_rows_have_the_same_hash_and_others_another() {
    let hash = |cells: &[(&str, &str)]| only(cells).source_hash;
    assert_eq!(hash(&[("備考", "a")]), hash(&[("備考", " a ")]));
    assert_ne!(hash(&[("備考", "a")]), hash(&[("備考", "b")]));
    assert_ne!(hash(&[("備考", "a"), ("作業者欄", "")]), hash(&[("備考", ""), ("作業者欄", "a")]));
}

#[test]
fn all_that_is_wrong_with_an_order_is_told_at_once() {
    let told = problems(&[("受注日", "昨日"), ("日付指定", "あした"), ("商品名", ""), ("受注数量", "0"), ("合計金額", "千円")]);
    for column in ["受注日", "日付指定", "商品名", "受注数量", "合計金額"] {
        assert!(told.contains(&(2, column.to_owned())), "{column} in {told:?}");
    }
}

#[test]
fn sums_that_leave_the_range_of_yen_are_no_panic() {
    let most = "999999999999";
    let cells = [("商品価格", most), ("受注数量", "9999"), ("商品計", most), ("合計金額", most)];
    assert_eq!(problems(&cells), [(2, "商品計".to_owned())]);
}

#[test]
fn columns_are_found_by_name_in_any_order_and_width() {
    let text = file(&[&[]]);
    let mut rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    for row in &mut rows {
        row.reverse();
        row.push("余分");
    }
    let text: String = rows.iter().map(|row| row.join(",") + "\n").collect::<String>().replace("住所１", "住所1");
    let read = read_text(&text);
    assert!(read.orders[0].order.is_some(), "{:?}", read.orders[0].problems);
    assert_eq!(read.unused_columns, ["余分"]);
}

#[test]
fn a_quote_inside_a_cell_opens_nothing() {
    let text = file(&[&[("商品名", "24インチ")]]).replace("\"24インチ\"", "24\"モニター");
    assert_eq!(read_text(&text).orders[0].order.as_ref().unwrap().contents.lines[0].name, "24\"モニター");
    let Err(ServerError::BadInput(told)) = read(format!("{text}\"").as_bytes()) else { panic!("it was read") };
    assert!(told.starts_with("3行目の引用符が閉じられていない"), "{told}");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_bytes_below_a_sound_header_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let header = file(&[]);
        if let Ok(read) = read(&[header.as_bytes(), &bytes].concat()) {
            for order in read.orders {
                prop_assert_eq!(order.order.is_none(), !order.problems.is_empty());
            }
        }
    }

    /// Whatever stands in the cells, an order is either taken whole, with lines that add up, or has a problem to show.
    #[test]
    fn no_cell_makes_an_order_half_read(column in 0..38_usize, value in "[0-9a-zＡ-Ｚ０-９\\-\\.,/円\"\r\n\t 　あ-ん亜-熙]{0,12}") {
        let columns: Vec<&str> = ORDER_COLUMNS.iter().chain(LINE_COLUMNS).copied().collect();
        let read = read_text(&file(&[&[(columns[column], value.as_str())], &[("店舗伝票番号", "A-2")]]));
        for order in read.orders {
            prop_assert_eq!(order.order.is_none(), !order.problems.is_empty());
            if let Some(new) = order.order {
                prop_assert_eq!(new.contents.lines_total(), Some(new.contents.billed_amount));
            }
        }
    }
}
