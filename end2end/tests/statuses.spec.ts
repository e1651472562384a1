import { expect, test } from '../fixtures/desk';
import { batch, bringIn } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';
import { StatusesPage } from '../pages/statuses';

test('the shop names its own statuses, orders move to one, and its tab shows them', async ({ signedIn, beside }, { project }) => {
  const [statuses, desk, panel] = [new StatusesPage(signedIn), new DeskPage(signedIn), new PanelPage(signedIn)];
  const name = `検品${project.name === 'tablet' ? '二' : '一'}`;
  await statuses.open();
  await statuses.add(name, '紫');
  await statuses.button(name, '上へ').click();
  await statuses.save();
  const names = await statuses.names();
  expect(names.at(-2)).toBe(name);

  const { prefix, orders } = batch(3);
  await bringIn(signedIn, ...orders);
  const other = new DeskPage(beside);
  await other.open();
  await expect(new StatusesPage(beside).tab(name)).toContainText('0');
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.openForm('受注ステータスの変更');
  await panel.panel.getByRole('combobox').selectOption(name);
  await panel.choose('変更');
  await panel.start(3);
  await expect(panel.panel).toContainText('完了 3件');
  await panel.choose('閉じる');
  await expect(desk.row(orders[0]!.number).locator('.status')).toHaveAttribute('data-colour', 'purple');

  const tab = new StatusesPage(beside).tab(name);
  await expect(tab).toContainText('3');
  await tab.click();
  await expect(beside).toHaveURL(/status=/);
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect.poll(() => other.total()).toBe(3);
  await expect(other.lane('before')).toContainText('3');
  await other.lane('unsynced').click();
  await expect(tab).toContainText('0');
  await expect(beside.getByText('この表示にあてはまる受注はありません。')).toBeVisible();
});

test('a status goes only when no order has it, and nobody overwrites what somebody else saved @once', async ({ signedIn, beside, problems }) => {
  problems.expect(/409/);
  const [mine, theirs] = [new StatusesPage(signedIn), new StatusesPage(beside)];
  await mine.open();
  await theirs.open();
  await expect(mine.button('新規受付', '削除')).toBeDisabled();
  await mine.add('返品待ち', '赤');
  await mine.save();
  await theirs.add('別の名前', '灰');
  await beside.getByRole('button', { name: '設定を保存する' }).click();
  await expect(beside.getByText('ほかの人が先に受注ステータスを変更しました。')).toBeVisible();
  await theirs.open();
  await theirs.button('返品待ち', '削除').click();
  await theirs.save();
  expect(await theirs.names()).not.toContain('返品待ち');
});
