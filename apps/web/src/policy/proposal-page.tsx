import { Busy, DefinitionList, Foreign, Notice, PageTitle, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import type { ScreenProps } from '../shell/screen';
import { fill, moment, useText } from '../shell/texts';
import { Back } from './back';
import { useState } from 'preact/hooks';
import { type Basis, loadBasis, loadVersions } from './basis';
import { Decide } from './decide';
import { useLoaded } from './loaded';
import { fromWords, kindWords, Outcome } from './proposal-words';
import { readProposal, readProposed } from './read';
import { Said } from './said';
import type { Proposal, Proposed } from './shapes';
import { person, Words } from './words';

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

/** One proposal: who made it, what it changes, and the decision of a second person. */
export function ProposalPage({ me, query, id }: ScreenProps & { id: string }) {
  const t = useText('policy');
  const p = t.proposals;
  const [decided, setDecided] = useState<'approve' | 'reject'>();
  const { value, problem } = useLoaded(() => load(id), `${id} ${decided ?? ''}`);
  return (
    <Stack wide>
      <Back to="proposals" words={p.back} />
      {problem !== undefined && (
        <>
          <PageTitle focus>{p.title}</PageTitle>
          <ProblemNotice problem={problem} />
        </>
      )}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && (
        <>
          <PageTitle focus={decided ?? 'proposal'}>{kindWords(value.proposal.kind, t)}</PageTitle>
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
          <Whole found={value} me={me} onDecided={setDecided} />
        </>
      )}
    </Stack>
  );
}

interface WholeProps {
  readonly found: Found;
  readonly me: ScreenProps['me'];
  readonly onDecided: (decision: 'approve' | 'reject') => void;
}

function Whole({ found, me, onDecided }: WholeProps) {
  const t = useText('policy');
  const p = t.proposals;
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
  const p = useText('policy').proposals;
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
  const p = t.proposals;
  const { state, proposedBy, proposedAt, decidedBy, decidedAt } = proposal;
  return (
    <DefinitionList
      items={[
        { term: p.state, value: <Outcome state={state} /> },
        { term: p.by, value: <Foreign text={person(proposedBy, me, t)} /> },
        { term: p.at, value: moment(proposedAt) },
        { term: p.from, value: fromWords(proposal, t) },
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
