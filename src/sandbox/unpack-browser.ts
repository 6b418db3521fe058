import chromium from '@sparticuz/chromium';

/**
 * Runs as a worker thread (see browser-files.ts): the package takes its settings from the environment, TMPDIR included,
 * and a worker has an environment of its own. WebGL is not needed here.
 */
chromium.setGraphicsMode = false;
await chromium.executablePath();
