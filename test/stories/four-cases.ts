import { agreeOnPolicy, asPerson, FOUR_CASES } from '#local';
import { Problem } from '#problem';
import { readAddress } from '#tokens';
import type { Stage, Story } from './stage';

/** A case at the one address: who is involved, and what it is about in words that no server ever gets. */
export const CASES = [
  { by: 'hans', team: 'woningaanpassing', what: 'een traplift', notice: { state: 'given' } },
  { by: 'fatima', team: 'vergunningenloket', what: 'een bouwvergunning', notice: { state: 'given' } },
  { by: 'yara', team: 'jeugd-en-gezin-noord', what: 'jeugdhulp', notice: { state: 'given' } },
  {
    by: 'nadia',
    team: 'onderzoek-schijnrelaties',
    what: 'een onderzoek naar een schijnhuwelijk',
    notice: { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2099-03-01' },
  },
] as const;

/** What somebody reads who asks, and what becomes known to each owner: all of it, exactly. */
export interface Asking {
  readonly by: string;
  readonly who: string;
  readonly department: string;
  readonly purpose: string;
  /** Team, or what stands for it, with its telephone number; in the order of the answer */
  readonly reads: readonly string[];
  /** Per owner: `who` asked, or nothing */
  readonly told: Readonly<Record<(typeof CASES)[number]['team'], 'who' | 'nothing' | 'own'>>;
}

export const ASKINGS: readonly Asking[] = [
  {
    by: 'fatima',
    who: 'Fatima van het vergunningenloket',
    department: 'vergunningen',
    purpose: 'permit-desk',
    reads: [],
    told: {
      woningaanpassing: 'nothing',
      vergunningenloket: 'own',
      'jeugd-en-gezin-noord': 'nothing',
      'onderzoek-schijnrelaties': 'who',
    },
  },
  {
    by: 'ruud',
    who: 'Ruud, die het pand gaat controleren',
    department: 'bouw-en-woningtoezicht',
    purpose: 'planned-control',
    reads: [
      'Bemiddeling sociaal domein 033-000 00 19',
      'Vergunningenloket 033-000 00 31',
      'Woningaanpassing 033-000 00 72',
    ],
    told: {
      woningaanpassing: 'who',
      vergunningenloket: 'who',
      'jeugd-en-gezin-noord': 'who',
      'onderzoek-schijnrelaties': 'who',
    },
  },
  {
    by: 'ingrid',
    who: 'Ingrid van het wijkteam, voor een huisbezoek',
    department: 'sociaal-domein',
    purpose: 'home-visit',
    reads: ['Jeugd en gezin Noord 033-000 00 61', 'Woningaanpassing 033-000 00 72'],
    told: {
      woningaanpassing: 'who',
      vergunningenloket: 'nothing',
      'jeugd-en-gezin-noord': 'who',
      'onderzoek-schijnrelaties': 'who',
    },
  },
];

type Place = Stage['stack'];

export async function register(stack: Place): Promise<void> {
  for (const { by, team, notice } of CASES) {
    const professional = await asPerson(stack, by);
    await professional.register({ team, identifier: readAddress(FOUR_CASES), notice });
  }
}

export async function answerTo(stack: Place, { by, purpose }: Pick<Asking, 'by' | 'purpose'>): Promise<string[]> {
  const asker = await asPerson(stack, by);
  const { answers } = await asker.ask({ purpose, subjects: [readAddress(FOUR_CASES)] });
  return (answers[0]?.contacts ?? []).map(({ team, phone }) => `${team} ${phone ?? ''}`);
}

/** What the simulator says of each owner: the same function as that of the answer. */
export async function toldBy(stack: Place, { department, purpose }: Asking): Promise<Record<string, string>> {
  const officer = await asPerson(stack, 'pieter');
  const { owners } = (await officer.policyRoom.simulate({
    asker: { department, role: 'professional' },
    purpose,
    kind: 'address',
    rung: 'number',
    owners: CASES.map(({ team }) => team),
    policy: 'in-force',
  })) as { owners: { owner: string; told: string }[] };
  return Object.fromEntries(owners.map(({ owner, told }) => [owner, told]));
}

/** Whether asking is refused to a privacy officer, whatever she says it is for. */
export async function isRefusedToOfficer(stack: Place): Promise<boolean> {
  try {
    await answerTo(stack, { by: 'pieter', purpose: 'home-visit' });
    return false;
  } catch (fault) {
    return fault instanceof Problem && fault.kind.status === 403;
  }
}

const SAID = { who: 'leest wie dit vroeg', nothing: 'hoort niets', own: 'is zelf de vrager' } as const;

/** Who applies for a building permit need not have it known that somebody gets help: one address, four answers. */
export const fourCases: Story = {
  title: 'Vier zaken op één adres: wie vraagt, en waarvoor, bepaalt wat er te zien is',

  async play(stage) {
    const { stack } = stage;
    stage.chapter('1. Twee privacy officers stellen het beleid vast');
    await agreeOnPolicy(stack);
    stage.tell('Pieter stelde regels voor over jeugdhulp en over crisis; Petra keurde ze goed.');

    stage.chapter('2. Op één adres lopen vier zaken');
    await register(stack);
    for (const { team, what } of CASES) stage.tell(`${team}: ${what}`);

    for (const [position, asking] of ASKINGS.entries()) {
      stage.chapter(`${position + 3}. ${asking.who}`);
      const reads = await answerTo(stack, asking);
      stage.sees(asking.who, ...(reads.length === 0 ? ['geen betrokkenheid'] : reads));
      stage.holds('Precies dat, en niets meer.', JSON.stringify(reads) === JSON.stringify(asking.reads));
      const told = await toldBy(stack, asking);
      for (const { team } of CASES) stage.tell(`${team} ${SAID[asking.told[team]]}`);
      const wanted = CASES.filter(({ team }) => asking.told[team] !== 'own');
      stage.holds(
        'Dat volgt uit hetzelfde beleid als het antwoord.',
        wanted.every(({ team }) => told[team] === asking.told[team]),
      );
    }

    stage.chapter(`${ASKINGS.length + 3}. Pieter, privacy officer`);
    stage.holds('Hij mag zelf niets vragen.', await isRefusedToOfficer(stack));
    stage.tell('Wat anderen zien, kan hij nagaan met de simulator, over een verzonnen adres.');
  },
};
