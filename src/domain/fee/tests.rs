use super::{FeeForm, FeeMode, FeeOrigin, FeeRow, FeeRule, FeeStep, HIGHEST, fee_of, set_fee};
use crate::domain::order::{Contents, Day, Line, Party};
use crate::domain::yen::Yen;
use proptest::prelude::*;

const fn row(from: i64, to: i64, fee: i64) -> FeeRow {
    FeeRow { from, to, fee }
}

fn form(mode: FeeMode, rows: &[FeeRow]) -> FeeForm {
    FeeForm { mode, rows: rows.to_vec() }
}

fn rule(mode: FeeMode, rows: &[FeeRow]) -> FeeRule {
    FeeRule::read(&form(mode, rows)).unwrap()
}

fn faults(rows: &[FeeRow]) -> Vec<String> {
    FeeRule::read(&form(FeeMode::Replace, rows)).unwrap_err()
}

fn bill(lines: &[(&str, i64, i64)]) -> Contents {
    let line =
        |&(name, price, quantity): &(&str, i64, i64)| Line { name: name.to_owned(), code: String::new(), price: Yen(price), quantity };
    let lines: Vec<Line> = lines.iter().map(line).collect();
    Contents {
        ordered_on: Day::parse("2026-11-24").unwrap(),
        buyer: Party::default(),
        destination: None,
        billed_amount: Yen::sum(lines.iter().map(|line| line.price.times(line.quantity).unwrap())).unwrap(),
        lines,
    }
}

fn applied(rule: &FeeRule, bill: &Contents, by_mall: bool) -> (Contents, Option<FeeStep>) {
    let (mut contents, mut origin) = (bill.clone(), FeeOrigin { by_mall, applied: None });
    rule.apply(&mut contents, &mut origin);
    (contents, origin.applied)
}

#[test]
fn the_manuals_table_with_its_empty_rows_is_a_rule() {
    let rule = rule(FeeMode::Replace, &[row(1, 999_999, 205), row(0, 0, 0), row(0, 0, 0), row(0, 0, 0)]);
    assert_eq!(rule.form().rows, [row(1, 999_999, 205)]);
    assert_eq!([0, 1, 999_999, 1_000_000].map(|bill| rule.fee_for(Yen(bill))), [None, Some(Yen(205)), Some(Yen(205)), None]);
    assert_eq!(rule.to_string(), "上書きする（1円〜999,999円: 205円）");
}

#[test]
fn faults_name_their_rows_as_they_stand_in_the_form() {
    let told = [
        (&[row(1, 2_000, 205), row(0, 0, 0), row(1_000, 5_000, 0)][..], "1行目と3行目の範囲が重なっています（1,000円〜2,000円）。"),
        (&[row(2_000, 5_000, 0), row(1, 2_000, 205)], "1行目と2行目の範囲が重なっています（2,000円〜2,000円）。"),
        (&[row(1, 1_000, 205), row(1_002, 5_000, 0)], "1行目と2行目の間に、手数料の決まらない金額があります（1,001円〜1,001円）。"),
        (&[row(5_000, 1_000, 205)], "1行目の価格範囲が逆です（5,000円〜1,000円）。小さい金額を先に入力してください。"),
        (&[row(0, 0, 0), row(1, 1_000, -1)], "2行目の手数料は0円から999,999円までです（いま-1円）。"),
        (&[row(1, 1_000_000, 205)], "1行目の価格範囲の上限は0円から999,999円までです（いま1,000,000円）。"),
        (&[row(1, 10, 0), row(0, 0, 300)], "2行目に手数料がありますが、価格範囲が入力されていません。"),
        (&[row(0, 0, 0)], "手数料を「上書きする」ときは、価格範囲を1行以上入力してください。"),
    ];
    for (rows, sentence) in told {
        assert_eq!(faults(rows), [sentence], "{rows:?}");
    }
    assert_eq!(faults(&[row(1, 100, 1), row(50, 200, 1), row(60, 70, 1)]).len(), 3, "every pair that overlaps");
    assert_eq!(FeeRule::read(&FeeForm::default()), Ok(FeeRule::default()), "変更しない needs no rows");
    assert!(FeeRule::read(&form(FeeMode::Leave, &[row(5, 1, 0)])).is_err(), "rows that are kept are rows that are right");
}

