import '../design/table.css';
import { Actions, Button, DataTable, Foreign, Notice, Section, Text } from '../design';
import { fill, useText } from '../shell/texts';
import { ABOUT, aboutKey } from './about';
import type { SimulatedOwner, Simulation } from './shapes';
import { Shown } from './shown';
import { type Asked, countsOf } from './simulation';
import { lowered, type Words } from './words';

interface Props {
  readonly asked: Asked;
  readonly simulation: Simulation;
  readonly turn: number;
  /** How the policy is called */
  readonly called: string;
  readonly words: Words;
}

/** Per team what would be seen and what would be heard, and by which rule. */
export function SimulatorResult({ asked, simulation, turn, called, words }: Props) {
  const t = useText('policy');
  const s = useText('simulation');
  const { roles } = useText('common');
  const about = ABOUT.find((one) => aboutKey(one) === asked.about);
  const said = fill(s.who, {
    department: words.department(asked.department),
    role: lowered(roles[asked.role]),
    purpose: words.purpose(asked.purpose),
    about: about === undefined ? '' : words.about(about),
  });
  return (
    <Section title={fill(s.resultTitle, { version: lowered(called) })} focus={turn}>
      <Text>
        <Foreign text={said} />
        {asked.emergency && ` ${s.emergencyAsked}`}
      </Text>
      {simulation.refused === undefined ? (
        <>
          <Text>{fill(s.counts, countsOf(simulation))}</Text>
          <OwnersTable owners={simulation.owners} words={words} caption={said} />
          <Actions>
            <Button icon="print" onClick={() => print()}>
              {t.print}
            </Button>
          </Actions>
        </>
      ) : (
        <Refused code={simulation.refused} />
      )}
    </Section>
  );
}

function Refused({ code }: { code: string }) {
  const s = useText('simulation');
  const reason = (s.reasons as Readonly<Record<string, string>>)[code] ?? code;
  return (
    <Notice kind="attention" title={s.refusedTitle}>
      {fill(s.refused, { reason })}
    </Notice>
  );
}

function OwnersTable({ owners, words, caption }: { owners: readonly SimulatedOwner[]; words: Words; caption: string }) {
  const s = useText('simulation');
  return (
    <DataTable
      caption={caption}
      captionHidden
      rows={owners}
      rowKey={({ owner }) => owner}
      columns={[
        { key: 'owner', label: s.owner, names: true, cell: ({ owner }) => <Foreign text={words.team(owner)} /> },
        { key: 'sees', label: s.sees, cell: (owner) => <Sees owner={owner} /> },
        {
          key: 'told',
          label: s.told,
          cell: ({ told, calls }) => (
            <>
              {s.toldWords[told]}
              {calls && <div>{s.calls}</div>}
            </>
          ),
        },
        { key: 'rule', label: s.rule, cell: ({ rule }) => <RuleName rule={rule} /> },
      ]}
    />
  );
}

function Sees({ owner: { sees, disclosure } }: { owner: SimulatedOwner }) {
  const s = useText('simulation');
  if (sees.length === 0)
    return <Shown disclosure={disclosure === 'silent' ? 'silent' : 'closed'} words={s.seesNothing} />;
  return (
    <>
      {sees.map(({ team, department, phone, via }) => (
        <Shown
          key={team}
          disclosure={via === 'broker' ? 'mediated' : 'open'}
          words={fill(via === 'broker' ? s.seesBroker : s.seesTeam, { team, department, phone })}
        />
      ))}
    </>
  );
}

function RuleName({ rule }: { rule: string }) {
  const { rules } = useText('simulation');
  const said = (rules as Readonly<Record<string, string>>)[rule];
  return said === undefined ? <code>{rule}</code> : <>{said}</>;
}
