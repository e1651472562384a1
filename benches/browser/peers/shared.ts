/** An order, as the peers' server sends it. */
export interface Row {
  id: number;
  version: number;
  number: string;
  orderedAt: string;
  status: string;
  buyer: string;
  repeat: boolean;
  note: string;
  device: string;
  payment: string;
  credit: string;
  total: number;
  billed: number;
  shop: string;
  receiver: string;
  receiverTel: string;
  carrier: string;
  cool: boolean;
  deliverOn: string;
  deliverTime: string;
  shippedOn: string;
  slip: string;
}

/** A badge that changed. */
export interface Change {
  id: number;
  version: number;
  credit: string;
}

/** One page of the infinite model. */
export interface Page {
  total: number;
  rows: Row[];
}

/** The words of the badge. */
export const CREDITS: Record<string, string> = { none: '与信前', reviewing: '与信中', ok: '与信OK', hold: '保留' };

/** Heights in pixels, the desk's own. */
export const ROW_HEIGHT = 64;
export const HEAD_HEIGHT = 38;

/** A fact in a cell, with the class that styles it. */
export type Line = [text: string, style: string];

export interface Column {
  id: keyof Row;
  head: string;
  width: number;
  /** Takes what width is left. */
  grows?: true;
  /** What stands in the cell, from top to bottom. */
  lines: (row: Row) => Line[];
}

const yen = (amount: number): string => amount.toLocaleString('ja-JP');

/** The desk's columns and widths. The column of the badge and the tick box are each peer's own matter. */
export const COLUMNS: Column[] = [
  {
    id: 'number',
    head: '受注番号・ステータス',
    width: 150,
    lines: (row) => [[row.number, 'order-number'], [row.orderedAt, 'small'], [row.status, 'small']],
  },
  { id: 'buyer', head: '注文者', width: 100, lines: (row) => [[row.buyer, ''], [row.repeat ? 'リピーター' : '', 'mark']] },
  { id: 'note', head: '備考・注意', width: 100, grows: true, lines: (row) => [[row.note, 'clip3']] },
  { id: 'device', head: '利用端末', width: 50, lines: (row) => [[row.device, 'small']] },
  { id: 'credit', head: 'お支払い方法', width: 282, lines: (row) => [[CREDITS[row.credit]!, `lamp lamp-${row.credit}`]] },
  { id: 'total', head: '合計金額', width: 72, lines: (row) => [[yen(row.total), 'yen']] },
  { id: 'billed', head: '請求額', width: 72, lines: (row) => [[yen(row.billed), 'yen strong']] },
  { id: 'shop', head: '店舗', width: 86, lines: (row) => [[row.shop, '']] },
  { id: 'receiver', head: '送付先', width: 112, lines: (row) => [[row.receiver, ''], [row.receiverTel, 'small']] },
  { id: 'carrier', head: '配送業者', width: 112, lines: (row) => [[row.carrier, ''], [row.cool ? '冷凍' : '', 'mark']] },
  { id: 'deliverOn', head: 'お届け日', width: 90, lines: (row) => [[row.deliverOn, '']] },
  { id: 'deliverTime', head: '時刻', width: 58, lines: (row) => [[row.deliverTime, 'small']] },
  { id: 'shippedOn', head: '出荷日・伝票番号', width: 116, lines: (row) => [[row.shippedOn, ''], [row.slip, 'small']] },
];

/** Listens to the server's events. */
export function listen(take: (changes: Change[]) => void): void {
  new EventSource('/events').addEventListener('orders', (event) => take(JSON.parse(event.data) as Change[]));
}