#[test]
fn what_each_mode_makes_of_a_bill() {
    let rows = &[row(1, 2_999, 330), row(3_000, 5_000, 0)];
    let goods = [("りんご", 1_000, 2), ("送料", 500, 1)];
    let without = bill(&goods);
    let with = bill(&[goods[0], goods[1], ("手数料", 205, 1), ("ポイント利用", -100, 1)]);
    // 2,500 and 2,400 yen before the fee.
    for (mode, bill, by_mall, fee) in [
        (FeeMode::Leave, &with, false, None),
        (FeeMode::Replace, &without, false, Some((0, 330))),
        (FeeMode::Replace, &with, false, Some((205, 330))),
        (FeeMode::Replace, &with, true, Some((205, 330))),
        (FeeMode::Add, &without, false, Some((0, 330))),
        (FeeMode::Add, &with, false, Some((205, 535))),
        (FeeMode::Add, &with, true, Some((205, 205))),
    ] {
        let (after, step) = applied(&rule(mode, rows), bill, by_mall);
        assert_eq!(step, fee.map(|(before, after)| FeeStep { before: Yen(before), after: Yen(after) }), "{mode:?} {by_mall}");
        let moved = step.map_or(0, |step| step.after.0 - step.before.0);
        assert_eq!((after.billed_amount.0, after.lines_total()), (bill.billed_amount.0 + moved, Some(after.billed_amount)));
    }
    let (after, _) = applied(&rule(FeeMode::Replace, rows), &with, false);
    assert_eq!(after.lines[2], Line { name: "手数料".to_owned(), code: String::new(), price: Yen(330), quantity: 1 }, "in its place");
    let free = bill(&[("りんご", 3_000, 1), ("NP後払い手数料（税込）", 205, 1)]);
    assert_eq!(applied(&rule(FeeMode::Replace, rows), &free, false).0, bill(&[("りんご", 3_000, 1)]), "0円 takes the line away");
}

#[test]
fn a_fee_does_not_move_its_own_order_into_another_range() {
    let rule = rule(FeeMode::Replace, &[row(1, 3_000, 330), row(3_001, 9_999, 0)]);
    let order = bill(&[("りんご", 2_900, 1), ("手数料", 330, 1)]);
    assert_eq!(applied(&rule, &order, false).1, Some(FeeStep { before: Yen(330), after: Yen(330) }));
}

#[test]
fn what_is_called_a_fee_is_one_unless_it_is_goods_or_a_discount() {
    for name in ["手数料", "後払い手数料", "ＮＰ後払い手数料", "お支払手数料（税込）", "決済手数料", "np後払い手数料"]
    {
        assert_eq!(fee_of(&bill(&[("りんご", 1_000, 1), (name, 205, 1)])), Yen(205), "{name}");
    }
    for name in ["代引手数料", "送料", "手数料込みセット", "ギフト手数料"] {
        assert_eq!(fee_of(&bill(&[(name, 205, 1)])), Yen(0), "{name}");
    }
    let mut goods = bill(&[("手数料", 205, 1)]);
    goods.lines[0].code = "SVC-1".to_owned();
    assert_eq!((fee_of(&goods), fee_of(&bill(&[("手数料", -205, 1)]))), (Yen(0), Yen(0)));
}

