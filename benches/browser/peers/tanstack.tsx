import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { Orders, useOrder } from './orders-store';
import { COLUMNS, HEAD_HEIGHT, ROW_HEIGHT, listen, type Row } from './shared';

const OVERSCAN = 8;

/** A row follows its own order and nothing else. */
const OrderRow = memo(function OrderRow({ orders, nth, top }: { orders: Orders; nth: number; top: number }) {
  const { row, ticked } = useOrder(orders, nth);
  return (
    <div className="row" role="row" aria-rowindex={nth + 2} aria-selected={ticked} style={{ transform: `translateY(${top}px)` }}>
      <div className="tick" role="gridcell">
        <input type="checkbox" aria-label={`${row.number}をチェック`} checked={ticked} onChange={() => orders.toggle(nth)} />
      </div>
      {COLUMNS.map((column) => (
        <div className={`cell c-${column.id}`} role="gridcell" key={column.id}>
          {column.lines(row).map(([text, style]) => text !== '' && <span className={style} key={style}>{text}</span>)}
        </div>
      ))}
    </div>
  );
});

function Table({ orders }: { orders: Orders }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: orders.size,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: HEAD_HEIGHT,
  });
  return (
    <div className="scroller" ref={scroller} role="grid" aria-rowcount={orders.size + 1}>
      <div className="head" role="row" aria-rowindex={1}>
        <div className="tick" role="columnheader" />
        {COLUMNS.map((column) => (
          <div className={`c-${column.id}`} role="columnheader" key={column.id}>
            {column.head}
          </div>
        ))}
      </div>
      <div className="body" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => (
          <OrderRow orders={orders} nth={item.index} top={item.start - HEAD_HEIGHT} key={item.key} />
        ))}
      </div>
    </div>
  );
}

const orders = new Orders((await (await fetch('/rows.json')).json()) as Row[]);
createRoot(document.querySelector('#grid')!).render(<Table orders={orders} />);
listen((changes) => orders.take(changes));
