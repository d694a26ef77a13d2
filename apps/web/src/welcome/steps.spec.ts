import { nl } from '../../messages/nl';
import { en } from '../../messages/en';
import pages from '../../pages.json';
import { STEPS, WELCOMES, welcomesOf } from './steps';

it('somebody whose roles are unknown here gets no steps of another', () => {
  expect(welcomesOf({ roles: [] }, true)).toEqual([]);
  expect(welcomesOf({ roles: ['connection', 'toString'] }, true)).toEqual([]);
});

it.each([
  [['professional'], false, ['visitor']],
  [['professional'], true, ['inspector']],
  [['team-coordinator'], true, ['coordinator']],
  [['application-manager'], false, ['manager']],
  [['privacy-officer'], false, ['officer']],
  [['data-protection-officer'], false, ['officer']],
  [['data-owner'], false, ['owner']],
  [['broker'], false, ['broker']],
])('%j is welcomed as what she is', (roles, buildings, welcomes) => {
  expect(welcomesOf({ roles }, buildings)).toEqual(welcomes);
});

it('several roles are welcomed one after the other, each once', () => {
  const roles = ['data-protection-officer', 'privacy-officer', 'professional'];
  expect(welcomesOf({ roles }, false)).toEqual(['visitor', 'officer']);
});

it('everybody gets three steps with words, to pages that are there, in both languages', () => {
  for (const welcome of WELCOMES) {
    expect(STEPS[welcome].filter(({ page }) => !(page in pages))).toEqual([]);
    for (const { steps } of [nl.welcome.roles[welcome], en.welcome.roles[welcome]]) expect(steps).toHaveLength(3);
  }
  const topics = Object.values(STEPS).flatMap((steps) => steps.flatMap(({ topic }) => topic ?? []));
  expect(topics.filter((topic) => !(topic in nl.pages.help.topics))).toEqual([]);
});

it('whoever asks ends with practice', () => {
  for (const welcome of ['visitor', 'inspector', 'coordinator'] as const)
    expect(STEPS[welcome][2]).toEqual({ page: 'practice' });
});
