//! お届け希望 and 備考・注意 of one order: saved as they are typed, never over another's words, never to NP.

use crate::harness::{Order, TestDesk, USER};
use atobarai_desk::api::AppError;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::sheet::Wishes;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::server::clock;
use atobarai_desk::server::store::{erasure, order_state};
use serde_json::json;

async fn save(desk: &TestDesk, before: &Wishes, wishes: &Wishes) -> Result<OrderRow, AppError> {
    let id = desk.order("A-1").await.id;
    desk.browser.call("save_wishes", json!({ "order_id": id, "before": before, "wishes": wishes })).await
}

fn wishes(deliver_on: &str, deliver_time: &str, note: &str) -> Wishes {
    Wishes { deliver_on: deliver_on.to_owned(), deliver_time: deliver_time.to_owned(), note: note.to_owned() }
}

#[tokio::test]
async fn what_is_written_about_an_order_is_saved_and_stands_in_its_timeline() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let before = desk.order("A-1").await;
    let note = "玄関前に置く\n不在時は山田様へ";
    let row = save(&desk, &before.wishes(), &wishes("2026/12/01", " 午前中 ", note)).await.unwrap();
    assert_eq!(row.wishes(), wishes("2026-12-01", "午前中", note));
    assert_eq!((row.version, row.contents_version), (before.version + 1, before.contents_version));
    assert!(!row.standing.lamps.unsent, "NP gets none of it");
    let newest = desk.sheet("A-1").await.timeline[0].clone();
    assert_eq!((newest.title.as_str(), newest.who.as_str()), ("お届け日を入力、時刻を入力、備考・注意を入力", USER));
    assert!(!desk.last_line().await.contains("山田"));

    let row = save(&desk, &row.wishes(), &wishes("2026-12-01", "", " ")).await.unwrap();
    assert_eq!(row.wishes(), wishes("2026-12-01", "", ""));
    assert_eq!(desk.sheet("A-1").await.timeline[0].title, "時刻を空白にした、備考・注意を空白にした");
    let again = save(&desk, &row.wishes(), &row.wishes()).await.unwrap();
    assert_eq!(again.version, row.version, "nothing has changed");
}

#[tokio::test]
async fn anothers_words_are_not_overwritten_unseen_and_wrong_ones_not_saved() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let seen = desk.order("A-1").await.wishes();
    let theirs = save(&desk, &seen, &wishes("", "", "電話済み")).await.unwrap();
    assert_eq!(save(&desk, &seen, &wishes("", "", "要電話")).await.unwrap_err(), AppError::Changed);
    for (typed, sentence) in [
        (wishes("明日", "", ""), "お届け日は「2026-11-24」の形で入力してください。"),
        (wishes("", &"朝".repeat(21), ""), "時刻は20文字以内で入力してください。"),
        (wishes("", "", &"あ".repeat(1_001)), "備考・注意は1000文字以内で入力してください。"),
        (wishes("", "", "改\u{7}行"), "備考・注意に使えない文字があります。入力し直してください。"),
        (wishes("", "朝\n昼", ""), "時刻に使えない文字があります。入力し直してください。"),
    ] {
        assert_eq!(save(&desk, &theirs.wishes(), &typed).await.unwrap_err(), AppError::BadInput(sentence.to_owned()));
    }
    assert_eq!(desk.order("A-1").await, theirs);
}

#[tokio::test]
async fn an_erased_order_takes_no_words_about_its_buyer() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let id = desk.order("A-1").await.id;
    let mut tx = desk.state().store.begin().await.unwrap();
    let state = order_state::load(&mut tx, id).await.unwrap().unwrap();
    erasure::blank(&mut tx, &state, USER, clock::now_ms(), str::to_owned).await.unwrap();
    desk.state().store.commit(tx).await.unwrap();
    let before = desk.order("A-1").await;
    let refused = save(&desk, &before.wishes(), &Wishes { note: "山田様".to_owned(), ..before.wishes() }).await.unwrap_err();
    assert!(refused.to_string().contains("個人情報は消去済み"), "{refused}");
    assert_eq!(desk.order("A-1").await, before);
}
