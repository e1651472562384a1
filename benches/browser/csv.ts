/** The 41 columns of ネクストエンジン's 汎用受注CSV, in their order. */
const COLUMNS = [
  '店舗伝票番号', '受注日', '受注郵便番号', '受注住所１', '受注住所２', '受注名', '受注名カナ', '受注電話番号', '受注メールアドレス',
  '発送郵便番号', '発送先住所１', '発送先住所２', '発送先名', '発送先カナ', '発送電話番号', '支払方法', '発送方法', '商品計', '税金',
  '発送料', '手数料', 'ポイント', 'その他費用', '合計金額', 'ギフトフラグ', '時間帯指定', '日付指定', '作業者欄', '備考', '商品名',
  '商品コード', '商品価格', '受注数量', '商品オプション', '出荷済フラグ', '顧客区分', '顧客コード', '消費税率（%）', 'のし', 'ラッピング',
  'メッセージ',
];

/** The text of a file; columns that a row does not name stay empty. No cell of the bench needs quotes. */
export function csv(rows: Record<string, string>[]): string {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))];
  return `\uFEFF${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}
