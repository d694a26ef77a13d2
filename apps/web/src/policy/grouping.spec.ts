import { directionOf, effectsOf } from './effects';
import { aboutIn, matrixOf } from './matrix';
import { partKey } from './part';
import { Directory } from './parties';
import { partOf } from './rule-fields';
import type { Cell, ChangedCell, Decision, Disclosure } from './shapes';
import { sumDepartments, sumTeams } from './summed';

const directory = new Directory({
  departments: [
    { code: 'wmo', name: 'Wmo', domain: 'care' },
    { code: 'jeugd', name: 'Jeugd', domain: 'care' },
    { code: 'bouw', name: 'Bouwtoezicht', domain: 'enforcement' },
    { code: 'leeg', name: 'Leeg', domain: 'safety' },
  ],
  teams: [
    { code: 'wmo-noord', name: 'Wmo Noord', department: 'wmo', ended: false },
    { code: 'wmo-zuid', name: 'Wmo Zuid', department: 'wmo', ended: false },
    { code: 'jeugd-noord', name: 'Jeugd Noord', department: 'jeugd', ended: false },
    { code: 'jeugd-oud', name: 'Jeugd Oud', department: 'jeugd', ended: true },
    { code: 'bouw-midden', name: 'Bouw Midden', department: 'bouw', ended: false },
  ],
});

describe('names', () => {
  it('of what is not known any more is its code, and never the name of something in the language', () => {
    expect([directory.team('gone'), directory.department('constructor')]).toEqual(['gone', 'constructor']);
    expect(directory.goesOn('jeugd-oud')).toBe(false);
  });

  it('are as few as say the same: a whole domain, a whole department, single teams', () => {
    expect(sumTeams(directory, ['wmo-noord', 'wmo-zuid', 'jeugd-noord'])).toMatchObject({
      domains: ['care'],
      departments: [],
      teams: [],
      all: false,
    });
    expect(sumTeams(directory, ['wmo-noord', 'wmo-zuid', 'bouw-midden'])).toMatchObject({
      domains: ['enforcement'],
      departments: ['wmo'],
      teams: [],
    });
    expect(sumTeams(directory, ['wmo-noord'])).toMatchObject({ domains: [], departments: [], teams: ['wmo-noord'] });
    expect(sumTeams(directory, ['wmo-noord', 'wmo-zuid', 'jeugd-noord', 'bouw-midden']).all).toBe(true);
    expect(sumDepartments(directory, ['wmo', 'jeugd'])).toMatchObject({ domains: ['care'], departments: [] });
    expect(sumDepartments(directory, ['wmo'])).toMatchObject({ domains: [], departments: ['wmo'] });
    expect(sumDepartments(directory, ['wmo', 'jeugd', 'bouw', 'leeg']).all).toBe(true);
  });

  it('a part goes into a key and comes out as it was', () => {
    for (const part of [{}, { domain: 'care' }, { department: 'wmo' }, { domain: 'care', team: 'wmo-noord' }] as const)
      expect(partOf(partKey(part))).toEqual(part);
    expect(partKey(undefined)).toBe('');
    expect(partOf('domain:tax nonsense')).toEqual({});
  });
});

const decided = (disclosure: Disclosure, rule = 'r'): Decision => ({
  disclosure,
  rule,
  ...(disclosure === 'mediated' ? { broker: { team: 'b', label: 'Bemiddeling' } } : {}),
});
const changed = (
  asker: string,
  owner: string,
  from: Disclosure,
  to: Disclosure,
  more: Partial<ChangedCell> = {},
): ChangedCell => ({
  asker,
  owner,
  purpose: 'home-visit',
  kind: 'person',
  rung: 'subject',
  from: decided(from),
  to: decided(to),
  ...more,
});

