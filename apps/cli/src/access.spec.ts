import type { WhoMayWhat } from '#client/node';
import { csvLines, listLines } from './access';

const list = (changes: object = {}): WhoMayWhat => ({
  rights: [
    {
      right: 'cover.manage',
      on: 'cover for a colleague',
      scope: 'raakvlak:manage',
      roles: [{ role: 'team-coordinator', reach: 'team' }],
    },
  ],
  accounts: [
    {
      actor: 'https://login.example|ingrid',
      roles: ['professional'],
      department: 'sociaal-domein',
      teams: ['wijkteam-liendert'],
      firstSeenOn: '2026-11-02',
      lastSeenOn: '2026-11-26',
      covers: [{ id: 'c', team: 'wijkteam-noord', from: '2026-11-26', until: '2026-12-10' }],
      ...changes,
    },
  ],
  more: false,
});

it('no cell is read as a formula or ends early, whatever the identity provider says', () => {
  const [, , line] = csvLines(list({ department: '=HYPERLINK("x")', actor: 'a";"b', teams: ['+1', '@sum'] }));
  expect(line).toContain(`"'=HYPERLINK(""x"")"`);
  expect(line).toContain('"a"";""b"');
  expect(line).toContain(`"'+1 @sum"`);
});

it('the list says in Dutch what a role may do, and who was here with which role, teams and cover', () => {
  const lines = listLines(list());
  expect(lines).toContain('cover.manage: teamcoördinator (eigen teams); raakvlak:manage');
  expect(lines).toContain('  rol: professional');
  expect(lines).toContain('  vervangt bij: wijkteam-noord van 2026-11-26 tot en met 2026-12-10');
  expect(csvLines(list())[1]).toBe('"recht";"cover.manage";"teamcoördinator";"eigen teams";"";"";"";""');
});
