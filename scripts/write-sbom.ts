import { join } from 'node:path';
import { listNpmPackages } from './packages/list-npm-packages.ts';

/** Prints the npm packages that production installs, as CycloneDX: `npm run --silent sbom`. Those of an image: `npm run image`. */
console.log(JSON.stringify(listNpmPackages(join(import.meta.dirname, '..')), null, 2));