describe('the effects of a change', () => {
  it('are said once for all whom they concern alike', () => {
    const cells = ['wmo', 'jeugd'].flatMap((asker) =>
      ['wmo-noord', 'wmo-zuid'].map((owner) => changed(asker, owner, 'open', 'closed')),
    );
    expect(effectsOf(cells)).toEqual([
      expect.objectContaining({ askers: ['wmo', 'jeugd'], owners: ['wmo-noord', 'wmo-zuid'], direction: 'stricter' }),
    ]);
  });

  it('stand apart where one asker or owner is treated otherwise, and say nothing of others', () => {
    const cells = [
      changed('wmo', 'wmo-noord', 'open', 'closed'),
      changed('wmo', 'wmo-zuid', 'open', 'closed'),
      changed('jeugd', 'wmo-zuid', 'open', 'closed'),
    ];
    const said = effectsOf(cells).flatMap(({ askers, owners }) =>
      askers.flatMap((a) => owners.map((o) => `${a} ${o}`)),
    );
    expect(said.sort()).toEqual(['jeugd wmo-zuid', 'wmo wmo-noord', 'wmo wmo-zuid']);
  });

  it('put together the ways in which an address was found', () => {
    const at = (rung: ChangedCell['rung']): ChangedCell =>
      changed('wmo', 'wmo-noord', 'closed', 'mediated', { kind: 'address', rung });
    expect(effectsOf([at('number'), at('unit')])[0]?.about).toEqual([
      { kind: 'address', rung: 'unit' },
      { kind: 'address', rung: 'number' },
    ]);
  });

  it('begin with what opens more', () => {
    const cells = [changed('wmo', 'wmo-noord', 'open', 'closed'), changed('wmo', 'wmo-zuid', 'closed', 'open')];
    expect(effectsOf(cells).map(({ direction }) => direction)).toEqual(['wider', 'stricter']);
    expect(directionOf(decided('mediated'), decided('mediated'))).toBe('other');
    expect(effectsOf([])).toEqual([]);
  });
});

describe('the table of who sees what', () => {
  const cell = (asker: string, owner: string, purpose: string, decision: Decision, more: Partial<Cell> = {}): Cell => ({
    asker,
    owner,
    purpose,
    kind: 'person',
    rung: 'subject',
    decision,
    ...more,
  });
  const person = { kind: 'person', rung: 'subject' } as const;
  const cells = [
    cell('wmo', 'wmo-noord', 'home-visit', decided('open')),
    cell('wmo', 'wmo-zuid', 'home-visit', decided('open')),
    cell('wmo', 'bouw-midden', 'home-visit', decided('closed')),
    cell('wmo', 'wmo-noord', 'intake', decided('mediated')),
    cell('wmo', 'wmo-zuid', 'intake', decided('mediated')),
    cell('wmo', 'bouw-midden', 'intake', decided('closed')),
    cell('bouw', 'wmo-noord', 'planned-control', decided('open'), { kind: 'address', rung: 'unit' }),
  ];

  it('puts owners together for whom an asker sees just the same', () => {
    expect(matrixOf(cells, 'asker', 'wmo', person)).toEqual({
      purposes: ['home-visit', 'intake'],
      rows: [
        { parties: ['wmo-noord', 'wmo-zuid'], decisions: [decided('open'), decided('mediated')] },
        { parties: ['bouw-midden'], decisions: [decided('closed'), decided('closed')] },
      ],
    });
  });

  it('keeps apart what comes of different rules', () => {
    const other = [...cells.slice(0, 1), cell('wmo', 'wmo-zuid', 'home-visit', decided('open', 'another'))];
    expect(matrixOf(other, 'asker', 'wmo', person).rows).toHaveLength(2);
  });

  it('can be looked at from the side of the team, and is empty where nothing can be asked', () => {
    expect(matrixOf(cells, 'owner', 'wmo-noord', person).rows).toEqual([
      { parties: ['wmo'], decisions: [decided('open'), decided('mediated')] },
    ]);
    expect(matrixOf(cells, 'asker', 'bouw', person)).toEqual({ purposes: [], rows: [] });
    expect(aboutIn(cells)).toEqual([person, { kind: 'address', rung: 'unit' }]);
  });
});
