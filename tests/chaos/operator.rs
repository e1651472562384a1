//! A person at work: looks at an order, then does one of the things that people do.

use crate::check::Violation;
use crate::client::{Client, Told};
use crate::crowd;
use crate::world::World;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::sheet::{Parcel, Sheet};
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::order::Contents;
use atobarai_desk::domain::yen::Yen;
use atobarai_desk::simulator::State;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// 配送業者 as people write them; the last is none that NP knows.
const CARRIERS: [&str; 5] = ["ヤマト運輸", "佐川急便", "ゆうパック", "福山通運", "なぞの運送"];
/// What people start on many orders at once, by how often they do.
const BULK: [ActKind; 9] = [
    ActKind::Register,
    ActKind::Register,
    ActKind::Register,
    ActKind::Register,
    ActKind::ReportShipment,
    ActKind::ReportShipment,
    ActKind::Check,
    ActKind::Update,
    ActKind::Cancel,
];
/// No transaction of the simulator has this id.
const NOBODYS_ID: &str = "99999999999";

/// One client and its dice.
pub struct Operator {
    world: Arc<World>,
    client: Client,
    dice: StdRng,
    nth: usize,
    /// Slip numbers entered so far.
    slips: usize,
}

impl Operator {
    pub fn new(world: &Arc<World>, nth: usize) -> Self {
        let (client, dice) = (world.clients[nth].clone(), world.plan.dice("operator", nth));
        Self { world: Arc::clone(world), client, dice, nth, slips: 0 }
    }

    /// All steps of the plan.
    pub async fn work(mut self) {
        let mut known = self.world.known.subscribe();
        known.wait_for(|known| !known.is_empty()).await.unwrap();
        for _ in 0..self.world.plan.steps {
            self.step().await;
            // People take time, in which NP answers and servers die.
            let thought = Duration::from_millis(self.dice.random_range(2..40));
            tokio::time::sleep(thought).await;
        }
    }

    async fn step(&mut self) {
        let (order_id, what) = (self.any_order(), self.dice.random_range(0..100));
        let Told::Taken(sheet) = self.client.ask::<Sheet>("sheet", &[("order_id", &order_id.to_string())]).await else { return };
        match what {
            0..54 => self.press_offered(&sheet).await,
            54..62 => crowd::press_together(&self.world, &mut self.dice, &sheet.row).await,
            62..64 => crowd::edit_together(&self.world, &mut self.dice, &sheet).await,
            64..72 => self.edit(&sheet).await,
            72..84 => self.enter_parcel(&sheet.row).await,
            84..88 => self.start_run().await,
            88..92 => self.press_anything(&sheet.row).await,
            92..94 => self.press_stale(&sheet.row).await,
            94..97 => self.let_somebody_pay(),
            _ => self.look_up(order_id).await,
        }
    }

    fn any_order(&mut self) -> i64 {
        let known = self.world.known.borrow();
        known[self.dice.random_range(0..known.len())]
    }

    /// One of the buttons that the row offers. People seldom withdraw what they have just got.
    async fn press_offered(&mut self, sheet: &Sheet) {
        let buttons = sheet.row.standing.lamps.buttons();
        let Some(&press) = buttons.choose(&mut self.dice) else { return };
        match press {
            Press::Cancel if self.dice.random_bool(0.6) => {}
            Press::LookUp => self.look_up(sheet.row.id).await,
            Press::EnterNpId => self.enter_np_id(sheet).await,
            Press::Repair => self.edit(sheet).await,
            Press::Register => self.press(&sheet.row, ActKind::Register).await,
            Press::Check => self.press(&sheet.row, ActKind::Check).await,
            Press::ReportShipment => self.press(&sheet.row, ActKind::ReportShipment).await,
            Press::Update => self.press(&sheet.row, ActKind::Update).await,
            Press::Cancel => self.press(&sheet.row, ActKind::Cancel).await,
        }
    }

    async fn press(&self, row: &OrderRow, kind: ActKind) {
        let told = self.client.press(row.id, row.version, kind).await;
        self.note("press", &told);
    }

    /// Whatever the row says: a browser that shows the wrong buttons must not get further than this.
    async fn press_anything(&mut self, row: &OrderRow) {
        let kind = *ActKind::ALL.choose(&mut self.dice).unwrap();
        let told = self.client.press(row.id, row.version, kind).await;
        if matches!(told, Told::Taken(_)) && row.standing.lamps.may(kind).is_err() {
            let lamps = format!("{:?}", row.standing.lamps);
            self.world.figures.add(Violation::new("what the table forbids is refused", &row.order_number, kind.code(), &lamps));
        }
        self.note("press at random", &told);
    }

