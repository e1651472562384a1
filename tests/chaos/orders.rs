//! The orders: every fate that the simulator knows, seeded.

use crate::harness::Order;
use crate::plan::Plan;
use crate::world::SHOPS;
use rand::Rng;
use rand::rngs::StdRng;

/// An order and the shop it belongs to.
#[derive(Clone, Debug)]
pub struct Planned {
    pub shop: &'static str,
    pub order: Order,
}

/// All orders of a run.
pub fn planned(plan: &Plan) -> Vec<Planned> {
    let mut dice = plan.dice("orders", 0);
    (0..plan.orders).map(|nth| Planned { shop: SHOPS[nth % SHOPS.len()].0, order: order(&mut dice, nth) }).collect()
}

fn order(dice: &mut StdRng, nth: usize) -> Order {
    let mut order = Order::new(&format!("C-{nth:05}"));
    if dice.random_bool(0.3) {
        order.lines.push((format!("ぶどう{nth}"), dice.random_range(1..9_000), dice.random_range(1..4)));
    }
    match dice.random_range(0..100) {
        0..40 => order,
        40..52 => order.without_house_number(),
        52..56 => order.marked("【保留RE021】"),
        56..60 => order.marked("【NG001】"),
        60..62 => order.marked("【ER】"),
        62..69 => order.marked("【審査中】"),
        69..71 => order.marked("【審査中RE029】"),
        71..73 => order.marked("【審査中NG001】"),
        73..78 => order.marked("【エラーE0100059】"),
        78..83 => order.marked("【出荷エラーE0109002】"),
        83..88 => order.marked("【取消エラーE0100131】"),
        88..92 => order.marked("【入金】"),
        92..95 => order.marked("【非開示】"),
        95..98 => order.cell("受注電話番号", "090-1"),
        _ => order.cell("支払方法", "クレジットカード"),
    }
}
