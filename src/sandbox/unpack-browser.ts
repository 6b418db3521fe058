import chromium from '@sparticuz/chromium';

/**
 * Runs as a worker thread (see browser-files.ts): the package unpacks into TMPDIR and reads its other wish from the
 * environment, and a worker has an environment of its own. WebGL and its libraries are of no use here.
 */
chromium.setGraphicsMode = false;
await chromium.executablePath();
