/**
 * migrations: the schema, as SQL written by hand, one subject a file.
 *
 * `index/` is the database of the index, `custodian/` that of the custodian. Files are applied in order, once, and are
 * never edited after they were released; the previous version of the product keeps running on the new schema.
 */
import { resolve } from 'node:path';

const root = __dirname.replace(/([/\\])dist([/\\])migrations$/, '$1migrations');

export const indexMigrations = resolve(root, 'index');
export const custodianMigrations = resolve(root, 'custodian');