    async fn press_stale(&mut self, row: &OrderRow) {
        let kind = *ActKind::ALL.choose(&mut self.dice).unwrap();
        let told = self.client.press(row.id, row.version - 1, kind).await;
        if matches!(told, Told::Taken(_)) {
            self.world.figures.add(Violation::new("an old version is refused", &row.order_number, kind.code(), ""));
        }
        self.note("press on an old row", &told);
    }

    async fn look_up(&self, order_id: i64) {
        let told = self.client.call::<OrderRow>("look_up", json!({ "order_id": order_id })).await;
        self.note("look up", &told);
    }

    /// What NP's own screen shows, or now and then a slip of the finger.
    async fn enter_np_id(&mut self, sheet: &Sheet) {
        let id = match &sheet.shop_transaction_id {
            Some(id) if !self.dice.random_bool(0.1) => self.world.np_id(&sheet.row.shop, id),
            Some(_) | None => Some(NOBODYS_ID.to_owned()),
        };
        let Some(id) = id else { return };
        let told = self.client.call::<OrderRow>("enter_np_id", json!({ "order_id": sheet.row.id, "np_transaction_id": id })).await;
        self.note("enter an NP id", &told);
    }

    async fn edit(&mut self, sheet: &Sheet) {
        let is_broken = self.dice.random_bool(0.1);
        let contents = if is_broken { broken(&sheet.contents) } else { edited(&sheet.contents, sheet.row.id, &mut self.dice) };
        let told = self.client.save_contents(sheet.row.id, save(sheet, &contents, self.dice.random_bool(0.8))).await;
        if is_broken && matches!(told, Told::Taken(_)) {
            self.world.figures.add(Violation::new("broken contents are refused", &sheet.row.order_number, "saved", ""));
        }
        self.note("edit", &told);
    }

    /// A slip number of its own; now and then the one entered before, which is another order's then.
    async fn enter_parcel(&mut self, row: &OrderRow) {
        if self.slips == 0 || !self.dice.random_bool(0.1) {
            self.slips += 1;
        }
        let parcel = Parcel {
            slip_number: format!("{:02}-{:06}", self.nth, self.slips),
            carrier: (*CARRIERS.choose(&mut self.dice).unwrap()).to_owned(),
            shipped_on: String::new(),
        };
        let arguments = json!({ "order_id": row.id, "before": row.parcel(), "parcel": parcel });
        let told = self.client.call::<OrderRow>("save_parcel", arguments).await;
        self.note("slip number", &told);
    }

    async fn start_run(&mut self) {
        let count = self.dice.random_range(5..40);
        let order_ids: Vec<i64> = {
            let known = self.world.known.borrow();
            known.choose_multiple(&mut self.dice, count).copied().collect()
        };
        let kind = *BULK.choose(&mut self.dice).unwrap();
        let told = self.client.start_run(kind, &order_ids).await;
        self.note("run", &told);
    }

    fn let_somebody_pay(&mut self) {
        let billed = |transaction: &atobarai_desk::simulator::Transaction| transaction.state == State::Shipped;
        let shipped: Vec<_> = self.world.simulator.ledger().into_iter().filter(billed).collect();
        if let Some(transaction) = shipped.choose(&mut self.dice)
            && self.world.simulator.mark_paid(&transaction.np_transaction_id).is_ok()
        {
            self.world.figures.count("customers who paid");
        }
    }

    fn note<T>(&self, what: &str, told: &Told<T>) {
        match told {
            Told::Taken(_) => self.world.figures.count(&format!("{what} accepted")),
            Told::Refused(error) => self.world.figures.refusal(what, error),
            Told::Nothing => {}
        }
    }
}

/// What `save_contents` takes.
pub fn save(sheet: &Sheet, contents: &Contents, resend: bool) -> serde_json::Value {
    let (order_id, contents_version) = (sheet.row.id, sheet.row.contents_version);
    json!({ "order_id": order_id, "contents_version": contents_version, "contents": contents, "resend": resend })
}

/// Repaired, mostly, and often with another amount.
pub fn edited(contents: &Contents, order_id: i64, dice: &mut StdRng) -> Contents {
    let mut contents = contents.clone();
    if dice.random_bool(0.5) {
        for line in &mut contents.lines {
            line.name = line.name.split('【').next().unwrap().to_owned();
        }
    }
    if !contents.buyer.address.contains(['９', '9', '1', '１']) {
        contents.buyer.address.push_str("９－９－９");
    }
    if contents.buyer.tel.len() < 10 {
        contents.buyer.tel = format!("03-6{:03}-{:04}", order_id / 10_000 % 1_000, order_id % 10_000);
    }
    if dice.random_bool(0.5) {
        let more = dice.random_range(1..50);
        contents.lines[0].price.0 += more;
        contents.billed_amount = Yen(contents.billed_amount.0 + more * contents.lines[0].quantity);
    }
    contents
}

fn broken(contents: &Contents) -> Contents {
    let mut contents = contents.clone();
    contents.buyer.name.clear();
    contents
}
