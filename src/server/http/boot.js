// The first frame belongs to what the server has painted: the program is fetched behind it. A tab in the background has
// no frames to wait for.
async function start() {
  const program = await import('/pkg/atobarai-desk.js');
  await program.default({ module_or_path: '/pkg/atobarai-desk.wasm' });
  await program.hydrate();
}

if (document.hidden) start();
else requestAnimationFrame(() => requestAnimationFrame(start));
