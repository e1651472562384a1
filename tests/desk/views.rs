//! Views: what is filtered and sorted, at any position; and what people keep of them.

use crate::harness::{Order, TestDesk};
use atobarai_desk::api::AppError;
use atobarai_desk::api::row::{Beside, Edge, Page, SCREEN_COOKIE};
use atobarai_desk::api::view::{Filter, View};
use atobarai_desk::api::views::{Choices, NamedView, ReasonGroup};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::column::{Column, Layout};
use atobarai_desk::domain::dated::Dated;
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::domain::order::Day;
use atobarai_desk::domain::sort::{Sort, SortBy};
use atobarai_desk::domain::yen::Yen;
use serde_json::json;

async fn page(desk: &TestDesk, view: &View, offset: i64) -> Page {
    desk.browser.call("page", json!({ "view": view, "offset": offset })).await.unwrap()
}

async fn page_beside(desk: &TestDesk, view: &View, beside: Beside) -> Page {
    desk.browser.call("page", json!({ "view": view, "offset": 0, "beside": beside })).await.unwrap()
}

/// The order at a position, as a page names it that begins there.
async fn edge(desk: &TestDesk, view: &View, position: i64) -> Edge {
    page(desk, view, position).await.top().unwrap()
}

async fn numbers(desk: &TestDesk, view: &View) -> Vec<String> {
    let page = page(desk, view, 0).await;
    assert_eq!(page.total, i64::try_from(page.rows.len()).ok(), "{view:?}");
    page.rows.into_iter().map(|row| row.order_number).collect()
}

/// Four orders that differ in everything that can be filtered or sorted by.
async fn four() -> TestDesk {
    let desk = TestDesk::start().await;
    let order = |number: &str, day: &str, price: &str, payment: &str, carrier: &str, deliver: &str| {
        let fields = [("受注日", day), ("支払方法", payment), ("発送方法", carrier), ("日付指定", deliver)];
        fields.into_iter().fold(Order::new(number).priced(price), |order, (column, text)| order.cell(column, text))
    };
    desk.import(&[
        order("A-1", "2026/11/01 23:59:59", "1000", "NP後払い", "佐川急便", ""),
        order("A-2", "2026/11/02 00:00:00", "3000", "代金引換", "ヤマト運輸", "2026/11/30"),
        order("A-3", "2026/11/10 12:00:00", "2000", "NP後払い", "佐川急便", "2026/11/28"),
        order("A-4", "2026/11/24 09:00:00", "2000", "NP後払い", "赤帽", ""),
    ])
    .await;
    desk.done("A-3", ActKind::Register).await;
    desk.parcel("A-3", "9876-5432-1098", "佐川急便").await.unwrap();
    desk
}

#[tokio::test]
async fn the_first_rows_are_as_many_as_the_screen_shows() {
    let mut desk = four().await;
    let session = desk.browser.cookie.clone().unwrap();
    for (said, rows) in [("2", 2), ("4000000000", 4), ("0", 1), ("-3", 1), ("many", 4), ("", 4)] {
        desk.browser.cookie = Some(format!("{session}; {SCREEN_COOKIE}={said}"));
        let page = desk.page().await.page;
        assert_eq!((page.rows.len(), page.total), (rows, Some(4)), "{said}");
    }
}

#[tokio::test]
async fn every_filter_shows_what_it_says_and_nothing_else() {
    let desk = four().await;
    let left_on = json!({ "text": { "field": "shipped_on", "text": "2026-11-12", "appends": false } });
    crate::panel::run(&desk, left_on, &[desk.order("A-1").await.id]).await;
    let text = |text: &str| Some(text.to_owned());
    let day = |text: &str| Day::parse(text);
    for (filter, expected) in [
        (Filter { payment: text("代金引換"), ..Filter::default() }, &["A-2"][..]),
        (Filter { carrier: text("佐川急便"), ..Filter::default() }, &["A-3", "A-1"]),
        (Filter { status: text("新規受付"), ..Filter::default() }, &["A-4", "A-3", "A-2", "A-1"]),
        (Filter { status: text("出荷済"), ..Filter::default() }, &[]),
        (Filter { from: day("2026-11-02"), until: day("2026-11-10"), ..Filter::default() }, &["A-3", "A-2"]),
        (Filter { until: day("2026-11-01"), ..Filter::default() }, &["A-1"]),
        (Filter { dated: Dated::Deliver, from: day("2026-11-01"), ..Filter::default() }, &["A-3", "A-2"]),
        (Filter { dated: Dated::Deliver, until: day("2026-11-29"), ..Filter::default() }, &["A-3"]),
        (Filter { dated: Dated::Shipped, from: day("2026-11-12"), until: day("2026-11-12"), ..Filter::default() }, &["A-1"]),
        (Filter { dated: Dated::Shipped, from: day("2026-11-13"), ..Filter::default() }, &[]),
        (Filter { slip: Some(true), ..Filter::default() }, &["A-3"]),
        (Filter { slip: Some(false), carrier: text("佐川急便"), ..Filter::default() }, &["A-1"]),
        (Filter { least: Some(Yen(2000)), most: Some(Yen(2999)), ..Filter::default() }, &["A-4", "A-3"]),
    ] {
        let view = View { filter, ..View::default() };
        assert_eq!(numbers(&desk, &view).await, expected, "{view:?}");
        let keys: Vec<i64> = desk.browser.call("keys", json!({ "view": view })).await.unwrap();
        assert_eq!(keys.len(), expected.len(), "all that match can be ticked: {view:?}");
    }
    let view = View { lane: Some(Lane::Before), filter: Filter { carrier: text("佐川急便"), ..Filter::default() }, ..View::default() };
    assert_eq!(numbers(&desk, &view).await, ["A-1"]);
    let choices: Choices = desk.browser.call("choices", json!({})).await.unwrap();
    assert_eq!(choices.carriers.len(), 3);
    assert_eq!(choices.payments.len(), 2);
}

