import { writeFileSync } from 'node:fs';
import { accessDocument } from './access-table';

// `npm run docs:access` runs this very file with WRITE set: the table is written by what checks it.
const write = process.env['WRITE_ACCESS_TABLE'] === 'true';

it('docs/access.md has the table of rights as it is; npm run docs:access writes it anew', () => {
  const { path, is, should } = accessDocument();
  if (write) writeFileSync(path, should);
  else expect(is).toBe(should);
});
