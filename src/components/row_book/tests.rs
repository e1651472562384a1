use super::RowBook;
use crate::api::changes::{Change, News};
use crate::api::row::tests::row;
use crate::api::row::{Beside, Edge, OrderRow, PAGE_ROWS, Page};
use crate::api::view::View;
use crate::domain::lamp::Credit;
use crate::domain::lane::Lane;
use crate::domain::reason::Code;
use leptos::prelude::*;

/// The orders `ids` as page `nth` of a view of `total`, if it was counted.
fn page(nth: i64, ids: std::ops::Range<i64>, before: Option<i64>, after: Option<i64>, total: impl Into<Option<i64>>) -> Page {
    let (first, last) = (Some(edge(ids.start).sorted_by), Some(edge(ids.end - 1).sorted_by));
    let rows = ids.map(|id| OrderRow { id, ..row() }).collect();
    Page { total: total.into(), offset: nth * PAGE_ROWS, before, rows, after, first, last, seq: 0 }
}

fn edge(id: i64) -> Edge {
    Edge { id, sorted_by: format!("2026-{id}") }
}

/// A view of 350 orders, 0 to 349, of which the first two pages are loaded; and what owns its signals.
fn two_of_four() -> (Owner, RowBook) {
    let owner = Owner::new_root(None);
    owner.set();
    let book = RowBook::new();
    book.open(page(0, 0..100, None, Some(100), 350), false);
    assert!(book.add(page(1, 100..200, Some(99), Some(200), 350), 0));
    (owner, book)
}

#[test]
fn the_next_page_follows_what_is_on_hand_although_orders_have_left() {
    let (_owner, book) = two_of_four();
    assert_eq!(book.beside(2), Some(Beside::After(edge(199))));
    // Sixty orders have left: at the position stand others.
    assert!(!book.add(page(2, 260..350, Some(259), None, 290), 0), "it would hide sixty orders");
    assert_eq!(book.total.get_untracked(), 350);
    assert!(book.add(page(2, 200..300, Some(199), Some(300), None), 0));
    assert_eq!((book.id_at(200), book.total.get_untracked()), (Some(200), 350));
    assert!(book.add(page(3, 300..350, Some(299), None, None), 0));
    assert_eq!((book.id_at(349), book.total.get_untracked()), (Some(349), 350));
}

#[test]
fn where_no_order_follows_is_the_end() {
    let (_owner, book) = two_of_four();
    assert!(book.add(page(2, 200..230, Some(199), None, None), 0));
    assert_eq!(book.total.get_untracked(), 230);
    // A leap behind it, as it was an hour ago: what the server counts is true.
    assert!(book.add(page(7, 0..0, None, None, 170), 0));
    assert_eq!(book.total.get_untracked(), 170);
}

#[test]
fn a_view_that_is_not_counted_yet_goes_on_behind_what_is_on_hand() {
    let (_owner, book) = two_of_four();
    let length = || (book.total.get_untracked(), book.is_counted.get_untracked());
    book.open(page(0, 500..600, None, Some(600), None), true);
    assert_eq!(length(), (350, true), "who has scrolled down in the same view stays there");
    book.open(page(0, 500..600, None, Some(600), None), false);
    assert_eq!(length(), (101, false));
    assert!(!book.has_page_of(100) && !book.is_whole());
    assert!(book.add(page(1, 600..700, Some(599), Some(700), None), 0));
    assert_eq!(length(), (201, false));
    book.count(900);
    assert_eq!(length(), (900, true));
    book.count(150);
    assert_eq!(length(), (200, true), "orders that are on hand have left the view since");
    book.open(page(0, 500..550, None, None, 50), false);
    assert_eq!(length(), (50, true));
}

#[test]
fn a_page_below_that_does_not_follow_is_let_go_and_its_rows_stay_where_another_has_them() {
    let (_owner, book) = two_of_four();
    assert!(book.add(page(3, 290..350, Some(289), None, 350), 0));
    assert_eq!(book.beside(2), Some(Beside::After(edge(199))));
    assert!(book.add(page(2, 200..300, Some(199), Some(300), None), 0));
    assert_eq!(book.id_at(300), None, "it would show ten orders twice");
    assert!((200..300).all(|id| book.row(id).is_some()), "none that is shown is lost");
    assert!(book.row(300).is_none() && book.row(349).is_none());
}