#[tokio::test]
async fn days_that_are_not_given_come_last_whichever_way_they_are_sorted() {
    let desk = four().await;
    for (query, expected) in [
        ("date=deliver&from=2026-11-01&sort=deliver", ["A-2", "A-3"]),
        ("date=deliver&from=2026-11-01&sort=deliver&rising=1", ["A-3", "A-2"]),
        ("date=deliver&until=2026-12-31&sort=deliver&rising=1", ["A-3", "A-2"]),
    ] {
        assert_eq!(numbers(&desk, &View::from(query.to_owned())).await, expected, "days that are not given are in no range: {query}");
    }
    for (by, rising, expected) in [
        (SortBy::OrderedAt, false, ["A-4", "A-3", "A-2", "A-1"]),
        (SortBy::OrderedAt, true, ["A-1", "A-2", "A-3", "A-4"]),
        (SortBy::Billed, false, ["A-2", "A-4", "A-3", "A-1"]),
        (SortBy::Total, true, ["A-1", "A-3", "A-4", "A-2"]),
        (SortBy::DeliverOn, false, ["A-2", "A-3", "A-4", "A-1"]),
        (SortBy::DeliverOn, true, ["A-3", "A-2", "A-1", "A-4"]),
    ] {
        let view = View { sort: Sort { by, rising }, ..View::default() };
        assert_eq!(numbers(&desk, &view).await, expected, "{by:?} {rising}");
    }
}

#[tokio::test]
async fn every_position_of_every_sort_holds_one_order_and_none_is_missing() {
    let desk = TestDesk::start().await;
    let orders: Vec<Order> = (0..330)
        .map(|nth: u32| {
            let day = format!("2026/{:02}/{:02} 10:00:00", 8 + nth % 3, 1 + nth % 28);
            Order::new(&format!("A-{nth:03}")).priced(&(100 + nth % 50).to_string()).cell("受注日", &day)
        })
        .collect();
    desk.import(&orders).await;
    for by in [SortBy::OrderedAt, SortBy::Billed, SortBy::DeliverOn] {
        for rising in [false, true] {
            for lane in [None, Some(Lane::Before)] {
                let view = View { lane, sort: Sort { by, rising }, ..View::default() };
                let mut seen = Vec::new();
                for offset in [0, 100, 200, 300, 400] {
                    seen.extend(page(&desk, &view, offset).await.rows);
                }
                let keys: Vec<i64> = desk.browser.call("keys", json!({ "view": view })).await.unwrap();
                assert_eq!(seen.iter().map(|row| row.id).collect::<Vec<_>>(), keys, "{by:?} {rising} {lane:?}");
                let mut each = keys.clone();
                each.sort_unstable();
                each.dedup();
                assert_eq!(each.len(), 330);
                let at = |position: usize| keys.get(position).copied();
                let edge = async |position| edge(&desk, &view, position).await;
                for (beside, found) in [
                    (Beside::After(edge(149).await), 150..250),
                    (Beside::After(edge(299).await), 300..330),
                    (Beside::After(edge(329).await), 330..330),
                    (Beside::Before(edge(150).await), 50..150),
                    (Beside::Before(edge(100).await), 0..100),
                    // Fewer than a page are there: the page at the position, which is the first.
                    (Beside::Before(edge(40).await), 0..100),
                ] {
                    let page = page_beside(&desk, &view, beside.clone()).await;
                    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), keys[found.clone()], "{by:?} {rising} {beside:?}");
                    let is_beside = !matches!(&beside, Beside::Before(edge) if edge.id == keys[40]);
                    assert_eq!(page.total.is_none(), is_beside, "counted where a position is asked for: {beside:?}");
                    assert_eq!((page.before, page.after), (found.start.checked_sub(1).and_then(at), at(found.end)), "{beside:?}");
                }
                let value = |row: &atobarai_desk::api::row::OrderRow| match by {
                    SortBy::Billed => (row.billed_amount.0, String::new()),
                    _ => (0, if by == SortBy::OrderedAt { row.ordered_at.clone() } else { row.deliver_on.clone() }),
                };
                assert!(seen.windows(2).all(|pair| if rising {
                    value(&pair[0]) <= value(&pair[1])
                } else {
                    value(&pair[0]) >= value(&pair[1])
                }));
            }
        }
    }
}

