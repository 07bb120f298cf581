// Replicates documents from one PouchDB to another behind HTTP, in two processes: the peer of tests/bench/pouchdb.py.
//   node replicate.js serve FOLDER            a server (express-pouchdb) on a free port, which it prints
//   node replicate.js replicate FOLDER FILE   for each line on stdin: a fresh pair of databases, the documents of FILE
//                                             (a JSON array) replicated, and documents a second on stdout
'use strict';

const { fork } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const PouchDB = require('pouchdb');

const BATCH = 500; // as many as a till sends in one request

function serve(folder) {
  const express = require('express');
  const Databases = PouchDB.defaults({ prefix: join(folder, '/') });
  const server = require('express-pouchdb')(Databases, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: join(folder, 'server.log'),
  });
  const listener = express().use('/', server).listen(0, '127.0.0.1', () => process.send(listener.address().port));
}

async function replicate(folder, file) {
  const documents = JSON.parse(readFileSync(file, 'utf8'));
  const server = fork(__filename, ['serve', join(folder, 'server')]);
  const port = await new Promise((resolve) => server.once('message', resolve));
  let round = 0;
  for await (const _line of createInterface({ input: process.stdin })) {
    round += 1;
    const source = new PouchDB(join(folder, `till-${round}`));
    await source.bulkDocs(documents);
    const target = new PouchDB(`http://127.0.0.1:${port}/round-${round}`);
    await target.info(); // made before the clock runs, as a till is enrolled before it pushes
    const begun = process.hrtime.bigint();
    const done = await PouchDB.replicate(source, target, { batch_size: BATCH });
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    if (done.docs_written !== documents.length) throw new Error(`only ${done.docs_written} arrived`);
    console.log(documents.length / seconds);
    await source.destroy();
    await target.destroy();
  }
  server.kill();
}

const [mode, folder, file] = process.argv.slice(2);
if (mode === 'serve') {
  require('node:fs').mkdirSync(folder, { recursive: true });
  serve(folder);
} else {
  require('node:fs').mkdirSync(folder, { recursive: true });
  replicate(folder, file).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
