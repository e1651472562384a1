//! Order files as ネクストエンジン writes them (order-files.md §5).

use atobarai_desk::server::clock;
use std::collections::BTreeMap;

pub const COLUMNS: [&str; 41] = [
    "店舗伝票番号",
    "受注日",
    "受注郵便番号",
    "受注住所１",
    "受注住所２",
    "受注名",
    "受注名カナ",
    "受注電話番号",
    "受注メールアドレス",
    "発送郵便番号",
    "発送先住所１",
    "発送先住所２",
    "発送先名",
    "発送先カナ",
    "発送電話番号",
    "支払方法",
    "発送方法",
    "商品計",
    "税金",
    "発送料",
    "手数料",
    "ポイント",
    "その他費用",
    "合計金額",
    "ギフトフラグ",
    "時間帯指定",
    "日付指定",
    "作業者欄",
    "備考",
    "商品名",
    "商品コード",
    "商品価格",
    "受注数量",
    "商品オプション",
    "出荷済フラグ",
    "顧客区分",
    "顧客コード",
    "消費税率（%）",
    "のし",
    "ラッピング",
    "メッセージ",
];

/// An order of 6,180 yen by a purchaser of its own, whom NP gives credit.
#[derive(Clone, Debug)]
pub struct Order {
    pub number: String,
    /// 商品名, 商品価格, 受注数量
    pub lines: Vec<(String, i64, i64)>,
    cells: BTreeMap<&'static str, String>,
}

impl Order {
    pub fn new(number: &str) -> Self {
        // Credit is counted per purchaser: nobody here shares one by chance.
        let hash = number.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let tel = format!("090-{:04}-{:04}", hash % 10_000, hash / 10_000 % 10_000);
        let order = Self {
            number: number.to_owned(),
            lines: vec![("りんご５ｋｇ".to_owned(), 2890, 1), ("みかん５ｋｇ".to_owned(), 1230, 2)],
            cells: BTreeMap::new(),
        };
        order
            .cell("受注日", &format!("{} 09:56:30", clock::today().to_string().replace('-', "/")))
            .cell("受注郵便番号", "107-0052")
            .cell("受注住所１", "東京都港区赤坂９－９－９")
            .cell("受注住所２", "みほんビル２０１")
            .cell("受注名", "見本　花子")
            .cell("受注名カナ", "ミホン　ハナコ")
            .cell("受注電話番号", &tel)
            .cell("受注メールアドレス", "hanako@example.jp")
            .cell("支払方法", "NP後払い")
            .cell("発送方法", "ヤマト運輸")
            .cell("発送料", "500")
            .cell("手数料", "330")
            .cell("税金", "0")
            .cell("ポイント", "0")
            .cell("その他費用", "0")
            .cell("ギフトフラグ", "0")
            .cell("出荷済フラグ", "0")
    }

    /// Sets a cell in every row of the order.
    pub fn cell(mut self, column: &'static str, value: &str) -> Self {
        assert!(COLUMNS.contains(&column), "{column}");
        self.cells.insert(column, value.to_owned());
        self
    }

    /// One line of goods at this price, and nothing else on the bill.
    pub fn priced(mut self, price: &str) -> Self {
        self.lines = vec![("りんご５ｋｇ".to_owned(), price.parse().unwrap(), 1)];
        self.cell("発送料", "0").cell("手数料", "0")
    }

    /// Puts a mark into the first goods name: it forces what the simulator says.
    pub fn marked(mut self, mark: &str) -> Self {
        self.lines[0].0.push_str(mark);
        self
    }

    /// An address without a house number: NP holds it with RE009 until it is repaired.
    pub fn without_house_number(self) -> Self {
        self.cell("受注住所１", "東京都港区赤坂").cell("受注住所２", "")
    }

    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// One row per line. Amounts that no cell states are worked out.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let goods: i64 = self.lines.iter().map(|(_, price, quantity)| price * quantity).sum();
        let amount = |column| self.get(column).parse::<i64>().unwrap_or(0);
        let total = goods + ["税金", "発送料", "手数料", "その他費用"].map(amount).iter().sum::<i64>() - amount("ポイント").abs();
        let row = |nth: usize, (name, price, quantity): &(String, i64, i64)| {
            let value = |column: &&str| match (self.cells.get(*column), *column) {
                (Some(value), _) => value.clone(),
                (None, "店舗伝票番号") => self.number.clone(),
                (None, "商品計") => goods.to_string(),
                (None, "合計金額") => total.to_string(),
                (None, "商品名") => name.clone(),
                (None, "商品コード") => format!("C-{nth}"),
                (None, "商品価格") => price.to_string(),
                (None, "受注数量") => quantity.to_string(),
                (None, _) => String::new(),
            };
            COLUMNS.iter().map(value).collect()
        };
        self.lines.iter().enumerate().map(|(nth, line)| row(nth, line)).collect()
    }
}

/// The header and the rows of all orders.
pub fn csv(orders: &[Order]) -> String {
    let header = COLUMNS.map(ToOwned::to_owned).to_vec();
    table(std::iter::once(header).chain(orders.iter().flat_map(Order::rows)))
}

/// Rows as text, every cell in quotes, CRLF.
pub fn table(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.into_iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

pub fn shift_jis(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy, "not in Shift_JIS: {text}");
    bytes.into_owned()
}