/// Rows that touch each other, in any order, and the span they cover.
fn touching() -> impl Strategy<Value = (Vec<FeeRow>, i64, i64)> {
    let widths = prop::collection::vec((0_i64..20_000, 0_i64..=HIGHEST), 1..12);
    (0_i64..1_000, widths).prop_flat_map(|(start, widths)| {
        let mut from = start;
        let mut rows = Vec::new();
        for (width, fee) in widths {
            // 0円〜0円 is the empty row.
            let to = (from + width).max(1);
            rows.push(row(from, to, fee));
            from = to + 1;
        }
        let end = from - 1;
        Just(rows).prop_shuffle().prop_map(move |rows| (rows, start, end))
    })
}

/// A bill with any number of fee lines, and perhaps one that does not add up.
fn any_bill() -> impl Strategy<Value = (Contents, i64)> {
    let names = prop::sample::select(vec!["りんご", "送料", "手数料", "後払い手数料", "ポイント利用"]);
    (prop::collection::vec((names, -500_i64..5_000, 1_i64..4), 1..8), -50_i64..50).prop_map(|(lines, off)| {
        let mut bill = bill(&lines);
        bill.billed_amount.0 += off;
        (bill, off)
    })
}

fn any_mode() -> impl Strategy<Value = FeeMode> {
    prop::sample::select(FeeMode::ALL)
}

proptest! {
    #[test]
    fn every_amount_of_the_span_has_exactly_one_fee_and_no_other_has((rows, start, end) in touching(), bill in 0_i64..300_000) {
        let rule = FeeRule::read(&form(FeeMode::Replace, &rows)).unwrap();
        let fitting: Vec<i64> = rows.iter().filter(|row| (row.from..=row.to).contains(&bill)).map(|row| row.fee).collect();
        prop_assert_eq!(rule.fee_for(Yen(bill)), fitting.first().copied().map(Yen));
        prop_assert_eq!(fitting.len(), usize::from((start..=end).contains(&bill)));
    }

    #[test]
    fn a_row_that_is_made_wider_or_narrower_is_refused((rows, ..) in touching(), at in any::<prop::sample::Index>(), wider in any::<bool>()) {
        prop_assume!(rows.len() > 1);
        let mut rows = rows;
        let at = at.index(rows.len());
        let highest = rows.iter().map(|row| row.to).max();
        prop_assume!(Some(rows[at].to) != highest);
        rows[at].to += if wider { 1 } else { -1 };
        prop_assume!(rows[at].from <= rows[at].to && rows[at].to > 0);
        let told = FeeRule::read(&form(FeeMode::Add, &rows)).unwrap_err();
        let name = format!("{}行目", at + 1);
        prop_assert!(told.iter().any(|sentence| sentence.contains(&name)), "{:?}", told);
    }

    #[test]
    fn lines_and_bill_move_by_the_same_yen_and_only_once(
        (rows, ..) in touching(), mode in any_mode(), (bill, off) in any_bill(), by_mall in any::<bool>(),
    ) {
        let rule = FeeRule::read(&form(mode, &rows)).unwrap();
        let (mut contents, mut origin) = (bill.clone(), FeeOrigin { by_mall, applied: None });
        rule.apply(&mut contents, &mut origin);
        prop_assert_eq!(contents.lines_total().unwrap().0 + off, contents.billed_amount.0);
        prop_assert_eq!(contents.lines.iter().filter(|line| fee_of(&Contents { lines: vec![(*line).clone()], ..bill.clone() }) != Yen(0)).count() <= 1
            || origin.applied.is_none(), true);
        let once = (contents.clone(), origin);
        rule.apply(&mut contents, &mut origin);
        prop_assert_eq!((contents, origin), once);
    }

    #[test]
    fn a_fee_that_is_set_is_the_fee((bill, _) in any_bill(), fee in 0_i64..=HIGHEST) {
        let set = set_fee(&bill, Yen(fee)).unwrap();
        prop_assert_eq!(fee_of(&set), Yen(fee));
        prop_assert_eq!(set.billed_amount.0 - fee, bill.billed_amount.0 - fee_of(&bill).0);
        prop_assert_eq!(set_fee(&set, Yen(fee)).unwrap(), set);
    }
}
