import type { Row } from './peers/shared';

/** The shop of all orders, as it is named in the grid. */
export const SHOP = { code: 'main', name: '本店' };

const SURNAMES = ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田'];
const GIVEN = ['花子', '太郎', '美咲', '健一', '陽子', '翔太', '恵', '大輔', '由美子', '直樹', '明日香'];
const CARRIERS = ['ヤマト運輸', '佐川急便', '日本郵便', 'ヤマト運輸（クール便）', '福山通運'];
const NOTES = ['', '', '', '不在のときは宅配ボックスに入れてください。', '領収書を同封してください。宛名は会社名でお願いします。', 'ギフト包装'];
const TIMES = ['', '午前中', '14時-16時', '16時-18時', '19時-21時'];
const PAYMENT = 'NP後払い';
const SHIPPING = 770;
const FEE = 205;

/** The same orders in every page, newest first. */
export function generate(size: number): Row[] {
  const newest = Date.now() - 60_000;
  return Array.from({ length: size }, (_, nth) => order(nth, newest - nth * 60_000));
}

function order(nth: number, time: number): Row {
  const buyer = `${pick(SURNAMES, nth)} ${pick(GIVEN, nth)}`;
  const isGift = nth % 5 === 0;
  const carrier = pick(CARRIERS, nth);
  const total = 1_980 + (nth % 40) * 150;
  return {
    id: nth + 1,
    version: 1,
    number: `B-${(1_000_000 - nth).toString()}`,
    orderedAt: japanese(time).slice(0, 16),
    status: '新規受付',
    buyer,
    repeat: false,
    note: pick(NOTES, nth),
    device: '',
    payment: PAYMENT,
    credit: 'none',
    total,
    billed: total + SHIPPING + FEE,
    shop: SHOP.name,
    receiver: isGift ? `${pick(SURNAMES, nth + 5)} ${pick(GIVEN, nth + 3)}` : buyer,
    receiverTel: isGift ? telephone(nth + 7) : telephone(nth),
    carrier,
    cool: carrier.includes('クール'),
    deliverOn: nth % 3 === 0 ? '' : japanese(time + 4 * 86_400_000).slice(0, 10),
    deliverTime: pick(TIMES, nth),
    shippedOn: '',
    slip: '',
  };
}

/** An order as the row of a file that the desk imports (ネクストエンジン 汎用受注CSV). */
export function fileRow(row: Row): Record<string, string> {
  const address = { 郵便番号: '107-0052', 住所: `東京都港区赤坂${1 + (row.id % 9)}-${1 + (row.id % 30)}-${row.id}` };
  const isGift = row.receiver !== row.buyer;
  return {
    店舗伝票番号: row.number,
    受注日: `${row.orderedAt.replaceAll('-', '/')}:00`,
    受注郵便番号: address.郵便番号,
    受注住所１: address.住所,
    受注名: row.buyer,
    受注名カナ: 'シケン ハナコ',
    受注電話番号: telephone(row.id - 1),
    受注メールアドレス: 'shiken@example.jp',
    発送郵便番号: isGift ? address.郵便番号 : '',
    発送先住所１: isGift ? `${address.住所}号室` : '',
    発送先名: isGift ? row.receiver : '',
    発送先カナ: isGift ? 'シケン タロウ' : '',
    発送電話番号: isGift ? row.receiverTel : '',
    支払方法: row.payment,
    発送方法: row.carrier,
    商品計: `${row.total}`,
    発送料: `${SHIPPING}`,
    手数料: `${FEE}`,
    合計金額: `${row.billed}`,
    時間帯指定: row.deliverTime,
    日付指定: row.deliverOn.replaceAll('-', '/'),
    備考: row.note,
    商品名: 'りんご サンふじ 5kg',
    商品コード: 'APL-05',
    商品価格: `${row.total}`,
    受注数量: '1',
    出荷済フラグ: '0',
  };
}

function pick(from: readonly string[], nth: number): string {
  return from[nth % from.length]!;
}

function telephone(nth: number): string {
  const digits = nth.toString().padStart(8, '0');
  return `070-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** 2026-11-24 09:56:30, in Japan whatever the machine's clock is set to. */
function japanese(time: number): string {
  return new Date(time + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
