import { useState } from 'preact/hooks';
import { Busy, DefinitionList, Foreign, Notice, PageTitle, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import type { ScreenProps } from '../shell/screen';
import { fill, moment, useText } from '../shell/texts';
import { Back } from './back';
import { type Basis, loadBasis } from './basis';
import { Decide, type Decision } from './decide';
import { fromWords, kindWords, Outcome } from './proposal-words';
import { readProposed } from './read-proposed';
import { readProposal } from './read-versions';
import { Said } from './said';
import type { Proposal, Proposed } from './shapes';
import { loadVersions, person } from './versions';
import { Words } from './words';

interface Found {
  readonly basis: Basis;
  readonly proposal: Proposal;
  readonly proposed: Proposed;
  /** Number of the newest version of the policy */
  readonly newest: number;
}

async function load(id: string): Promise<Found> {
  const [basis, versions, given] = await Promise.all([
    loadBasis(),
    loadVersions(),
    desk.raakvlak.policyRoom.proposal(id),
  ]);
  return {
    basis,
    proposal: readProposal(given),
    proposed: readProposed(given),
    newest: versions[0]?.version ?? 0,
  };
}

type PageProps = ScreenProps & { readonly id: string };

/** One proposal: who made it, what it changes, and the decision of a second person. */
export function ProposalPage(props: PageProps) {
  const p = useText('proposal');
  const [decided, setDecided] = useState<Decision>();
  return (
    <Stack wide>
      <Back to="proposals" words={p.back} />
      <Page {...props} key={`${props.id} ${decided ?? ''}`} decided={decided} onDecided={setDecided} />
    </Stack>
  );
}

interface DecidingProps {
  readonly decided: Decision | undefined;
  readonly onDecided: (decision: Decision) => void;
}

function Page({ me, query, id, decided, onDecided }: PageProps & DecidingProps) {
  const t = useText('policy');
  const p = useText('proposal');
  const { title } = useText('proposals');
  const { value, problem } = useFetched(() => load(id));
  return (
    <>
      {problem !== undefined && (
        <>
          <PageTitle focus>{title}</PageTitle>
          <ProblemNotice problem={problem} />
        </>
      )}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && (
        <>
          <PageTitle focus={decided ?? 'proposal'}>{kindWords(value.proposal.kind)}</PageTitle>
          {query.get('made') !== null && decided === undefined && value.proposal.state === 'open' && (
            <Notice kind="success" title={p.madeTitle} live>
              {p.made}
            </Notice>
          )}
          {decided !== undefined && (
            <Notice kind="success" title={p.doneTitle} live>
              {decided === 'approve' ? p.approved : p.rejected}
            </Notice>
          )}
          <Whole found={value} me={me} onDecided={onDecided} />
        </>
      )}
    </>
  );
}

interface WholeProps {
  readonly found: Found;
  readonly me: ScreenProps['me'];
  readonly onDecided: (decision: Decision) => void;
}

function Whole({ found, me, onDecided }: WholeProps) {
  const t = useText('policy');
  const p = useText('proposal');
  const { basis, proposal, proposed, newest } = found;
  const words = new Words(t, basis);
  const stale = proposed.kind === 'policy' && proposal.state === 'open' && newest !== proposed.basedOn;
  return (
    <>
      <About proposal={proposal} me={me} />
      {stale && <Notice kind="attention">{fill(p.movedOn, { n: newest, based: proposed.basedOn })}</Notice>}
      <Said proposal={proposal} proposed={proposed} words={words} />
      {proposal.state === 'open' && <Deciding found={found} me={me} stale={stale} onDecided={onDecided} />}
    </>
  );
}

function Deciding({ found: { proposal }, me, stale, onDecided }: WholeProps & { readonly stale: boolean }) {
  const p = useText('proposal');
  if (proposal.proposedBy === me.actor)
    return (
      <Notice kind="info" title={p.ownTitle}>
        {p.own}
      </Notice>
    );
  if (!me.rights.includes('proposal.decide')) return <Text small>{p.readsOnly}</Text>;
  return <Decide id={proposal.id} mayApprove={!stale} onDecided={onDecided} />;
}

function About({ proposal, me }: { proposal: Proposal; me: ScreenProps['me'] }) {
  const t = useText('policy');
  const p = useText('proposals');
  const { state, proposedBy, proposedAt, decidedBy, decidedAt } = proposal;
  return (
    <DefinitionList
      items={[
        { term: t.outcome, value: <Outcome state={state} /> },
        { term: t.proposedBy, value: <Foreign text={person(proposedBy, me, t)} /> },
        { term: t.proposedAt, value: moment(proposedAt) },
        { term: t.from, value: fromWords(proposal) },
        ...(decidedBy === undefined || decidedAt === undefined
          ? []
          : [
              { term: p.decidedBy, value: <Foreign text={person(decidedBy, me, t)} /> },
              { term: p.decidedAt, value: moment(decidedAt) },
            ]),
      ]}
    />
  );
}
