/**
 * Preloaded with `node --require` in every thread: native code that crashes on some architectures, as the tests want it.
 * Stands before the worker that scores; at the architectures of NASPROBE_TEST_CRASH the process dies.
 */
const Module = require('node:module');
const { pathToFileURL } = require('node:url');

const fatal = JSON.parse(process.env.NASPROBE_TEST_CRASH ?? '[]');
const load = Module._load;

Module._load = (request, ...rest) => {
  if (!request.endsWith('/src/run/worker.js')) return load.call(Module, request, ...rest);
  const worker = import(pathToFileURL(request).href);
  return {
    __esModule: true,
    async default(job) {
      if (job.kind === 'score' && job.archs.some((arch) => fatal.includes(arch)))
        process.kill(process.pid, 'SIGSEGV');
      return (await worker).default(job);
    },
  };
};
