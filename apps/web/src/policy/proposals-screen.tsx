import '../design/table.css';
import { Busy, DataTable, Empty, Foreign, Link, PageTitle, Section, Stack, StatusBadge, Text } from '../design';
import { useFetched } from '../shell/fetched';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { moment, useText } from '../shell/texts';
import { fromWords, kindWords, Outcome } from './proposal-words';
import type { Proposal } from './shapes';
import { loadProposals, person } from './versions';

const ProposalPage = later(async () => (await import('./proposal-page')).ProposalPage, ['proposal']);

/** What waits for a second pair of eyes, and what was decided; or one of them. */
export default function ProposalsScreen(props: ScreenProps) {
  const id = props.query.get('proposal');
  return id === null ? <List {...props} /> : <ProposalPage {...props} id={id} />;
}

function List({ me }: ScreenProps) {
  const t = useText('policy');
  const p = useText('proposals');
  const { value, problem } = useFetched(loadProposals);
  const open = value?.filter(({ state }) => state === 'open') ?? [];
  const decided = value?.filter(({ state }) => state !== 'open') ?? [];
  return (
    <Stack wide>
      <PageTitle focus>{p.title}</PageTitle>
      <Text>{p.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && (
        <>
          {open.length === 0 ? (
            <Empty icon="check" title={p.noneTitle}>
              <Text>{p.none}</Text>
            </Empty>
          ) : (
            <ProposalTable caption={p.openTitle} rows={open} me={me} />
          )}
          {decided.length === 0 ? (
            <Section title={p.decidedTitle}>
              <Text>{p.noDecided}</Text>
            </Section>
          ) : (
            <ProposalTable caption={p.decidedTitle} rows={decided} me={me} decided />
          )}
        </>
      )}
    </Stack>
  );
}

interface TableProps {
  readonly caption: string;
  readonly rows: readonly Proposal[];
  readonly me: ScreenProps['me'];
  readonly decided?: boolean;
}

function ProposalTable({ caption, rows, me, decided }: TableProps) {
  const t = useText('policy');
  const p = useText('proposals');
  const whom = (actor: string | undefined) => <Foreign text={actor === undefined ? p.nobody : person(actor, me, t)} />;
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'what',
          label: p.what,
          names: true,
          cell: ({ id, kind }) => <Link href={pathOf('proposals', { proposal: id })}>{kindWords(kind)}</Link>,
        },
        {
          key: 'by',
          label: t.proposedBy,
          cell: ({ proposedBy }) =>
            proposedBy === me.actor && decided !== true ? (
              <StatusBadge tone="neutral">{p.mine}</StatusBadge>
            ) : (
              whom(proposedBy)
            ),
        },
        { key: 'at', label: t.proposedAt, cell: ({ proposedAt }) => moment(proposedAt) },
        ...(decided === true
          ? [
              {
                key: 'state',
                label: t.outcome,
                cell: ({ state }: Proposal) => <Outcome state={state} />,
              },
              { key: 'decided-by', label: p.decidedBy, cell: ({ decidedBy }: Proposal) => whom(decidedBy) },
              {
                key: 'decided-at',
                label: p.decidedAt,
                cell: ({ decidedAt }: Proposal) => (decidedAt === undefined ? '' : moment(decidedAt)),
              },
            ]
          : [{ key: 'from', label: t.from, cell: (proposal: Proposal) => fromWords(proposal) }]),
      ]}
    />
  );
}
