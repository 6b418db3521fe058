import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Runs while the image is built: removes the development packages that the compiler does not need from package.json, so
 * that `npm ci` does not fetch browsers and cluster tools. Versions and checksums remain those of the lock file.
 */
const FOR_THE_COMPILER = /^(typescript|json-schema-to-ts|@types\/.+)$/;

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  devDependencies: Record<string, string>;
};
manifest.devDependencies = Object.fromEntries(
  Object.entries(manifest.devDependencies).filter(([name]) => FOR_THE_COMPILER.test(name)),
);
writeFileSync('package.json', JSON.stringify(manifest, null, 2));
