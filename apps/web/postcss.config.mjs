import { join } from 'node:path';
import { prune } from './src/design/prune.mjs';

export default { plugins: [prune(join(import.meta.dirname, 'src'))] };