#[tokio::test]
async fn what_follows_an_order_does_so_after_it_has_left_the_view() {
    let desk = four().await;
    let view = View { lane: Some(Lane::Before), ..View::default() };
    let before = page(&desk, &view, 0).await;
    assert_eq!(before.rows.iter().map(|row| row.order_number.as_str()).collect::<Vec<_>>(), ["A-4", "A-1"]);
    desk.done("A-4", ActKind::Register).await;
    let page = page_beside(&desk, &view, Beside::After(before.top().unwrap())).await;
    assert_eq!(page.rows.iter().map(|row| row.order_number.as_str()).collect::<Vec<_>>(), ["A-1"]);
}

#[tokio::test]
async fn what_follows_an_order_does_so_after_it_was_moved_elsewhere() {
    let desk = four().await;
    let view = View { sort: Sort { by: SortBy::DeliverOn, rising: true }, ..View::default() };
    let before = page(&desk, &view, 0).await;
    let first = before.top().unwrap();
    crate::panel::run(&desk, json!({ "text": { "field": "deliver_on", "text": "2099-12-31", "appends": false } }), &[first.id]).await;
    let after = page_beside(&desk, &view, Beside::After(first.clone())).await;
    let ids = |page: &Page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let others: Vec<i64> = ids(&after).into_iter().filter(|id| *id != first.id).collect();
    assert_eq!(others, ids(&before)[1..], "none between its two places is left out");
    for nonsense in [Edge { sorted_by: "one".to_owned(), ..first.clone() }, Edge { id: -1, ..first }] {
        let by_number = View { sort: Sort { by: SortBy::Billed, rising: true }, ..View::default() };
        page_beside(&desk, &by_number, Beside::Before(nonsense)).await;
    }
}