#[test]
fn a_page_above_is_asked_for_before_the_one_on_hand() {
    let (_owner, book) = two_of_four();
    assert_eq!(book.beside(9), None);
    assert!(book.add(page(8, 800..900, Some(799), Some(900), 2_000), 800));
    assert_eq!((book.beside(7), book.beside(9)), (Some(Beside::Before(edge(800))), Some(Beside::After(edge(899)))));
    assert!(book.add(page(7, 700..800, Some(699), Some(800), None), 700));
    assert_eq!((book.id_at(800), book.total.get_untracked()), (Some(800), 2_000));
}

#[test]
fn the_next_order_is_one_that_somebody_can_do_something_about() {
    let (_owner, book) = two_of_four();
    let held = |id: i64, version: i64, codes: &[&str]| {
        let mut row = OrderRow { id, version, ..row() };
        row.standing.lamps.credit = Credit::Hold;
        row.standing.reasons = codes.iter().map(|code| Code::new(*code)).collect();
        book.apply(row, &View::default());
    };
    held(5, 9, &["RE029"]);
    held(6, 9, &["RE029", "RE009"]);
    assert_eq!(book.after(3, Some(Lane::Repair)), Some(6));
    assert_eq!(book.after(4, None), Some(6), "an order that NP is still looking at is passed over");
    assert_eq!(book.after(6, Some(Lane::Repair)), None);
}

#[test]
fn a_verdict_is_taken_by_an_order_on_hand_that_has_missed_nothing() {
    let (_owner, book) = two_of_four();
    let view = View::default();
    let mut verdict = row();
    verdict.standing.lamps.credit = Credit::Ok;
    let credit = || book.row(7).unwrap().with_untracked(|row| (row.version, row.standing.lamps.credit));
    let standing = |after| News::Standing { after, standing: verdict.standing.clone() };
    assert!(!book.take(Change { id: 7, version: 5 }, standing(4), &view), "it has not seen the fourth");
    assert_eq!(credit(), (3, Credit::None));
    assert!(book.take(Change { id: 7, version: 4 }, standing(3), &view));
    assert_eq!(credit(), (4, Credit::Ok));
    assert_eq!(book.row(7).unwrap().with_untracked(|row| row.buyer_name.clone()), "見本　花子", "the rest stays");
}

#[test]
fn a_verdict_does_not_tell_whether_another_order_comes_into_a_lane() {
    let (_owner, book) = two_of_four();
    let in_lane = |lane, query: &str| View { lane: Some(lane), ..View::from(query.to_owned()) };
    let mut verdict = row();
    verdict.standing.lamps.credit = Credit::Ng;
    let news = || News::Standing { after: 3, standing: verdict.standing.clone() };
    let is_known = |view| book.take(Change { id: 4711, version: 4 }, news(), &view);
    assert!(is_known(in_lane(Lane::Before, "carrier=佐川急便")), "it does not come there");
    assert!(is_known(in_lane(Lane::Ng, "")), "the lane's count tells of it");
    let filtered = in_lane(Lane::Ng, "q=4711");
    assert!(!is_known(filtered.clone()), "its row tells whether the search finds it");
    assert_eq!(book.arrived(None), 0);
}

#[test]
fn a_page_that_was_read_before_a_change_has_its_row_read_once_more() {
    let (_owner, book) = two_of_four();
    for (id, version) in [(250, 4), (251, 3)] {
        book.unread.announce(Change { id, version }, 1);
    }
    assert!(book.add(page(2, 200..300, Some(199), Some(300), None), 0));
    assert_eq!((book.unread.take(10), !book.unread.is_empty()), (vec![250], false), "the other one came with the page");
    book.unread.announce(Change { id: 300, version: 4 }, 2);
    let pinned = OrderRow { id: 300, ..row() };
    book.pin(pinned);
    assert_eq!(book.unread.take(10), [300]);
    book.unread.skip_to(5);
    assert!(book.add(page(3, 300..350, Some(299), None, None), 0));
    assert_eq!(book.unread.take(usize::MAX).len(), 50, "what was left out may be about any of them");
}
