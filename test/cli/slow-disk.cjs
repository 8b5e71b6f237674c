/** Preloaded with `node --require`: a disk that takes as long as NASPROBE_TEST_SYNC_MS says for each sync of a file. */
const { open } = require('node:fs/promises');
const { setTimeout } = require('node:timers/promises');

const wait = Number(process.env.NASPROBE_TEST_SYNC_MS ?? 0);

void open(__filename).then(async (file) => {
  const handle = Object.getPrototypeOf(file);
  await file.close();
  const { datasync } = handle;
  handle.datasync = async function slow() {
    await setTimeout(wait);
    return datasync.call(this);
  };
});