#[tokio::test]
async fn a_range_of_orders_is_what_stands_between_two_of_them() {
    let desk = four().await;
    for rising in [false, true] {
        for by in [SortBy::OrderedAt, SortBy::Billed, SortBy::DeliverOn] {
            let view = View { sort: Sort { by, rising }, ..View::default() };
            let ids: Vec<i64> = page(&desk, &view, 0).await.rows.iter().map(|row| row.id).collect();
            for (one, other, range) in [(0, 2, 0..=2), (3, 1, 1..=3), (2, 2, 2..=2)] {
                let arguments = json!({ "view": view, "one": ids[one], "other": ids[other] });
                let mut between: Vec<i64> = desk.browser.call("keys_between", arguments).await.unwrap();
                let mut expected = ids[range].to_vec();
                between.sort_unstable();
                expected.sort_unstable();
                assert_eq!(between, expected, "{view:?}");
            }
        }
    }
    let lane = View { lane: Some(Lane::Before), ..View::default() };
    let all: Vec<i64> = page(&desk, &View::default(), 0).await.rows.iter().map(|row| row.id).collect();
    let found: Vec<i64> = desk.browser.call("keys_between", json!({ "view": lane, "one": all[0], "other": all[3] })).await.unwrap();
    assert_eq!(found.len(), 2, "orders of the view alone");
    let none: Vec<i64> = desk.browser.call("keys_between", json!({ "view": lane, "one": all[0], "other": 4711 })).await.unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn an_order_is_found_by_its_slip_number_as_soon_as_it_has_one() {
    let desk = four().await;
    let searching = |text: &str| View { search: text.to_owned(), ..View::default() };
    for text in ["9876-5432-1098", "987654321098", "5432", "32", "見本"] {
        assert!(numbers(&desk, &searching(text)).await.contains(&"A-3".to_owned()), "{text}");
    }
    for signs in ["%", "_", "ー"] {
        assert!(numbers(&desk, &searching(signs)).await.is_empty(), "{signs}");
    }
    assert_eq!(numbers(&desk, &searching("5432 見本　A-3")).await, ["A-3"], "words in any order");
    assert!(numbers(&desk, &searching("5432 ナイ")).await.is_empty(), "and all of them");
    desk.slip("A-3", "1111-2222-3333").await.unwrap();
    assert!(numbers(&desk, &searching("9876-5432")).await.is_empty());
    assert_eq!(numbers(&desk, &searching("2222")).await, ["A-3"]);
}

#[tokio::test]
async fn a_view_is_kept_under_its_name_with_its_count() {
    let desk = four().await;
    let view = View { filter: Filter { carrier: Some("佐川急便".to_owned()), ..Filter::default() }, ..View::default() };
    let save = async |name: &str| desk.browser.call::<Vec<NamedView>>("save_view", json!({ "name": name, "view": view })).await;
    let saved = save(" 佐川 ").await.unwrap();
    assert_eq!(
        saved.iter().map(|named| (named.name.as_str(), named.orders, named.query.clone())).collect::<Vec<_>>(),
        [("佐川", 2, view.query())]
    );
    assert_eq!(save("佐川").await.unwrap().len(), 1, "the same name is the same view");
    let other = json!({ "name": "佐川", "view": "lane=ng" });
    let Err(AppError::BadInput(told)) = desk.browser.call::<Vec<NamedView>>("save_view", other).await else { panic!("it was overwritten") };
    assert!(told.contains("「佐川」という表示はもうあります"), "{told}");
    for (name, sentence) in [("", "表示の名前を入力してください。"), (&"あ".repeat(41)[..], "40文字以内")] {
        let Err(AppError::BadInput(told)) = save(name).await else { panic!("{name} was taken") };
        assert!(told.contains(sentence), "{told}");
    }
    let left: Vec<NamedView> = desk.browser.call("delete_view", json!({ "id": saved[0].id })).await.unwrap();
    assert!(left.is_empty());
}

#[tokio::test]
async fn each_person_has_a_layout_of_their_own() {
    let desk = four().await;
    let mut layout = Layout::default();
    layout.show(Column::Note, false);
    layout.shift(Column::Billed, -5);
    layout.tall = true;
    desk.browser.call::<()>("save_layout", json!({ "layout": layout })).await.unwrap();
    assert_eq!(desk.page().await.layout, layout);
    crate::harness::people::add(desk.state(), "other", atobarai_desk::domain::role::Role::Viewer).await;
    let other = crate::harness::Browser::sign_in(&desk.base(), "other", crate::harness::PASSWORD).await;
    let theirs: atobarai_desk::api::orders::Desk = other.call("desk", json!({ "view": View::default() })).await.unwrap();
    assert_eq!(theirs.layout, Layout::default());
}

#[tokio::test]
async fn a_lanes_orders_are_grouped_by_their_reasons_and_found_by_one_of_them() {
    let desk = TestDesk::start().await;
    let orders = [
        Order::new("H-1").without_house_number(),
        Order::new("H-2").without_house_number(),
        Order::new("H-3").marked("【保留RE029】"),
        Order::new("ok"),
    ];
    desk.import(&orders).await;
    for order in &orders {
        desk.done(&order.number, ActKind::Register).await;
    }
    let groups = async |lane: &str, shop: Option<&str>| {
        let groups: Vec<ReasonGroup> = desk.browser.call("reasons", json!({ "lane": lane, "shop": shop })).await.unwrap();
        groups.into_iter().map(|group| (group.code, group.orders)).collect::<Vec<_>>()
    };
    assert_eq!(groups("repair", None).await, [("RE009".to_owned(), 2), ("RE029".to_owned(), 1)]);
    assert_eq!(groups("repair", Some("nowhere")).await, []);
    assert_eq!(groups("ng", None).await, []);
    let found = async |query: &str| {
        let page: Page = desk.browser.call("page", json!({ "view": query, "offset": 0 })).await.unwrap();
        assert_eq!(page.total, i64::try_from(page.rows.len()).ok());
        page.rows.into_iter().map(|row| row.order_number).collect::<Vec<_>>()
    };
    assert_eq!(found("lane=repair&reason=RE009").await.len(), 2);
    assert_eq!(found("reason=RE029").await, ["H-3"]);
    for nobody in ["RE00_", "%25", "RE", "\"RE029\""] {
        assert_eq!(found(&format!("reason={nobody}")).await, Vec::<String>::new(), "{nobody}");
    }
    let id = desk.order("ok").await.id;
    crate::panel::run(&desk, json!({ "check_item": { "name": "100%_\"確認\"", "on": true } }), &[id]).await;
    assert_eq!(found("item=100%25_%22%E7%A2%BA%E8%AA%8D%22").await, ["ok"]);
    assert_eq!(found("item=100").await, Vec::<String>::new());
}
