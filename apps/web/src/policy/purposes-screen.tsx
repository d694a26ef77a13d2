import '../design/table.css';
import {
  ActionLink,
  Actions,
  Busy,
  DataTable,
  DefinitionList,
  Disclosure,
  Empty,
  Foreign,
  Named,
  PageTitle,
  Section,
  Stack,
  StatusBadge,
  Text,
} from '../design';
import { useFetched } from '../shell/fetched';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { counted, day, fill, useText } from '../shell/texts';
import { loadBasis } from './basis';
import { purposeRows } from './purpose-rows';
import { dayOf, type Purpose, type PurposeState, stateOf } from './purposes';
import { person } from './versions';
import { Words } from './words';

const PurposeForm = later(async () => (await import('./purpose-form')).PurposeForm, ['purposeForm']);

/** What may be asked for, on which ground, and how each purpose came about; or the form for a new version. */
export default function PurposesScreen({ me, query }: ScreenProps) {
  const t = useText('policy');
  const u = useText('purposes');
  const { value, problem } = useFetched(loadBasis);
  const fresh = query.get('new');
  const mayPropose = me.rights.includes('policy.propose');
  if (value !== undefined && fresh !== null && mayPropose)
    return <PurposeForm words={new Words(t, value)} code={fresh} />;
  return (
    <Stack wide>
      <PageTitle focus>{u.title}</PageTitle>
      <Text>{u.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={u.loading} />}
      {value !== undefined && (
        <>
          {mayPropose ? (
            <Actions>
              <ActionLink href={pathOf('purposes', { new: '' })}>{u.fresh}</ActionLink>
            </Actions>
          ) : (
            <Text small>{t.readsOnly}</Text>
          )}
          {value.purposes.length === 0 && <Empty title={u.none} />}
          {value.purposes.map((purpose) => (
            <OnePurpose key={purpose.code} purpose={purpose} words={new Words(t, value)} me={me} />
          ))}
        </>
      )}
    </Stack>
  );
}

interface OneProps {
  readonly purpose: Purpose;
  readonly words: Words;
  readonly me: ScreenProps['me'];
}

function OnePurpose({ purpose, words, me }: OneProps) {
  const u = useText('purposes');
  const { code, shown, state, versions } = purpose;
  return (
    <div class="rv-card">
      <Section title={shown.name}>
        <DefinitionList
          items={[
            { term: words.t.state, value: <PurposeBadge state={state} /> },
            ...purposeRows(shown, words)
              .filter(({ term }) => term !== u.name)
              .map(({ term, said }) => ({ term, value: <Foreign text={said} /> })),
          ]}
        />
        <Disclosure summary={counted(versions.length, u.allVersions)}>
          <VersionsTable purpose={purpose} words={words} me={me} />
        </Disclosure>
        {me.rights.includes('policy.propose') && (
          <Actions>
            <ActionLink href={pathOf('purposes', { new: code })}>
              <Named short={u.freshVersion} whole={fill(u.freshVersionNamed, { name: shown.name })} />
            </ActionLink>
          </Actions>
        )}
      </Section>
    </div>
  );
}

function VersionsTable({ purpose, words, me }: OneProps) {
  const t = useText('policy');
  const u = useText('purposes');
  const today = dayOf(Date.now());
  return (
    <DataTable
      caption={fill(u.versionsOf, { name: purpose.shown.name })}
      captionHidden
      rows={purpose.versions}
      rowKey={({ version }) => version}
      columns={[
        { key: 'version', label: u.version, names: true, cell: ({ version }) => version },
        {
          key: 'state',
          label: t.state,
          cell: (version) => <PurposeBadge state={stateOf(version, purpose, today)} />,
        },
        {
          key: 'days',
          label: t.from,
          cell: ({ effectiveFrom, effectiveUntil }) =>
            effectiveUntil === undefined
              ? day(effectiveFrom)
              : `${day(effectiveFrom)}; ${u.until.toLowerCase()} ${day(effectiveUntil)}`,
        },
        { key: 'basis', label: u.legalBasis, cell: ({ legalBasis }) => <Foreign text={legalBasis} /> },
        {
          key: 'for',
          label: u.domains,
          cell: (version) => version.domains.map((domain) => words.t.domains[domain]).join(', '),
        },
        {
          key: 'proposed',
          label: t.proposedBy,
          cell: ({ proposedBy }) => <Foreign text={person(proposedBy, me, t)} />,
        },
        {
          key: 'approved',
          label: t.approvedBy,
          cell: ({ approvedBy }) => <Foreign text={person(approvedBy, me, t)} />,
        },
      ]}
    />
  );
}

const TONES = { 'in-force': 'success', planned: 'attention', ended: 'neutral' } as const;

function PurposeBadge({ state }: { state: PurposeState }) {
  const u = useText('purposes');
  return <StatusBadge tone={TONES[state]}>{u.states[state]}</StatusBadge>;
}
