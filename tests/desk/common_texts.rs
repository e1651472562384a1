//! Searches and ranges that very many orders answer: they show what a slow reading of all orders would.

use crate::harness::{Order, TestDesk};
use atobarai_desk::api::row::{Beside, Edge, OrderRow, Page};
use atobarai_desk::api::view::View;
use atobarai_desk::domain::sort::{Sort, SortBy};
use serde_json::json;

/// More than make a text common, the newest ones without it.
const ORDERS: i64 = 2_900;
const WITH_IT: i64 = 2_300;

async fn page(desk: &TestDesk, view: &View, offset: i64, beside: Option<Beside>) -> Page {
    desk.browser.call("page", json!({ "view": view, "offset": offset, "beside": beside })).await.unwrap()
}

fn ids(rows: &[OrderRow]) -> Vec<i64> {
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_common_text_is_found_at_every_position_and_beside_every_order() {
    let desk = TestDesk::start().await;
    let order = |nth: i64| {
        let (name, deliver_on) = if nth < WITH_IT { ("田中　花子", "2026/12/24") } else { ("佐藤　太郎", "") };
        let at = format!("2026/{:02}/{:02} 10:{:02}:00", 1 + nth / 300, 1 + nth / 12 % 25, nth % 60);
        let order = Order::new(&format!("A-{nth:04}")).priced(&(100 + nth % 50).to_string());
        order.cell("受注日", &at).cell("受注名", name).cell("日付指定", deliver_on)
    };
    desk.import(&(0..ORDERS).map(order).collect::<Vec<_>>()).await;
    for by in [SortBy::OrderedAt, SortBy::Billed] {
        for rising in [false, true] {
            let all = View { sort: Sort { by, rising }, ..View::default() };
            let mut expected = Vec::new();
            for offset in (0..ORDERS).step_by(100) {
                let rows = page(&desk, &all, offset, None).await.rows;
                expected.extend(rows.iter().filter(|row| row.buyer_name.contains("田中")).map(|row| row.id));
            }
            for query in
                ["q=田中", "q=田中　花", "lane=before&q=田中", "date=deliver&from=2026-12-01", "date=deliver&until=2026-12-24&q=花子"]
            {
                let view = View { sort: all.sort, ..View::from(query.to_owned()) };
                let counted: i64 = desk.browser.call("count", json!({ "view": view })).await.unwrap();
                assert_eq!(counted, WITH_IT, "{view:?}");
                for offset in [0, 100, 300, 1_100, 2_100, 2_250] {
                    let found = page(&desk, &view, offset, None).await;
                    assert_eq!(found.total, (offset > 0).then_some(WITH_IT), "the first rows do not wait for their count: {view:?}");
                    let at = usize::try_from(offset).unwrap();
                    assert_eq!(ids(&found.rows), expected[at..expected.len().min(at + 100)], "{view:?} {offset}");
                    assert_eq!(found.after, expected.get(at + 100).copied(), "{view:?} {offset}");
                }
                let edge = async |position| -> Edge { page(&desk, &view, position, None).await.top().unwrap() };
                for (beside, at) in
                    [(Beside::After(edge(0).await), 1), (Beside::After(edge(1_500).await), 1_501), (Beside::Before(edge(700).await), 600)]
                {
                    let found = page(&desk, &view, 0, Some(beside.clone())).await;
                    assert_eq!(ids(&found.rows), expected[at..at + 100], "{view:?} {beside:?}");
                    assert_eq!((found.before, found.after), (Some(expected[at - 1]), Some(expected[at + 100])), "{view:?} {beside:?}");
                }
            }
        }
    }
}
